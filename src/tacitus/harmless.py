"""Harmless text: a terminal obeys what it is sent, and some characters hide others."""

from __future__ import annotations

import re

_SEQUENCES = re.compile(
    r"(?:\x1b\]|\x9d)[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"  # OSC: titles, hyperlinks, the clipboard
    r"|(?:\x1b[PX^_]|[\x90\x98\x9e\x9f])[^\x1b\x9c]*(?:\x1b\\|\x9c)?"  # DCS, SOS, PM, APC
    r"|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"  # CSI: colours, cursor, screen
    r"|\x1b[ -/]*[0-~]?"  # other escapes
)
_SPACES = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]+")
# The joiners that Persian and Hindi spelling needs are not among them.
_HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f"  # controls
    "\u061c\u200b\u200e\u200f\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"  # hide text
    "\ud800-\udfff]"  # halves of characters, which no stream can write
)
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


def harmless(text: str) -> str:
    """Return the text on one line, without escape sequences, controls, and marks that hide text.

    Marks that turn the direction of writing are shown by their number, as in "safe ⟨U+202E⟩gnp.exe": they change what
    one reads, and whoever wrote them is to be seen.
    """
    plain = _HIDDEN.sub("", _SPACES.sub(" ", _SEQUENCES.sub("", text)))
    return _TURNING.sub(lambda mark: f"⟨U+{ord(mark[0]):04X}⟩", plain)
