"""Fuzzes gazetteer packs: any file is compiled or refused by name and line; a damaged compiled file is refused too."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import closing
from functools import cache

from campaign import ROOT, followed, fuzz, scratch

with followed():
    from tacitus.errors import GazetteerError
    from tacitus.gazetteer.compiled import open_compiled
    from tacitus.gazetteer.home import add_pack, list_packs
    from tacitus.gazetteer.lookup import Gazetteer

HOME = scratch()
NAMES = ("pack.csv", "pack.txt", "pack.tsv.gz", "pack_sy.csv")
ASKED = ("Tell Sukkar", "telsukar", "Bamako", "a", "محافظة", "'); drop table place; --", "x" * 2000)
WORDS = [
    *(b"name,latitude,longitude,country", b",feature", b",variants", b",population", b",admin1", b",id", b"where_coo"),
    *(b"wof_id\tname\tlat\tlon", b"placetype", b"names", b"geonameid", b"1e400", b"nan", b"inf", b"-0", b"\t", b"|"),
    *(b"Mali", b"SY", b"settlement", b"admin1", b"\x1f\x8b\x08", b'"', b"\xef\xbb\xbf", b"\x00", b"eng=", b"PPL"),
    *(b"where_coordinates", b"lat", b"lon", b"adm1", b"adm2", b"99999999999999999999"),
]


def test(data: bytes) -> None:
    """The first byte says whether the rest is a pack (and its name) or damage done to a compiled one."""
    if len(data) < 2:
        return
    if data[0] & 128:
        _damaged(data[1:])
        return
    file = HOME / NAMES[data[0] % len(NAMES)]
    file.write_bytes(data[1:])
    try:
        pack = add_pack(file, HOME)
    except GazetteerError as error:
        _told(error)
        return
    with closing(Gazetteer([open_compiled(pack.path)])) as places:
        _asked(places)
    pack.path.unlink()


def _told(error: GazetteerError) -> None:
    assert error.where, "an error names the file"
    assert error.problem, "an error says what is wrong"


def _asked(places: Gazetteer) -> None:
    for name in ASKED:
        for candidate in places.candidates(name):
            assert -90 <= candidate.latitude <= 90
            assert -180 <= candidate.longitude <= 180


def _damaged(changes: bytes) -> None:
    """Each three bytes change one byte of the compiled file."""
    whole = bytearray(_whole())
    for high, low, value in zip(changes[::3], changes[1::3], changes[2::3], strict=False):
        whole[(256 * high + low) % len(whole)] = value
    file = HOME / "gazetteer" / "pack-damaged.sqlite"
    file.write_bytes(whole)
    try:
        list_packs(HOME)
        with closing(Gazetteer([open_compiled(file)])) as places:
            _asked(places)
    except GazetteerError:
        pass
    finally:
        file.unlink()


@cache
def _whole() -> bytes:
    file = HOME / "whole.csv"
    file.write_bytes((ROOT / "examples" / "places.csv").read_bytes()[:4000].rpartition(b"\n")[0])
    pack = add_pack(file, HOME)
    made = pack.path.read_bytes()
    pack.path.unlink()
    return made


def seeds() -> Iterator[bytes]:
    """A small pack of each format."""
    ours = (ROOT / "examples" / "places.csv").read_bytes()[:1500].rpartition(b"\n")[0]
    yield b"\x00" + ours
    yield b"\x02" + gzip.compress(ours)
    yield b"\x00name,latitude,longitude,country\nTell Sukkar,36.1,40.2,SY\n"
    yield b"\x03where_coordinates,lat,lon,adm1,adm2\nTell Sukkar town,36.1,40.2,Raqqa,\n"
    yield (
        b"\x01wof_id\tname\tlat\tlon\tadm1\tadm2\tplacetype\tpopulation\tnames\tgeonameid\tcountry_code\n"
        b"1\tTell Sukkar\t36.1\t40.2\tRaqqa\t\tlocality\t200\teng=Tell Sukkar|fra=Tel Soukar\t12345\tSY\n"
    )
    yield b"\x01" + (
        b"1\tTell Sukkar\tTell Sukkar\tTel Soukar,Tal Sukar\t36.1\t40.2\tP\tPPL\tSY\t\t04\t\t\t\t200\t\t\t"
        b"Asia/Damascus\t2024-01-01"
    )
    yield b"\x80" + bytes(range(30))


if __name__ == "__main__":
    fuzz("gazetteer", test, seeds(), WORDS)
