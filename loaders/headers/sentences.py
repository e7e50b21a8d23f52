"""Sentences about how a sheet is read, for the report, and for the error if no reading is likely enough."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sociogram.graph.common.text import first_few
from sociogram.graph.errors import DataError
from sociogram.graph.merge_rules import DEFAULT_TYPE
from sociogram.loaders.headers.evidence import CLOSE, ENOUGH, MOSTLY, POINTS, Reading, SheetView, keys_of
from sociogram.loaders.headers.plan import SheetPlan
from sociogram.loaders.headers.profile import ID, NAME
from sociogram.loaders.headers.titles import Title, title_key, title_words
from sociogram.loaders.headers.vocabulary.actor_titles import (
    ABOUT_WORDS,
    ACTOR_WORDS,
    ATTRIBUTE_WORDS,
    KEY_WORDS,
    NAME_WORDS,
    ROLE_WORDS,
    STATEMENT_WORDS,
    VOICE_WORDS,
)
from sociogram.loaders.headers.vocabulary.aliases import ENTITIES, RELATIONS
from sociogram.loaders.report_words import DOUBT, kind_in_words

_MOST_MAPPINGS = 3
_MOST_EXPLAINED = 3
_MOST_NAMED = 8
_MOST_NAME_WORDS = 5

_PLAIN = (
    "you mapped its columns",
    "the two titles are a pair",
    "the two titles are a pair, and may say something else",
)
"""Evidence for ends that the report need not mention."""


def sentences_on(plan: SheetPlan, reading: Reading, notes: Sequence[str]) -> list[str]:
    """Return sentences about how the columns of a sheet are read.

    Args:
        plan: the plan of the sheet.
        reading: the reading that the plan follows.
        notes: sentences about single columns.
    """
    sentences = ["The rows correct ties, found by id."] if plan.is_correction else []
    sentences += [*notes, *_on_ties(plan), *_on_source(plan), *_on_ends(plan, reading), *_on_wording(reading)]
    renamed = [
        f"`{column.title}` as {column.name}"
        for column in plan.columns
        if column.is_field and title_key(column.title) != title_key(column.name)
    ]
    if renamed:
        sentences.append(f"Columns: {', '.join(renamed)}.")
    properties = [f"`{column.name}`" for column in plan.columns if not column.is_field]
    if properties:
        sentences.append(f"Properties: {first_few(properties, _MOST_NAMED)}.")
    return sentences


def _on_source(plan: SheetPlan) -> Iterator[str]:
    sources = plan.field("sources")
    if sources is not None and title_key(sources.title) == "source":
        yield "`source` says where the information comes from, not where a tie starts."


def _on_ends(plan: SheetPlan, reading: Reading) -> Iterator[str]:
    """Yield where relations start and end, unless the titles are a pair, and the types that titles imply."""
    ends = plan.field("source"), plan.field("target")
    if plan.kind == RELATIONS and ends[0] is not None and ends[1] is not None:
        if reading.reasons and reading.reasons[0][0] not in _PLAIN:
            yield f"A tie goes from `{ends[0].title}` to `{ends[1].title}`."
        if plan.field("source_type") is None:
            labelled = [
                f"`{end.title}` ({label})"
                for end, label in zip(ends, plan.end_labels, strict=True)
                if end is not None and label
            ]
            if labelled:
                yield f"The title says what the actors are: {', '.join(labelled)}."
    if plan.label is not None and plan.field("type") is None:
        titles = [
            column.title for column in plan.columns if column.name in ("id", "name") and column.is_field
        ]
        named = (title for title in titles if plan.label in map(ACTOR_WORDS.get, title_words(title)))
        title = next(named, None)
        if title is not None:
            yield f"The title says what the actors are: `{title}` ({plan.label})."


def _on_wording(reading: Reading) -> Iterator[str]:
    """Yield which column was guessed to say how the ends are connected, and how to keep it as a property."""
    if reading.wording is not None:
        title = reading.wording.shown
        yield (
            f"`{title}` seems to say how the two are connected. "
            f"To keep it as a property: --map '{title}={title}'."
        )


def _on_ties(plan: SheetPlan) -> Iterator[str]:
    """Yield which columns become relations of the row's actor, and how to keep them as properties."""
    if not plan.ties:
        return
    named = []
    for tie in plan.ties:
        cell, attributes = tie.columns[0], _attributes(tie)
        more = f", with {', '.join(attributes)}" if attributes else ""
        named.append(f"`{cell.title}` ({tie.relation_type or DEFAULT_TYPE}{more})")
    first = plan.ties[0].columns[0].title
    yield (
        f"Each filled cell of these columns is a tie of the row's actor: {', '.join(named)}. "
        f"To keep such a column as a property: --map '{first}={first}'."
    )


def _attributes(tie: SheetPlan) -> list[str]:
    ends = ("source", "target", "source_name", "target_name", "sources")
    return [f"`{column.title}`" for column in tie.columns if column.name not in ends or not column.is_field]


def doubt(view: SheetView, best: Reading, others: Sequence[Reading]) -> list[str]:
    """Return a sentence about the likeliest reading of another kind, if it is nearly as likely."""
    second = next((one for one in others if one.kind != best.kind), None)
    if second is None or second.points < max(ENOUGH, best.points - CLOSE):
        return []
    flags = flags_for(view, second)
    if not flags:
        return []
    what = "as ties" if second.kind == RELATIONS else "as actors, one a row"
    return [f"{DOUBT} {what}: {flags}."]


def statements(view: SheetView, best: Reading, file: str) -> DataError | None:
    """Return the error about a list of who says what about whom, which would be read as one of actors."""
    is_likely = best.points >= ENOUGH and best.kind != ENTITIES
    if is_likely or view.taken or not view.titles:
        return None
    speaker = next((one for one in view.titles if VOICE_WORDS.intersection(one.words)), None)
    voice = speaker or _named(view, best)
    said = next((one for one in view.titles if STATEMENT_WORDS.intersection(one.words)), None)
    about = next((one for one in view.titles if one not in (said, voice) and _is_about(view, one)), None)
    if said is None or voice == said or (speaker is None and about is None):
        return None
    if about is None:
        message = f"The rows are what `{voice.shown}` says, and no column names whom it is about."
        ties = ""
    else:
        message = (
            f"The rows are what `{voice.shown}` says about `{about.shown}`, not how two actors are tied."
        )
        flags = _flags(((voice, "source"), (about, "target"), (said, "quote")))
        ties = f" For a tie between the two: {flags}."
    return DataError(
        message,
        file=file,
        line=1,
        cure=f"Rename `{voice.shown}` to `claimed_by` and `{said.shown}` to `quote`, and add `source`, "
        f"`target` and `type`, the tie that the claim is about.{ties} "
        f"For a list of actors: {_flags([(voice, 'name')])}.",
    )


def _named(view: SheetView, reading: Reading) -> Title:
    """Return the title of the names of actors, by its cells or by itself, or else the first."""
    names = keys_of(ENTITIES, "name")
    by_cells = (one for one in view.titles if reading.fields.get(one.number) == "name")
    by_title = (one for one in view.titles if one.key in names)
    return next(by_cells, None) or next(by_title, view.titles[0])


def _is_about(view: SheetView, title: Title) -> bool:
    found = view.profile(title.number)
    if found is None or ABOUT_WORDS.isdisjoint(title.words):
        return False
    return found.share(NAME) > MOSTLY and all(len(text.split()) <= _MOST_NAME_WORDS for text in found.texts)


def other_names(view: SheetView, best: Reading) -> list[str]:
    """Return a sentence about a property of actors whose cells are names, as the end of a tie would be."""
    if best.kind != ENTITIES or best.related or best.name_parts or view.taken or not view.titles:
        return []
    named = _named(view, best)
    known = ATTRIBUTE_WORDS | KEY_WORDS | NAME_WORDS | ROLE_WORDS
    for title in view.titles:
        found = view.profile(title.number)
        if (
            title == named
            or title.number in best.fields
            or not title.words
            or known.intersection(title.words)
            or found is None
        ):
            continue
        if found.share(NAME) > MOSTLY and found.texts and all(map(_is_full_name, found.texts)):
            return [f"{DOUBT} as ties: {_flags(((named, 'source'), (title, 'target')))}."]
    return []


def _is_full_name(text: str) -> bool:
    words = text.split()
    return 1 < len(words) <= _MOST_NAME_WORDS and all(word[0].isupper() for word in (words[0], words[-1]))


def flags_for(view: SheetView, reading: Reading) -> str:
    """Return the flags that choose a reading; empty if it does not have the columns."""
    fields = ("source", "target") if reading.kind == RELATIONS else ("name",)
    by_number = {title.number: title for title in view.titles}
    numbers = {name: number for number, name in reading.fields.items() if name in fields}
    if reading.kind == ENTITIES and "name" not in numbers:
        keys = keys_of(ENTITIES, "name")
        named = next((title for title in view.titles if title.key in keys), None)
        if named is not None:
            numbers["name"] = named.number
    if set(numbers) != set(fields) or not set(numbers.values()) <= set(by_number):
        return ""
    return _flags((by_number[numbers[name]], name) for name in fields)


def _flags(columns: Iterable[tuple[Title, str]]) -> str:
    return " ".join(f"--map '{title.shown}={name}'" for title, name in columns)


def unlikely(
    view: SheetView, titles: Sequence[Title], readings: Sequence[Reading], file: str, note: str
) -> DataError:
    """Return the error about a sheet without a likely reading, with the flags that would choose one.

    Args:
        view: the sheet.
        titles: all its titles.
        readings: the readings, none of which is likely enough, likeliest first.
        file: the file, for the message.
        note: what else may be wrong with the sheet.
    """
    seen = ", ".join(f"`{title.shown}`" for title in titles if title.shown) or "none"
    mappings = list(dict.fromkeys(_mappings(view, readings)))[:_MOST_MAPPINGS]
    cure = (
        f"Say what the rows are, for example {'; or '.join(mappings)}."
        if mappings
        else "Rename a column, or say which it is: --map 'COLUMN=FIELD'."
    )
    return DataError(
        f"No title says what the rows are; the titles are: {seen}.",
        file=file,
        line=1,
        cure=f"{note}An actor needs `id` or `name`, a tie `source` and `target`. {cure}",
    )


def _mappings(view: SheetView, readings: Iterable[Reading]) -> Iterator[str]:
    """Yield the flags that choose a reading: those of the readings, then those of columns that hold names."""
    for reading in readings:
        what = {RELATIONS: "ties", ENTITIES: "actors"}.get(reading.kind)
        if what is not None and reading.points > 0 and (flags := flags_for(view, reading)):
            yield f"{what}: {flags}"
    named = [
        title
        for title in view.titles
        if (found := view.profile(title.number)) is not None and found.share(NAME, ID) > MOSTLY
    ]
    if len(named) > 1:
        yield f"ties: {_flags(zip(named, ('source', 'target'), strict=False))}"
    yield from (f"actors: {_flags([(title, 'name')])}" for title in named)


def explained(view: SheetView, readings: Sequence[Reading]) -> Iterator[str]:
    """Yield sentences about the profiles of the columns, and the likeliest readings with their points."""
    for title in view.titles:
        found = view.profile(title.number)
        if found is not None and found.filled:
            samples = ", ".join(f"`{text}`" for text in found.samples)
            shape = found.shape
            holds = (
                "mixed cells" if shape is None else shape if found.share(shape) == 1 else f"mostly {shape}"
            )
            yield f"`{title.shown}`: {holds}, {found.filled} of {found.rows} filled, such as {samples}."
    for reading in readings[:_MOST_EXPLAINED]:
        columns = ", ".join(
            f"`{title.shown}` as {reading.fields[title.number]}"
            for title in view.titles
            if title.number in reading.fields
        )
        reasons = "; ".join(
            f"{evidence}{f' ({about})' if about else ''} {POINTS[evidence]:+}"
            for evidence, about in reading.reasons
        )
        kind = kind_in_words("entities and relations" if reading.related else reading.kind.replace("_", " "))
        yield f"As {kind}{f' ({columns})' if columns else ''}, {reading.points} points: {reasons}."
