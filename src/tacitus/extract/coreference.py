"""Within-article event coreference: mentions of one happening become one event.

Reports are read in the order of the text. The triggers of a sentence that tell one deed are grouped; each group is then
told to belong to the happening, among those told before, that it most probably tells again, or begins a new one.
"""

from __future__ import annotations

from tacitus.extract.draft import Draft
from tacitus.extract.happening import Happening
from tacitus.extract.judgement import Judgement, judgements
from tacitus.extract.likeness import Features, likeness, likeness_within

_SURELY_APART = 0.1
"""Two triggers of a sentence that are less likely than this to tell one deed are not joined by way of a third."""


def join_mentions(drafts: list[Draft]) -> list[Happening]:
    """Join the drafts of an article, in order of the text, into happenings."""
    judges = judgements("coreference")
    between, within = judges["between sentences"], judges["within a sentence"]
    happenings: list[Happening] = []
    by_sentence: dict[int, list[Draft]] = {}
    for draft in drafts:
        by_sentence.setdefault(draft.position, []).append(draft)
    for position in sorted(by_sentence):
        groups = _within_sentence(by_sentence[position], within)
        for group, target in _targets(groups, list(happenings), between):
            if target is None:
                happenings.append(group)
            else:
                target.drafts.extend(group.drafts)
    return happenings


def _targets(
    groups: list[Happening], told: list[Happening], judge: Judgement
) -> list[tuple[Happening, Happening | None]]:
    """The earlier happening of each group of a sentence: what one sentence keeps apart is not joined to one."""
    judged = [(group, *_earlier(group, told, judge)) for group in groups]
    chosen: dict[int, Happening] = {}
    for number, (_, target, _) in sorted(enumerate(judged), key=lambda item: -item[1][2]):
        if target is not None and all(target is not other for other in chosen.values()):
            chosen[number] = target
    return [(group, chosen.get(number)) for number, (group, _, _) in enumerate(judged)]


def _within_sentence(drafts: list[Draft], judge: Judgement) -> list[Happening]:
    """Group the triggers of one sentence, the surest pair first."""
    groups = [Happening([draft]) for draft in drafts]
    pairs = [
        (_probability(judge, likeness_within(one, other)), one, other)
        for number, one in enumerate(drafts)
        for other in drafts[number + 1 :]
    ]
    apart = [(one, other) for probability, one, other in pairs if probability < _SURELY_APART]
    for probability, one, other in sorted(pairs, key=lambda pair: -pair[0]):
        if probability < 0.5:
            break
        first = next(group for group in groups if one in group.drafts)
        second = next(group for group in groups if other in group.drafts)
        if first is not second and not any(
            (a in first.drafts and b in second.drafts) or (b in first.drafts and a in second.drafts) for a, b in apart
        ):
            first.drafts.extend(second.drafts)
            first.drafts.sort(key=lambda draft: draft.mention.token.i)
            groups.remove(second)
    return groups


def _earlier(group: Happening, happenings: list[Happening], judge: Judgement) -> tuple[Happening | None, float]:
    """The earlier happening that the group most probably tells again, or None, and how probable that is."""
    if not happenings:
        return None, 0.0
    latest = max(happenings, key=lambda h: (h.last_position, happenings.index(h)))
    judged = [
        (_probability(judge, likeness(group, happening, len(happenings), happening is latest)), number)
        for number, happening in enumerate(happenings)
    ]
    best, number = max(judged)
    return (happenings[number] if best >= 0.5 else None), best


def _probability(judge: Judgement, features: Features) -> float:
    """What the judge says, but never one happening of a massacre and an accord."""
    if "unlike types" in features and "types that do not join" in features:
        return 0.0
    return judge.probability(features)
