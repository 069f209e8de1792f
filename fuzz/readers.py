"""Fuzzes every reader: bytes under any extension become documents or refusals, and no document breaks its promises."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Iterator

from campaign import ROOT, followed, fuzz

with followed():
    from tacitus.read import Limits, Refusal, load_rules
    from tacitus.read.byte_stream import ByteStream
    from tacitus.read.sources import _documents, read_stream
    from tacitus.records import Document

EXTENSIONS = ("", "html", "txt", "pdf", "eml", "xml", "warc", "warc.gz", "wacz", "jsonl", "json", "rss", "html.gz")
LIMITS = Limits(max_characters=50_000, max_file_bytes=500_000, max_unpacked_bytes=1_000_000)
RULES = load_rules()
WORDS = [
    *(b"<html>", b"<article>", b"<p>", b"</p>", b"<meta charset=", b"<!DOCTYPE html>", b"&#x202e;", b"<![CDATA["),
    *(b"<rss><channel><item>", b"<feed><entry>", b"<title>", b"<description>", b"<!ENTITY", b"<!DOCTYPE"),
    *(b"%PDF-1.4", b" obj", b"endobj", b"stream\n", b"endstream", b"/FlateDecode", b"/Kids", b"/Type/Page", b"xref"),
    *(b"WARC/1.0\r\n", b"WARC-Type: response\r\n", b"Content-Length: ", b"HTTP/1.1 200 OK\r\n", b"\r\n\r\n"),
    *(b"Content-Type: multipart/mixed; boundary=", b"Content-Transfer-Encoding: base64", b"=?utf-8?q?", b"Date: "),
    *(b'{"text":', b'"published":', b'"document":', b"\\ud800", b"\\u202e", b"\xef\xbb\xbf", b"\xff\xfe", b"\x00"),
    *(b"By ", b"BAMAKO (Reuters) - ", b"Copyright", b"PK\x03\x04", b"\x1f\x8b\x08"),
]


def test(data: bytes) -> None:
    """Read the bytes behind the first, which names the extension."""
    if not data:
        return
    extension = EXTENSIONS[data[0] % len(EXTENSIONS)]
    file = io.BytesIO(data[1:])
    readings = read_stream(ByteStream(file.read), "fuzzed", extension, LIMITS, io.BytesIO(data[1:]))
    for found in _documents(readings, "fuzzed", LIMITS, RULES):
        if isinstance(found, Refusal):
            assert str(found.error).encode("utf-8", "surrogatepass"), "a refusal says why"
            assert found.source.startswith("fuzzed")
        else:
            _promised(found)


def _promised(document: Document) -> None:
    assert document.text.strip(), "a document has text"
    assert len(document.text) <= LIMITS.max_characters
    last = 0
    for span in document.boilerplate:
        assert last <= span.start < span.end <= len(document.text), "boilerplate is in order, within the text"
        last = span.end
    again = Document.model_validate_json(document.model_dump_json())
    assert again.text == document.text, "a document comes back from its JSON as it was"
    document.text.encode("utf-8")


def seeds() -> Iterator[bytes]:
    """The example reports under their extensions, and small containers of them."""
    for path in sorted((ROOT / "examples" / "reports").iterdir()):
        extension = path.suffix.lstrip(".")
        if extension in EXTENSIONS and path.stat().st_size < 40_000:
            yield _of(extension, path.read_bytes())
    page = (
        b"<html><head><title>Clash at Sarana</title></head><body><p>"
        + b"Gunmen shot two traders. " * 8
        + b"</p></body>"
    )
    yield _of("html", page)
    yield _of("html.gz", gzip.compress(page))
    yield _of("txt", b"title: Clash at Sarana\npublished: 2024-03-02\n\nSARANA, March 2 - Gunmen shot two traders.\n")
    yield _of("jsonl", b'{"id": "a", "text": "Gunmen shot two traders.", "published": "2024-03-02"}\n{"text": 5}\n')
    yield _of("json", b'[{"text": "Gunmen shot two traders."}]')
    yield _of(
        "rss",
        b"<rss><channel><title>Wire</title><item><title>Clash</title><description>Gunmen shot two"
        b" traders.</description><pubDate>Sat, 02 Mar 2024 10:00:00 GMT</pubDate></item></channel></rss>",
    )
    yield _of(
        "eml",
        b"From: A <a@b.example>\nDate: Sat, 02 Mar 2024 10:00:00 +0000\nSubject: =?utf-8?q?Clash?=\n"
        b"MIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=x\n\n--x\nContent-Type: text/plain\n\n"
        b"Gunmen shot two traders.\n--x\nContent-Type: text/html\n\n<p>Gunmen</p>\n--x--\n",
    )
    warc = _record(b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page)
    yield _of("warc", warc)
    yield _of("warc.gz", gzip.compress(warc))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("archive/data.warc.gz", gzip.compress(warc))
    yield _of("wacz", packed.getvalue())
    yield _of("pdf", _pdf(b"BT /F1 12 Tf 72 720 Td (Gunmen shot two traders near Sarana.) Tj ET"))


def _of(extension: str, data: bytes) -> bytes:
    return bytes([EXTENSIONS.index(extension)]) + data


def _record(payload: bytes) -> bytes:
    head = (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/x\r\n"
        b"WARC-Date: 2024-03-02T10:00:00Z\r\nWARC-Record-ID: <urn:uuid:0>\r\n"
        b"Content-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n"
    )
    return head % len(payload) + payload + b"\r\n\r\n"


def _pdf(content: bytes) -> bytes:
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    made, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return made + table + b"trailer<</Root 1 0 R/Size 6>>\nstartxref\n%d\n%%%%EOF\n" % len(made)


if __name__ == "__main__":
    fuzz("readers", test, seeds(), WORDS)
