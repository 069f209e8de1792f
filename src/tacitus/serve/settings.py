"""How a record is served."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Settings:
    """How a record is served. `hosts` are names under which a shared workbench is reached, beside the loopback's.

    `watch` are folders and feed files whose new articles are coded as they come; `secure` says that it is reached
    through HTTPS, so that cookies are sent by no other way; `reading` lets who sits at this machine only read.
    """

    target: str
    host: str = "127.0.0.1"
    hosts: tuple[str, ...] = ()
    packs: tuple[Path, ...] = ()
    codebook: Path | None = None
    watch: tuple[Path, ...] = ()
    secure: bool = False
    reading: bool = False
    busy_timeout: float = 10.0

    @property
    def loopback(self) -> bool:
        """Whether only this machine can reach it."""
        try:
            return self.host == "localhost" or ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False
