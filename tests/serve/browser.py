"""A real server and a real browser: Chromium as Debian packages it, driven as a person would."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from tacitus.serve.rendering import ASSETS

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
MISSING = (
    "there is no Chromium on this machine" if CHROMIUM is None
    else "the pages' assets are not built: make web" if not (ASSETS / "built.json").exists()
    else ""
)  # fmt: skip
ARGUMENTS = [
    "--no-sandbox",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
]
AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"


class Server:
    """Serves an application on a free port, in a thread; `address` ends without a slash."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app
        with socket.socket() as found:
            found.bind(("127.0.0.1", 0))
            self.port = int(found.getsockname()[1])
        self.address = f"http://127.0.0.1:{self.port}"
        self.start()

    def start(self) -> None:
        """Begin to serve."""
        self._server = uvicorn.Server(uvicorn.Config(self._app, port=self.port, log_level="error", lifespan="off"))
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        while not self._server.started:
            time.sleep(0.02)

    def stop(self) -> None:
        """Cease, as a machine that is switched off."""
        self._server.should_exit = True
        self._server.force_exit = True
        self._thread.join(timeout=10)


@contextmanager
def serving(app: FastAPI) -> Iterator[Server]:
    """Serve an application."""
    server = Server(app)
    try:
        yield server
    finally:
        server.stop()
