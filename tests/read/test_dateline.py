import pytest

from tacitus.read.dateline import find_dateline, outlet_line
from tacitus.read.rules import load_rules
from tacitus.read.written_date import WrittenDate

RULES = load_rules()


@pytest.mark.parametrize(
    ("text", "place", "date", "agency"),
    [
        ("MOGADISHU, March 3 (Reuters) - Gunmen fled.", "MOGADISHU", WrittenDate(3, 3), "Reuters"),
        ("Kabul, 4 Jan 2010 – Two bombs went off.", "Kabul", WrittenDate(1, 4, 2010), None),
        ("BEIRUT (AP) — A rocket fell.", "BEIRUT", None, "AP"),
        ("GAO, Mali, June 5 (Xinhua) -- Two men died.", "GAO, Mali", WrittenDate(6, 5), "Xinhua"),
        ("(Ouagadougou, November 22, 2022) - Men fled.", "Ouagadougou", WrittenDate(11, 22, 2022), None),
        ("NEW YORK — The council met.", "NEW YORK", None, None),
        ("(Reuters) - The council met.", None, None, "Reuters"),
    ],
)
def test_agency_datelines(text: str, place: str | None, date: WrittenDate | None, agency: str | None) -> None:
    found = find_dateline(text, RULES)
    assert found is not None
    assert (found.place, found.date, found.agency) == (place, date, agency)
    assert text[found.end].isupper()
    assert text[: found.end].rstrip()[-1] in "-–—"


@pytest.mark.parametrize(
    "text",
    [
        "Hayat al-Nour (HN) - the largest of the groups - denied the claim.",
        "Fighters – armed with rifles – took the bridge.",
        "ISIS (Daesh) – as locals call it – withdrew.",
        "On June 3 – a day after the truce – shells fell.",
        "Early on June 14 - before dawn - jets came.",
        "BREAKING — Two men were shot.",
        "Homs: two men were shot.",
    ],
)
def test_sentences_that_only_look_like_datelines(text: str) -> None:
    assert find_dateline(text, RULES) is None


def test_outlet_and_date_lines() -> None:
    line = outlet_line("By Lina Haddad | Valley Observer | May 4, 2021 | 10:45 GMT")
    assert line is not None
    assert (line.outlet, line.author, line.date) == ("Valley Observer", "Lina Haddad", WrittenDate(5, 4, 2021))
    place = outlet_line("Idlib, Syria, June 3, 2020")
    assert place is not None
    assert place.place_like
    translated = outlet_line("Afrin Eye, Tuesday 14-9-2021, translated from the Arabic")
    assert translated is not None
    assert translated.outlet == "Afrin Eye"


@pytest.mark.parametrize(
    "text",
    [
        "On June 3, 2020 the army shelled the town",
        "Protection Update No. 4 (28 October - 5 November 2019)",
        "June 3",
        "The fighting of May 4, 2021 in pictures",
    ],
)
def test_lines_that_hold_a_date_without_being_one(text: str) -> None:
    assert outlet_line(text) is None
