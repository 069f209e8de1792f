"""Actors in running text."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tacitus.codebook.actor_matching import ActorHit, report
from tacitus.codebook.actors import ActorLexicon

SEED_REPORT = Path(__file__).parents[2] / ".." / "shared" / "reports" / "seed.txt"
LEXICON = ActorLexicon.load()


def found(text: str, **options: list[str]) -> dict[str, ActorHit]:
    return {text[hit.start : hit.end]: hit for hit in LEXICON.find(text, **options)}


def ids(text: str, **options: list[str]) -> dict[str, str | None]:
    return {words: hit.actor_ids[0] if hit.actor_ids else None for words, hit in found(text, **options).items()}


def test_groups_of_a_coalition_list() -> None:
    text = (
        "Horas al-Din, Ansar al-Din, Ansar al-Islam and Tansiqiyat al-Jihad formed “Fa Ithbatu” in northern Syria, "
        "while Hay`at Tahrir al-Sham kept aloof."
    )
    assert ids(text) == {
        "Horas al-Din": "hurras-al-din",
        "Ansar al-Din": "ansar-al-din-sy",
        "Ansar al-Islam": "ansar-al-islam",
        "Tansiqiyat al-Jihad": "tansiqiyat-al-jihad",
        "Fa Ithbatu": "fa-ithbatu",
        "Hay`at Tahrir al-Sham": "hayat-tahrir-al-sham",
    }


def test_homonyms_follow_the_theatre_of_the_text() -> None:
    hit = found("Gunmen of Ansar al-Din raided a Malian army post near Kidal in northern Mali.")["Ansar al-Din"]
    assert hit.actor_ids[0] == "ansar-dine"
    assert "ansar-al-din-sy" in hit.actor_ids
    text = "In Cabo Delgado, Mozambique, al-Shabab burned a village; Mozambican troops came late."
    assert ids(text)["al-Shabab"] == "ansar-al-sunna-mz"
    assert ids("Al-Shabab shelled the base in Somalia.")["Al-Shabab"] == "al-shabaab"


@pytest.mark.parametrize(
    ("text", "words", "actor_id"),
    [
        ("On Sunday Turkish troops entered the town.", "Turkish troops", "tr-military"),
        ("Shells fired by Syrian regime forces hit a market.", "Syrian regime forces", "sy-military"),
        ("Three Russian warplanes struck.", "Russian warplanes", "ru-air-force"),
        ("Ukraine's air force said it shot down 20 drones.", "Ukraine's air force", "ua-air-force"),
        ("The Malian army killed six men.", "Malian army", "ml-military"),
        ("The Nigerian military denied it.", "Nigerian military", "ng-military"),
        ("U.S. forces left the base.", "U.S. forces", "us-military"),
        ("Soldiers from Chad crossed the river.", "Soldiers from Chad", "td-military"),
        ("The Kremlin denied it.", "The Kremlin", "ru-government"),
        ("Kenyan police fired tear gas.", "Kenyan police", "ke-police"),
        ("Iraqi border guards returned fire.", "Iraqi border guards", "iq-border"),
        ("A Turkish soldier was killed.", "Turkish soldier", "tr-military"),
        ("Turkish\n\ntroops entered the town.", "Turkish\n\ntroops", "tr-military"),
        ("RUSSIAN WARPLANES STRIKE IDLIB", "RUSSIAN WARPLANES", "ru-air-force"),
    ],
)
def test_forces_named_by_their_country(text: str, words: str, actor_id: str) -> None:
    hit = found(text)[words]
    assert hit.actor_ids == (actor_id,)
    assert LEXICON.get(actor_id).kind == "state_forces"


def test_adjectives_joined_by_and_share_the_force() -> None:
    assert ids("Syrian and Russian warplanes bombed the road.") == {
        "Syrian": "sy-air-force",
        "Russian warplanes": "ru-air-force",
    }


def test_clients_of_a_state_are_not_the_state() -> None:
    text = "Iranian-backed militias and pro-Turkish fighters clashed while Turkish-backed factions watched."
    hits = found(text)
    assert {words: hit.actor_ids[0] for words, hit in hits.items()} == {
        "Iranian-backed militias": "ir-proxies",
        "pro-Turkish fighters": "tr-proxies",
        "Turkish-backed factions": "tr-proxies",
    }
    assert {hit.head for hit in hits.values()} == {"proxies"}
    assert LEXICON.get("ir-proxies").kind == "political_militia"


def test_named_groups_win_over_forces() -> None:
    assert ids("Sudan's Rapid Support Forces shelled the hospital.") == {"Rapid Support Forces": "rsf-sd"}
    assert ids("The US-led coalition struck a convoy.") == {"US-led coalition": "us-led-coalition"}
    assert ids("Hezbollah forces withdrew.") == {"Hezbollah": "hezbollah"}


def test_settlers_and_civilians_are_no_force_of_the_state() -> None:
    assert LEXICON.get(ids("Israeli settlers burned olive trees.")["Israeli settlers"] or "").kind == "civilians"
    assert ids("Four Syrian civilians were wounded.") == {}


def test_a_force_without_a_country_waits_for_the_theatre() -> None:
    hit = found("Later, government forces shelled the hill.")["government forces"]
    assert (hit.match, hit.actor_ids, hit.force) == ("bare", (), "military")
    assert LEXICON.force_actor("SY", hit.force or "").name == "Syrian Arab Army"


def test_peoples_are_of_little_trust() -> None:
    hit = found("The Russians pulled out at dawn.")["Russians"]
    assert (hit.match, hit.country) == ("people", "RU")
    assert found("Many Russians own dachas.") == {}


def test_near_spellings_behind_a_known_head() -> None:
    text = "Jeish al-Ezzah and Kataeb Hizbollah were named, as were Lashkar-i-Jhangwi and Jaysh al-Nil."
    assert ids(text) == {
        "Jeish al-Ezzah": "jaysh-al-izza",
        "Kataeb Hizbollah": "kataib-hezbollah",
        "Lashkar-i-Jhangwi": "lashkar-e-jhangvi",
    }


def test_capitals_tell_names_from_words() -> None:
    assert ids("The southern front was quiet; their hope is that the lebanese forces of nature rest.") == {}
    assert "Southern Front" in ids("The Southern Front took the Syrian town.")
    assert ids("WHO IS TO BLAME? ALL OF US ARE") == {}


def test_a_paragraph_end_parts_country_and_force() -> None:
    assert "tr-military" not in ids("The convoy came from Turkey\n\nTroops were seen at dusk.").values()


def test_the_tail_of_a_longer_name_is_not_a_group() -> None:
    assert ids("Leaders of the Palestine National Salvation Front met in Damascus.") == {}
    assert ids("They met men of the Zomba National Liberation Army.") == {}
    assert ids("Colombia's National Liberation Army freed a hostage.") == {"National Liberation Army": "eln"}


def test_a_country_before_a_shared_name_chooses() -> None:
    text = "In Lebanon he spoke of the Bolivian National Liberation Army."
    assert ids(text)["National Liberation Army"] == "eln-bo"


def test_national_relief_societies() -> None:
    assert LEXICON.get(ids("The Sudanese Red Crescent said so.")["Sudanese Red Crescent"] or "").kind == "civilians"


def test_years_choose_between_namesakes() -> None:
    text = "The Sudan People's Liberation Army attacked a garrison in Sudan and South Sudan."
    for year, actor_id in ((1995, "spla"), (2013, "ss-military")):
        hits = [hit for hit in LEXICON.find(text, year=year) if hit.head == "group" or hit.force == "military"]
        assert hits[0].actor_ids[0] == actor_id


def test_phrases_that_only_hold_a_name() -> None:
    assert ids("Ships left ports on the Sea of Azov and the Indian Ocean.") == {}
    assert LEXICON.theatre_of("The Indian Ocean and the Geneva Conventions") == []
    assert LEXICON.theatre_of("Bandits raided a village in Niger State, Nigeria.") == ["NG"]


def test_a_hit_tells_whether_it_fits_the_theatre() -> None:
    assert found("The FNL shelled a base in Burundi.")["FNL"].in_theatre is True
    assert found("The FNL was mentioned by a man in Peru.")["FNL"].in_theatre is False
    assert found("The FNL was mentioned.")["FNL"].in_theatre is None


def test_source_bodies_are_marked() -> None:
    hit = found("Eleven people died, the Syrian Observatory for Human Rights said.")[
        "Syrian Observatory for Human Rights"
    ]
    assert hit.head == "source"


def test_theatre_of_a_text() -> None:
    text = "Turkish troops shelled Hayat Tahrir al-Sham in Syria, said activists in Idlib."
    assert LEXICON.theatre_of(text)[0] == "SY"


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "HTS",
                "al-Shabāb",
                "Turkish",
                "troops",
                "Kata'ib",
                "Hezbollah",
                "’s",
                "\n\n",
                "–",
                "İ",
                "ß",
                "U.S.",
                "the",
                "Jaish",
                "al-Izza",
                "م",
                "داعش",
            ]
        ),
        max_size=12,
    )
)
def test_offsets_hold_and_hits_do_not_overlap(words: list[str]) -> None:
    text = " ".join(words)
    hits = LEXICON.find(text)
    for hit in hits:
        assert 0 <= hit.start < hit.end <= len(text)
        assert text[hit.start : hit.end] == text[hit.start : hit.end].strip()
    assert all(one.end <= other.start for one, other in pairwise(hits))


def test_pairs_of_spelling_and_actor() -> None:
    lines = report(Path(__file__).parent / "alias_pairs.csv").splitlines()
    figures = {line.split(":")[0]: line for line in lines if "pairs, precision" in line}
    for way, floor in (("lookup", 0.97), ("find", 0.95)):
        precision = float(figures[way].split("precision ")[1].split(",")[0])
        recall = float(figures[way].split("recall ")[1])
        assert min(precision, recall) >= floor, "\n".join(lines)


@pytest.mark.skipif(not SEED_REPORT.exists(), reason="the report beside the project is missing")
def test_a_real_report_is_read_whole() -> None:
    text = SEED_REPORT.read_text(encoding="utf-8")
    names = {actor_id for hit in LEXICON.find(text) for actor_id in hit.actor_ids[:1]}
    assert names >= {
        "hayat-tahrir-al-sham", "hurras-al-din", "ansar-al-din-sy", "ansar-al-islam", "liwa-al-muqatilin-al-ansar",
        "tansiqiyat-al-jihad", "fa-ithbatu", "rouse-the-believers", "sy-military", "sy-air-force", "ru-air-force",
        "tr-military", "sy-national-defence-forces", "sy-liwa-al-quds", "islamic-state",
    }  # fmt: skip
