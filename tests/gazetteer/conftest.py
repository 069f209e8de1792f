from pathlib import Path

import pytest


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A small theatre pack as a researcher would write it."""
    file = tmp_path / "northwest.csv"
    file.write_text(
        "name,latitude,longitude,country,admin1,feature,population,id,variants\n"
        "Kafr Nabl,35.6138,36.5645,SY,Idlib,settlement,15000,v1,Kafranbel|كفر نبل\n"
        "Deir Sunbul,35.6979,36.6034,Syria,Idlib,,,,\n"
        "Hirkiv,49.99,36.23,UA,,settlement,,v3,Гіркив\n",
        encoding="utf-8",
    )
    return file
