"""UCDP and PLOVER types derived from ACLED's sub-event types (docs/codebook.md, "Types")."""

from __future__ import annotations

from collections.abc import Sequence

_PLOVER: dict[str, tuple[str, str | None]] = {
    "Armed clash": ("ASSAULT", "firearms"),
    "Government regains territory": ("COERCE", "seize"),
    "Non-state actor overtakes territory": ("COERCE", "seize"),
    "Air/drone strike": ("ASSAULT", "aerial"),
    "Shelling/artillery/missile attack": ("ASSAULT", "heavy-weapons"),
    "Remote explosive/landmine/IED": ("ASSAULT", "explosives"),
    "Suicide bomb": ("ASSAULT", "suicide-attack"),
    "Grenade": ("ASSAULT", "explosives"),
    "Chemical weapon": ("ASSAULT", "unconventional"),
    "Attack": ("ASSAULT", None),
    "Abduction/forced disappearance": ("ASSAULT", "abduct"),
    "Sexual violence": ("ASSAULT", "sexual"),
    "Peaceful protest": ("PROTEST", "demo"),
    "Protest with intervention": ("COERCE", None),
    "Excessive force against protesters": ("COERCE", None),
    "Violent demonstration": ("PROTEST", "riot"),
    "Mob violence": ("PROTEST", "riot"),
    "Agreement": ("AGREE", None),
    "Arrests": ("COERCE", "arrest"),
    "Change to group/activity": ("MOBILIZE", None),
    "Disrupted weapons use": ("COERCE", "seize"),
    "Headquarters or base established": ("MOBILIZE", None),
    "Looting/property destruction": ("COERCE", "seize"),
    "Non-violent transfer of territory": ("RETREAT", None),
    "Other": ("MOBILIZE", None),
}
_STATES = frozenset({"state_forces", "external_forces"})
_ORGANISED = frozenset({"rebel_group", "political_militia", "identity_militia", "unidentified"})
_BY_SIDES = frozenset(
    {"Armed clash", "Government regains territory", "Non-state actor overtakes territory", "Air/drone strike",
     "Shelling/artillery/missile attack", "Remote explosive/landmine/IED", "Suicide bomb", "Grenade", "Chemical weapon"}
)  # fmt: skip


def plover_of(sub_event: str) -> tuple[str, str | None]:
    """PLOVER event type and mode of a sub-event type."""
    return _PLOVER[sub_event]


def ucdp_type_of(sub_event: str, side1: Sequence[str], side2: Sequence[str]) -> str | None:
    """UCDP's type of violence, by the kinds on both sides; null where a side is not told or it is no violence."""
    if sub_event in (
        "Attack",
        "Abduction/forced disappearance",
        "Sexual violence",
        "Excessive force against protesters",
    ):
        return "one-sided"
    if sub_event not in _BY_SIDES or not side1 or not side2:
        return None
    kinds1, kinds2 = set(side1), set(side2)
    if kinds2 <= {"civilians", "protesters"}:
        return "one-sided"
    if (kinds1 | kinds2) & _STATES:
        return "state-based"
    return "non-state" if kinds1 & _ORGANISED and kinds2 & _ORGANISED else None
