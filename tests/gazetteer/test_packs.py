import gzip
import multiprocessing
import os
from pathlib import Path

import pytest

from tacitus.errors import GazetteerError
from tacitus.gazetteer import add_pack, list_packs, remove_pack
from tacitus.gazetteer.compiled import open_compiled
from tacitus.gazetteer.formats import read_pack
from tacitus.gazetteer.home import compiled_pack, home_folder


def test_added_pack_is_listed_and_removed(pack: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    summary = add_pack(pack, home)
    assert (summary.name, summary.pack_format, summary.places) == ("northwest", "tacitus", 3)
    assert summary.countries == ("SY", "UA")
    assert list_packs(home) == [summary]
    remove_pack("northwest", home)
    assert list_packs(home) == []
    with pytest.raises(GazetteerError, match="no such pack"):
        remove_pack("northwest", home)


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("Saraqib,95.1,36.8,SY", "not degrees"),
        ("Saraqib,north,36.8,SY", "could not convert"),
        ("Saraqib,35.8,36.8,Syldavia", "neither an ISO code nor an English name"),
        (",35.8,36.8,SY", "name is empty"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, line: str, complaint: str) -> None:
    file = tmp_path / "bad.csv"
    file.write_text(f"name,latitude,longitude,country\nAriha,35.81,36.61,SY\n{line}\n", encoding="utf-8")
    with pytest.raises(GazetteerError, match=complaint) as caught:
        add_pack(file, tmp_path / "home")
    assert caught.value.where == f"{file}:3"
    assert list_packs(tmp_path / "home") == []


def test_geonames_dump(tmp_path: Path) -> None:
    cells = [
        "163843",
        "Sarāqib",
        "Saraqib",
        "Saraqeb,سراقب,SQB",
        "35.86",
        "36.80",
        "P",
        "PPLA2",
        "SY",
        "",
        "12",
        "",
        "",
        "",
    ]
    file = tmp_path / "SY.txt"
    file.write_text("\t".join([*cells, "32495", "", "400", "Asia/Damascus", "2020-01-01"]) + "\n", encoding="utf-8")
    pack_format, rows = read_pack(file)
    (place,) = rows
    assert pack_format == "geonames"
    assert (place.id, place.population, place.feature) == ("geonames:163843", 32495, "settlement")
    assert place.variants == ("Saraqib", "Saraqeb", "سراقب")


def test_files_of_no_known_format(tmp_path: Path) -> None:
    odd = tmp_path / "notes.csv"
    odd.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(GazetteerError, match="known format"):
        read_pack(odd)
    codes = tmp_path / "codes.csv"
    codes.write_text("Location,Admin Level,P-Code,Name\nSYR,1,SY01,Damascus\n", encoding="utf-8")
    with pytest.raises(GazetteerError, match="no coordinates"):
        read_pack(codes)
    broken = tmp_path / "wof_sy.tsv.gz"
    broken.write_bytes(gzip.compress(b"wof_id\tname\n" * 50)[:40])
    with pytest.raises(GazetteerError, match="cannot be read"):
        list(read_pack(broken)[1])
    with pytest.raises(GazetteerError, match="no such file"):
        read_pack(tmp_path / "missing.csv")


def test_unwritable_home_falls_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder", encoding="utf-8")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert home_folder(blocked).is_dir()


def test_two_processes_compile_one_pack_at_once(pack: Path, tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    with context.Pool(2) as pool:
        paths = pool.starmap(compiled_pack, [(pack, tmp_path / "home")] * 4)
    assert len(set(paths)) == 1
    assert [p.name for p in paths[0].parent.iterdir()] == [paths[0].name]


def test_a_compiled_file_that_was_changed_is_not_looked_up(pack: Path, tmp_path: Path) -> None:
    summary = add_pack(pack, tmp_path / "home")
    whole = summary.path.read_bytes()
    changed = bytearray(whole)
    changed[whole.index(b"Kafr Nabl")] = ord("H")
    summary.path.write_bytes(changed)
    for use in (lambda: open_compiled(summary.path), lambda: list_packs(tmp_path / "home")):
        with pytest.raises(GazetteerError, match="changed after it was compiled") as caught:
            use()
        assert caught.value.where == str(summary.path)
    summary.path.unlink()
    assert add_pack(pack, tmp_path / "home").path.read_bytes() == whole


def test_a_pack_of_the_same_name_takes_the_place_of_the_older(pack: Path, tmp_path: Path) -> None:
    older = add_pack(pack, tmp_path / "home")
    with pack.open("a", encoding="utf-8") as file:
        file.write("Ariha,35.81,36.61,SY,Idlib,,,,\n")
    newer = add_pack(pack, tmp_path / "home")
    assert list_packs(tmp_path / "home") == [newer]
    assert (newer.places, older.path.exists()) == (4, False)


def test_packs_that_harm_are_refused_by_name(tmp_path: Path) -> None:
    head = b"name,latitude,longitude,country,population\n"
    for name, data, complaint in (
        ("broken.csv.gz", gzip.compress(head)[:-8][:24] + b"\xff" * 30, "cannot be read"),
        ("endless.csv", b"name," + b"x" * 2_000_000, "longer than"),
        ("bomb.csv.gz", gzip.compress(head + b"a" * 5_000_000), "longer than"),
        ("people.csv", head + b"Ariha,35.81,36.61,SY,1e400\n", "no number of people"),
        ("people.csv", head + b"Ariha,35.81,36.61,SY,99999999999999999999\n", "no number of people"),
        ("nan.csv", head + b"Ariha,nan,36.61,SY,1\n", "not degrees"),
    ):
        file = tmp_path / name
        file.write_bytes(data)
        with pytest.raises(GazetteerError, match=complaint) as caught:
            add_pack(file, tmp_path / "home")
        assert (caught.value.where or "").startswith(str(file))


def test_a_packed_pack_that_unpacks_without_end_is_cut_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tacitus.gazetteer.formats._MOST_UNPACKED", 100_000)
    file = tmp_path / "bomb.csv.gz"
    file.write_bytes(gzip.compress(b"name,latitude,longitude,country\n" + b"A,1,2,SY\n" * 400_000))
    with pytest.raises(GazetteerError, match="unpacks to more than"):
        add_pack(file, tmp_path / "home")


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="needs owners of files")
def test_a_temporary_home_that_others_may_write_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    made_by_another = tmp_path / f"tacitus-{os.getuid()}"
    made_by_another.mkdir()
    made_by_another.chmod(0o777)
    blocked = tmp_path / "file"
    blocked.write_text("not a folder", encoding="utf-8")
    with pytest.raises(GazetteerError, match="belongs to somebody else"):
        home_folder(blocked)
