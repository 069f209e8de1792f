"""Gazetteers: places of the world by name, with theatre packs for villages. Everything is looked up offline."""

from tacitus.gazetteer.candidate import Candidate, Feature, Match
from tacitus.gazetteer.home import PackSummary, add_pack, home_folder, list_packs, remove_pack
from tacitus.gazetteer.lookup import Gazetteer

__all__ = [
    "Candidate",
    "Feature",
    "Gazetteer",
    "Match",
    "PackSummary",
    "add_pack",
    "home_folder",
    "list_packs",
    "remove_pack",
]
