"""Words of triggers.yaml that reading public corpora showed missing, each in a sentence of our own."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tacitus.records import CodedArticle


@pytest.mark.parametrize(
    ("sentence", "sub_event_type"),
    [
        ("Demonstrators threw rocks at police in Tunis on Monday.", "Violent demonstration"),
        ("The demonstration turned violent in Hamburg on Friday.", "Violent demonstration"),
        ("Residents held a protest demonstration outside the press club in Badin on Saturday.", "Peaceful protest"),
        ("Iraqi forces freed the village of Tal Afar from the jihadists on Wednesday.", "Government regains territory"),
        ("The army drove back the insurgents from the village of Aqayrabat on Sunday.", "Government regains territory"),
        ("The army sent reinforcements to the border near Quneitra on Monday.", "Change to group/activity"),
        ("Rebels used mustard gas against an army unit near Marea on Sunday.", "Chemical weapon"),
    ],
)
def test_the_deed_is_found_and_has_its_type(
    code: Callable[[str], CodedArticle], sentence: str, sub_event_type: str
) -> None:
    assert [event.sub_event_type for event in code(sentence).events] == [sub_event_type]


@pytest.mark.parametrize(
    "sentence",
    [
        "The court freed the journalist on bail on Sunday.",
        "Supporters of the home side chanted slogans in the stadium in Tabriz on Sunday.",
        "The ministry sent troops of clowns to the children's wards on Monday.",
        "The company used gas turbines in Hama on Monday.",
    ],
)
def test_the_same_words_of_something_else_tell_no_event(code: Callable[[str], CodedArticle], sentence: str) -> None:
    assert code(sentence).events == []
