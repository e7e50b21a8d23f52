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
no other words, no list around them, no code fence.

- One claim is one voice saying, in one place of the text, that a tie between two actors holds or
  does not. Two voices that say the same make two claims. A sentence may make several.
- Take only what the text says. Add nothing that you know from elsewhere, and leave out what you are
  unsure of.
- `source` and `target` are the ends of the tie in the order in which its type is read: "A commands
  B" has A as `source`. Write an actor's full name as the text prints it, or the id of an actor
  listed below; always the same name for the same actor.
- `type` is a verb or a role in capitals with underscores: MET, LEADS, PAID, MEMBER_OF, ACCUSES.
- `quote` is required: the few words that decide the claim, copied letter for letter from that
  paragraph. A claim whose quote is not in the text is thrown away.
- `paragraph` is the number of the block between blank lines, from 1; the title is paragraph 1.
- `polarity` is `denies` where the voice says that the tie does not hold: "Olm never met Tarr".
- `modality`: `actual` for what is or was; `planned` for what is announced; `intended` for
  somebody's purpose; `possible` for what may be; `demanded` for what somebody asks for.
- `claimed_by` is who says it, in the first place. Leave it out where the author of the text says it
  alone.
- `via` lists who passes it on, from the first voice towards the reader, the author last: a mother,
  told by a human rights group, told by the author, gives ["the group", "the author"]. Leave it out
  where the author alone speaks.
- `certainty` is how the first voice puts it: `stated` as a plain fact; `reported` as a finding or
  an account; `alleged` as a charge; `opinion` as a judgement.
- `cites` lists documents that the text relays, such as a report; `mention` says with which words
  the text names an end, where it does not use the name: "source=the minister".
- "A accuses B of paying C" makes two claims: that A accuses B, and that B paid C, `alleged` and
  claimed by A.
- Dates are written 2024, 2024-02 or 2024-02-14. Leave out a date that the text does not give.
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
    "quote": {"type": "string", "minLength": 1, "description": "The decisive words, letter for letter."},
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
