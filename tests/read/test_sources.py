import datetime
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tacitus.errors import DamagedFile, EmptyArticle, ReadError, TooLarge, UnsupportedFile
from tacitus.read import Limits, Refusal, read_paths, read_text
from tacitus.read.byte_stream import ByteStream, gunzip
from tacitus.read.sniff import sniff
from tacitus.records import Document

ReadBytes = Callable[..., list[Document | Refusal]]


def test_folders_patterns_and_missing_files(tmp_path: Path) -> None:
    (tmp_path / "b" / ".git").mkdir(parents=True)
    for name in ("b/2.txt", "a.txt", "b/1.md", "b/.git/x.txt", ".hidden.txt"):
        (tmp_path / name).write_text(f"Post {name} fell on Monday.", encoding="utf-8")
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(range(256)))
    found = list(read_paths([tmp_path, str(tmp_path / "b" / "*.txt"), tmp_path / "none.txt", str(tmp_path / "*.pdf")]))
    names = [Path(item.source or "").name for item in found]
    assert names == ["a.txt", "photo.jpg", "1.md", "2.txt", "2.txt", "none.txt", "*.pdf"]
    assert [type(item) for item in found] == [Document, Refusal, Document, Document, Document, Refusal, Refusal]
    assert isinstance(found[1], Refusal)
    assert isinstance(found[1].error, UnsupportedFile)


@pytest.mark.parametrize(
    ("data", "name", "error"),
    [
        (b"", "a.txt", EmptyArticle),
        (b"  \n\n ", "a.txt", EmptyArticle),
        (b"\x00" * 500, "a.txt", EmptyArticle),
        (bytes(range(256)) * 20, "a.txt", UnsupportedFile),
        (b"\x7fELF\x02\x01", "a.html", UnsupportedFile),
        (b"PK\x03\x04rest", "a.wacz", DamagedFile),
        (b"\x1f\x8b\x08\x00nonsense-nonsense", "a.txt.gz", DamagedFile),
        (b"%PDF-1.7\nnothing", "a.pdf", DamagedFile),
        (b"<html><body><div></div></body></html>", "a.html", EmptyArticle),
        (b"<?xml version='1.0'?><data><row>1</row></data>", "a.xml", UnsupportedFile),
        (b"<rss><channel></channel></rss>", "a.xml", EmptyArticle),
        (b"word " * 2000, "a.txt", TooLarge),
        (b"From: a\nSubject: b\n\n", "a.eml", EmptyArticle),
        (b"WARC/1.0\r\nWARC-Type: response\r\n", "a.warc", DamagedFile),
    ],
)
def test_bad_files_get_the_right_error(data: bytes, name: str, error: type, read_bytes: ReadBytes) -> None:
    found = read_bytes(data, name, max_characters=5000)
    assert isinstance(found[-1], Refusal)
    assert isinstance(found[-1].error, error), found
    assert found[-1].error.where is not None


def test_files_that_cannot_be_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "a.txt").write_text("Post one fell on Monday.", encoding="utf-8")
    found = list(read_paths([tmp_path, "/dev/zero", "bad\0name", "x" * 5000]))
    assert isinstance(found[0], Document)
    assert [type(item) for item in found[1:]] == [Refusal] * 3
    assert all(isinstance(item.error, ReadError) for item in found[1:] if isinstance(item, Refusal))


def test_pages_made_to_hang(read_bytes: ReadBytes) -> None:
    prose = "Two soldiers were killed near Barid on Monday, residents said, when a post fell to the militia at dawn."
    flood = " ".join(f"a{n}=1" for n in range(200_000))
    for body in (
        "<div>" * 100_000 + prose,
        f"<p {flood}>{prose}</p>",
        f"<p title='>' {flood}>{prose}</p>",
        f"<p>{prose}</p>" + "<b>x</b> " * 100_000,
        "<a href='" * 50_000 + prose,
        "<table>" * 5000 + prose,
    ):
        found = read_bytes(f"<html><body>{body}</body></html>".encode(), "a.html")
        assert len(found) == 1
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "ha">{laughs}]><rss><channel><item>'
    bomb += "<title>&l11;</title></item></channel></rss>"
    assert len(read_bytes(bomb.encode(), "a.xml")) >= 1


def test_a_line_of_fifty_million_characters(read_bytes: ReadBytes) -> None:
    (found,) = read_bytes(b"war " * 12_500_000, "a.txt")
    assert isinstance(found, Refusal)
    assert isinstance(found.error, TooLarge)


def test_the_longest_text_is_read_in_time() -> None:
    block = "The militia took a post near Barid.\n\nRead also: Truce talks\n\nCopyright © Hill, 2021\n\n"
    document = read_text(block * 5000)
    assert len(document.boilerplate) >= 5000


def test_text_in_memory() -> None:
    document = read_text("Two posts fell near Barid.", id="x", title="T", published="2021-05-04", publisher="P")
    assert (document.id, document.title, str(document.published), document.publisher) == ("x", "T", "2021-05-04", "P")
    assert read_text("Fell.").language is None
    with pytest.raises(EmptyArticle):
        read_text(" \n")
    with pytest.raises(DamagedFile):
        read_text("half \ud800")


def test_dates_in_the_future_are_kept_and_reported(read_bytes: ReadBytes) -> None:
    data = b"published: 2031-01-01\n\nTwo posts fell near Barid."
    (document,) = read_bytes(data, "a.txt", today=datetime.date(2030, 1, 1))
    assert isinstance(document, Document)
    assert str(document.published) == "2031-01-01"
    assert document.warnings == ["published: 2031-01-01 is in the future"]


HEADS = st.sampled_from(
    (
        *(
            b"",
            b"%PDF-1.4\n",
            b"<html><body>",
            b"<rss>",
            b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 9\r\n\r\n",
        ),
        *(
            b"PK\x03\x04",
            b"\x1f\x8b\x08\x00",
            b'{"text": "',
            b"From: a\nMessage-ID: b\n\n",
            b"\xff\xfe",
            b"<?xml?><feed>",
        ),
    )
)


@settings(max_examples=150, deadline=None)
@given(HEADS, st.binary(max_size=300), st.sampled_from(["", "html", "jsonl", "eml", "xml", "txt", "warc.gz", "pdf"]))
def test_random_bytes_never_raise(tmp_path_factory: pytest.TempPathFactory, head: bytes, rest: bytes, ext: str) -> None:
    path = tmp_path_factory.getbasetemp() / f"random.{ext}"
    path.write_bytes(head + rest)
    for item in read_paths([path], limits=Limits(max_characters=10_000)):
        assert isinstance(item, Document | Refusal)


@given(st.binary(max_size=2000), st.lists(st.integers(1, 300), max_size=20))
def test_streams_hand_out_every_byte_once(data: bytes, sizes: list[int]) -> None:
    import gzip
    import io

    stream = gunzip(ByteStream(io.BytesIO(gzip.compress(data)).read), 10_000, strict=True)
    assert stream.peek(5) == data[:5]
    got = b"".join(stream.readline(size) if size % 2 else stream.read(size) for size in sizes)
    assert got + stream.read(10_000) == data


def test_kinds_by_content() -> None:
    assert sniff(b"  <!DOCTYPE html>", "txt") == "html"
    assert sniff("<html>".encode("utf-16"), "") == "html"
    assert sniff(b'{"text": "a"}', "") == "jsonl"
    assert sniff(b"{curly} words begin this text.", "txt") == "text"
    assert sniff(b"Title: x\nAuthor: y\n\nText", "txt") == "text"
    assert sniff(b"<p>piece of a page</p>", "") == "html"


def test_reading_is_imported_quickly() -> None:
    heavy = ["trafilatura", "feedparser", "pypdf", "py3langid", "lxml", "warcio", "ftfy", "charset_normalizer", "yaml"]
    code = f"import sys, tacitus.read; print([name for name in {heavy!r} if name in sys.modules])"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"
