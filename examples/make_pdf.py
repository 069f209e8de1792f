"""Write reports/sudan-flash-update.pdf: a small PDF by hand, so that the example needs no PDF library.

Run `python examples/make_pdf.py`. The same text always gives the same bytes.
"""

from __future__ import annotations

import textwrap
from pathlib import Path

TARGET = Path(__file__).parent / "reports" / "sudan-flash-update.pdf"
LINE_WIDTH = 88
LEADING = 14
TOP = 790

PARAGRAPHS = (
    "Sudan: North Darfur flash update no. 7",
    "Darfur Access Group, 12 June 2024",
    "The Rapid Support Forces (RSF) shelled the Abu Shouk camp for displaced people in El Fasher on 10 and 11 June. "
    "Medical staff at the South Hospital reported that 17 people were killed and at least 54 injured on 10 June alone. "
    "On 11 June, shells hit the camp's market and killed six people, according to a camp committee.",
    "The Sudanese Armed Forces (SAF) carried out air strikes on RSF positions in the east of the city on 11 June. A "
    "bomb hit a house in the Al Salam neighbourhood, and a family of five was killed, residents said. The SAF denied "
    "that it had struck residential areas.",
    "Clashes between the RSF and the Joint Force of Armed Struggle Movements were reported near Mellit on 9 June. The "
    "Joint Force said that it had killed 30 RSF fighters and destroyed 12 vehicles. The RSF did not comment.",
    "On 8 June, armed men on camels abducted three aid workers on the road between Kutum and El Fasher. Two of them "
    "were released the next day. The vehicle and its cargo of medicines were looted. The men are believed to belong "
    "to an Arab militia allied with the RSF.",
    "About 4,300 people fled from El Fasher to Zamzam camp and towards Tawila between 7 and 11 June. Food stocks in "
    "Zamzam are expected to run out within two weeks.",
    "In Port Sudan, the army and a faction of the Sudan Liberation Movement signed an agreement on "
    "joint patrols in Central Darfur on 6 June.",
    "The Darfur Access Group compiles this update from field reports. Figures are provisional.",
)


def main() -> None:
    """Write the file."""
    TARGET.write_bytes(pdf_of(lines_of(PARAGRAPHS)))


def lines_of(paragraphs: tuple[str, ...]) -> list[str]:
    """Break paragraphs into lines, with an empty line between them; the first two are the head."""
    lines: list[str] = []
    for paragraph in paragraphs:
        lines += [*textwrap.wrap(paragraph, LINE_WIDTH), ""]
    return lines


def pdf_of(lines: list[str]) -> bytes:
    """Return a PDF 1.4 file of one page that shows the lines (ASCII only)."""
    shown = "".join(f"({_escaped(line)}) Tj T*\n" for line in lines)
    content = f"BT\n/F1 11 Tf\n{LEADING} TL\n60 {TOP} Td\n{shown}ET\n".encode("ascii")
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%sendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Title (Sudan: North Darfur flash update no. 7) /CreationDate (D:20240612180000Z) >>",
    )
    out = b"%PDF-1.4\n"
    starts: list[int] = []
    for number, body in enumerate(objects, 1):
        starts.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    size = len(objects) + 1
    trailer = b"trailer\n<< /Size %d /Root 1 0 R /Info 6 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + trailer


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


if __name__ == "__main__":
    main()
