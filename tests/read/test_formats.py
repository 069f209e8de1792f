import datetime
import gzip
from collections.abc import Callable
from email.message import EmailMessage

import pytest

from tacitus.errors import DamagedFile, EmptyArticle, UnsupportedFile
from tacitus.read import Refusal
from tacitus.records import Document

ReadOne = Callable[..., Document]
ReadBytes = Callable[..., list[Document | Refusal]]
Uncovered = Callable[[Document], list[str]]


def test_a_news_page(page: str, read_one: ReadOne, uncovered: Uncovered) -> None:
    document = read_one(page.encode(), "page.html")
    left = uncovered(document)
    assert [line.split()[0] for line in left] == ["Fighters", "The", "A"]
    assert "Copyright © Valley Observer" in document.text
    assert "Market reopens" not in document.text
    assert document.text.split("\n\n")[:2] == ["Clashes rock Tell Sukkar", "By Lina Haddad"]
    assert (document.author, document.publisher, document.language) == ("Lina Haddad", "Valley Observer", "en")
    assert (document.published, document.published_basis) == (datetime.date(2021, 5, 5), "meta")
    assert document.url == "https://valley.example/2021/05/04/clashes"
    assert document.sections == ["Conflict"]
    assert "https://valley.example/clip.mp4" in document.media
    assert {"headline", "byline", "related", "donation", "copyright"} <= {span.kind for span in document.boilerplate}


def test_the_texts_own_date_goes_before_meta_data(page: str, read_one: ReadOne) -> None:
    dated = page.replace('<div class="share">', '<p class="date">Valley Observer, May 4, 2021</p><div class="share">')
    document = read_one(dated.encode())
    assert (document.published, document.published_basis) == (datetime.date(2021, 5, 4), "dateline")


def test_dates_of_last_resort_say_so(page: str, read_one: ReadOne) -> None:
    bare = page.replace('<meta property="article:published_time" content="2021-05-05T08:00:00Z">', "")
    document = read_one(bare.encode())
    assert (document.published, document.published_basis) == (datetime.date(2021, 5, 4), "url")
    document = read_one(bare.replace("/2021/05/04/", "/").encode())
    assert document.published is None or document.published_basis == "htmldate (low confidence)"


def test_a_republished_page(republished: str, read_one: ReadOne) -> None:
    body = "".join(f"<p>{line}</p>" for line in republished.replace("[", "").replace("](#)", "").split("\n") if line)
    document = read_one(f"<html><body><div class='post'>{body}</div></body></html>".encode())
    assert (document.publisher, document.republished_from) == ("World Digest", "Hill Monitor")
    assert str(document.published) == "2021-05-05"


def test_linked_data_and_short_pages(read_one: ReadOne) -> None:
    document = read_one(
        b'<html><head><script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "headline": "Two Die",'
        b'"datePublished": "2020-02-01", "author": [{"name": "Omar Saad"}], "publisher": {"name": "Hill Monitor"}}]}'
        b"</script></head><body><p>Two soldiers were killed near Tell Sukkar.</p></body></html>"
    )
    assert (document.title, document.author, document.publisher) == ("Two Die", "Omar Saad", "Hill Monitor")
    assert document.published_basis == "meta"


def test_plain_text_stays_as_it_is(read_one: ReadOne) -> None:
    body = "Two men were shot in Tell\nSukkar on Monday.\n\n  Police fled.  \n"
    document = read_one(f"Title: Two Shot\npublished: 2020-02-01\nID: mine-1\n\n{body}".encode(), "a.txt")
    assert document.text == body
    assert (document.id, document.title, document.published_basis) == ("mine-1", "Two Shot", "given")
    assert read_one(f"---\ntitle: Two Shot\ntags: [x]\n---\n{body}".encode(), "a.md").text == body
    unheaded = read_one(f"Note: this is prose.\n\n{body}".encode(), "b.txt")
    assert unheaded.text.startswith("Note: this is prose.")
    assert unheaded.id.startswith("a-")
    assert len(unheaded.id) == 18


@pytest.mark.parametrize(
    ("text", "encoding", "language"),
    [
        ("Two soldiers were killed near Tell Sukkar on Monday, residents said.", "utf-16", "en"),
        ("Two soldiers were killed near Tell Sukkar on Monday, residents said.", "utf-16-le", "en"),
        (
            "В понедельник боевики обстреляли блокпост армии у села, двое солдат погибли, сообщили жители.",
            "cp1251",
            "ru",
        ),
        ("قتل ثلاثة مدنيين في قصف مدفعي على بلدة قرب ادلب يوم الاثنين، بحسب سكان محليين", "cp1256", "ar"),
        ("L'armée a bombardé les positions près de Kidal, selon des témoins à l'hôpital.", "latin-1", "fr"),
        ("L'armée a bombardé les positions près de Kidal, selon des témoins à l'hôpital.", "utf-8-sig", "fr"),
    ],
)
def test_encodings(text: str, encoding: str, language: str, read_one: ReadOne) -> None:
    document = read_one(text.encode(encoding), "a.txt")
    assert document.text == text
    assert document.language == language


def test_mojibake_and_control_characters(read_one: ReadOne) -> None:
    garbled = "The “Fa Ithbatu” room in Ma’arat said: no.".encode().decode("cp1252", "replace")
    document = read_one(("Residents said so. " + garbled.replace("\ufffd", "")).encode(), "a.txt")
    assert "Ma’arat" in document.text
    assert any("mojibake" in warning for warning in document.warnings)
    marked = read_one("The \u202bعين\u202c post\x00 fell to the militia on Monday.".encode(), "b.txt")
    assert "\u202b" in marked.text
    assert "\x00" not in marked.text
    assert "text: NUL characters were removed" in marked.warnings


def message(subject: str = "Fwd: [press] Two posts fall") -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = "Hill Front Media <media@hill.example>"
    mail["Subject"] = subject
    mail["Date"] = "Tue, 04 May 2021 10:00:00 +0200"
    mail["Message-ID"] = "<1@hill.example>"
    return mail


def test_a_message_prefers_its_plain_part(page: str, read_one: ReadOne) -> None:
    mail = message()
    mail.set_content("Our fighters took two posts near Barid on Monday — with God’s help.\n", cte="quoted-printable")
    mail.add_alternative(page, subtype="html")
    mail.add_attachment(b"x", maintype="image", subtype="png", filename="x.png")
    document = read_one(mail.as_bytes(), "a.eml")
    assert document.text.strip() == "Our fighters took two posts near Barid on Monday — with God’s help."
    assert (document.title, document.author) == ("Two posts fall", "Hill Front Media")
    assert (str(document.published), document.published_basis) == ("2021-05-04", "email")
    assert any("1 attachments" in warning for warning in document.warnings)
    assert read_one(mail.as_bytes()).text == document.text


def test_a_message_of_html_only(page: str, read_one: ReadOne) -> None:
    mail = message()
    mail.set_content(page, subtype="html")
    document = read_one(mail.as_bytes(), "a.eml")
    assert "Fighters of the Northern Front" in document.text
    assert document.published_basis == "email"


ATOM = """<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
<title>Hill Monitor</title><entry><title>Two posts fall</title><link href="https://hill.example/1"/>
<published>2021-05-04T10:00:00Z</published><author><name>Lina Haddad</name></author><category term="Valley"/>
<content type="html">&lt;p&gt;Two posts fell near &lt;b&gt;Barid&lt;/b&gt; on Monday.&lt;/p&gt;
&lt;p&gt;The army left.&lt;/p&gt;</content>
</entry><entry><title>Empty</title></entry>
<entry><title>Third</title><summary>The army came back to Barid on Tuesday.</summary></entry></feed>"""


def test_an_atom_file(read_bytes: ReadBytes) -> None:
    first, empty, third = read_bytes(ATOM.encode(), "feed.xml")
    assert isinstance(first, Document)
    assert first.text == "Two posts fell near Barid on Monday.\n\nThe army left."
    assert (first.publisher, first.author, first.url) == ("Hill Monitor", "Lina Haddad", "https://hill.example/1")
    assert (str(first.published), first.published_basis, first.sections) == ("2021-05-04", "feed", ["Valley"])
    assert isinstance(empty, Refusal)
    assert isinstance(empty.error, EmptyArticle)
    assert isinstance(third, Document)


def test_rss_and_a_cut_feed(read_bytes: ReadBytes) -> None:
    rss = (
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Hill</title><item>'
        "<title>Posts</title><description>Short.</description><content:encoded><![CDATA[<p>Two posts fell"
        " near Barid.</p>]]></content:encoded>"
        "<pubDate>Tue, 04 May 2021 10:00:00 GMT</pubDate></item></channel></rss>"
    )
    (document,) = read_bytes(rss.encode(), "feed.rss")
    assert isinstance(document, Document)
    assert document.text == "Two posts fell near Barid."
    cut = read_bytes(ATOM[:560].encode(), "cut.xml")
    assert isinstance(cut[0], Document)
    assert isinstance(cut[-1], Refusal)
    assert isinstance(cut[-1].error, DamagedFile)


def pdf(pages: list[list[str]], extra: str = "") -> bytes:
    """A PDF written by hand: one Helvetica line under another on each page."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    kids = []
    for lines in pages:
        shown = " ".join(f"({line}) Tj 0 -14 Td" for line in lines)
        stream = f"BT /F1 12 Tf 72 720 Td {shown} ET"
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {len(objects) + 2} 0 R "
            "/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    objects.append("<< /Title (Two Posts Fall) /Author (Lina Haddad) /CreationDate (D:20210504100000Z) >>")
    out, places = "%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    trailer = f"<< /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R {extra}>>"
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n{trailer}\nstartxref\n{len(out)}\n%%EOF\n"
    return out.encode("latin-1")


HEAD = "Hill Monitor weekly"
PDF_PAGES = [
    [
        HEAD,
        "Two posts fell near Barid on Monday, residents said, after a recon-",
        "naissance patrol was lost.",
        "Page 1",
    ],
    [HEAD, "The army answered with artillery from the hills above the town until", "late in the night.", "Page 2"],
    [HEAD, "A truce was signed on Tuesday between the two sides, who do not hope", "that it will last.", "Page 3"],
]


def test_a_pdf(read_one: ReadOne) -> None:
    document = read_one(pdf(PDF_PAGES), "a.pdf")
    paragraphs = document.text.split("\n\n")
    assert (
        paragraphs[0] == "Two posts fell near Barid on Monday, residents said, after a reconnaissance patrol was lost."
    )
    assert len(paragraphs) == 3
    assert HEAD not in document.text
    assert "Page" not in document.text
    assert (document.title, document.author, document.published_basis) == ("Two Posts Fall", "Lina Haddad", "meta")


def test_damaged_pdfs(read_bytes: ReadBytes) -> None:
    whole = pdf(PDF_PAGES)
    cut = read_bytes(whole[: int(len(whole) * 0.6)], "cut.pdf")
    assert isinstance(cut[-1], Refusal)
    assert isinstance(cut[-1].error, DamagedFile)
    (locked,) = read_bytes(pdf(PDF_PAGES, "/Encrypt << /Filter /Standard /V 9 >> "), "locked.pdf")
    assert isinstance(locked, Refusal)
    assert isinstance(locked.error, UnsupportedFile)
    (blank,) = read_bytes(pdf([[]]), "scan.pdf")
    assert isinstance(blank, Refusal)
    assert "OCR" in str(blank.error)


def test_the_content_decides_not_the_name(page: str, read_one: ReadOne) -> None:
    assert "Northern Front" in read_one(page.encode(), "page.txt").text
    assert "Two posts fell" in read_one(pdf(PDF_PAGES), "page.html").text
    assert "Northern Front" in read_one(gzip.compress(page.encode()), "page.html.gz").text
    assert read_one(b"Two posts fell near Barid on Monday.", "a.html").text.strip().startswith("Two posts")
