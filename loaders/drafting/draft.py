"""Drafts a graph from a text: candidate actors, and an empty claim for each two that a paragraph names.

    text → paragraphs → names (text/names) → actors and empty claims → merged into the folder like a load

Nothing is decided: every claim has ``review=draft``, so it is not drawn, traversed or counted until a user
fills it in. Existing rows of the folder stay unchanged; drafting a text again adds nothing.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

from sociogram.graph.columns import column_of
from sociogram.graph.common.text import clean
from sociogram.graph.dataset import Dataset, Table
from sociogram.graph.duplicates.decisions import Decisions
from sociogram.graph.errors import ConflictError, DataError, StoreError
from sociogram.graph.merge_rules import DEFAULT_TYPE, relation_id
from sociogram.loaders.drafting.drafted import Draft, DraftedActor
from sociogram.loaders.folder.commit import DECISIONS_FILE
from sociogram.loaders.folder.data_folder import dataset_of, write_locked, writing
from sociogram.loaders.folder.decisions import read_decisions
from sociogram.loaders.folder.files import digest_of, read_files
from sociogram.loaders.folder.history import step_of
from sociogram.loaders.folder.lock import PATIENCE, Notify
from sociogram.loaders.merging import merged_dataset
from sociogram.loaders.readers.plain_text import read_text
from sociogram.loaders.rows.entity_resolver import KnownEntities
from sociogram.loaders.target import known_actors
from sociogram.loaders.text.languages import LANGUAGES, check_language, language_of
from sociogram.loaders.text.names.find import find_names
from sociogram.loaders.text.names.found import Found, Remark
from sociogram.loaders.text.names.matching import Actor, Mention
from sociogram.loaders.text.paragraphs import paragraphs_of
from sociogram.loaders.text.words import fold_word

MOST_PAIRS = 45
"""The limit of pairs drafted per paragraph: all pairs of ten names."""

_ATTEMPTS = 3
_LONGEST_TITLE = 200


def source_id(path: str | os.PathLike[str], source: str | None = None) -> str:
    """Return the id of a text as a source: the given one, else the file's name.

    Raises:
        DataError: the id is empty or would be read as several.
    """
    name = clean(Path(path).name if source is None else source)
    if not name or re.search(r";|\s\|\s", name):
        raise DataError(
            f"'{name}' cannot be the id of a source.", cure="Give one without semicolons: --source ID."
        )
    return name


def draft_text(
    text: str, base: Dataset, *, source: str, language: str, decisions: Decisions | None = None
) -> Draft:
    """Return what a text adds to a data set; its ``dataset`` holds only the new rows.

    Args:
        text: the text; blank lines separate its paragraphs.
        base: the existing actors, claims and sources.
        source: the text's id in ``sources.csv``.
        language: a language code such as ``nl``.
        decisions: which actors are the same; a name of either then refers to the one to keep.

    Raises:
        DataError: the text has no names, or the language is not a code.
    """
    language = check_language(language)
    paragraphs = paragraphs_of(text)
    resolver = known_actors(base)
    resolver.decisions = Decisions() if decisions is None else decisions

    def new_id(name: str) -> str:
        actor = resolver.new_id(name)
        resolver.add(actor, name)
        return actor

    known = _known(base)
    named = _as_decided(known, resolver)
    found = find_names(paragraphs, language_of(language), named, new_id=new_id)
    draft = Draft(source, len(paragraphs), [], [*_remarks_on_language(language), *found.remarks])
    numbers = found.paragraphs_by_actor()
    draft.actors = [
        DraftedActor(actor.id, actor.name, actor.types, actor.aliases, tuple(numbers[actor.id]), is_new)
        for is_new, actors in ((True, found.new), (False, known))
        for actor in actors
        if actor.id in numbers
    ]
    if not draft.actors:
        raise DataError(
            "No name was found in the text.",
            file=source,
            cure="Is the language right? Names are found by their capitals, and known actors by their names.",
        )
    names = {actor.id: (actor.name, *actor.aliases) for actor in draft.actors}
    claims = list(_claims(found, names, source, draft))
    draft.dataset = Dataset(
        entities=_table(_entities(draft)),
        relations=_table(_new_claims(claims, base, source, draft)),
        sources=_table(_source(paragraphs[0], base, source, language, draft)),
    )
    draft.remarks.sort(key=lambda remark: remark.paragraphs)
    return draft


def _remarks_on_language(language: str) -> Iterator[Remark]:
    if language.partition("-")[0] not in LANGUAGES:
        yield Remark(
            (),
            f"There are no word lists for the language '{language}', so names are found by their "
            f"capitals alone. Word lists exist for {', '.join(sorted(LANGUAGES))}.",
        )


def draft_file(
    path: str | os.PathLike[str],
    folder: str | os.PathLike[str],
    *,
    language: str,
    source: str | None = None,
    encoding: str | None = None,
    dry_run: bool = False,
    wait: float = PATIENCE,
    notify: Notify | None = None,
) -> Draft:
    """Draft the text of a file into a data folder, which is created if it does not exist.

    Args:
        path: the file.
        folder: the folder.
        language: the text's language, a code such as ``nl``.
        source: the text's id in ``sources.csv``; by default the file's name.
        encoding: the file's encoding; by default UTF-8 or UTF-16, else guessed.
        dry_run: write nothing.
        wait: seconds to wait for another writer of the folder.
        notify: called with a sentence before waiting.

    Raises:
        DataError: the file is not text or has no names, or the folder's files cannot be read.
        StoreError: the folder cannot be written, or another process is writing there.
    """
    text, target = read_text(path, encoding), Path(folder)
    name = source_id(path, source)
    if target.exists() and not target.is_dir():
        raise StoreError(f"{target} is a file. Name a folder to draft into.")
    if dry_run:
        return _draft_into(target, text, source=name, language=language, dry_run=True)
    check_language(language)  # before the folder is created
    with writing(target, wait=wait, notify=notify):
        for _ in range(_ATTEMPTS):
            try:
                return _draft_into(target, text, source=name, language=language)
            except ConflictError:
                continue  # an editor saved a file meanwhile: draft into the current files
        return _draft_into(target, text, source=name, language=language)


def _draft_into(folder: Path, text: str, *, source: str, language: str, dry_run: bool = False) -> Draft:
    contents = read_files(folder) if folder.exists() else {}
    expected = digest_of(contents)
    decisions = read_decisions(contents.pop(DECISIONS_FILE, b""), str(folder / DECISIONS_FILE))
    base = dataset_of(folder, contents)
    draft = draft_text(text, base, source=source, language=language, decisions=decisions)
    draft.target, draft.dry_run = str(folder), dry_run
    if not dry_run and not draft.dataset.is_empty:
        merged = merged_dataset(base, draft.dataset)
        step = step_of("draft", [source])
        write_locked(merged, folder, expected=expected, keeps_order=True, step=step)
    return draft


def _known(base: Dataset) -> list[Actor]:
    return [
        Actor(
            str(row["id"]),
            str(row.get("name", row["id"])),
            tuple(map(str, _listed(row.get("aliases")))),
            tuple(map(str, _listed(row.get("type")))),
        )
        for row in base.entities.rows()
    ]


def _as_decided(known: Sequence[Actor], resolver: KnownEntities) -> Sequence[Actor]:
    """Return the actors to keep, each with the names of the actors that are decided to be the same."""
    names: dict[str, list[str]] = {}
    remaining: list[Actor] = []
    for actor in known:
        decided = resolver.decided_actor(actor.id) or resolver.decided_actor(actor.name)
        if decided is None:
            remaining.append(actor)
        else:
            names.setdefault(decided, []).extend(actor.names)
    for text in (text for one in resolver.decisions for text in (one.first, one.second)):
        decided = resolver.decided_actor(text)
        if decided is not None and text not in resolver.names:
            names.setdefault(decided, []).append(text)
    return [
        replace(actor, aliases=tuple(dict.fromkeys([*actor.aliases, *names.get(actor.id, ())])))
        for actor in remaining
    ]


def _listed(value: Any) -> Sequence[Any]:
    if value is None:
        return ()
    return value if isinstance(value, list | tuple) else (value,)


def _claims(
    found: Found,
    names: Mapping[str, tuple[str, ...]],
    source: str,
    draft: Draft,
) -> Iterator[dict[str, Any]]:
    """Yield an empty claim for each two actors of a paragraph; of many pairs, only the nearest."""
    for number, named in enumerate(found.named(), 1):
        mentions = sorted(named.values(), key=lambda mention: mention.start)
        pairs = list(combinations(mentions, 2))
        if len(pairs) > MOST_PAIRS:
            draft.remarks.append(
                Remark(
                    (number,),
                    f"It names {len(mentions)} actors: of {len(pairs):,} pairs, the {MOST_PAIRS} that are "
                    "closest to each other were drafted.",
                )
            )
            nearest = sorted(pairs, key=lambda pair: (pair[1].start - pair[0].start, pair[0].start))
            pairs = sorted(nearest[:MOST_PAIRS], key=lambda pair: (pair[0].start, pair[1].start))
        for one, other in pairs:
            claim: dict[str, Any] = {
                "source": one.actors[0],
                "target": other.actors[0],
                "type": DEFAULT_TYPE,
                "sources": [source],
                "paragraph": number,
            }
            claim["id"] = relation_id(claim)
            if mention := _mention(one, other, names):
                claim["mention"] = mention
            yield claim | {"review": "draft"}


def _mention(one: Mention, other: Mention, names: Mapping[str, tuple[str, ...]]) -> str:
    """Return the words that refer to an end, if the paragraph does not contain one of its names."""
    parts = [
        f"{end}={mention.form}"
        for end, mention in (("source", one), ("target", other))
        if _folded(mention.form) not in {_folded(name) for name in names[mention.actors[0]]}
    ]
    return " | ".join(parts)


def _folded(name: str) -> str:
    return " ".join(map(fold_word, name.split()))


def _new_claims(
    claims: Iterable[dict[str, Any]], base: Dataset, source: str, draft: Draft
) -> Iterator[dict[str, Any]]:
    """Yield the claims that the folder does not have, under any type."""
    ids, pairs = set(), set()
    for row in base.relations.rows():
        ids.add(row.get("id") or relation_id(row))
        if source in _listed(row.get("sources")):
            pairs.add((frozenset((row["source"], row["target"])), row.get("paragraph")))
    for claim in claims:
        ends = frozenset((claim["source"], claim["target"]))
        if claim["id"] in ids or (ends, claim["paragraph"]) in pairs:
            draft.known_claims += 1
            continue
        draft.new_claims += 1
        yield claim


def _entities(draft: Draft) -> Iterator[dict[str, Any]]:
    """Yield the rows of the new actors; a note lists the paragraphs and whom the actor may be."""
    proposals: dict[str, dict[str, None]] = {}
    for remark in draft.remarks:
        if remark.nearest:
            proposals.setdefault(remark.name, {})[remark.message] = None
    for actor in (actor for actor in draft.actors if actor.is_new):
        numbers = ", ".join(map(str, actor.paragraphs))
        where = f"Drafted from {draft.source}, paragraph{'s' * (len(actor.paragraphs) > 1)} {numbers}."
        note = " ".join([where, *proposals.get(actor.name, ())])
        row: dict[str, Any] = {"id": actor.id, "name": actor.name, "note": note}
        if actor.types:
            row["type"] = list(actor.types)
        if actor.aliases:
            row["aliases"] = list(actor.aliases)
        yield row


def _source(first: str, base: Dataset, source: str, language: str, draft: Draft) -> Iterator[dict[str, Any]]:
    """Yield the row of the text, if it is new or was marked as not read."""
    known = next((row for row in base.sources.rows() if row.get("id") == source), None)
    if known is None:
        title = clean(first)
        if len(title) > _LONGEST_TITLE:
            title = title[:_LONGEST_TITLE].rsplit(" ", 1)[0] + " …"
        yield {"id": source, "title": title, "language": language, "read": "yes"}
    elif known.get("read") == "no":
        draft.remarks.insert(
            0, Remark((), f"sources.csv said that '{source}' was not read; now it says `yes`.")
        )
        yield {"id": source, "read": "yes"}


def _table(rows: Iterable[dict[str, Any]]) -> Table:
    listed = list(rows)
    names = dict.fromkeys(name for row in listed for name in row)
    return Table(len(listed), {name: column_of([row.get(name) for row in listed]) for name in names})
