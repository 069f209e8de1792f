"""A Data Package: the CSV tables with their schemas, licence, redaction profile and how to cite them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Any

import yaml

from tacitus.publish.imprint import Imprint
from tacitus.publish.tables.csv_files import CsvTables
from tacitus.publish.tables.spec import LINKS, TableSpec, table_specs
from tacitus.publish.whole_file import whole_file

_FIELD_TYPES = {"string": "string", "integer": "integer", "number": "number", "boolean": "boolean", "date": "date",
                "list": "string"}  # fmt: skip
_MEDIA_TYPES = {
    ".csv": "text/csv", ".txt": "text/tab-separated-values", ".json": "application/json", ".jsonl": "application/jsonl",
    ".jsonld": "application/ld+json", ".geojson": "application/geo+json", ".gpkg": "application/geopackage+sqlite3",
    ".parquet": "application/vnd.apache.parquet", ".kml": "application/vnd.google-earth.kml+xml",
    ".gexf": "application/gexf+xml", ".graphml": "application/graphml+xml", ".sqlite": "application/vnd.sqlite3",
    ".html": "text/html", ".pdf": "application/pdf", ".cff": "application/yaml",
}  # fmt: skip


class DataPackage(CsvTables):
    """Writes the CSV tables, CITATION.cff, and datapackage.json around them."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the tables, then describe them as they are."""
        super().__exit__(kind, error, trace)
        if error is None:
            self.written.append(write_citation(self.folder, self.imprint))
            self.written.append(write_datapackage(self.folder, self.imprint, list(self.written)))


def write_datapackage(folder: Path, imprint: Imprint, files: Iterable[Path]) -> Path:
    """Write datapackage.json for the files of the folder; return its path. Tables of the dictionary get schemas."""
    specs = table_specs()
    resources = [_resource(path, folder, specs.get(path.stem)) for path in sorted(set(files))]
    notes = imprint.notes()
    package: dict[str, Any] = {
        "profile": "data-package",
        "name": "tacitus-" + hashlib.sha256((imprint.title + (imprint.version or "")).encode()).hexdigest()[:10],
        "title": imprint.title,
        "description": imprint.sentence(),
        "resources": resources,
        "tacitus": notes,
    }
    if imprint.version:
        package["version"] = imprint.version
    if imprint.made:
        package["created"] = f"{imprint.made.isoformat()}T00:00:00Z"
    if imprint.licence:
        licence = {"name": imprint.licence.name, "title": imprint.licence.title, "path": imprint.licence.path}
        package["licenses"] = [{name: value for name, value in licence.items() if value}]
    if imprint.authors:
        package["contributors"] = [{"title": author, "role": "author"} for author in imprint.authors]
    path = folder / "datapackage.json"
    with whole_file(path) as stream:
        json.dump(package, stream, ensure_ascii=False, indent=2)
    return path


def write_citation(folder: Path, imprint: Imprint) -> Path:
    """Write CITATION.cff (Citation File Format 1.2.0); return its path."""
    authors = [_author(name) for name in imprint.authors] or [{"name": "The compilers of this dataset"}]
    citation: dict[str, Any] = {
        "cff-version": "1.2.0",
        "message": "If you use this dataset, please cite it as below, with its version.",
        "type": "dataset",
        "title": imprint.title,
        "authors": authors,
        "abstract": imprint.sentence(),
        "keywords": ["conflict", "event data"],
    }
    if imprint.version:
        citation["version"] = imprint.version
    if imprint.made:
        citation["date-released"] = imprint.made.isoformat()
    if imprint.licence:
        citation["license"] = imprint.licence.name
    path = folder / "CITATION.cff"
    with whole_file(path) as stream:
        yaml.safe_dump(citation, stream, sort_keys=False, allow_unicode=True)
    return path


def _resource(path: Path, folder: Path, spec: TableSpec | None) -> dict[str, Any]:
    relative = path.relative_to(folder)
    resource: dict[str, Any] = {
        "name": relative.as_posix().lower().replace("/", "-").replace("_", "-"),
        "path": relative.as_posix(),
        "mediatype": _MEDIA_TYPES.get(path.suffix, "application/octet-stream"),
        "bytes": path.stat().st_size,
        "hash": f"sha256:{sha256_of(path)}",
    }
    if path.suffix == ".csv" and spec is not None:
        resource |= {"profile": "tabular-data-resource", "format": "csv", "encoding": "utf-8"}
        resource["name"] = path.stem.replace("_", "-")
        resource["dialect"] = {"delimiter": ",", "lineTerminator": "\n", "doubleQuote": True}
        resource["schema"] = table_schema(spec)
    return resource


def table_schema(spec: TableSpec) -> dict[str, Any]:
    """Return the table's Table Schema. Lists are texts joined by "; "."""
    fields = []
    for column in spec.columns:
        meaning = f'{column.meaning} (list, joined by "; ")' if column.type == "list" else column.meaning
        field = {"name": column.name, "type": _FIELD_TYPES[column.type], "description": meaning}
        if column.type == "boolean":
            field |= {"trueValues": ["true"], "falseValues": ["false"]}  # type: ignore[dict-item]
        fields.append(field)
    links = [
        {"fields": [column], "reference": {"resource": other.replace("_", "-"), "fields": [key]}}
        for table, column, other, key in LINKS
        if table == spec.name
    ]
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""], "primaryKey": list(spec.key)}
    return schema | ({"foreignKeys": links} if links else {})


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _author(name: str) -> dict[str, str]:
    """`Family, Given` is a person, anything else an organisation or group."""
    family, comma, given = name.partition(",")
    return {"family-names": family.strip(), "given-names": given.strip()} if comma else {"name": name.strip()}
