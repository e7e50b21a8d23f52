"""Find the actor that a name, an alias or an id refers to, in any store."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import islice
from typing import Any

from sociogram.graph.actor_rules import ActorRule
from sociogram.graph.common.keys import key_text
from sociogram.graph.common.names import likeness_key, name_words, spelt_out
from sociogram.graph.common.text import (
    did_you_mean,
    fold,
    fold_name,
    fold_names,
    has_part,
    name_pattern,
    near_positions,
    nearest,
)
from sociogram.graph.duplicates.initials import Initials
from sociogram.graph.duplicates.name_likeness import compare_forms
from sociogram.graph.errors import ActorError
from sociogram.graph.memory.networkx.values import id_of_key
from sociogram.graph.model import caption_of
from sociogram.graph.name_search import name_matches, name_to_find
from sociogram.graph.store import GraphStore
from sociogram.queries.cypher.syntax.frozen import Frozen
from sociogram.queries.run import run

MOST_FETCHED = 200
"""If a name has no exact match, at most this many actors are fetched from a server and compared."""


class Actor(Frozen):
    """An actor with its names.

    Attributes:
        node: its node's ``elementId()``.
        id: the property ``id``; an integer in some NetworkX graphs, None if the node has none.
        name: its name; if it has none, its ``id``, or else its ``elementId()``.
        aliases: its other names.
        key: the text by which stored queries find it: its id or name, or its ``elementId()`` if these are not
            unique.
    """

    node: str
    id: Any
    name: str
    aliases: tuple[str, ...]
    key: str

    @property
    def id_or_name(self) -> str:
        """Its id as text, or its name if it has no id."""
        return self.name if self.id is None else caption_of("id", self.id, ())


def all_actors(store: GraphStore) -> list[Actor]:
    """Return every actor, sorted by name."""
    return _in_order(_read(store))


def actors_starting(store: GraphStore, typed: str) -> list[Actor]:
    """Return the actors whose names start with ``typed``, ignoring case, sorted by name.

    From a server, at most ``MOST_FETCHED``.
    """
    found = _named_like(store, typed) if store.is_remote else all_actors(store)
    return [actor for actor in _in_order(found) if fold_name(actor.name).startswith(fold_name(typed))]


def find_actor(store: GraphStore, name: Any) -> Actor:
    """Return the one actor that ``name`` refers to.

    These rules are tried in turn, and the first that matches any actor decides: the exact id, name, or alias;
    the same, ignoring case and accents; the same, also ignoring spaces, hyphens, apostrophes and dots; names
    that contain ``name`` as whole words; the node's ``elementId()``; names with another company form
    (``ACME Limited`` for ``ACME Ltd``), with initials, or with the surname first.

    ``name`` may also be a key of ``graph.networkx``, for example an integer or a tuple. Keys take precedence
    over texts: ``5`` means the node 5 even if another node is ``"5"``.

    Raises:
        ActorError: no actor matches the name, or several do; ``nearest`` has similar names.
    """
    own = id_of_key(name)
    if (with_key := _with_key(store, name, own)) is not None:
        return with_key
    name = key_text(own) or str(own)
    named = store.actor_rule.name("e")
    exact = _read(store, f"WHERE e.id = $name OR {named} = $name", "LIMIT 10", name=name)
    look = _found_on_server if store.is_remote else _found_here
    found = _best(exact, name) or _with_other_key(store, name) or look(store, name)
    if len(found) > 1:
        raise _several(name, found)
    return found[0]


def _with_key(store: GraphStore, key: Any, own: Any) -> Actor | None:
    """Return the actor with this NetworkX key, or with this ``id`` if it is not a string; otherwise None.

    In NetworkX, ``5`` and ``"5"`` are different nodes.
    """
    node = store.node_with_key(key)
    if node is None and isinstance(own, str):
        return None
    where, value = ("elementId(e)", node) if node is not None else ("e.id", own)
    found = _read(store, f"WHERE {where} = $value", "LIMIT 10", value=value)
    if node is None and len(found) > 1:  # in Cypher, 1 = 1.0
        found = [actor for actor in found if type(actor.id) is type(own)] or found
        if len(found) > 1:
            raise _several(key_text(own) or str(own), found)
    return found[0] if found else None


def _with_other_key(store: GraphStore, name: str) -> list[Actor]:
    """Return the actors with this text in a property that identifies actors, such as a register number."""
    rule = store.actor_rule
    return _read(store, f"WHERE $name IN {rule.other_keys('e')}", "LIMIT 10", name=name) if rule.keys else []


def _found_here(store: GraphStore, name: str) -> list[Actor]:
    rule, records = store.actor_rule, _records(store)
    names, rows = _names_of_each(rule, records)
    ids = [(caption_of("id", record[1], ()), row) for row, record in enumerate(records)]
    texts = [*names, *(text for text, _ in ids)]
    holding = _holding(texts, [*rows, *(row for _, row in ids)], [fold_name(name), _longest_word(name)])
    # Creating an object for every actor would take longer than the rest of the search.
    near = [record for row, record in enumerate(records) if row in holding or record[0] == name]
    found = _best(_in_order(_actor(rule, *record) for record in near), name)
    if found is None:
        wanted = {rows[position] for position in near_positions(name, names)} or {
            rows[position] for position in near_positions(spelt_out(name), [*map(spelt_out, names)])
        }
        wanted.update(islice(sorted(holding), MOST_FETCHED))
        candidates = _in_order(_actor(rule, *records[row]) for row in wanted)
        raise _nobody(name, candidates)
    return found


def _found_on_server(store: GraphStore, name: str) -> list[Actor]:
    for part in (False, True):
        if found := _best(_alike(store, name, name_pattern(name, part=part)), name):
            return found
    if found := _read(store, "WHERE elementId(e) = $name", name=name):
        return found
    candidates = _nearest(store, name)
    if found := _best(candidates, name):
        return found
    raise _nobody(name, candidates)


def _read(store: GraphStore, condition: str = "", end: str = "", /, **parameters: Any) -> list[Actor]:
    """Return the actors that meet a condition on ``e``."""
    rule = store.actor_rule
    return [_actor(rule, *record) for record in _records(store, condition, end, **parameters)]


def _records(store: GraphStore, condition: str = "", end: str = "", /, **parameters: Any) -> list[Any]:
    """Return elementId, id, name and aliases of each actor that meets a condition on ``e``."""
    rule = store.actor_rule
    query = (
        f"MATCH {rule.pattern('e')} {condition} RETURN elementId(e), e.id, {rule.name('e')}, e.aliases {end}"
    )
    return list(run(store, query, parameters))


def _texts(store: GraphStore) -> str:
    """Return the Cypher expression for the list of an actor's names and its id."""
    return f"[{store.actor_rule.name('e')}, e.id] + coalesce(e.aliases, [])"


def _in_order(actors: Iterable[Actor]) -> list[Actor]:
    return sorted(actors, key=lambda actor: (fold(actor.name), str(actor.id)))


def _alike(store: GraphStore, name: str, pattern: str) -> list[Actor]:
    """Return a server's actors with an id, name or alias that contains a name and matches a pattern."""
    wanted = name_to_find(name, pattern)
    return _read(store, f"WHERE {name_matches(_texts(store))}", f"LIMIT {MOST_FETCHED}", **wanted)


def _named_like(store: GraphStore, typed: str) -> list[Actor]:
    """Return a server's actors whose names start with ``typed``; the limit applies after this filter."""
    wanted = name_to_find(typed, f"{name_pattern(typed)}.*")
    condition = name_matches(f"[{store.actor_rule.name('e')}]")
    return _read(store, f"WHERE {condition}", f"LIMIT {MOST_FETCHED}", **wanted)


def _nearest(store: GraphStore, name: str) -> list[Actor]:
    """Return a server's actors whose names share the most trigrams with a name."""
    wanted = fold(name)
    return _read(
        store,
        f"WITH e, [text IN {_texts(store)} | toLower(normalize(toStringOrNull(text), NFKD))] AS texts "
        "WITH e, size([run IN $runs WHERE any(text IN texts WHERE text CONTAINS run)]) AS shared "
        f"ORDER BY shared DESC, {store.actor_rule.name('e')}",
        f"LIMIT {MOST_FETCHED}",
        runs=sorted({wanted[start : start + 3] for start in range(max(len(wanted) - 2, 1))}),
    )


def _actor(rule: ActorRule, node: str, actor_id: Any, name: Any, aliases: Any) -> Actor:
    called = _called(rule, node, actor_id, name)
    key = called if actor_id is None and rule.is_default else rule.key_at(node, actor_id)
    return Actor(node, actor_id, called, tuple(_listed(aliases)), key)


def _called(rule: ActorRule, node: str, actor_id: Any, name: Any) -> str:
    return rule.shown_of(node, actor_id) if name is None else str(name)


def _listed(aliases: Any) -> list[str]:
    return [str(alias) for alias in (aliases if isinstance(aliases, list) else [aliases] if aliases else [])]


def _names_of_each(rule: ActorRule, records: Sequence[Any]) -> tuple[list[str], list[int]]:
    """Return the names and aliases of actors, and for each the position of its actor in ``records``."""
    names = [_called(rule, node, actor_id, name) for node, actor_id, name, _ in records]
    rows = list(range(len(records)))
    for row, record in enumerate(records):
        if record[3]:
            aliases = _listed(record[3])
            names += aliases
            rows += [row] * len(aliases)
    return names, rows


def _best(actors: Iterable[Actor], name: str) -> list[Actor] | None:
    """Return the actors that match ``name`` by the strictest rule that any actor satisfies."""
    wanted, letters = fold(name), fold_name(name)
    actors = list(actors)
    holding = _actors_holding(actors, letters)
    near = [actor for row, actor in enumerate(actors) if row in holding or actor.node == name]
    readings: tuple[Callable[[Actor], bool], ...] = (
        lambda actor: actor.id is not None and actor.id_or_name == name,
        lambda actor: actor.name == name,
        lambda actor: name in actor.aliases,
        lambda actor: wanted in (fold(actor.name), fold(actor.id_or_name)),
        lambda actor: any(fold(alias) == wanted for alias in actor.aliases),
        lambda actor: letters in (fold_name(actor.name), fold_name(actor.id_or_name)),
        lambda actor: any(fold_name(alias) == letters for alias in actor.aliases),
        lambda actor: f" {wanted} " in f" {fold(actor.name)} ",
        lambda actor: has_part(actor.name, name),
        lambda actor: actor.node == name,
    )
    for reading in readings:
        found = [actor for actor in near if reading(actor)]
        if found:
            return found
    return _in_other_forms(actors, name) or None


def _actors_holding(actors: Sequence[Actor], part: str) -> set[int]:
    each = [(actor.name, actor.id_or_name, *actor.aliases) for actor in actors]
    rows = [row for row, texts in enumerate(each) for _ in texts]
    return _holding([text for texts in each for text in texts], rows, [part])


def _holding(texts: Sequence[str], rows: Sequence[int], parts: Collection[str]) -> set[int]:
    """Return the rows of the texts that, folded, contain one of the parts."""
    folded = fold_names(texts)
    return {row for part in parts for key, row in zip(folded, rows, strict=True) if part in key}


def _in_other_forms(actors: Sequence[Actor], name: str) -> list[Actor]:
    """Return the actors with this name in another company form, with initials, or with the surname first."""
    likeness = likeness_key(name)
    holding = _actors_holding(actors, _longest_word(name))
    return [
        actor
        for actor in (actors[row] for row in sorted(holding))
        if any(
            likeness_key(text) == likeness and compare_forms(text, name)
            for text in (actor.name, *actor.aliases)
        )
    ]


def _longest_word(name: str) -> str:
    """Return the longest word of a name that all its other forms contain as well.

    Initials are excluded: ``likeness_key`` joins them, but other forms may separate them.
    """
    return max({*likeness_key(name).split()}.intersection(name_words(name)), key=len, default="")


def _nobody(name: str, candidates: Iterable[Actor]) -> ActorError:
    names = [called for actor in candidates for called in (actor.name, *actor.aliases)]
    spelt = {spelt_out(called): called for called in names}
    close = nearest(name, names) or tuple(spelt[one] for one in nearest(spelt_out(name), spelt))
    close = close or tuple(alike for alike, _ in Initials(names).alike(name))
    offer = did_you_mean(close) or "Search for a part of the name: sociogram query find-actors TEXT."
    return ActorError(f"No actor is called '{name}'. {offer}", nearest=close)


def _several(name: str, found: list[Actor]) -> ActorError:
    ids = [actor.id for actor in found]
    listed = ", ".join(
        f"{actor.name} (id {actor.id if actor.id is not None and ids.count(actor.id) == 1 else actor.node})"
        for actor in found[:10]
    )
    close = tuple(actor.name for actor in found[:10])
    return ActorError(f"'{name}' may be any of {listed}. Give the id instead.", nearest=close)
