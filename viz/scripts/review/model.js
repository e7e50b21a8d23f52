// The data of a review: the original claims, the decisions so far, and the sheet made from them.

import { byId } from "../common/dom.js";
import { csvOf } from "../common/files.js";
import { folded } from "../common/fold.js";
import { t } from "../common/texts.js";

export const payload = JSON.parse(byId("data").textContent);
export const LISTS = new Set(payload.lists);
export const ACTOR_FIELDS = new Set(["source", "target", "claimed_by", "via"]);

export const claims = payload.claims.map((claim, number) => ({ ...claim, number, changes: {}, looked: false, isNew: false }));
const actorById = new Map(payload.actors.map((actor) => [actor.id, actor]));
const idsByName = new Map();
for (const actor of payload.actors) {
  for (const name of [actor.name, ...actor.aliases]) {
    const known = idsByName.get(folded(name)) || new Set();
    idsByName.set(folded(name), known.add(actor.id));
  }
}

export const history = [];
export let isSaved = true;

/** Record that all changes are saved in a file. */
export function nowSaved() {
  isSaved = true;
}

/** The current value of a field: changed, original, or the default. */
export function valueOf(claim, field) {
  return claim.changes[field] ?? original(claim, field);
}

export function original(claim, field) {
  return claim.values[field] ?? payload.defaults[field] ?? "";
}

export function listOf(value) {
  return value.split(/\s+\|\s+/).map((part) => part.trim()).filter(Boolean);
}

export function paragraphOf(claim) {
  if (!claim.isNew && claim.changes.paragraph === undefined) return claim.paragraph;
  const number = Number(valueOf(claim, "paragraph"));
  return Number.isInteger(number) && number >= 1 && number <= payload.paragraphs.length ? number : null;
}

export function isChanged(claim) {
  return claim.isNew || Object.keys(claim.changes).length > 0;
}

// actors by name

/** How a field shows an actor: by name, with the id if several have that name. */
export function actorLabel(id) {
  const actor = actorById.get(id);
  if (!actor) return id;
  return idsByName.get(folded(actor.name)).size > 1 ? `${actor.name} (${id})` : actor.name;
}

/** Find the actor that a text means: `{ id }`, `{ id, isNew }` for an unknown one, or `{ problem }`. */
export function actorCalled(text) {
  const wanted = text.trim();
  if (actorById.has(wanted)) return { id: wanted };
  const ids = idsByName.get(folded(wanted));
  if (ids && ids.size === 1) return { id: [...ids][0] };
  const inside = /\(([^()]+)\)$/.exec(wanted);
  if (inside && actorById.has(inside[1]) && actorLabel(inside[1]) === wanted) return { id: inside[1] };
  if (ids) return { problem: t("Several actors are called {name}: choose one of the list.", { name: wanted }) };
  return { id: wanted, isNew: true };
}

// decisions

/** Record a decision on a claim; fields with their original values are not changes. */
export function decide(claim, values) {
  const changes = { ...claim.changes };
  for (const [field, value] of Object.entries(values)) {
    if (value === original(claim, field)) delete changes[field];
    else changes[field] = value;
  }
  history.push({ claim, changes: claim.changes, looked: claim.looked });
  claim.changes = changes;
  claim.looked = true;
  isSaved = false;
}

export function addClaim(values) {
  const claim = { id: null, number: claims.length, paragraph: null, values: {}, changes: { ...values }, looked: true, isNew: true, against: [], via: [], voice: "", quotedIn: [], sentence: "", standing: "live" };
  claims.push(claim);
  history.push({ claim, added: true });
  isSaved = false;
  return claim;
}

/** Undo the last decision; return its claim. */
export function undoLast() {
  const last = history.pop();
  if (!last) return null;
  if (last.added) claims.splice(claims.indexOf(last.claim), 1);
  else Object.assign(last.claim, { changes: last.changes, looked: last.looked });
  isSaved = !claims.some(isChanged);
  return last;
}

// the sheet

/** Whether a field is emptied; only `--clear-empty` lets an empty cell do that. */
function empties(claim) {
  return Object.entries(claim.changes).some(([field, value]) => value === "" && original(claim, field) !== "");
}

/**
 * The corrections as a sheet for `sociogram load`: the id and the changes of each changed claim, and a whole
 * row for each new one. If a cell is to be emptied, the row's other cells are filled in, so that only it is empty.
 */
export function corrections() {
  const corrected = claims.filter((claim) => !claim.isNew && isChanged(claim));
  const added = claims.filter((claim) => claim.isNew);
  const clears = corrected.some(empties);
  const fields = payload.fields.filter((field) => corrected.some((claim) => claim.changes[field] !== undefined) || added.some((claim) => valueOf(claim, field) !== ""));
  const rows = corrected.map((claim) => [claim.id, ...fields.map((field) => claim.changes[field] ?? (clears ? claim.values[field] : ""))]);
  const whole = added.map((claim) => ["", ...fields.map((field) => valueOf(claim, field))]);
  return { corrected: corrected.length, added: added.length, clears, csv: csvOf([["id", ...fields], ...rows, ...whole], "\n", (text) => text) };
}

/** `start_date` → `Start date`. */
export function fieldTitle(field) {
  const words = field.replace(/_/g, " ");
  return words[0].toUpperCase() + words.slice(1);
}
