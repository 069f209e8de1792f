"""What the terminal shows."""

from __future__ import annotations

import pytest
from rich.console import Console, RenderableType

from tacitus.errors import InterchangeError
from tacitus.publish import events_table, show_event
from tacitus.publish.words import count_words, date_words, place_words, tolls_words
from tacitus.records import CodedArticle, Count, EventDate


def printed(renderable: RenderableType, *, width: int = 200, colours: bool = False) -> str:
    console = Console(width=width, force_terminal=colours, color_system="standard" if colours else None)
    with console.capture() as captured:
        console.print(renderable)
    return captured.get()


def test_the_table_says_who_when_where_and_according_to_whom(coded: CodedArticle) -> None:
    text = printed(events_table([coded]))
    for words in ("a1:e1", "2021-05-03", "Northern Command", "near Varda +1", "4+ killed", "attributed: Varda"):
        assert words in text
    assert "~2021-04-20" in text
    assert "Hill Province" in text


def test_the_table_fits_a_given_width(coded: CodedArticle) -> None:
    lines = printed(events_table([coded], width=110)).splitlines()
    assert max(len(line) for line in lines) <= 110


def test_an_event_opens_to_its_evidence(coded: CodedArticle) -> None:
    text = printed(show_event(coded, "e1"))
    for words in (
        "Air/drone strike",
        "not said",  # the second actor is empty, and stays so
        "the text states the date",
        "near a town or village",
        "could also be Varda, Coast, Cyprus (34.900, 33.100)",
        "basis: not in gazetteer",
        "told by a source that the article names or describes",
        "An army spokesman denied that any aircraft had flown.",
        "https://example.org/grain",
    ):
        assert words in text
    legend = text.rstrip().splitlines()[-1]
    assert "what happened" in legend
    assert "denied by" in legend


def test_marked_words_have_the_colour_of_their_field(coded: CodedArticle) -> None:
    text = printed(show_event(coded, "e1"), colours=True)
    assert "\x1b[1;7mbombed\x1b[0m" in text
    assert "\x1b[1;34mNorthern Command\x1b[0m" in text


def test_an_unknown_event_is_an_error_with_the_known_ids(coded: CodedArticle) -> None:
    with pytest.raises(InterchangeError, match="e1, e2"):
        show_event(coded, "e9")


def test_hostile_text_is_shown_as_text(hostile: CodedArticle) -> None:
    for view in (events_table([hostile]), show_event(hostile, "e1")):
        text = printed(view)
        assert "\x1b" not in text
        assert "\u202e" not in text
    assert "[bold red]shouting[/]" in printed(show_event(hostile, "e1"))


@pytest.mark.parametrize(
    ("low", "best", "high", "words"),
    [
        (3, 3, 3, "3"),
        (3, 4, 5, "3–5 (best 4)"),
        (3, 5, 5, "3–5"),
        (20, None, None, "20+"),
        (None, None, 7, "up to 7"),
        (None, 2, None, "2"),
        (0, 0, 0, "0"),
        (None, None, None, "dozens"),
    ],
)
def test_counts_in_words(low: int | None, best: int | None, high: int | None, words: str) -> None:
    assert count_words(Count(text="dozens", low=low, best=best, high=high)) == words


def test_a_toll_without_a_number_keeps_the_words(coded: CodedArticle) -> None:
    event = coded.events[0].model_copy(update={"fatalities": Count(text="several people")})
    assert tolls_words(event) == ["killed (“several people”)"]


def test_dates_in_words() -> None:
    assert date_words(EventDate()) == "no date"
    published = EventDate.model_validate({"end": "2021-05-04", "basis": "publication"})
    assert date_words(published) == "by 2021-05-04"
    days = EventDate.model_validate({"start": "2021-05-01", "end": "2021-05-02", "precision": "days"})
    assert date_words(days) == "2021-05-01 to 2021-05-02"


def test_places_in_words(coded: CodedArticle) -> None:
    near, lost = coded.events[0].places
    assert [place_words(place) for place in (near, lost)] == ["near Varda", "Old Mill (?)"]
    assert place_words(coded.events[1].places[0]) == "Hill Province (province)"
