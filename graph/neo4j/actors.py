"""Detects which nodes of a server are actors, by three queries that read a limited number of nodes."""

from __future__ import annotations

from collections.abc import Sequence

from sociogram.graph.actor_rules import (
    CODE,
    MOST_LABELS,
    SAMPLE,
    ActorChoice,
    ActorRule,
    Ids,
    KeySample,
    rule_of,
    settled,
)
from sociogram.graph.common.cypher_names import quoted
from sociogram.graph.errors import CypherError
from sociogram.graph.model import ENTITY_LABEL
from sociogram.graph.store import QueryRunner, labels_and_counts

_CONSTRAINTS = (
    "SHOW CONSTRAINTS YIELD type, entityType, labelsOrTypes, properties "
    "WHERE entityType = 'NODE' AND type IN ['UNIQUENESS', 'NODE_PROPERTY_UNIQUENESS', 'NODE_KEY'] "
    "AND size(properties) = 1 RETURN labelsOrTypes[0], properties[0]"
)
_IDS_THAT_ARE_NOT_TEXT = (
    f"MATCH (n:{ENTITY_LABEL}) WITH n LIMIT {SAMPLE} "
    "WHERE n.id IS NOT NULL AND NOT coalesce(n.id = toStringOrNull(n.id), false) RETURN 1 LIMIT 1"
)
"""Finds entities of another program; sociogram's own have texts."""


def actor_rule(runner: QueryRunner, choice: ActorChoice) -> tuple[ActorRule, bool]:
    """Return the rule for a database, and whether it holds until something is written."""
    labels, counts = labels_and_counts(runner)
    loaded_ids = counts.entities > 0 and not any(runner.execute(_IDS_THAT_ARE_NOT_TEXT).rows)
    if (rule := settled(choice, counts)) is not None and (loaded_ids or not counts.entities):
        return rule, counts.entities > 0
    samples = _samples(runner, [*choice.labels, *sorted(set(labels) - set(choice.labels))][:MOST_LABELS])
    unique = _unique_keys(runner)
    with_ids = [label for label, found in samples.items() if "id" in found]
    are_text = {found["id"].texts == found["id"].nodes for found in samples.values() if "id" in found}
    differ = (counts.are_loaded and loaded_ids) or (len(with_ids) == 1 and (with_ids[0], "id") in unique)
    has_ids = differ and len(are_text) < 2 and (are_text <= {True} or not _have_other_ids(runner, with_ids))
    ids = Ids(has_ids, are_text=are_text <= {True})
    keys = [key for _, key in unique]
    rule = rule_of(choice, samples, is_loaded=counts.are_loaded, ids=ids, keys=keys)
    return rule, bool(labels)


def _have_other_ids(runner: QueryRunner, labels: Sequence[str]) -> bool:
    """Return whether some ids are neither texts nor numbers: a date has another form in Python."""
    parts = [
        f"MATCH (n:{quoted(label)}) WITH n.id AS id LIMIT {SAMPLE} "
        "WHERE id IS NOT NULL AND NOT coalesce(id = toStringOrNull(id), false) "
        "AND toFloatOrNull(id) IS NULL AND toBooleanOrNull(id) IS NULL RETURN 1 AS found LIMIT 1"
        for label in labels
    ]
    return any(runner.execute(" UNION ALL ".join(parts)).rows)


def _samples(runner: QueryRunner, labels: Sequence[str]) -> dict[str, dict[str, KeySample]]:
    """Count, in the first nodes of each label and of none, the texts that each property holds."""
    first = [f"MATCH (n:{quoted(label)}) WITH n LIMIT {SAMPLE}" for label in labels]
    first.append(f"MATCH (n) WITH n LIMIT {SAMPLE} WHERE labels(n) = []")
    parts = [
        f"{nodes} UNWIND keys(n) AS key "
        "WITH key, n[key] AS value, CASE WHEN n[key] = toStringOrNull(n[key]) THEN n[key] END AS text "
        f"RETURN {number} AS label, key, count(value) AS nodes, count(text) AS texts, "
        "count(DISTINCT text) AS different, count(CASE WHEN text =~ $code THEN 1 END) AS codes"
        for number, nodes in enumerate(first)
    ]
    named = [*labels, ""]
    samples: dict[str, dict[str, KeySample]] = {label: {} for label in named}
    for number, key, *counts in runner.execute(" UNION ALL ".join(parts), {"code": CODE}).rows:
        samples[named[number]][key] = KeySample(*counts)
    return samples


def _unique_keys(runner: QueryRunner) -> list[tuple[str, str]]:
    """Return the labels and properties with a uniqueness constraint; none if the server lists none."""
    try:
        return [(label, key) for label, key in runner.execute(_CONSTRAINTS).rows]
    except CypherError:
        return []  # a server that is not Neo4j
