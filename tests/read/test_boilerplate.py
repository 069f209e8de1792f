from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tacitus.errors import CodebookError
from tacitus.read import load_rules, read_text
from tacitus.read.boilerplate import boilerplate_of, mark
from tacitus.records import Document

SEED = Path(__file__).parents[2] / ".." / "shared" / "reports" / "seed.txt"
RULES = load_rules()
Uncovered = Callable[[Document], list[str]]


def kinds(document: Document) -> dict[str, str]:
    return {document.text[span.start : span.end]: span.kind for span in document.boilerplate}


def test_only_prose_of_a_republished_page_is_left(republished: str, uncovered: Uncovered) -> None:
    document = read_text(republished)
    assert [line[:12] for line in uncovered(document)] == ["On May 4, th", "town admitte", "Both sides h"]
    found = {span.kind for span in document.boilerplate}
    assert found >= {"headline", "byline", "dateline_block", "section_labels", "media_link", "note_to_readers"}
    assert found >= {"copyright", "comments", "disclaimer"}
    assert document.sections == [
        "Region: Levant", "Theme: Militias", "Theme: Borders", "In-depth Report: VALLEY", "Proxy Wars",
    ]  # fmt: skip
    assert document.media == ["https://hill.example/video/week_18.mp4"]


def test_the_seed_report(uncovered: Uncovered) -> None:
    if not SEED.exists():
        pytest.skip("the reports beside the project are not here")
    document = read_text(SEED.read_text(encoding="utf-8"))
    left = uncovered(document)
    assert len(left) == 7
    assert all(len(line) > 150 for line in left)
    assert document.republished_from is not None
    assert str(document.published) == "2020-06-15"
    assert str(document.republished) == "2020-06-16"


@pytest.mark.parametrize(
    "text",
    [
        "Gunmen killed five people at the market of Barid.",
        "Protest in Barid turned violent",
        "KEY POINTS\n\n- Shelling hit the market\n- Two posts fell",
        "Early on Monday the army\nstruck two posts near Barid, and urged people to\nshare this\nwith nobody at all.",
        "Share prices fell in the capital after the blast.\n\nSupport for the rebels grew in the hills.",
        "Related attacks took place in Barid on Monday.\n\nFollow-up raids left two dead.",
        "Donated food was looted from the depot.\n\nContact with the patrol was lost on Friday.",
        "Reporting by local monitors shows that nine men were killed.\n\nComments by the minister angered the crowd.",
        "Source said two men died.\n\nPhoto journalists were beaten by police on Monday.",
        "Join operations began on Monday in the hills.\n\nSubscribe they did not, and the militia burned the shop.",
    ],
)
def test_prose_is_never_covered(text: str, uncovered: Uncovered) -> None:
    document = read_text(text)
    headline = [span for span in document.boilerplate if span.kind == "headline"]
    assert document.boilerplate == headline
    assert len("".join(uncovered(document))) >= 0.5 * len(text)


def test_a_note_before_the_article_does_not_end_it(uncovered: Uncovered) -> None:
    paragraph = "The militia took post number {} near Barid on Monday, and lost it by nightfall."
    text = "Note to readers: press the share button.\n\n***\n\n" + "\n\n".join(paragraph.format(n) for n in range(5))
    assert len(uncovered(read_text(text))) == 5


def test_a_related_link_in_the_middle_covers_one_line(uncovered: Uncovered) -> None:
    text = "The militia took a post near Barid.\n\nRead also: Truce talks stall\n\nThe post was lost by nightfall."
    assert uncovered(read_text(text)) == ["The militia took a post near Barid.", "The post was lost by nightfall."]


def test_everything_after_the_end_is_covered(uncovered: Uncovered) -> None:
    text = (
        "The militia took a post near Barid.\n\nAbout the author\n\nLina Haddad reports from the hills.\n\n"
        "Related articles\n\nTwo killed in Tell Sukkar\n\nLeave a reply\n\nBombs will fall on them all, says a reader."
    )
    document = read_text(text)
    assert uncovered(document) == ["The militia took a post near Barid."]
    found = kinds(document)
    assert found["About the author\n\nLina Haddad reports from the hills."] == "author_biography"
    assert found["Related articles\n\nTwo killed in Tell Sukkar"] == "related"


def test_credits_and_signatures() -> None:
    text = (
        "BARID, March 3 (Reuters) - Two men were shot dead.\n\nPolice fled the town.\n\n"
        "(Reporting by Omar Saad in Barid; Editing by Jane Low)"
    )
    found = kinds(read_text(text))
    assert found["BARID, March 3 (Reuters) - "] == "dateline_block"
    assert found["(Reporting by Omar Saad in Barid; Editing by Jane Low)"] == "byline"
    signed = read_text("The army regrets the loss of two men.\n\nBarid, 21 August 2023\n")
    assert str(signed.published) == "2023-08-21"


def test_the_headline_is_marked_as_such() -> None:
    document = read_text("Two Posts Fall in Barid\nBy Lina Haddad\nMay 6, 2021\n\nThe army lost two posts on Tuesday.")
    assert [span.kind for span in document.boilerplate] == ["headline", "byline", "dateline_block"]
    assert document.title == "Two Posts Fall in Barid"
    assert document.author == "Lina Haddad"


def test_a_researcher_extends_the_rules(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text("lines:\n  - {kind: donation, pattern: 'Keep the radio on air', ends: always}\n", encoding="utf-8")
    text = "The militia took a post near Barid.\n\nKeep the radio on air! Call us now, we need you."
    assert boilerplate_of(mark(text, load_rules(path)))[0].kind == "donation"
    for wrong in ("lines: [{kind: advert, pattern: x}]", "lines: [{kind: share, pattern: '('}]", "lines: {", "[]"):
        path.write_text(wrong, encoding="utf-8")
        with pytest.raises(CodebookError, match=r"own\.yaml"):
            load_rules(path)


PIECES = st.sampled_from(
    (
        *("The army shelled Barid on Monday.", "By Lina Haddad", "Hill Monitor, May 5, 2021", "*", "Related:", "\n"),
        *("Copyright © Hill Monitor, 2021", "Region: [Levant](#)", "https://a.example/b.mp4", "\r\n", " ", "\u2029"),
        *("Note to readers: share", "Disclaimer: none", "BARID, March 3 (AFP) - Two men died.", "\x0b", "Donate now"),
    )
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=30)), max_size=25), st.sampled_from(["\n", "\n\n", "\r\n", " "]))
def test_spans_are_sorted_apart_and_inside(parts: list[str], joint: str) -> None:
    text = joint.join(parts)
    position = 0
    for span in boilerplate_of(mark(text, RULES, "Clashes in Barid")):
        assert position <= span.start < span.end <= len(text)
        position = span.end
