"""Messages (.eml): releases sent by mail."""

from __future__ import annotations

import datetime
import re
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from email.utils import parseaddr, parsedate_to_datetime

from tacitus.errors import DamagedFile, EmptyArticle
from tacitus.read.decode import clean, decode
from tacitus.read.reading import Reading, sha256_of

_REPLY = re.compile(r"^(?:\s*(?:fwd?|re|tr|aw|wg)\s*:\s*|\s*\[[^\]]{1,40}\]\s*)+", re.I)
_MOST_PARTS = 500


def read_email(data: bytes, source: str) -> Reading:
    """The article of a message: its plain part, or else its page. Subject, sender and date are meta data."""
    try:
        message = message_from_bytes(data, policy=policy.default)
        plain, page, attached = _parts(message)
    except (RecursionError, ValueError, LookupError, AttributeError, TypeError, IndexError, KeyError) as error:
        # The standard library's parser of headers fails in all these ways on malformed ones.
        raise DamagedFile(f"the message cannot be parsed ({type(error).__name__})", where=source) from error
    reading = _body(data, plain, page, source)
    subject, sender = _header(message, "subject"), _header(message, "from")
    reading.title = _REPLY.sub("", subject).strip() or None if subject else reading.title
    name, address = parseaddr(sender or "")
    reading.author = name or address or None
    day = _date(_header(message, "date"))
    if day is not None:
        reading.dates.insert(0, (day, "email"))
    if attached:
        reading.warnings.append(f"email: {attached} attachments were not read")
    return reading


def _body(data: bytes, plain: Message | None, page: Message | None, source: str) -> Reading:
    digest = sha256_of(data)
    if plain is not None:
        text, warnings = _text_of(plain, source)
        if text.strip():
            text, repairs = clean(text)
            return Reading(text, digest, source, warnings=warnings + repairs)
    if page is not None:
        from tacitus.read.html_page import read_html

        html, warnings = _text_of(page, source)
        reading = read_html(html.encode("utf-8", "replace"), source, encoding="utf-8")
        reading.sha256 = digest
        reading.dates.clear()
        reading.warnings[:0] = warnings
        return reading
    raise EmptyArticle("the message has no text", where=source, remedy="Save its attachment as a file of its own")


def _parts(message: EmailMessage) -> tuple[Message | None, Message | None, int]:
    plain: Message | None = None
    page: Message | None = None
    attached = 0
    for number, part in enumerate(message.walk()):
        if number > _MOST_PARTS:
            break
        if part.is_multipart():
            continue
        kind = part.get_content_type()
        if part.get_content_disposition() == "attachment" or not kind.startswith("text/"):
            attached += 1
        elif kind == "text/plain" and plain is None:
            plain = part
        elif kind == "text/html" and page is None:
            page = part
    return plain, page, attached


def _text_of(part: Message, source: str) -> tuple[str, list[str]]:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return "", []
    return decode(payload, declared=part.get_content_charset(), where=source)


def _header(message: EmailMessage, key: str) -> str | None:
    try:
        value = message.get(key)
        return re.sub(r"\s+", " ", str(value)).strip() if value is not None else None
    except (ValueError, LookupError, AttributeError, TypeError, IndexError):
        return None


def _date(value: str | None) -> datetime.date | None:
    try:
        return parsedate_to_datetime(value).date() if value else None
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
