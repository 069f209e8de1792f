"""Which date a document was published on, and how that is known."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field

from tacitus.read.boilerplate import Marked
from tacitus.read.reading import DateBasis, Reading
from tacitus.read.republication import Provenance, find_statement, settle
from tacitus.read.rules import Rules

_URL_DATE = re.compile(r"/((?:19|20)\d\d)[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?:[/-]|$|(?=\D))")
Dated = tuple[datetime.date, DateBasis]


@dataclass(slots=True)
class Origin:
    """Outlets and dates of publication, decided, with warnings of what is doubtful."""

    publisher: str | None = None
    republished_from: str | None = None
    published: Dated | None = None
    republished: Dated | None = None
    warnings: list[str] = field(default_factory=list)


def url_date(url: str | None) -> datetime.date | None:
    """The day that an address holds, as in /2021/05/04/."""
    found = _URL_DATE.search(url or "")
    try:
        return datetime.date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def find_origin(
    reading: Reading, marked: Marked, rules: Rules, given_date: datetime.date | None, given_publisher: str | None
) -> Origin:
    """Decide outlets and dates. The text's own lines go before meta data; what is given goes before both."""
    statement = find_statement(marked.edge_lines)
    page = given_publisher or reading.publisher
    settled = settle(_outlets(marked), statement, page, _agency(marked, rules))
    meta = _meta_dates(reading)
    own = _own_date(marked, settled, given_date or (meta[0][0] if meta else None))
    origin = Origin(settled.publisher, settled.original)
    if settled.original is not None:
        origin.republished = (settled.republished, "dateline") if settled.republished else (meta[0] if meta else None)
    if own is not None:
        origin.published = own
    elif settled.original is not None and origin.republished is not None:
        origin.published = origin.republished
        origin.warnings.append("published: the original's date is not stated; the republisher's stands in for it")
    elif meta:
        origin.published = meta[0]
    _prefer_given(origin, given_date, own)
    if origin.published is None:
        yearless = marked.dateline is not None and marked.dateline.date is not None
        origin.warnings.append(
            "published: the dateline has no year and nothing else gives one" if yearless else "published: no date found"
        )
    return origin


def _outlets(marked: Marked) -> list[tuple[str, datetime.date]]:
    found: list[tuple[str, datetime.date]] = []
    corroborated = " ".join(marked.edge_lines).lower()
    for line in marked.outlet_lines:
        day = line.date.resolve(None)
        if line.outlet is None or day is None or line.updated:
            continue
        # A name that may be a place counts as an outlet only when the page says it a second time.
        if not line.place_like or corroborated.count(line.outlet.lower()) > 1:
            found.append((line.outlet, day))
    return found


def _agency(marked: Marked, rules: Rules) -> str | None:
    agency = marked.dateline.agency if marked.dateline else None
    return agency if agency is not None and rules.is_agency(agency) else None


def _meta_dates(reading: Reading) -> list[Dated]:
    """Dates of the format and the address, best first; a page's guess (htmldate, capture) stands after the address."""
    sure = [dated for dated in reading.dates if dated[1] in ("feed", "email", "meta")]
    in_url = url_date(reading.url)
    rest = [dated for dated in reading.dates if dated not in sure]
    return [*sure, *([(in_url, "url")] if in_url else []), *rest]  # type: ignore[list-item]


def _own_date(marked: Marked, settled: Provenance, reference: datetime.date | None) -> Dated | None:
    """The date that the text states of itself."""
    if settled.published is not None:
        return settled.published, "dateline"
    if settled.original is not None and settled.original_date_missing:
        return None
    if marked.dateline is not None and marked.dateline.date is not None:
        day = marked.dateline.date.resolve(reference)
        if day is not None:
            return day, "dateline"
    signed = [marked.signed] if marked.signed is not None else []
    for updated in (False, True):
        for line in (*marked.outlet_lines, *signed):
            day = line.date.resolve(None)
            if line.updated is updated and day is not None:
                return day, "byline" if line.author and line.outlet is None else "dateline"
    return None


def _prefer_given(origin: Origin, given: datetime.date | None, own: Dated | None) -> None:
    if given is None:
        return
    # A day's difference is what lies between a dateline and its appearance elsewhere.
    if own is not None and abs((own[0] - given).days) > 1:
        origin.warnings.append(f"published: given as {given}, but the text's own {own[1]} says {own[0]}")
    origin.published = (given, "given")
    origin.warnings = [w for w in origin.warnings if "stands in for it" not in w]
