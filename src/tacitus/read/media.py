"""Links to videos, sound and images in a text."""

from __future__ import annotations

import re

_URL = re.compile(r"https?://[^\s<>\"'()\[\]]+")
_ONLY_URL = re.compile(
    r"(?:(?:video|watch|audio|listen|image|photo|source video)\s*:?\s*)?<?(https?://[^\s<>]+?)>?$", re.I
)
_FILE = re.compile(r"\.(?:mp4|m4v|webm|mov|avi|mkv|mp3|m4a|ogg|ogv|wav|m3u8|jpe?g|png|gif|webp|avif)(?:[?#].*)?$", re.I)
_LONGEST = 2000
"""Characters of an address with its label; browsers take no longer ones, and they could hold the pattern up."""
_HOST = re.compile(
    r"https?://(?:www\.|m\.)?(?:youtube\.com/(?:watch|embed|shorts)|youtu\.be/|vimeo\.com/\d|player\.vimeo\.com/|"
    r"bitchute\.com/(?:video|embed)|rumble\.com/(?:embed|v)|dailymotion\.com/(?:video|embed))",
    re.I,
)


def is_media_url(url: str) -> bool:
    """Tell whether an address is a media file's or a page's of a host of videos."""
    return bool(_FILE.search(url) or _HOST.match(url))


def only_url(plain: str) -> str | None:
    """The address when a line is nothing else, perhaps with a label ("Video: ")."""
    found = _ONLY_URL.match(plain) if len(plain) <= _LONGEST else None
    return found.group(1) if found else None


def media_in_text(text: str) -> list[str]:
    """Media addresses in a text, in order, each once."""
    found = (url.rstrip(".,;:!?*_") for url in _URL.findall(text))
    return list(dict.fromkeys(url for url in found if is_media_url(url)))
