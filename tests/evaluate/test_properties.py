"""Whatever the coding: scores lie in [0, 1], and a coding compared with itself is perfect."""

from typing import get_args

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tacitus.evaluate import evaluate
from tacitus.records import (
    EVENT_TYPE_OF,
    Actor,
    ActorKind,
    Assertion,
    CodedArticle,
    Coder,
    Count,
    Document,
    Event,
    EventDate,
    Loss,
    Mention,
    Place,
    Relation,
    RelationType,
    Span,
)

WORDS = ("rebels", "army", "Tal", "Amara", "shelled", "clash", "four", "Monday", "mortars", "said", "road", "camp")
TEXT = " ".join(WORDS[number % 12] + ("." if number % 9 == 8 else "") for number in range(72))
STARTS = [0, *(number + 1 for number, char in enumerate(TEXT) if char == " ")]
spans = st.integers(0, 70).map(lambda n: Span.of(TEXT, STARTS[n], STARTS[n + 1] - 1))
names = st.sampled_from([None, "Army", "Northern Front", "Tal Amara"])
actors = st.builds(
    lambda span, name, kind: Actor(**span.model_dump(), name=name, kind=kind),
    spans,
    names,
    st.sampled_from(get_args(ActorKind)),
)
places = st.builds(
    lambda span, name, latitude: Place(**span.model_dump(), name=name, latitude=latitude, longitude=latitude),
    spans,
    names,
    st.none() | st.floats(-60, 60),
)
counts = st.builds(lambda span, n: Count(text=span.text, low=n, best=n, high=n, spans=[span]), spans, st.integers(0, 9))
losses = st.builds(lambda span, count: Loss(what=span.text, count=count), spans, counts)
dates = st.builds(
    lambda start, days: EventDate(text="Monday", start=start, end=start + (days - start), basis="relative"),
    st.dates().filter(lambda day: day.year > 1900),
    st.dates().filter(lambda day: day.year > 1900),
) | st.just(EventDate())


@st.composite
def articles(draw):
    triggers = draw(st.lists(spans, max_size=6, unique_by=lambda span: span.start))
    events = []
    for number, trigger in enumerate(triggers):
        sub_type = draw(st.sampled_from(sorted(EVENT_TYPE_OF)))
        roles = {
            role: draw(st.lists(actors, max_size=3)) for role in ("actor1", "actor2", "attributed_to", "denied_by")
        }
        events.append(
            Event(
                **roles,
                id=f"e{number}",
                event_type=EVENT_TYPE_OF[sub_type],
                sub_event_type=sub_type,
                trigger=trigger,
                sentence=trigger,
                mentions=[Mention(trigger=trigger, sentence=trigger)],
                places=draw(st.lists(places, max_size=2)),
                date=draw(dates),
                fatalities=draw(st.none() | counts),
                losses=draw(st.lists(losses, max_size=2)),
                cues=draw(st.lists(spans, max_size=2)),
                assertion=draw(st.sampled_from(get_args(Assertion))),
                background=draw(st.booleans()),
                because_of=[f"e{number - 1}"] if number and draw(st.booleans()) else [],
            )
        )
    relations = draw(
        st.lists(
            st.builds(
                lambda kind, subject, target, sentence: Relation(
                    id="r", type=kind, subject=subject, object=target, sentence=sentence
                ),
                st.sampled_from(get_args(RelationType)),
                actors,
                st.none() | actors,
                spans,
            ),
            max_size=3,
        )
    )
    document = Document(id="one", text=TEXT, theatre="Nowhere", story="invented", voice="wire")
    return CodedArticle(document=document, events=events, relations=relations, coder=Coder(name="x", version="1"))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(articles())
def test_a_coding_agrees_with_itself(article):
    report = evaluate([article], [article.model_copy(deep=True)])
    assert {value for name, value in report.figures().items() if not name.startswith("places.within")} <= {1.0}
    assert report.errors() == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(articles(), articles())
def test_scores_lie_between_nought_and_one(gold, predicted):
    report = evaluate([gold], [predicted])
    assert all(0 <= value <= 1 for value in report.figures().values())
    for tally in report.scores.tallies.values():
        assert tally.matched <= min(tally.gold, tally.predicted)
        assert tally.found_gold <= tally.gold
    report.to_markdown()
