import gc
import gzip
import io
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tacitus.errors import DamagedFile, TooLarge, UnsupportedFile
from tacitus.read import Refusal
from tacitus.records import Document

ReadBytes = Callable[..., list[Document | Refusal]]


def page(number: int) -> bytes:
    return (
        f"<html><head><title>Post {number}</title></head><body><p>Two soldiers were killed at post {number} near Barid "
        "on Monday, residents said, and the post was lost to the militia by nightfall.</p></body></html>"
    ).encode()


def warc(count: int = 3, *, packed: bool = True) -> bytes:
    with warnings.catch_warnings():
        # warcio's writer leaves its temporary files to the garbage collector.
        warnings.simplefilter("ignore", ResourceWarning)
        data = write_warc(count, packed)
        gc.collect()
    return data


def write_warc(count: int, packed: bool) -> bytes:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    writer.write_record(writer.create_warcinfo_record("a.warc", {"software": "tests"}))
    for number in range(count):
        headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(
                f"https://hill.example/{number}",
                "response",
                payload=io.BytesIO(page(number)),
                http_headers=headers,
                warc_headers_dict={"WARC-Date": "2022-01-02T03:04:05Z"},
            )
        )
    image = StatusAndHeaders("200 OK", [("Content-Type", "image/png")], protocol="HTTP/1.1")
    writer.write_record(
        writer.create_warc_record(
            "https://hill.example/x.png", "response", payload=io.BytesIO(b"\x89"), http_headers=image
        )
    )
    return out.getvalue()


def documents(found: list[Document | Refusal]) -> list[Document]:
    return [item for item in found if isinstance(item, Document)]


@pytest.mark.parametrize("packed", [True, False])
def test_pages_of_a_warc(packed: bool, read_bytes: ReadBytes) -> None:
    found = read_bytes(warc(packed=packed), "a.warc.gz" if packed else "a.warc")
    assert len(found) == 3
    first = documents(found)[0]
    assert first.url == "https://hill.example/0"
    assert first.title == "Post 0"
    assert (str(first.published), first.published_basis) == ("2022-01-02", "warc")
    assert any("upper bound" in warning for warning in first.warnings)
    assert len({document.sha256 for document in documents(found)}) == 3


def test_a_broken_record_does_not_stop_the_next(read_bytes: ReadBytes) -> None:
    data = warc(packed=False)
    at = data.index(b"Content-Length", data.index(b"WARC/1.0", 10))
    found = read_bytes(data[:at] + b"Content-Langth" + data[at + 14 :], "a.warc")
    assert len(documents(found)) == 2
    assert sum(isinstance(item, Refusal) for item in found) == 1


def test_a_broken_member_does_not_stop_the_next(read_bytes: ReadBytes) -> None:
    members = [i for i in range(len(data)) if data[i : i + 3] == b"\x1f\x8b\x08"] if (data := warc()) else []
    middle = members[2] + 60
    found = read_bytes(data[:middle] + b"\xff\xff\xff\xff\xff\xff" + data[middle + 6 :], "a.warc.gz")
    assert {document.title for document in documents(found)} == {"Post 0", "Post 2"}
    assert any(isinstance(item, Refusal) and isinstance(item.error, DamagedFile) for item in found)


@pytest.mark.parametrize("packed", [True, False])
def test_a_cut_warc_gives_what_is_before_the_break(packed: bool, read_bytes: ReadBytes) -> None:
    data = warc(packed=packed)
    members = [i for i in range(len(data)) if data.startswith(b"\x1f\x8b\x08" if packed else b"WARC/1.", i)]
    found = read_bytes(data[: members[3] + 120], "a.warc.gz" if packed else "a.warc")
    assert [document.title for document in documents(found)] == ["Post 0", "Post 1"]
    assert isinstance(found[-1], Refusal)
    assert isinstance(found[-1].error, DamagedFile)


def wacz(names: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in names.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_a_wacz_never_touches_the_disk(read_bytes: ReadBytes, tmp_path: Path) -> None:
    data = wacz({"../../evil.warc": warc(packed=False), "archive/b.warc.gz": warc(), "datapackage.json": b"{}"})
    for name in ("a.wacz", None):
        assert len(documents(read_bytes(data, name))) == 6
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a.wacz"]
    assert not (tmp_path.parent.parent / "evil.warc").exists()


def test_zips_that_are_no_archives(read_bytes: ReadBytes) -> None:
    (office,) = read_bytes(wacz({"word/document.xml": b"<x/>"}), "a.docx")
    assert isinstance(office, Refusal)
    assert isinstance(office.error, UnsupportedFile)
    (cut,) = read_bytes(wacz({"archive/b.warc.gz": warc()})[:-200], "a.wacz")
    assert isinstance(cut, Refusal)
    assert isinstance(cut.error, DamagedFile)


def test_bombs(read_bytes: ReadBytes) -> None:
    bomb = gzip.compress(b"a" * 3_000_000)
    (text,) = read_bytes(bomb, "a.txt.gz", max_unpacked_bytes=100_000)
    assert isinstance(text, Refusal)
    assert isinstance(text.error, TooLarge)
    record = b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 3000000\r\n\r\n" + b"a" * 3_000_000 + b"\r\n\r\n"
    for name, data in (("a.warc.gz", gzip.compress(record)), ("a.wacz", wacz({"archive/a.warc": record}))):
        found = read_bytes(data, name, max_unpacked_bytes=100_000)
        assert any(isinstance(item, Refusal) and isinstance(item.error, TooLarge) for item in found)
        assert len(found) <= 2
    honest = warc(40)
    assert len(documents(read_bytes(honest, "b.warc.gz", max_unpacked_bytes=10_000))) == 40
