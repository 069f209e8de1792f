"""A few reports of our own around one raid, coded by hand, as families of gold/incidents are."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from tacitus.evaluate.incident_gold import Family, build_family
from tacitus.evaluate.source import Complaints

RAID = """
family: raid
actors:
  riders: {name: Sons of the Plain, id: null, kind: rebel_group, words: [Sons of the Plain, riders, gunmen]}
  army: {name: Malian Armed Forces, id: ml-military, kind: state_forces, words: [army, soldiers]}
  villagers: {kind: civilians, words: [villagers, people, residents]}
places:
  karou: {name: Karou, at: [14.50, -1.20], country: Mali, admin1: Gao, words: [Karou]}
  bani: {name: Bani Hallo, at: [14.55, -1.24], country: Mali, admin1: Gao, words: [Bani Hallo]}
  gao: {name: Gao, at: [16.3, 0.0], country: Mali, admin1: Gao, precision: admin1, words: [Gao region]}
reports:
- id: a
  outlet: River Wire
  published: 2021-03-04
  title: Raid on Karou
  text: >
    Riders of the Sons of the Plain attacked the village of Karou on Tuesday and killed twelve villagers, an elder
    said by telephone. Granaries were set on fire before the men left towards the river with some two hundred cattle.
  events:
  - {incident: karou, type: Attack, trigger: attacked, who: [riders], whom: [villagers], where: [karou], when: 2021-03-02, dead: 12, status: attributed}
- id: b
  outlet: Plateau Post
  published: 2021-03-05
  text: >
    At least fourteen people died when gunmen raided Karou in the Gao region on 2 March, a doctor told this paper.
  events:
  - {incident: karou, type: Attack, trigger: raided, who: [riders], whom: [villagers], where: [karou], when: 2021-03-02, dead: "14+", status: attributed}
- id: c
  outlet: Bulletin of the South
  published: 2021-03-06
  republished_from: River Wire
  copy_of: a
  text: {of: a, before: "Terror returns to the north."}
  events: same
- id: d
  outlet: Plateau Post
  published: 2021-03-06
  text: >
    The army shelled Bani Hallo on 2 March and killed three people, residents said.
  events:
  - {incident: shelling, type: Shelling/artillery/missile attack, trigger: shelled, who: [army], whom: [villagers], where: [bani], when: 2021-03-02, dead: 3, status: attributed}
- id: e
  outlet: River Wire
  published: 2021-03-05
  text: >
    A day after Karou, another attack by gunmen left two people dead in Bani Hallo on Wednesday.
  events:
  - {incident: bani, type: Attack, trigger: attack by, who: [riders], whom: [villagers], where: [bani], when: 2021-03-03, dead: 2}
- id: f
  outlet: Northern Radio
  published: 2021-03-03
  text: >
    The army denied that its soldiers killed people in Karou on Tuesday, and said that riders had done it.
  events:
  - {incident: karou, type: Attack, trigger: killed, who: [army], whom: [villagers], where: [karou], when: 2021-03-02, status: attributed, denied_by: [army]}
"""


def family_of(text: str) -> Family:
    complaints = Complaints("inline")
    source: dict[str, Any] = yaml.safe_load(text)
    family = build_family(source, complaints)
    assert complaints.problems == []
    return family


@pytest.fixture(scope="session")
def raid() -> Family:
    return family_of(RAID)
