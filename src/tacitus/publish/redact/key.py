"""The key of pseudonyms: kept on this machine, never published."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from tacitus.gazetteer.home import home_folder

_NAME = "pseudonyms.key"
_BYTES = 32


def pseudonym_key(home: Path | None = None) -> bytes:
    """Return the key of this user's pseudonyms; made on first use, readable by the user alone.

    Publications made with one key give a person the same pseudonym. Whoever has the key can test a guess at a name.
    """
    path = home_folder(home).parent / _NAME
    if not path.exists():
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_bytes()
        with os.fdopen(handle, "wb") as stream:
            stream.write(secrets.token_bytes(_BYTES))
    return path.read_bytes()
