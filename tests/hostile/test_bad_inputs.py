"""Each bad input of docs/hostile-input.md, and what it gets: an article, or a refusal that says why, in bounded time."""

from __future__ import annotations

import datetime
import gzip
import io
import json
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tacitus.errors import DamagedFile, EmptyArticle, InterchangeError, TooLarge, UnsupportedFile
from tacitus.read import Limits, Refusal, read_paths
from tacitus.records import Document

Found = list[Document | Refusal]
Read = Callable[..., Found]

STORY = "Gunmen of the Dawn Front shot two traders near Sarana on Monday, the mayor said. The army denied it. " * 4
PAGE = f"<html><head><title>Clash at Sarana</title></head><body><article><p>{STORY}</p></article></body></html>"


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Read bytes as a file; refuse to take more than 20 seconds of processor time over it."""

    def found(data: bytes, name: str, **limits: Any) -> Found:
        path = tmp_path / name
        path.write_bytes(data)
        began = time.process_time()
        got = list(read_paths([path], limits=Limits(**limits)))
        assert time.process_time() - began < 20, name
        return got

    return found


def errors(found: Found) -> list[type[Exception]]:
    return [type(one.error) for one in found if isinstance(one, Refusal)]


def texts(found: Found) -> list[str]:
    return [one.text for one in found if isinstance(one, Document)]


def record(payload: bytes, length: int | None = None, address: str = "http://a.example/x") -> bytes:
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + payload
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2024-03-02T10:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:0>\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(http) if length is None else length}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def pdf(content: bytes, *, catalogue: bytes = b"", packed: bool = False, more: bytes = b"") -> bytes:
    data = zlib.compress(content, 9) if packed else content
    objects = (
        b"<</Type/Catalog/Pages 2 0 R" + catalogue + b">>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d%s>>stream\n%s\nendstream" % (len(data), b"/Filter/FlateDecode" if packed else b"", data),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    made, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    made += more
    table = b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return made + table + b"trailer<</Root 1 0 R/Size 6>>\nstartxref\n%d\n%%%%EOF\n" % len(made)


SHOWN = b"BT /F1 12 Tf 72 720 Td (Gunmen shot two traders near Sarana on Monday.) Tj ET"


class TestBombs:
    def test_gzip(self, read: Read) -> None:
        bomb = gzip.compress(b"<html><p>" + b"a" * 20_000_000)
        assert errors(read(bomb, "a.html.gz", max_unpacked_bytes=1_000_000)) == [TooLarge]

    def test_gzip_in_gzip(self, read: Read) -> None:
        assert errors(read(gzip.compress(gzip.compress(PAGE.encode())), "a.html.gz.gz")) == [UnsupportedFile]

    def test_wacz(self, read: Read) -> None:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("archive/a.warc", record(PAGE.encode()) + b"\0" * 20_000_000)
            archive.writestr("archive/b.warc", record(PAGE.replace("Monday", "Tuesday").encode()))
        found = read(packed.getvalue(), "a.wacz", max_unpacked_bytes=1_000_000)
        assert errors(found) == [TooLarge]
        assert len(texts(found)) == 2, "what stands before the bomb, and the next member, are read"

    def test_zip_with_overlapping_members(self, read: Read) -> None:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("archive/a.warc", record(PAGE.encode()))
        data = bytearray(packed.getvalue())
        at = data.index(b"PK\x01\x02")
        data[at + 20 : at + 28] = b"\xff" * 8
        found = read(bytes(data), "a.wacz")
        assert errors(found)
        assert set(errors(found)) <= {DamagedFile, TooLarge}

    def test_pdf_stream(self, read: Read) -> None:
        bomb = pdf(SHOWN + b" " * 150_000_000, packed=True)
        assert len(bomb) < 200_000
        found = read(bomb, "a.pdf")
        assert set(errors(found)) <= {DamagedFile, TooLarge}
        assert errors(found)

    def test_pdf_that_writes_without_end(self, read: Read) -> None:
        many = b"BT /F1 12 Tf " + b"(Gunmen shot two traders near Sarana. ) Tj T* " * 3000 + b"ET"
        assert TooLarge in errors(read(pdf(many, packed=True), "a.pdf", max_characters=10_000))

    def test_pdf_whose_pages_are_their_own_parents(self, read: Read) -> None:
        looped = pdf(SHOWN).replace(b"/Kids[3 0 R]", b"/Kids[2 0 R 3 0 R]")
        found = read(looped, "a.pdf")
        assert found

    def test_billion_laughs(self, read: Read) -> None:
        entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
        feed = (
            f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "lol">{entities}]><rss version="2.0"><channel>'
            f"<title>Wire</title><item><title>x</title><description>{STORY} &l9;</description></item></channel></rss>"
        )
        for name in ("a.rss", "a.xml"):
            assert all(len(text) < 10_000 for text in texts(read(feed.encode(), name)))
        page = f"<!DOCTYPE html [<!ENTITY l0 'lol'>{entities}]><html><body><p>{STORY} &l9;</p></body></html>"
        assert all(len(text) < 10_000 for text in texts(read(page.encode(), "a.html")))

    def test_entities_that_name_files_read_none(self, read: Read, tmp_path: Path) -> None:
        secret = tmp_path / "secret.txt"
        secret.write_text("the address of a source", encoding="utf-8")
        entity = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
        feed = f"<?xml version='1.0'?>{entity}<rss><channel><item><description>{STORY} &x;</description></item></channel></rss>"
        page = f"<?xml version='1.0'?>{entity}<html><body><p>{STORY} &x;</p></body></html>"
        for data, name in ((feed, "a.rss"), (page, "a.xhtml")):
            assert not any("address of a source" in text for text in texts(read(data.encode(), name)))


class TestPages:
    def test_deep_nesting(self, read: Read) -> None:
        deep = "<div>" * 200_000 + f"<p>{STORY}</p>" + "</div>" * 200_000
        found = read(f"<html><body>{deep}</body></html>".encode(), "a.html")
        assert len(found) == 1

    def test_a_million_attributes(self, read: Read) -> None:
        flood = " ".join(f"a{n}" for n in range(1_000_000))
        found = read(PAGE.replace("<article>", f"<article {flood}>").encode(), "a.html")
        assert "two traders" in texts(found)[0]

    def test_a_million_tags(self, read: Read) -> None:
        found = read(PAGE.replace("</article>", "<b>x</b>" * 300_000 + "</article>").encode(), "a.html")
        assert len(found) == 1

    def test_one_giant_word(self, read: Read) -> None:
        for filler in ("a", " ", "\t", "-", "0", ".", "(", "A ", "\u0301", "\u200b", "&lt;"):
            body = PAGE.replace("</p>", f" {filler * (400_000 // len(filler))}</p>", 1)
            assert len(read(body.encode(), "a.html")) == 1
            assert len(read((STORY + filler * 400_000).encode(), "a.txt")) == 1

    def test_scripts_are_no_text(self, read: Read) -> None:
        evil = PAGE.replace("</p>", "</p><script>fetch('//evil.example')</script><img src=x onerror=alert(1)>")
        assert not {"fetch", "onerror"} & set(texts(read(evil.encode(), "a.html"))[0].split())


class TestArchives:
    @pytest.mark.parametrize("name", ["../../evil.warc", "/etc/evil.warc", "..\\..\\evil.warc", "C:\\evil.warc"])
    def test_names_that_lead_out_write_nothing(self, read: Read, tmp_path: Path, name: str) -> None:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr(name, record(PAGE.encode()))
        found = read(packed.getvalue(), "a.wacz")
        assert len(texts(found)) == 1
        assert [path.name for path in tmp_path.rglob("*")] == ["a.wacz"]

    @pytest.mark.parametrize("length", [0, 5, 10**6, 10**14])
    def test_lengths_that_lie(self, read: Read, length: int) -> None:
        good = record(PAGE.replace("Monday", "Tuesday").encode())
        found = read(record(PAGE.encode(), length) + good, "a.warc")
        assert len(found) <= 3
        if length < 100:
            assert any("Tuesday" in text for text in texts(found)), "the next record is read"
        else:
            assert errors(found), "the archive ends inside the record that says it is longer"

    @pytest.mark.parametrize("length", [b"-1", b"1e9", b"0x10", b"\xd9\xa3", b"9" * 400, b""])
    def test_lengths_that_are_no_numbers(self, read: Read, length: bytes) -> None:
        data = record(PAGE.encode(), 77777).replace(b"77777", length) + record(PAGE.encode())
        found = read(data, "a.warc")
        assert DamagedFile in errors(found)
        assert len(texts(found)) == 1

    def test_a_header_without_end(self, read: Read) -> None:
        found = read(b"WARC/1.0\r\n" + b"X-A: b\r\n" * 100_000 + record(PAGE.encode()), "a.warc")
        assert DamagedFile in errors(found)
        assert len(texts(found)) == 1


class TestScriptsInPdf:
    def test_they_are_not_run_and_no_text(self, read: Read) -> None:
        action = b"/OpenAction<</S/JavaScript/JS(app.launchURL\\('http://evil.example'\\))>>"
        more = b"6 0 obj<</Type/Action/S/Launch/F(/bin/sh)>>endobj\n7 0 obj<</Type/EmbeddedFile/Length 4>>stream\nevil\nendstream\nendobj\n"
        (text,) = texts(read(pdf(SHOWN, catalogue=action, more=more), "a.pdf"))
        assert "two traders" in text
        assert not any(word in text for word in ("launchURL", "evil", "/bin/sh"))


class TestFeeds:
    def test_a_feed_that_holds_itself_is_read_once(self, read: Read) -> None:
        item = f"<item><title>x</title><description>{STORY}</description><link>https://a.example/feed</link></item>"
        links = (
            '<atom:link rel="self" href="https://a.example/feed"/><atom:link rel="next" href="https://a.example/feed"/>'
        )
        feed = (
            f'<rss xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>W</title>{links}{item * 3}</channel></rss>'
        )
        found = read(feed.encode(), "a.rss")
        assert len(found) == 3, "entries are what the file holds; nothing is fetched"

    def test_ten_thousand_entries(self, read: Read) -> None:
        item = "<item><title>x</title><description>Gunmen shot two traders in Sarana.</description></item>"
        assert len(read(f"<rss><channel>{item * 3000}</channel></rss>".encode(), "a.rss")) == 3000


class TestMessages:
    def test_headers_that_fold_for_ever(self, read: Read) -> None:
        folded = b"Received: x\n" + b" \t " * 300 + b"\n" + b"a: b\n  \t  \t\n" * 200 + b"\x00broken"
        assert len(read(folded, "a")) == 1

    def test_parts_within_parts(self, read: Read) -> None:
        parts = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(2000))
        found = read(b"From: a@b.example\nMIME-Version: 1.0\n" + parts + b"\nGunmen shot two traders.", "a.eml")
        assert set(errors(found)) <= {DamagedFile, EmptyArticle}


class TestLines:
    def test_json_nested_for_ever(self, read: Read) -> None:
        for data in (
            b"[" * 200_000,
            b'{"a":' * 200_000,
            b'{"text": "x", "a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        ):
            found = read(data + b'\n{"text": "Gunmen shot two traders in Sarana."}\n', "a.jsonl")
            assert set(errors(found)) <= {InterchangeError, DamagedFile}
            assert errors(found)
            assert len(texts(found)) == 1

    def test_numbers_of_a_million_digits(self, read: Read) -> None:
        found = read(b'{"text": "Gunmen shot two.", "id": ' + b"9" * 1_000_000 + b"}\n", "a.jsonl")
        assert errors(found) == [InterchangeError]

    @pytest.mark.parametrize(
        "key", ["../../etc/passwd", "a/../../b", "C:\\x", "\u202ecod", "'; DROP TABLE events; --", "x" * 9000]
    )
    def test_ids_stay_ids(self, read: Read, tmp_path: Path, key: str) -> None:
        (found,) = read(json.dumps({"id": key, "text": STORY}).encode(), "a.jsonl")
        assert isinstance(found, Document)
        assert found.id == key
        assert [path.name for path in tmp_path.rglob("*")] == ["a.jsonl"]


def test_dates_of_no_calendar(read: Read) -> None:
    for day in ("0000-00-00", "9999-12-31", "2024-02-30", "-1", "1e9", "٢٠٢٤-٠١-٠١", "9" * 5000):
        (found,) = read(json.dumps({"text": STORY, "published": day}).encode(), "a.jsonl")
        assert isinstance(found, Document)
        assert found.published is None or isinstance(found.published, datetime.date)


def test_what_is_no_file(tmp_path: Path) -> None:
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    inner = tmp_path / "in"
    inner.mkdir()
    (inner / "again").symlink_to(tmp_path)
    (inner / "a.txt").write_text(STORY, encoding="utf-8")
    found = list(read_paths([loop, "/dev/zero", tmp_path / ("x" * 5000), inner]))
    assert len(texts(found)) == 1
    assert len(errors(found)) == 3
