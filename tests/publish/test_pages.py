"""What the pages for other tools show: the questions for Datasette run, the profile is one."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path
from typing import Any

import pytest

from tacitus.publish.formats import FORMATS
from tacitus.publish.imprint import Imprint
from tacitus.publish.publication import Source, publish
from tacitus.publish.redact import load_profile

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.filterwarnings("ignore")
def test_the_questions_for_datasette_have_answers(source: Source, tmp_path: Path) -> None:
    app = pytest.importorskip("datasette.app")
    publish(source, tmp_path, ["sqlite"], Imprint(title="Delta"))
    metadata = json.loads((tmp_path / "datasette.json").read_text(encoding="utf-8"))
    ds = app.Datasette([str(tmp_path / "tables.sqlite")], metadata=metadata)
    questions = re.findall(r"```sql\n(.*?)```", (DOCS / "datasette.md").read_text(encoding="utf-8"), re.S)

    async def ask() -> list[Any]:
        await ds.invoke_startup()
        answers = []
        for question in questions:
            response = await ds.client.get("/tables.json", params={"sql": question, "_shape": "array"})
            assert response.status_code == 200, response.text
            answers.append(response.json())
        return answers

    answers = asyncio.run(ask())
    assert len(answers) == 6
    assert all(answers)


def test_the_profile_on_the_page_is_a_profile(tmp_path: Path) -> None:
    (shown,) = re.findall(r"```yaml\n(.*?)```", (DOCS / "publishing.md").read_text(encoding="utf-8"), re.S)
    path = tmp_path / "valley.yaml"
    path.write_text(shown, encoding="utf-8")
    assert load_profile(path).name == "valley"


def test_every_format_is_on_the_page() -> None:
    page = (DOCS / "publishing.md").read_text(encoding="utf-8")
    assert [name for name in FORMATS if f"`{name}`" not in page] == []
