"""Ties over time: as of a day, through renaming, splitting, merging; circles; contradictions; posts; names."""

from __future__ import annotations

import datetime
from typing import Any

from tacitus.coalition.conflicts import derive, sign_conflicts
from tacitus.coalition.inventory import FacilityReport, inventory
from tacitus.coalition.life import Cited, Tie, Ties
from tacitus.coalition.lineage import predecessors, successors
from tacitus.coalition.proposals import ActorUse, propose
from tacitus.records import EventDate, Incident, Place


def day(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


def tie(kind: Any, subject: str, target: str | None = None, start: str | None = None, **more: Any) -> Tie:
    cited = Cited(
        relation_id=f"{more.get('article', 'a')}:r",
        article_id=more.get("article", "a"),
        source=more.get("source", "Wire"),
        claimants=(more.get("source", "Wire"),),
        assertion=more.get("assertion", "asserted"),
        published=day(more.get("published", "2020-06-15")),
        start=day(start),
        end=day(more.get("end")),
        sentence="",
    )
    return Tie(kind, subject, target, [cited])


def members(ties: Ties, key: str, on: str) -> list[str]:
    when = day(on)
    assert when is not None
    return [one.tie.subject for one in ties.members(key, when) if not one.ended]


def test_first_last_and_real_start_are_kept_apart() -> None:
    joined = tie("member_of", "hawks", "front", published="2019-03-01")
    joined.cited += tie("member_of", "hawks", "front", "2018-11-05", published="2020-01-01", source="Post").cited
    joined.cited += tie("member_of", "hawks", "front", "2018-12-05", published="2021-01-01", source="Post").cited
    joined.cited += tie("member_of", "hawks", "front", "2018-11-05", published="2020-05-01", source="Radio").cited
    assert (joined.first_cited, joined.last_cited) == (day("2019-03-01"), day("2021-01-01"))
    assert joined.start == day("2018-11-05"), "the day that most sources give"
    assert joined.open_ended
    assert joined.sources == ["Wire", "Post", "Radio"]


def test_nobody_is_a_member_before_anybody_said_so_unless_the_founding_is_told_with_it() -> None:
    later = Ties([tie("member_of", "hawks", "front")])
    assert members(later, "front", "2020-06-14") == []
    assert members(later, "front", "2025-01-01") == ["hawks"], "silence is no end"
    founded = Ties([tie("member_of", "hawks", "front"), tie("created", "front", None, "2020-06-12")])
    assert members(founded, "front", "2020-06-13") == ["hawks"]
    (holding,) = founded.members("front", datetime.date(2020, 6, 13))
    assert (holding.basis, holding.since) == ("founded", day("2020-06-12"))
    apart = Ties([tie("member_of", "hawks", "front"), tie("created", "front", None, "2020-06-12", article="b")])
    assert members(apart, "front", "2020-06-13") == [], "two articles, two pieces of news"


def test_membership_ends_by_splitting_dissolving_and_its_own_end_and_begins_again() -> None:
    ties = Ties(
        [
            tie("member_of", "hawks", "front", "2018-01-01"),
            tie("splinter_of", "hawks", "front", "2019-01-01"),
            tie("member_of", "owls", "front", "2018-01-01", end="2018-06-01"),
            tie("member_of", "kites", "front", "2018-01-01"),
            tie("dissolved", "front", None, "2020-01-01"),
        ]
    )
    assert members(ties, "front", "2018-03-01") == ["hawks", "kites", "owls"]
    assert members(ties, "front", "2018-07-01") == ["hawks", "kites"]
    assert members(ties, "front", "2019-06-01") == ["kites"]
    assert members(ties, "front", "2020-02-01") == []
    ended = {one.tie.subject: one.ended for one in ties.members("front", datetime.date(2020, 2, 1))}
    assert ended["hawks"] == "split off 2019-01-01"
    assert ended["kites"] == "front dissolved 2020-01-01"


def test_a_renamed_group_is_one_actor_and_a_loop_of_names_comes_to_an_end() -> None:
    ties = Ties(
        [
            tie("renamed_to", "old", "new", "2016-07-28"),
            tie("member_of", "hawks", "old", "2015-01-01"),
            tie("renamed_to", "new", "old", "2018-01-01"),
        ]
    )
    assert members(ties, "new", "2017-01-01") == ["hawks"]
    assert ties.name_on("old", datetime.date(2016, 1, 1)) == "old"
    assert ties.name_on("old", datetime.date(2017, 1, 1)) == "new"
    assert ties.name_on("new", datetime.date(2019, 1, 1)) == "old"
    assert [step.after for step in successors(ties, "old")] == ["new", "old"]
    assert any("circle" in one.against for one in sign_conflicts(ties))


def test_cyclic_memberships_are_told_and_harm_nothing() -> None:
    ties = Ties(
        [tie("member_of", "a", "b", "2018-01-01"), tie("member_of", "b", "c", "2018-01-01"),
         tie("member_of", "c", "a", "2018-01-01")]
    )  # fmt: skip
    assert set(ties.all_members("a", datetime.date(2019, 1, 1))) == {"b", "c"}
    circles = [one for one in sign_conflicts(ties) if "circle" in one.against]
    assert len(circles) == 1


def test_a_lineage_runs_forward_in_time_only() -> None:
    ties = Ties(
        [
            tie("splinter_of", "early", "big", "2014-01-01"),
            tie("merged_into", "small", "big", "2020-01-01"),
            tie("splinter_of", "late", "big", "2022-01-01"),
        ]
    )
    assert [step.after for step in successors(ties, "small")] == ["big", "late"]
    assert [step.before for step in predecessors(ties, "early")] == ["big"]


def incident(doer: str, target: str, on: str) -> Incident:
    return Incident.model_validate(
        {
            "id": f"i-{doer}-{target}", "first_event": "a:e1", "event_type": "Battles", "sub_event_type": "Armed clash",
            "date": {"start": on, "end": on, "precision": "day", "basis": "stated"},
            "actor1": [{"key": doer, "name": doer, "kind": "rebel_group"}],
            "actor2": [{"key": target, "name": target, "kind": "rebel_group"}],
            "voices": [{"event_id": "a:e1", "article_id": "a", "source": "Wire"}],
        }
    )  # fmt: skip


def test_friends_that_are_foes_are_shown_and_former_friends_are_not() -> None:
    allied = tie("alliance_with", "eagles", "hawks", "2019-01-01", published="2020-12-01")
    ended = tie("alliance_with", "eagles", "kites", "2019-01-01", end="2020-01-01")
    ties = Ties(
        [
            allied,
            ended,
            tie("opposed_to", "eagles", "hawks", "2020-06-01"),
            tie("opposed_to", "eagles", "kites", "2020-01-01"),
        ]
    )
    fought = derive([incident("eagles", "hawks", "2020-07-01"), incident("eagles", "kites", "2020-07-01")], ties)
    assert {(one.type, one.one, one.other) for one in fought} == {
        ("fought", "eagles", "hawks"),
        ("fought", "eagles", "kites"),
    }
    found = {(one.other, one.against) for one in sign_conflicts(ties, fought)}
    assert found == {("hawks", "opposed_to"), ("hawks", "fought each other")}


def test_a_tie_that_is_denied_is_a_contradiction_and_still_no_fact() -> None:
    backed = tie("backed_by", "hawks", "power")
    backed.cited += tie("backed_by", "hawks", "power", assertion="denied", source="Power").cited
    (conflict,) = sign_conflicts(Ties([backed]))
    assert (conflict.against, conflict.against_sources) == ("that is denied", "Power")
    assert (
        Ties([tie("member_of", "hawks", "front", "2018-01-01", assertion="planned")]).members(
            "front", datetime.date(2019, 1, 1)
        )
        == []
    )


def mention(
    key: str, status: str, on: str, owner: str | None = "army", kind: str = "observation post"
) -> FacilityReport:
    place = Place(text="Bsanqul", start=0, end=7, place_id="p1", name="Bsanqul", precision="settlement")
    when = EventDate.model_validate({"start": on, "end": on, "precision": "day", "basis": "stated"})
    return FacilityReport(key, key, "Wire", day(on), kind, owner, owner, place, when, status, "asserted", "")


def test_a_post_has_a_life() -> None:
    (post,) = inventory(
        [
            mention("b:f1", "attacked", "2020-07-02", owner=None, kind="post"),
            mention("a:f1", "established", "2020-06-14"),
            mention("c:f1", "removed", "2020-11-01", kind="observation posts"),
        ]
    )
    assert (post.id, post.owner, post.established, post.attacked) == (
        "a:f1",
        "army",
        day("2020-06-14"),
        [day("2020-07-02")],
    )
    assert (post.first_cited, post.last_cited, post.removed, post.status) == (
        day("2020-06-14"), day("2020-11-01"), day("2020-11-01"), "removed",
    )  # fmt: skip
    assert post.stands_on(datetime.date(2020, 8, 1))
    assert not post.stands_on(datetime.date(2020, 12, 1))
    assert (
        len(inventory([mention("a:f1", "active", "2020-06-14"), mention("b:f1", "active", "2020-06-14", "rebels")]))
        == 2
    )


def test_near_names_go_to_the_queue_with_evidence_and_stay_out_where_a_person_said_no() -> None:
    uses = [
        ActorUse("name:sons of the plain", {"Sons of the Plain": 4}, {"rebel_group": 4}, {"Mali"}, {"a", "b"}),
        ActorUse("name:sons of the plains", {"Sons of the Plains": 1}, {"rebel_group": 1}, {"Mali"}, {"c"}),
        ActorUse("name:lions of the coast", {"Lions of the Coast": 1}, {"rebel_group": 1}, {"Ghana"}, {"d"}),
    ]
    (found,) = propose(uses, lambda _: [])
    assert (found.keep, found.other) == ("name:sons of the plain", "name:sons of the plains")
    assert any("both act in Mali" in line for line in found.evidence)
    assert propose(uses, lambda _: [], frozenset({("name:sons of the plains", "name:sons of the plain")})) == []
    (known,) = propose(uses[2:], lambda _: ["coast-lions"])
    assert known.keep == "coast-lions"
