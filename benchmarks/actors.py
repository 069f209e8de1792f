"""How well names of actors are matched, over pairs of aliases: `python benchmarks/actors.py SHARED_FOLDER [-v]`.

Three questions. (1) Each name of our own lexicon is written in other transliterations (SPELLINGS): is it found, and as
whom? (2) Each pair of aliases of the older PETRARCH dictionary of armed groups: where one of the two names is known to
us, is the other the same actor; and are names of two of its groups ever one actor to us? (3) How many of UCDP's names
of armed actors are known, and do two of its actors become one?
"""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from pathlib import Path

from tacitus.codebook.actors import ActorLexicon

SPELLINGS: tuple[tuple[str, str, str], ...] = (
    ("article el-", r"\b[Aa]l-", "el-"),
    ("article without hyphen", r"\b([Aa]l)-", r"\1 "),
    ("article joined to the sun letter", r"\b[Aa]l-([Ss]h|[SNTRZD])", r"a\1-\1"),
    ("no article", r"\b[Aa]l-", ""),
    ("q as k", r"q", "k"),
    ("u as ou", r"(?<=[bcdfghjklmnprstz])u(?=[bcdfghjklmnprstz])", "ou"),
    ("-a as -ah", r"(?<=[bdfhjklmnrstyz])a\b", "ah"),
    ("-ah as -a", r"ah\b", "a"),
    ("i as ee", r"(?<=[bdfhjklmnrst])i(?=[bdfhjklmnrst])", "ee"),
    ("double consonant single", r"([bdfklmnrstz])\1", r"\1"),
    ("dj for j", r"\bJ", "Dj"),
    ("y as i", r"(?<=[a-z])y(?=[a-z])", "i"),
)
"""Ways in which one name is spelt in English print: what differs, the pattern, what stands in its place."""


def respelt(name: str) -> Iterator[tuple[str, str]]:
    """Yield (what differs, the name so written) for each way that changes it."""
    for label, pattern, instead in SPELLINGS:
        other = re.sub(pattern, instead, name)
        if other != name:
            yield label, other


def known(lexicon: ActorLexicon, name: str) -> set[str]:
    """Return the ids of the groups that a name may be; a force made of a country's name is none."""
    return {entry.actor_id for entry in lexicon.lookup(name) if entry.actor_id in lexicon}


def spelling_report(lexicon: ActorLexicon) -> None:
    """Print, for each way of spelling, how many names are the same, another or no actor."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    names = {name.lstrip("="): entry.actor_id for entry in lexicon for name in (entry.name, *entry.aliases)}
    for name, actor_id in names.items():
        if len(name) < 6 or name.isupper():
            continue
        for label, other in respelt(name):
            ids = known(lexicon, other)
            counts[label]["same" if actor_id in ids else "other" if ids else "none"] += 1
    print("| spelt otherwise | names | the same actor | another | none |\n|---|---|---|---|---|")
    total: Counter[str] = Counter()
    for label, row in [*counts.items(), ("all", total)]:
        if row is not total:
            total.update(row)
        asked = row.total()
        print(
            f"| {label} | {asked} | "
            + " | ".join(f"{row[kind] / asked:.1%}" for kind in ("same", "other", "none"))
            + " |"
        )


def dictionary_groups(file: Path) -> list[list[str]]:
    """Return the names of each group of PETRARCH's dictionary, as one would write them; acronyms in brackets apart."""
    groups: list[list[str]] = []
    for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
        name = re.sub(r"\s*[\[#].*", "", line).strip()
        if not name:
            continue
        if not name.startswith("+"):
            groups.append([])
        if groups:
            groups[-1] += written(name)
    return [list(dict.fromkeys(group)) for group in groups]


def written(name: str) -> list[str]:
    """Return a dictionary name in upper and lower case, and its acronym."""
    acronyms = re.findall(r"\(([A-Z-]{3,})\)", name)
    words = re.sub(r"\([^)]*\)?", " ", name).replace("_", " ").replace("+", " ").split()
    small = {"of", "the", "and", "for", "in", "de", "del", "la"}
    title = " ".join(w.lower() if w.lower() in small and place else w.title() for place, w in enumerate(words))
    return [title, *acronyms] if title else acronyms


def pair_report(lexicon: ActorLexicon, groups: Iterable[list[str]], verbose: bool) -> None:
    """Print recall and precision over pairs of names, one of which is known."""
    counts: Counter[str] = Counter()
    owners: dict[str, set[int]] = defaultdict(set)
    wrong = []
    for number, group in enumerate(groups):
        ids = {name: known(lexicon, name) for name in group}
        for actor_id in set().union(*ids.values()) if ids else ():
            owners[actor_id].add(number)
        for one, other in combinations(group, 2):
            if not ids[one] and not ids[other]:
                counts["unknown"] += 1
            elif not ids[one] or not ids[other]:
                counts["half"] += 1
            elif ids[one] & ids[other]:
                counts["same"] += 1
            else:
                counts["apart"] += 1
                wrong.append((one, sorted(ids[one]), other, sorted(ids[other])))
    asked = counts["half"] + counts["same"] + counts["apart"]
    if not asked:
        return
    shared = sum(len(group) > 1 for group in owners.values())
    print(f"pairs of aliases: {asked} of which we know a name ({counts['unknown']} of unknown groups)")
    print(f"  the same actor {counts['same'] / asked:.1%}, the other unknown {counts['half'] / asked:.1%}, ", end="")
    both = asked - counts["half"]
    print(f"two actors {counts['apart'] / asked:.1%}; where both are known {counts['same']} of {both} one")
    print(f"  {len(owners)} actors of ours found, {shared} of them under two groups of the dictionary")
    if verbose:
        for row in wrong:
            print("   apart:", *row)


def ucdp_report(lexicon: ActorLexicon, file: Path, verbose: bool) -> None:
    """Print how many of UCDP's armed actors, governments aside, are known by name, and which become one."""
    with file.open(encoding="utf-8") as stream:
        rows = [row for row in csv.DictReader(stream) if row["is_government"] != "True"]
    ids = {row["name"]: known(lexicon, row["name"]) for row in rows}
    weight = sum(int(row["n_rows"]) for row in rows)
    found = sum(int(row["n_rows"]) for row in rows if ids[row["name"]])
    print(
        f"UCDP: {sum(map(bool, ids.values()))} of {len(rows)} names known, {found / weight:.1%} of their {weight} rows"
    )
    owners: dict[str, list[str]] = defaultdict(list)
    for name, several in ids.items():
        if len(several) == 1:
            owners[next(iter(several))].append(name)
    merged = {actor: names for actor, names in owners.items() if len(names) > 1}
    print(f"  {len(owners)} actors of ours, {len(merged)} of them for several of UCDP's actors")
    if verbose:
        for actor, names in merged.items():
            print("   merged:", actor, names)
        missed = sorted((row for row in rows if not ids[row["name"]]), key=lambda row: -int(row["n_rows"]))
        print("   unknown:", [row["name"] for row in missed[:60]])


def main() -> None:
    """Measure against the data folder given on the command line."""
    shared, verbose = Path(sys.argv[1]), "-v" in sys.argv
    lexicon = ActorLexicon.load()
    print(f"{len(lexicon)} actors\n")
    spelling_report(lexicon)
    print()
    pair_report(lexicon, dictionary_groups(shared / "data/petrarch_actors/Phoenix.MilNonState.actors.txt"), verbose)
    ucdp_report(lexicon, shared / "data/ucdp_actors/ucdp_actors_derived.csv", verbose)


if __name__ == "__main__":
    main()
