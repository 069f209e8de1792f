"""Serve: the workbench in a browser, and the JSON API. Thin over what a notebook can call."""

from tacitus.serve.app import create_app
from tacitus.serve.settings import Settings
from tacitus.serve.workbench import Workbench

__all__ = ["Settings", "Workbench", "create_app"]
