import datetime
import gzip
import io
import json
import tracemalloc
from collections.abc import Callable, Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from tacitus.errors import DamagedFile, EmptyArticle, InterchangeError, TooLarge
from tacitus.read import Limits, Refusal, read_paths
from tacitus.records import Document

ReadBytes = Callable[..., list[Document | Refusal]]
ReadOne = Callable[..., Document]


def line(**values: object) -> bytes:
    return json.dumps(values, ensure_ascii=False).encode() + b"\n"


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(lambda t: any(c.isalnum() for c in t))


@settings(max_examples=100, deadline=None)
@given(TEXTS, st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_text_and_id_come_back_unchanged(text: str, given_id: str) -> None:
    data = json.dumps({"id": given_id, "text": text}).encode()
    (document,) = read_paths(["-"], stdin=io.BytesIO(data))
    assert isinstance(document, Document)
    assert document.text == text
    assert document.id == given_id
    assert all(0 <= span.start < span.end <= len(text) for span in document.boilerplate)


def test_given_values_and_unknown_keys(read_one: ReadOne) -> None:
    data = line(
        id="x/1", text="Two posts fell.\r\n\r\nThe army left.", published="2021-05-04", theatre="Valley", title=None
    )
    document = read_one(data, "a.jsonl")
    assert document.text == "Two posts fell.\r\n\r\nThe army left."
    assert (document.published, document.published_basis) == (datetime.date(2021, 5, 4), "given")
    assert document.to_json()["theatre"] == "Valley"
    assert document.source is not None
    assert document.source.endswith("a.jsonl:1")
    derived = read_one(line(text="Two posts fell."), "b.jsonl")
    assert derived.id == read_one(b"Two posts fell.", "b.txt").id


def test_lines_that_were_coded_already(read_one: ReadOne) -> None:
    coded = {
        "document": {
            "id": "c1", "text": "By Omar\n\nTwo posts fell.", "published": "2021-05-04", "published_basis": "dateline",
            "boilerplate": [{"start": 0, "end": 7, "kind": "byline"}], "sections": [],
        },
        "events": [],
    }  # fmt: skip
    document = read_one(line(**coded), "a.jsonl")
    assert (document.id, document.published_basis, document.boilerplate[0].end) == ("c1", "dateline", 7)
    coded["document"]["boilerplate"][0]["end"] = 700  # type: ignore[index]
    again = read_one(line(**coded), "b.jsonl")
    assert again.boilerplate[0].kind == "byline"
    assert any("boilerplate" in warning for warning in again.warnings)


def test_one_bad_line_never_stops_the_rest(read_bytes: ReadBytes) -> None:
    data = b"\xef\xbb\xbf" + b"".join(
        (
            line(text="First post fell."),
            b"{broken\n",
            b"\n",
            b"[1, 2]\n",
            line(title="no text"),
            line(text="   "),
            b'{"text": "\xff\xfe"}\n',
            b'{"text": "half \\ud800"}\n',
            b"[" * 100_000 + b"\n",
            line(text="Long " * 200),
            line(text="Last post fell.", published="soon", url=5, id=7),
        )
    )
    found = read_bytes(data, "a.jsonl", max_characters=500)
    errors = [type(item.error) for item in found if isinstance(item, Refusal)]
    assert errors == [
        InterchangeError, InterchangeError, InterchangeError, EmptyArticle, DamagedFile, DamagedFile, InterchangeError,
        TooLarge,
    ]  # fmt: skip
    first, last = (item for item in found if isinstance(item, Document))
    assert first.text == "First post fell."
    assert (last.id, last.published) == ("7", None)
    assert len([warning for warning in last.warnings if "passed over" in warning]) == 2


def test_a_line_without_end_is_refused_and_skipped(read_bytes: ReadBytes) -> None:
    data = b'{"text": "' + b"a" * 3_000_000 + b'"}\n' + line(text="Last post fell.")
    found = read_bytes(data, "a.jsonl", max_characters=1000)
    assert isinstance(found[0], Refusal)
    assert isinstance(found[0].error, TooLarge)
    assert isinstance(found[1], Document)


def test_other_shapes_of_json(read_bytes: ReadBytes) -> None:
    article = {"text": "Two posts fell near Barid."}
    for data, name in (
        (json.dumps([article, article]).encode(), "a.json"),
        (json.dumps(article, indent=2).encode(), "b.json"),
        (json.dumps(article).encode("utf-16"), "c.jsonl"),
        (gzip.compress(line(**article) * 2), "d.jsonl.gz"),
        (line(**article), None),
    ):
        found = read_bytes(data, name)
        assert all(isinstance(item, Document) and item.text == article["text"] for item in found), (name, found)


def test_a_cut_gzip_gives_its_whole_lines_first(read_bytes: ReadBytes) -> None:
    rows = b"".join(line(text=f"Post {n * 7919 % 10007} fell.", id=str(n)) for n in range(2000))
    found = read_bytes(gzip.compress(rows)[:-3000], "a.jsonl.gz")
    assert len(found) > 1000
    assert [item.id for item in found if isinstance(item, Document)][:3] == ["0", "1", "2"]
    assert isinstance(found[-1], Refusal)
    assert isinstance(found[-1].error, DamagedFile)


class Endless(io.RawIOBase):
    """A file longer than memory would like."""

    def __init__(self) -> None:
        self.row = line(text="Two posts fell near Barid on Monday. " * 200, language="en")

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        return self.row * max(1, size // len(self.row))


def test_reading_streams() -> None:
    found: Iterator[Document | Refusal] = read_paths(["-"], stdin=Endless(), limits=Limits())  # type: ignore[arg-type]
    next(found)
    tracemalloc.start()
    for _ in range(300):
        assert isinstance(next(found), Document)
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()
