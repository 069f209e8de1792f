"""Redaction: what a profile hides cannot be got by any way out, and what it keeps still holds together."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tacitus.publish import make_release
from tacitus.publish.formats import FORMATS
from tacitus.publish.geo import uncertainty_km
from tacitus.publish.imprint import Imprint
from tacitus.publish.map_page import write_map
from tacitus.publish.notebooks import frames
from tacitus.publish.publication import publish, source_of_articles, source_of_record
from tacitus.publish.redact import BUILT_IN, Profile, ProfileError, Redactor, load_profile, pseudonym_key, redact
from tacitus.publish.redact.areas import coarsened
from tacitus.publish.redact.masking import Mask, block_out, only
from tacitus.publish.redact.names import private_names
from tacitus.publish.report import write_report
from tacitus.publish.show import show_event
from tacitus.publish.tables.rows import event_row
from tacitus.records import Actor, CodedArticle, Place
from tacitus.review.restrictions import Restrictions
from tacitus.review.tables import metadata as review_tables
from tacitus.store import Record

KEY = b"k" * 32
AS_OF = datetime.date(2021, 12, 1)
HIDDEN = (
    "Salma", "Haddad", "Old Ford", "Yunus", "Warsame", "Nadia Writer", "Amina Coder", "/home/someone", "Box of",
    "salma-haddad", "-13.401", "22.755",
)  # fmt: skip
"""What `public` has to hide in the article `awkward`: victims, witnesses, the mill, the coder, keys nobody knows."""
KEPT = ("Idris Bello", "Upper", "farmers", "Western", "Northern Command")


@pytest.fixture
def public() -> Profile:
    return load_profile("public")


def spans_in(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if isinstance(value.get("text"), str) and isinstance(value.get("start"), int):
            yield value
        for inner in value.values():
            yield from spans_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from spans_in(inner)


def text_of(path: Path) -> str:
    """Everything that a file says, unpacked."""
    if path.suffix == ".parquet":
        parquet = pytest.importorskip("pyarrow.parquet")
        return str(parquet.read_table(path).to_pylist()) + str(parquet.read_metadata(path).metadata)
    if path.suffix == ".pdf":
        from pypdf import PdfReader

        return "\n".join(page.extract_text() for page in PdfReader(path).pages)
    return path.read_bytes().decode("utf-8", errors="replace")


def leaks(text: str) -> list[str]:
    return [hidden for hidden in HIDDEN if hidden in text]


def test_nothing_hidden_leaves_by_any_format(record: Record, public: Profile, tmp_path: Path) -> None:
    source = source_of_record(record, profile=public, as_of=AS_OF, key=KEY)
    published = publish(source, tmp_path, list(FORMATS), Imprint(title="Delta"))
    assert len(published.files) > 40
    assert {path.name: leaks(text_of(path)) for path in published.files if leaks(text_of(path))} == {}
    together = "".join(text_of(path) for path in published.files)
    assert [kept for kept in KEPT if kept not in together] == []


def test_without_a_profile_it_would_all_be_there(record: Record, tmp_path: Path) -> None:
    publish(source_of_record(record), tmp_path, ["jsonl"])
    assert leaks((tmp_path / "coded.jsonl").read_text(encoding="utf-8")) == list(HIDDEN)


@pytest.mark.parametrize("profile", BUILT_IN)
def test_nothing_hidden_leaves_by_release_report_map_page_and_frames(
    record: Record, profile: str, tmp_path: Path
) -> None:
    pytest.importorskip("typst")
    hidden = [text for text in HIDDEN if profile != "partners" or text not in ("Old Ford", "-13.401", "22.755")]

    def source() -> Any:
        return source_of_record(record, profile=load_profile(profile), as_of=AS_OF, key=KEY)

    made = make_release(source(), tmp_path / "releases", Imprint(version="1.0", made=AS_OF), key=KEY)
    files = [*made.iterdir(), *write_report(source(), tmp_path / "report", Imprint(made=AS_OF))]
    write_map(source().articles(), tmp_path / "map.html")
    found = {path.name: text_of(path) for path in [*files, tmp_path / "map.html"]}
    found["frames"] = str([frame.to_dict() for frame in _frames(record, profile)])
    found["show"] = "".join(str(_shown(coded)) for coded in source().articles())
    leaking = {name: [h for h in hidden if h in text] for name, text in found.items()}
    assert {name: these for name, these in leaking.items() if these} == {}
    assert profile in found["briefing.html"]
    assert profile in found["release.json"]


def test_rows_that_an_api_gives_out_are_redacted_alike(record: Record, awkward: CodedArticle, public: Profile) -> None:
    def find(article_id: str) -> CodedArticle | None:
        return next(iter(record.judged(article_id)), None)

    rows = [event_row(awkward, event) | {"note": "Salma Haddad at Old Ford mill"} for event in awkward.events]
    told = list(redact(rows, public, key=KEY, as_of=AS_OF, find=find))
    assert leaks(json.dumps(told)) == []
    assert told[1]["admin1"] == "Western"
    assert told[1]["admin2"] is None
    incidents = list(redact(list(record.incidents()), public, key=KEY, as_of=AS_OF, find=find))
    assert leaks("".join(incident.model_dump_json() for incident in incidents)) == []
    assert len(incidents) == len(record.incidents())


def test_offsets_still_hold_and_the_rest_of_the_article_is_gone(
    awkward: CodedArticle, coded: CodedArticle, public: Profile
) -> None:
    for article in (awkward, coded):
        for profile in (public, load_profile("strict"), load_profile("partners")):
            (told,) = redact([article], profile, key=KEY, as_of=AS_OF)
            line = told.to_json()
            for item in spans_in(line["events"] + line["relations"] + line["facilities"] + line["places"]):
                assert told.document.text[item["start"] : item["end"]] == item["text"]
            assert len(told.document.text) == len(article.document.text)
            CodedArticle.model_validate(line)
    (told,) = redact([coded], public, key=KEY, as_of=AS_OF)
    assert "An army spokesman denied that" not in told.document.text


def test_a_pseudonym_stays_and_cannot_be_guessed(awkward: CodedArticle, public: Profile) -> None:
    def name_under(key: bytes) -> str | None:
        (told,) = redact([awkward], public, key=key, as_of=AS_OF)
        victim, witness = told.events[1].actor2[0], told.events[1].attributed_to[0]
        assert victim.name == witness.name
        return victim.name

    assert name_under(KEY) == name_under(KEY)
    assert name_under(KEY) != name_under(b"o" * 32)
    (strict,) = redact([awkward], load_profile("strict"), key=KEY, as_of=AS_OF)
    assert strict.events[1].actor2[0].name == "a private person"


def test_officials_and_commanders_stay_in_their_role(awkward: CodedArticle, public: Profile) -> None:
    (told,) = redact([awkward], public, key=KEY, as_of=AS_OF)
    assert told.events[0].denied_by[0].name == "Idris Bello"
    assert told.events[0].denied_by[0].text == "Colonel Idris Bello"


@pytest.mark.parametrize(
    ("text", "kind", "names"),
    [
        ("the farmer Ibrahim Eid", "civilians", ["Ibrahim Eid"]),
        ("Shamil and Arsen Omarov", "civilians", ["Shamil", "Arsen Omarov"]),
        ("the citizen Rashid H.", "civilians", ["Rashid H."]),
        ("Ali Muse of the Lifeline ambulance service", "civilians", ["Ali Muse"]),
        ("relatives of Amina Diallo", "civilians", ["Amina Diallo"]),
        ("Mr Rahman", "civilians", ["Rahman"]),
        ("Mr. Ntayoberwa", "civilians", ["Ntayoberwa"]),
        ("Mr. Fehmi A.", "civilians", ["Fehmi A."]),
        ("two Serbs", "civilians", []),
        ("Palestinians", "civilians", []),
        ("the Muslim Brotherhood", "protesters", []),
        ("Imam Ali", "civilians", ["Ali"]),
        ("The teacher Okello", "civilians", ["Okello"]),
        ("the Varda Observers", "unidentified", []),
        ("أحمد الخطيب", "civilians", ["أحمد الخطيب"]),
        ("Doctors at the Imam Ali hospital", "civilians", []),
        ("residents of Yirgou", "civilians", []),
        ("Fulani men", "civilians", []),
        ("Directorate of Education", "civilians", []),
        ("the District Head of Janbako", "civilians", []),
        ("Interior Minister Jamila Said", "civilians", []),
        ("Shopkeepers", "civilians", []),
        ("Commander Licho", "rebel_group", []),
    ],
)
def test_private_persons_are_told_from_bodies_and_roles(text: str, kind: Any, names: list[str]) -> None:
    assert private_names(Actor(text=text, start=0, end=len(text), kind=kind), places={"varda"}) == names


def test_a_known_actor_is_no_private_person() -> None:
    assert private_names(Actor(text="Jan Egeland", start=0, end=11, kind="civilians", actor_id="egeland")) == []


@given(st.floats(-60, 70), st.floats(-179, 179), st.sampled_from(["near", "admin2", "admin1"]))
def test_a_coarsened_place_still_holds_the_true_one_but_does_not_tell_it(
    latitude: float, longitude: float, level: Any
) -> None:
    from math import cos, hypot, radians

    place = Place(
        text="X", start=0, end=1, name="Here", latitude=latitude, longitude=longitude, country="Mali", admin1="Segou",
        admin2="Niono", precision="settlement", place_id="geonames:1",
    )  # fmt: skip
    told = coarsened(place, level, "test")
    radius = uncertainty_km(told)
    assert told.latitude is not None
    assert told.longitude is not None
    assert radius is not None
    north, east = told.latitude - latitude, (told.longitude - longitude) * cos(radians(latitude))
    assert hypot(north, east) * 111.2 <= radius
    other = coarsened(place.model_copy(update={"latitude": told.latitude, "longitude": told.longitude}), level, "test")
    assert (other.latitude, other.longitude) == (told.latitude, told.longitude)
    assert (told.place_id, told.name == "Here") == (None, False)


def test_a_place_that_is_coarse_enough_stays_and_a_country_has_no_point() -> None:
    province = Place(text="Segou", start=0, end=5, name="Segou", latitude=14.0, longitude=-6.0, precision="admin1")
    assert coarsened(province, "admin2", "test") is province
    village = province.model_copy(update={"precision": "site", "country": "Mali"})
    told = coarsened(village, "country", "test")
    assert (told.name, told.latitude, told.precision) == ("Mali", None, "country")


def test_an_embargo_drops_recent_days_and_what_is_not_dated(coded: CodedArticle, public: Profile) -> None:
    profile = public.model_copy(update={"embargo_days": 10})
    redactor = Redactor(profile, KEY, as_of=datetime.date(2021, 5, 12))
    told = redactor.article(coded)
    assert told is not None
    assert [event.id for event in told.events] == ["e2"]
    assert told.relations == told.facilities == []
    assert told.document.title is None
    assert redactor.removed["events under embargo"] == 1
    assert redactor.article(coded.model_copy(update={"events": coded.events[:1]})) is None
    with pytest.raises(ProfileError, match="no day is given"):
        Redactor(profile, KEY).article(coded)


def test_restricted_articles_are_dropped_with_what_only_they_tell(record: Record, public: Profile) -> None:
    review_tables.create_all(record._engine)
    Restrictions(record._engine, record.where).restrict("c1", reason="source at risk", account="amina")
    source = source_of_record(record, profile=public, as_of=AS_OF, key=KEY)
    assert [coded.document.id for coded in source.articles()] == ["a1", "b1"]
    strikes = [incident for incident in source.incidents() if incident.sub_event_type == "Air/drone strike"]
    assert [(strike.reports, strike.sources) for strike in strikes] == [(1, 1)]
    told = strikes[0].model_dump_json()
    assert [hidden for hidden in ("Coast Radio", "physician", "Nine", "c1:e1") if hidden in told] == []
    assert strikes[0].fatalities is not None
    assert (strikes[0].fatalities.low, strikes[0].fatalities.best) == (4, 4)
    assert source.redactor is not None
    assert source.redactor.removed["restricted articles"] == 1


def test_articles_can_be_restricted_by_the_profile(coded: CodedArticle, public: Profile) -> None:
    rules = public.articles.model_copy(update={"publishers": ("The Valley Gazette",)})
    assert list(redact([coded], public.model_copy(update={"articles": rules}), key=KEY, as_of=AS_OF)) == []


def test_a_sensitive_place_is_hidden_in_every_report_of_the_incident(
    record: Record, echo: CodedArticle, public: Profile
) -> None:
    rules = Profile.model_validate(
        {"name": "air", "places": [{"when": {"sub_event_types": ["Air/drone strike"]}, "to": "admin1"}]}
    )
    other = echo.model_copy(
        update={
            "events": [echo.events[0].model_copy(update={"sub_event_type": "Shelling/artillery/missile attack"})],
            "coder": echo.coder.model_copy(update={"version": "9"}),
        }
    )
    record.add(other, imported=True)
    record.link(anew=True)
    source = source_of_record(record, profile=rules, as_of=AS_OF, key=KEY)
    told = {coded.document.id: coded for coded in source.articles()}
    if any(len(incident.voices) == 2 for incident in record.incidents()):
        assert told["c1"].events[0].places[0].name == "Hill Province"
    assert told["a1"].events[0].places[0].name == "Hill Province"


def test_a_decision_tells_no_name_that_it_replaced(record: Record, public: Profile, tmp_path: Path) -> None:
    old, new = [{"text": "Omar Secret", "start": 0, "end": 4}], [{"text": "two farmers", "start": 0, "end": 4}]
    record.decisions.make(
        "correct", "a1:e2", coder="Amina", reason="Omar Secret is not told", field="actor2", old=old, new=new
    )
    toll = {"text": "two", "low": 2, "best": 2, "high": 2, "spans": []}
    record.decisions.make("correct", "a1:e2", coder="Amina", reason="counted", field="abducted", old=None, new=toll)
    publish(source_of_record(record, profile=public, as_of=AS_OF, key=KEY), tmp_path, ["csv", "prov"])
    text = (tmp_path / "decisions.csv").read_text(encoding="utf-8")
    assert "Omar" not in text + (tmp_path / "provenance.json").read_text(encoding="utf-8")
    assert "Amina" not in text
    assert '""best"": 2' in text


def test_quotations_are_cut_around_what_they_tell(awkward: CodedArticle) -> None:
    profile = Profile.model_validate({"name": "short", "quotes": {"longest": 60}})
    (told,) = redact([awkward], profile, key=KEY)
    sentence = told.events[0].sentence
    assert len(sentence.text) <= 60
    assert "shelled" in sentence.text
    assert sentence.text == awkward.document.text[sentence.start : sentence.end]


def test_what_was_removed_is_counted_and_the_profile_named(record: Record, public: Profile, tmp_path: Path) -> None:
    publish(source_of_record(record, profile=public, as_of=AS_OF, key=KEY), tmp_path, ["geojson", "datapackage"])
    imprint = json.loads((tmp_path / "events.geojson").read_text(encoding="utf-8"))["imprint"]
    assert imprint["redaction_profile"] == "public"
    assert imprint["redaction_profile_sha256"] == public.sha256
    assert imprint["removed"]["private persons"] == 2
    assert imprint["removed"]["places coarsened"] >= 1
    assert json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))["tacitus"] == imprint


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("name: x\nplaecs: []", "plaecs: Extra inputs are not permitted"),
        ("name: x\nplaces: [{to: village}]", "places.0.to: Input should be"),
        ("name: x\nembargo_days: -1", "embargo_days: Input should be greater than or equal to 0"),
        ("- name", "the file: Input should be a valid dictionary"),
        ("name: [", "not valid YAML"),
    ],
)
def test_a_wrong_profile_says_what_is_wrong(text: str, problem: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(text)
    with pytest.raises(ProfileError) as error:
        load_profile(path)
    assert problem in str(error.value)
    assert str(path) in str(error.value)


def test_the_key_is_made_once_and_readable_by_its_owner_alone(tmp_path: Path) -> None:
    first = pseudonym_key(tmp_path)
    assert pseudonym_key(tmp_path) == first
    (path,) = tmp_path.rglob("pseudonyms.key")
    assert path.stat().st_mode & 0o077 == 0
    assert len(first) == 32


@given(st.text(max_size=80), st.lists(st.text(min_size=1, max_size=6), max_size=4))
def test_masking_moves_nothing(text: str, hidden: list[str]) -> None:
    assert len(Mask(hidden)(text)) == len(text)


def test_masks_and_blanks() -> None:
    mask = Mask(["Ali", "Ali Rahman"], ["Ali Bridge"])
    assert (
        mask("Ali Rahman met Ali at Ali Bridge; Alison did not") == "██████████ met ███ at Ali Bridge; Alison did not"
    )
    assert mask.touches("https://x.org/2020/ali-rahman/")
    assert not mask.touches("https://x.org/alison")
    assert only("abcdef", [(1, 3), (2, 4)]) == " bcd  "
    assert block_out("abcdef", [(0, 2)]) == "██cdef"


def test_a_file_of_coded_articles_is_redacted_too(awkward: CodedArticle, public: Profile, tmp_path: Path) -> None:
    source = source_of_articles(lambda: [awkward], profile=public, as_of=AS_OF, key=KEY)
    publish(source, tmp_path, ["jsonl", "csv"])
    assert leaks("".join(path.read_text(encoding="utf-8") for path in tmp_path.iterdir())) == []


def _frames(record: Record, profile: str) -> list[Any]:
    made = frames(record, profile=profile, as_of=AS_OF)
    tables = [made.pandas(name) for name in ("events", "incidents", "relations", "facilities", "evidence", "actors")]
    return [*tables, made.geopandas("events"), made.geopandas("incidents")]


def _shown(coded: CodedArticle) -> str:
    from rich.console import Console

    console = Console(width=200, record=True, file=StringIO())
    for event in coded.events:
        console.print(show_event(coded, event.id))
    return console.export_text()
