"""The prompt for a language model that extracts claims from a text: instructions and a JSON schema.

The model's answer is verified: ``sociogram load FILE.jsonl --text …`` rejects every claim whose quote is not
in the text, and loads the others as drafts.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sociogram.graph.model import CERTAINTIES, MODALITIES, POLARITIES

_INSTRUCTIONS = """\
Read the text and write down who claims what about whom.

Answer with JSON Lines only: one JSON object a line, each a claim as the schema below describes it;
no other text, no enclosing list, no code fence.

- A claim is one voice saying, in one place of the text, that a tie between two actors holds or does
  not hold. If two voices say the same, write two claims. One sentence may contain several claims.
- Use only what the text says. Do not add knowledge from elsewhere, and leave out anything that you
  are not sure of.
- `source` and `target` are the ends of the tie in the order in which its type is read: "A commands
  B" has A as `source`. Write an actor's full name as the text prints it, or the id of an actor
  listed below. Always use the same name for the same actor.
- `type` is a verb or a role in capitals with underscores: MET, LEADS, PAID, MEMBER_OF, ACCUSES.
- `quote` is required: the few words that support the claim, copied exactly from that paragraph. A
  claim whose quote is not in the text is discarded.
- `paragraph` is the number of the block between blank lines, from 1; the title is paragraph 1.
- `polarity` is `denies` if the voice says that the tie does not hold: "Olm never met Tarr".
- `modality`: `actual` for what is or was; `planned` for what is announced; `intended` for
  somebody's intention; `possible` for what may be; `demanded` for what somebody asks for.
- `claimed_by` is the voice that said it first. Leave it out if only the author of the text says it.
- `via` lists everybody who relays it, from the first voice to the reader, the author last: if the
  author quotes a human rights group that quotes a mother, write ["the group", "the author"]. Leave
  it out if only the author says it.
- `certainty` is how the first voice presents it: `stated` as a plain fact; `reported` as a finding
  or an account; `alleged` as an accusation; `opinion` as a judgement.
- `cites` lists documents that the text refers to, such as a report. `mention` gives the words with
  which the text names an end, if it does not use the name: "source=the minister".
- "A accuses B of paying C" contains two claims: that A accuses B, and that B paid C, which is
  `alleged` and claimed by A.
- Write dates as 2024, 2024-02 or 2024-02-14. Leave out a date that the text does not give.
"""

_FIELDS: dict[str, dict[str, Any]] = {
    "source": {"type": "string", "description": "The actor that the tie begins at."},
    "type": {
        "type": "string",
        "pattern": "^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$",
        "description": "How they are tied.",
    },
    "target": {"type": "string", "description": "The actor that the tie ends at."},
    "role": {"type": "string", "description": "As what, in the words of the text: harbour master."},
    "polarity": {"enum": list(POLARITIES), "default": POLARITIES[0]},
    "modality": {"enum": list(MODALITIES), "default": MODALITIES[0]},
    "start_date": {"type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"},
    "end_date": {"type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"},
    "claimed_by": {"type": "string", "description": "The first voice."},
    "via": {"type": "array", "items": {"type": "string"}, "description": "Who relays it, the author last."},
    "certainty": {"enum": list(CERTAINTIES)},
    "cites": {"type": "array", "items": {"type": "string"}, "description": "Documents that the text relays."},
    "paragraph": {"type": "integer", "minimum": 1},
    "quote": {"type": "string", "minLength": 1, "description": "The decisive words, copied exactly."},
    "mention": {"type": "string", "description": "Words for an end: source=the minister | target=the firm."},
    "summary": {"type": "string", "description": "The claim in one sentence."},
}

SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "A claim",
    "description": "One voice saying, in one place of one text, that a tie holds or does not.",
    "type": "object",
    "properties": _FIELDS,
    "required": ["source", "type", "target", "paragraph", "quote"],
    "additionalProperties": False,
}
"""The JSON schema of one line of the answer."""


def instructions(paragraphs: Sequence[str] = (), actors: Iterable[tuple[str, str]] = ()) -> str:
    """Return the prompt for a language model.

    Args:
        paragraphs: the text; without it, the caller must append the text.
        actors: id and name of the known actors.

    Example:
        >>> print(instructions(["Olm met Tarr."], [("ida-olm", "Ida Olm")]))
    """
    parts = [_INSTRUCTIONS, "The schema of one line:\n\n" + json.dumps(SCHEMA, ensure_ascii=False, indent=2)]
    known = [f"- {actor}: {name}" for actor, name in actors]
    if known:
        parts.append("Actors that are known already, by id:\n\n" + "\n".join(known))
    if paragraphs:
        numbered = (f"[{number}] {paragraph}" for number, paragraph in enumerate(paragraphs, 1))
        parts.append("The text, each paragraph after its number:\n\n" + "\n\n".join(numbered))
    return "\n\n".join(part.rstrip("\n") for part in parts) + "\n"
