"""Weights are those that were trained: one changed number, and nothing is judged by them."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

import tacitus.run
from tacitus.errors import DamagedInstallation
from tacitus.extract.judgement import judge_of


def test_changed_weights_are_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "copied_weights"
    shutil.copytree(Path(tacitus.run.__file__).parent / "weights", package / "weights")
    (package / "__init__.py").write_text("", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert judge_of("copied_weights", "confidence").weights
    judge_of.cache_clear()
    file = package / "weights" / "confidence.json"
    file.write_text(file.read_text(encoding="utf-8").replace("1", "2", 1), encoding="utf-8")
    with pytest.raises(DamagedInstallation, match="not those that were shipped") as caught:
        judge_of("copied_weights", "confidence")
    assert caught.value.where == str(file)
    sys.modules.pop("copied_weights")
