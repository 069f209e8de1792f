import json

import pytest

from tacitus.errors import EvaluationError, InterchangeError
from tacitus.evaluate import evaluate, evaluate_files
from tacitus.records import Count, EventDate


def test_gold_against_itself_is_perfect(gold):
    report = evaluate([gold], [gold])
    assert set(report.figures().values()) == {1.0}
    assert report.errors() == []
    assert report.scores.tallies["events.typed"].matched == 2
    assert report.scores.tallies["because_of"].matched == 1


def test_two_events_of_one_sentence_are_told_apart_by_their_triggers(gold, coded):
    coded.events.reverse()
    for number, event in enumerate(coded.events):
        event.mentions = event.mentions[:1]
        event.id = f"x{number}"
    coded.events[0].because_of = ["x1"]
    report = evaluate([gold], [coded])
    assert report.figures()["events.typed.f1"] == 1
    assert report.figures()["because_of.f1"] == 1


def test_sides_of_a_battle_may_swap_as_wholes(gold, coded):
    battle = coded.events[1]
    battle.actor1, battle.actor2 = battle.actor2, battle.actor1
    figures = evaluate([gold], [coded]).figures()
    assert figures["actors.actor1.f1"] == figures["actors.actor2.f1"] == figures["rows.f1"] == 1


def test_sides_of_a_shelling_may_not(gold, coded):
    shelling = coded.events[0]
    shelling.actor1, shelling.actor2 = shelling.actor2, shelling.actor1
    report = evaluate([gold], [coded])
    assert report.figures()["rows.sides"] == 0.5
    assert {miss.field for miss in report.errors()} == {"actors.actor1", "actors.actor2", "rows"}


def test_a_duplicate_costs_precision(gold, coded):
    twin = coded.events[0].model_copy(deep=True)
    twin.id = "e3"
    coded.events.append(twin)
    report = evaluate([gold], [coded])
    tally = report.scores.tallies["events.typed"]
    assert (tally.precision, tally.recall) == (2 / 3, 1)
    assert [miss.gold for miss in report.errors("events")] == [None]


def test_a_missed_event_costs_its_fields_but_not_those_of_found_events(gold, coded):
    del coded.events[0]
    figures = evaluate([gold], [coded]).figures()
    assert figures["actors.actor1.f1"] == pytest.approx(2 / 3)
    assert figures["actors.actor1.found_f1"] == 1


def test_a_missing_article_counts_as_empty(gold):
    report = evaluate([gold], [])
    assert report.missing == ["one"]
    assert report.figures()["events.typed.f1"] == 0
    assert "without a prediction: one" in report.to_markdown()


def test_place_far_away_is_a_wrong_row_and_a_miss(gold, coded):
    coded.events[0].places[0].latitude = 36.0
    report = evaluate([gold], [coded])
    assert report.figures()["places.f1"] == 1
    assert report.figures()["places.within_25_km"] == 0.5
    assert report.figures()["rows.places"] == 0.5
    (miss,) = report.errors("places")
    assert "111 km off" in miss.predicted


def test_dates_statuses_and_tolls(gold, coded):
    coded.events[0].date = EventDate(start="2021-02-28", end="2021-03-01", precision="days", basis="relative")
    coded.events[1].assertion = "hedged"
    coded.events[1].fatalities = Count(text="Four", low=4, best=4, high=None)
    coded.events[1].injured = Count(text="several")
    report = evaluate([gold], [coded])
    figures = report.figures()
    assert figures["dates.exact"] == figures["dates.day_exact"] == 0.5
    assert figures["dates.overlap"] == 1
    assert figures["status.accuracy"] == figures["status.macro_f1"] == 0.5
    assert report.scores.statuses["attributed", "hedged"] == 1
    assert figures["tolls.fatalities.present.f1"] == 1
    assert figures["tolls.fatalities.exact.f1"] == figures["tolls.injured.present.f1"] == 0
    assert report.errors("tolls.fatalities")[0].gold == "Four = 4/4/4"


def test_a_made_up_date_is_seen(gold, coded):
    gold.events[0].date = EventDate(end="2021-03-02")
    figures = evaluate([gold], [coded]).figures()
    assert figures["dates.none_left_open"] == 0
    assert figures["rows.date"] == 0.5


def test_relations_match_by_name_and_symmetric_ones_either_way(gold, coded):
    (relation,) = coded.relations
    relation.subject, relation.object = relation.object, relation.subject
    assert evaluate([gold], [coded]).figures()["relations.f1"] == 1
    relation.type = "backed_by"
    assert len(evaluate([gold], [coded]).errors("relations")) == 2


def test_events_where_there_is_nothing_to_code_are_listed(gold, coded):
    gold.events = []
    report = evaluate([gold], [coded])
    assert report.figures()["nothing_to_code.left_empty"] == 0
    assert [miss.predicted for miss in report.spurious_on_empty] == [
        "Shelling/artillery/missile attack: shelled",
        "Armed clash: stormed",
    ]


def test_groups_and_report_forms(gold, coded):
    report = evaluate([gold], [coded])
    assert set(report.groups) == {"theatre", "voice", "split"}
    assert report.groups["theatre"]["Syria"].articles == 1
    assert "| Syria | 1 | 100.0 |" in report.to_markdown()
    assert json.loads(json.dumps(report.to_json()))["figures"]["events.typed.f1"] == 1


def test_texts_must_be_equal_and_ids_single(gold, coded):
    coded.document.text = coded.document.text.replace("Tal", "Tel")
    with pytest.raises(EvaluationError, match=r"one: the texts differ from character 38"):
        evaluate([gold], [coded])
    with pytest.raises(EvaluationError, match="twice"):
        evaluate([gold, gold], [])


def test_files_and_ids(gold, coded, tmp_path):
    other = gold.model_copy(deep=True)
    other.document.id = "two"
    golds, coding = tmp_path / "gold.jsonl", tmp_path / "coded.jsonl"
    golds.write_text("".join(json.dumps(article.to_json()) + "\n" for article in (gold, other)))
    coding.write_text(json.dumps(coded.to_json()) + "\n")
    assert evaluate_files(golds, coding).missing == ["two"]
    report = evaluate_files(golds, coding, ids={"one"})
    assert report.subset_of == 2
    assert report.figures()["rows.f1"] == 1
    with pytest.raises(EvaluationError, match="no gold article has the id three"):
        evaluate_files(golds, coding, ids={"three"})
    coding.write_text('{"document": 1}\n')
    with pytest.raises(InterchangeError, match=r"coded\.jsonl:1"):
        evaluate_files(golds, coding)
