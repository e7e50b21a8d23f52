// The pairs as cards: two actors side by side, why they may be the same, and the decision.

import { announce, byId, calm, el, focused, named, webLink } from "../common/dom.js";
import { folded } from "../common/fold.js";
import { counted, numberText, t } from "../common/texts.js";
import { actors, contradictions, decidePair, history, isSaved, isWanted, pairs } from "./model.js";

const PAIRS_AT_ONCE = 60;
const DECISIONS = { same: t("Same"), different: t("Different"), unsure: t("Unsure") };
export let listed = [];
let drawn = 0;
/** @type {any} */
export let chosen = null;
export let contradicting = new Set();

function fact(label, children, isDifferent) {
  if (!children) return null;
  return el("div", { class: `fact${isDifferent ? " differs" : ""}` }, el("dt", { text: label }), el("dd", {}, children));
}

function list(texts) {
  return texts.length ? texts.map((text, index) => [index ? ", " : "", named(text)]) : null;
}

/** What is known about one actor; values that differ from the other's stand out. */
function actorColumn(pair, side) {
  const actor = actors[pair[side]];
  const other = actors[pair[side === "a" ? "b" : "a"]];
  const isKept = pair.decision === "same" && pair.kept === side;
  const differ = (one, two) => one.length > 0 && two.length > 0 && !one.some((text) => two.map(folded).includes(folded(text)));
  const clash = (one, two) => one.length > 0 && two.length > 0 && !one.some((date) => two.some((born) => born.startsWith(date) || date.startsWith(born)));
  const shared = new Set(other.near);
  return el("div", { role: "group", class: `actor${pair.decision === "same" ? (isKept ? " kept" : " merged") : ""}`, "aria-label": t("Actor {letter}", { letter: side.toUpperCase() }) },
    el("h2", {}, named(actor.name), isKept ? [" ", el("span", { class: "tag confirmed", text: t("kept") })] : null, actor.stub ? [" ", el("span", { class: "tag draft", title: t("Only ties mention this actor"), text: t("stub") })] : null),
    el("dl", {},
      fact("id", named(actor.id)),
      fact(t("type"), list(actor.types), differ(actor.types, other.types)),
      fact(t("country"), list(actor.countries), differ(actor.countries, other.countries)),
      fact(t("born"), list(actor.born), clash(actor.born, other.born)),
      fact(t("also"), list(actor.aliases)),
      fact(t("about"), actor.summary ? named(actor.summary) : null),
      fact(t("link"), actor.link ? webLink(actor.link, actor.link) : null),
      fact(t("tied to"), actor.ties ? [actor.near.map((name, index) => [index ? ", " : "", el(shared.has(name) ? "strong" : "span", {}, named(name))]), actor.ties > actor.near.length ? ` ${t("and {count} more", { count: numberText(actor.ties - actor.near.length) })}` : ""] : t("nobody"))));
}

function bothNames(pair) {
  return t("{one} and {other}", { one: actors[pair.a].name, other: actors[pair.b].name });
}

function pairCard(pair) {
  const act = (decision, key) => el("button", { type: "button", class: `act ${decision}`, "aria-pressed": String(pair.decision === decision), title: t("Key {key}", { key }), text: DECISIONS[decision], on: { click: () => { choose(pair); judge(pair, decision); } } });
  return el("article", {
    id: `pair-${pair.number}`, class: `card pair${pair.decision ? ` looked ${pair.decision}` : ""}${pair === chosen ? " chosen" : ""}`, tabindex: "-1", "data-number": pair.number,
    "aria-label": `${bothNames(pair)}${pair.decision ? `: ${DECISIONS[pair.decision]}` : ""}`, on: { click: () => choose(pair), focus: () => choose(pair) },
  },
  el("div", { class: "why" },
    el("p", { class: "score", title: t("How likely they are one, from 0 to 1") }, el("meter", { min: "0", max: "1", value: String(pair.score), "aria-label": t("How likely they are one") }), ` ${pair.score.toFixed(2)}`),
    el("ul", { class: "reasons" }, pair.reasons.map(([text, isAgainst]) => el("li", { class: isAgainst ? "against" : null }, isAgainst ? el("span", { class: "unseen", text: `${t("Against it:")} ` }) : null, named(text))))),
  el("div", { class: "two" }, actorColumn(pair, "a"), actorColumn(pair, "b")),
  contradicting.has(pair.number) ? el("p", { class: "problem", text: t("This contradicts other decisions: through others, two different actors would be the same.") }) : null,
  el("div", { class: "acts" }, act("same", "y"), act("different", "n"), act("unsure", "m"),
    pair.decision === "same" ? el("button", { type: "button", class: "swap", title: t("Key {key}", { key: "x" }), on: { click: () => { choose(pair); keepOther(pair); } } }, t("Keep"), " ", named(actors[pair[pair.kept === "a" ? "b" : "a"]].name)) : null,
    pair.decision ? el("label", { class: "reason" }, el("span", { text: t("Why") }), el("input", { type: "text", dir: "auto", value: pair.reason, on: { change: (event) => explain(pair, event.target.value.trim()) } })) : null,
    pair.decision && !pair.isChanged && (pair.by || pair.date) ? el("span", { class: "by-whom" }, named([pair.by, pair.date].filter(Boolean).join(", "))) : null));
}

export function redrawPair(pair) {
  const before = byId(`pair-${pair.number}`);
  if (!before) return;
  const had = before.contains(focused());
  const after = pairCard(pair);
  before.replaceWith(after);
  if (had) after.focus({ preventScroll: true });
}

export function drawProgress() {
  const decided = pairs.filter((pair) => pair.decision === "same" || pair.decision === "different").length;
  const unsure = pairs.filter((pair) => pair.decision === "unsure").length;
  const left = pairs.length - decided - unsure;
  byId("bar").max = Math.max(pairs.length, 1);
  byId("bar").value = pairs.length - left;
  const wrong = contradicting.size;
  const parts = [t("{pairs} left of {all}", { pairs: counted(left, "pair", "pairs"), all: numberText(pairs.length) }), decided ? t("{count} decided", { count: numberText(decided) }) : "", unsure ? t("{count} unsure", { count: numberText(unsure) }) : "", wrong ? t("{count} contradict each other", { count: numberText(wrong) }) : "", isSaved ? "" : t("not saved")];
  byId("counts").textContent = parts.filter(Boolean).join(" · ");
  byId("counts").classList.toggle("against", wrong > 0);
  byId("undo").disabled = !history.length;
  byId("save").disabled = !pairs.some((pair) => pair.isChanged && pair.decision);
}

/** Redraw the cards whose contradictions changed, and the progress. */
export function drawState() {
  const before = contradicting;
  contradicting = contradictions();
  for (const pair of pairs) if (before.has(pair.number) !== contradicting.has(pair.number)) redrawPair(pair);
  drawProgress();
}

export function drawMore() {
  const next = listed.slice(drawn, drawn + PAIRS_AT_ONCE);
  byId("pairs").append(...next.map(pairCard));
  drawn += next.length;
  byId("more").hidden = drawn >= listed.length;
  byId("more").textContent = t("Show more ({count} left)", { count: numberText(listed.length - drawn) });
}

/** List the pairs that pass the filter and contain the words. */
export function drawPairs() {
  const words = folded(byId("find").value).split(" ").filter(Boolean);
  listed = pairs.filter((pair) => isWanted(pair, byId("filter").value, words));
  drawn = 0;
  if (!listed.includes(chosen)) chosen = null;
  byId("pairs").replaceChildren();
  if (!listed.length) byId("pairs").append(el("p", { class: "none", text: pairs.length ? t("No pair to show here.") : t("No actors look alike.") }));
  drawMore();
}

/** Select the pair that keys act on. */
export function choose(pair) {
  if (chosen === pair) return;
  if (chosen) byId(`pair-${chosen.number}`)?.classList.remove("chosen");
  chosen = pair;
  byId(`pair-${pair.number}`)?.classList.add("chosen");
}

export function goToPair(pair) {
  while (!byId(`pair-${pair.number}`) && drawn < listed.length) drawMore();
  choose(pair);
  const found = byId(`pair-${pair.number}`);
  if (!found) return;
  found.focus({ preventScroll: true });
  found.scrollIntoView({ block: "center", behavior: calm.matches ? "auto" : "smooth" });
}

/** Decide about a pair, then go to the next undecided one. */
export function judge(pair, decision) {
  decidePair(pair, { decision });
  redrawPair(pair);
  drawState();
  byId("saved").hidden = true;
  announce(`${DECISIONS[decision]}: ${bothNames(pair)}`);
  const after = listed.slice(listed.indexOf(pair) + 1).find((one) => !one.decision);
  goToPair(after || pair);
}

export function keepOther(pair) {
  if (pair.decision !== "same") { announce(t("Decide that they are the same first")); return; }
  decidePair(pair, { kept: pair.kept === "a" ? "b" : "a" });
  redrawPair(pair);
  drawState();
  announce(t("Kept: {name}", { name: actors[pair[pair.kept]].name }));
}

function explain(pair, reason) {
  if (reason === pair.reason) return;
  decidePair(pair, { reason });
  drawState();
}
