"""Relations: who their ends are, which rows are one relation, and who had to be made."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any

from sociogram.graph.dataset import RELATION_KEY_FIELDS
from sociogram.loaders.actors import KnownActors, Made, Resolver
from sociogram.loaders.combine import complete, group_keys, repeats
from sociogram.loaders.gather import Rows, gather, merge_repeat
from sociogram.loaders.header_table import ENDS
from sociogram.loaders.options import LoadOptions
from sociogram.loaders.report import LoadReport, Remark, Stub
from sociogram.loaders.rows import Draft

_REFERENCES = (*ENDS, "claimed_by")
_HELPERS = ("source_name", "target_name", "source_type", "target_type")


def read_relations(
    drafts: Sequence[Draft],
    known: KnownActors,
    options: LoadOptions,
    report: LoadReport,
    *,
    has_entities: bool,
) -> tuple[list[Made], Rows]:
    """Resolve the ends of relations; return the actors that had to be made, and the relations."""
    _require_sources(drafts, options)
    rows = gather(drafts)
    if not len(rows):
        return [], rows
    resolver = Resolver(known, makes_stubs=has_entities or _knows_any(rows, known))
    _reject_unclear(rows, resolver, options)
    places = _resolve(rows, resolver)
    rows.without(_HELPERS)
    _cite(rows, options.cite)
    _merge_repeats(rows)
    used = set(chain(*(rows.get(name) for name in _REFERENCES)))
    made = [actor for actor in resolver.made.values() if actor.id in used]
    for actor in made:
        if actor.is_stub:
            report.stubs.append(_stub(actor, places[actor.id], resolver))
    report.made = len(made) - len(report.stubs)
    return made, rows


def _require_sources(drafts: Sequence[Draft], options: LoadOptions) -> None:
    if not options.require_source or options.cite is not None:
        return
    for draft in drafts:
        for place, sources in enumerate(draft.get("sources")):
            if sources is None:
                draft.reject(
                    place, "sources", "The relation has no source.", "Write one, or load with --cite SOURCE."
                )


def _knows_any(rows: Rows, known: KnownActors) -> bool:
    if not known.names:
        return False
    references = {text for name in ENDS for text in rows.get(name)}
    return any(known.called(text) for text in references)


def _reject_unclear(rows: Rows, resolver: Resolver, options: LoadOptions) -> None:
    """Reject rows whose reference means several actors or, where that is wanted, none."""
    rejects_unknown = options.on_unknown == "reject" and resolver.makes_stubs
    gone: set[int] = set()
    for name in _REFERENCES:
        texts = rows.get(name)
        found = {text: resolver.find(text) for text in set(texts) if text is not None}
        wrong = {
            text for text, actors in found.items() if len(actors) > 1 or (rejects_unknown and not actors)
        }
        if not wrong:
            continue
        reasons: dict[str, tuple[str, str]] = {}
        for row, text in enumerate(texts):
            if text in wrong and not (_is_described(rows, row, name) and not found[text]):
                if text not in reasons:
                    reasons[text] = _why(text, found[text], resolver)
                rows.place(row).reject(name, *reasons[text])
                gone.add(row)
    rows.drop(gone)


def _why(text: str, actors: Sequence[str], resolver: Resolver) -> tuple[str, str]:
    if actors:
        return (
            f"`{text}` is the name of {len(actors)} actors: {', '.join(actors[:5])}.",
            "Write the id of the one that is meant.",
        )
    nearest = resolver.guess(text)
    if nearest:
        return f"There is no actor `{text}`.", f"Did you mean {_or(nearest)}?"
    return f"There is no actor `{text}`.", "Add it to the entities, or load with --on-unknown stub."


def _or(names: Sequence[str]) -> str:
    return " or ".join(f"`{name}`" for name in names)


def _is_described(rows: Rows, row: int, name: str) -> bool:
    """Tell whether the row itself says what its end is called or of which type it is."""
    return any(
        rows.get(f"{name}_{what}")[row] is not None
        for what in ("name", "type")
        if f"{name}_{what}" in rows.columns
    )


def _resolve(rows: Rows, resolver: Resolver) -> dict[str, Remark]:
    """Write ids for references; return where each actor that was made is first referred to."""
    texts = {name: rows.get(name) for name in _REFERENCES}
    everyone = dict.fromkeys(chain.from_iterable(zip(*texts.values(), strict=True)))
    everyone.pop(None, None)
    ids: dict[Any, Any] = {None: None}
    unknown: set[str] = set()
    for text in everyone:
        found = resolver.find(text)
        if found:
            ids[text] = found[0]
        else:
            unknown.add(text)
    places: dict[str, Remark] = {}
    if unknown:
        _make(rows, texts, unknown, resolver, ids, places)
    for name, values in texts.items():
        if name in rows.columns:
            _label(rows, name, values, ids, resolver)
            rows.columns[name] = list(map(ids.__getitem__, values))
    return places


def _make(
    rows: Rows,
    texts: dict[str, list[Any]],
    unknown: set[str],
    resolver: Resolver,
    ids: dict[Any, Any],
    places: dict[str, Remark],
) -> None:
    columns = [(name, rows.columns.get(f"{name}_name")) for name in texts if name in rows.columns]
    for row, values in enumerate(zip(*(texts[name] for name, _ in columns), strict=True)):
        for text, (name, names) in zip(values, columns, strict=True):
            if text not in unknown:
                continue
            unknown.discard(text)
            # An earlier spelling of the same name may have been made meanwhile.
            found = resolver.find(text)
            described = _is_described(rows, row, name)
            shown = None if names is None else names[row]
            actor = found[0] if found else resolver.make(text, shown, is_described=described)
            ids[text] = actor
            if actor in resolver.made and resolver.made[actor].is_stub:
                places.setdefault(actor, rows.place(row).remark(name, f"No row describes `{text}`.", ""))
        if not unknown:
            return


def _label(rows: Rows, name: str, values: list[Any], ids: dict[Any, Any], resolver: Resolver) -> None:
    types = rows.columns.get(f"{name}_type")
    if types is None or not resolver.made:
        return
    # The lists of one type are one object: what it is counts, not what it holds.
    distinct = {(text, id(labels)): labels for text, labels in zip(values, types, strict=True)}
    for (text, _), labels in distinct.items():
        resolver.label(ids[text], labels)


def _cite(rows: Rows, cited: str | None) -> None:
    if cited is None:
        return
    together: dict[int, list[str]] = {}
    sources = []
    for given in rows.get("sources"):
        found = together.get(id(given))
        if found is None:
            found = list(dict.fromkeys([*(given or ()), cited]))
            together[id(given)] = found
        sources.append(found)
    rows.columns["sources"] = sources


def _merge_repeats(rows: Rows) -> None:
    columns = [rows.get(name) for name in RELATION_KEY_FIELDS if name in rows.columns]
    ids = rows.columns.get("id")
    if ids is not None:
        own = [value is not None for value in ids]
        columns = [
            [None if has_id else value for has_id, value in zip(own, values, strict=True)]
            for values in columns
        ]
        columns.append(ids)
    gone: set[int] = set()
    for first, later in repeats(group_keys(columns, len(rows))):
        problem = complete(rows.columns, first, later, unites=False)
        merge_repeat(rows, first, later, problem, "The same relation")
        gone.add(later)
    rows.drop(gone)


def _stub(actor: Made, place: Remark, resolver: Resolver) -> Stub:
    nearest = tuple(name for name in resolver.guess(actor.name) if name != actor.name)
    cure = f"Did you mean {_or(nearest)}?" if nearest else "Add a row for it to the entities."
    remark = Remark(place.file, place.line, place.column, place.message, cure)
    return Stub(actor.id, remark, nearest)
