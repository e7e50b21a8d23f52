// The part of the address after "#": an actor by id or name, else `name=value` pairs and flags.

const FLAGS = ["embed", "list", "tied"];
/** Stands for an empty value in a list of values; a colon of the data is written as `%3A`. */
const EMPTY_VALUE = ":";

export function decodedText(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a literal "%"
  }
}

export function listText(values) {
  return values.map((value) => (value === "" ? EMPTY_VALUE : encodeURIComponent(value))).join(",");
}

export function listOf(text) {
  return text ? text.split(",").map((value) => (value === EMPTY_VALUE ? "" : decodedText(value))) : [];
}

/** The parts of an address: the actor (null for none), its flags, and its values by name, still encoded. */
export function parseAddress(hash) {
  const wanted = { actor: null, flags: new Set(), values: new Map() };
  for (const part of hash.replace(/^#/, "").split("&").filter(Boolean)) {
    const at = part.indexOf("=");
    if (at >= 0) wanted.values.set(decodedText(part.slice(0, at)), part.slice(at + 1));
    else if (FLAGS.includes(part)) wanted.flags.add(part);
    else wanted.actor ??= decodedText(part);
  }
  if (wanted.values.has("actor")) wanted.actor = decodedText(wanted.values.get("actor"));
  return wanted;
}

/** An actor alone is written as its id; an id that would read as something else is written with a name. */
export function actorPart(id) {
  return FLAGS.includes(id) || id === "" ? `actor=${encodeURIComponent(id)}` : encodeURIComponent(id);
}
