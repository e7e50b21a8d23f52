// The data of the page: the pairs, the decisions so far, and the file made from them.

import { byId } from "../common/dom.js";
import { csvOf } from "../common/files.js";
import { folded } from "../common/fold.js";

const payload = JSON.parse(byId("data").textContent);
export const actors = payload.actors;
export const pairs = payload.pairs.map((pair, number) => {
  const [decision, by, date, reason] = pair.decision || ["", "", "", ""];
  return { ...pair, number, decision, by, date, reason, kept: "a", isChanged: false, text: null };
});
export const history = [];
export let isSaved = true;

/** Record that all changes are saved in a file. */
export function nowSaved() {
  isSaved = true;
}

/** Today's date in the reader's time zone, for a decision. */
function today() {
  const now = new Date();
  const two = (value) => String(value).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** Change the decision about a pair; `undoLast` undoes it. */
export function decidePair(pair, changes) {
  history.push({ pair, before: { decision: pair.decision, by: pair.by, date: pair.date, reason: pair.reason, kept: pair.kept, isChanged: pair.isChanged } });
  Object.assign(pair, changes, { by: byId("by").value.trim(), date: today(), isChanged: true });
  isSaved = false;
}

/** Undo the last change; return its pair. */
export function undoLast() {
  const last = history.pop();
  if (!last) return null;
  Object.assign(last.pair, last.before);
  isSaved = !pairs.some((pair) => pair.isChanged);
  return last.pair;
}

/** The ids of a pair, the one to keep first. */
function idsOf(pair) {
  const ids = [actors[pair.a].id, actors[pair.b].id];
  return pair.kept === "a" ? ids : ids.reverse();
}

// contradictions: two actors that are different, but the same according to other pairs

/** The representative of each id, after joining all that were decided to be the same. */
function groupsOfSame() {
  const above = new Map();
  const top = (id) => {
    let at = id;
    while (above.has(at)) at = above.get(at);
    return at;
  };
  const join = (one, other) => { if (top(one) !== top(other)) above.set(top(one), top(other)); };
  for (const [a, b, decision] of payload.decided) if (decision === "same") join(a, b);
  for (const pair of pairs) if (pair.decision === "same") join(...idsOf(pair));
  return top;
}

/** The numbers of the pairs whose decision contradicts other decisions. */
export function contradictions() {
  const top = groupsOfSame();
  const apart = payload.decided.filter(([, , decision]) => decision === "different").map(([a, b]) => [top(a), top(b)]);
  const broken = new Set(apart.filter(([a, b]) => a === b).map(([a]) => a));
  for (const pair of pairs) {
    const [a, b] = idsOf(pair);
    if (pair.decision === "different" && top(a) === top(b)) broken.add(top(a));
  }
  const contradicts = (pair) => {
    const [a, b] = idsOf(pair).map(top);
    return pair.decision === "same" ? broken.has(a) : pair.decision === "different" && a === b;
  };
  return new Set(pairs.filter(contradicts).map((pair) => pair.number));
}

// finding

/** The text to search: names, types, countries, ids. */
function textOf(pair) {
  pair.text ??= [actors[pair.a], actors[pair.b]].map((actor) => folded([actor.name, ...actor.aliases, ...actor.types, ...actor.countries, actor.id].join(" "))).join(" ");
  return pair.text;
}

export function isWanted(pair, filter, words) {
  if (filter === "open" ? pair.decision : filter !== "all" && pair.decision !== filter) return false;
  return words.every((word) => textOf(pair).includes(word));
}

/** The decisions of this page as a file: a row for each decided or changed pair. */
export function decisionsFile() {
  const changed = pairs.filter((pair) => pair.isChanged && pair.decision);
  const rows = changed.map((pair) => [...idsOf(pair), pair.decision, pair.by, pair.date, pair.reason]);
  return { count: changed.length, csv: csvOf([payload.fields, ...rows], "\n", (text) => text) };
}
