// The claims beside their paragraphs: each a card, with what was decided.

import { allOf, announce, byId, calm, counted, el, named } from "../common/dom.js";
import { accept, correct, retract, startClaim } from "./main.js";
import { ACTOR_FIELDS, actorLabel, claims, history, isChanged, isSaved, listOf, LISTS, original, paragraphOf, payload, valueOf } from "./model.js";
import { drawWords, lightClaim, paragraphsOf } from "./text.js";

const REVIEW_WORDS = { confirmed: "Confirmed", draft: "Draft", retracted: "Retracted" };
const FIELD_WORDS = { claimed_by: "voice", via: "relayed by", start_date: "from", end_date: "until", sources: "text", cites: "cited documents", review: "state" };
export let chosen = null;
let filter = "all";

/** No claim is the one that keys act on. */
export function chooseNone() {
  chosen = null;
}

export function setFilter(name) {
  filter = name;
  chooseNone();
  drawAll();
}

function fieldWords(field) {
  return FIELD_WORDS[field] || field.replace(/_/g, " ");
}

/** A value of a field as a reader is shown it: actors by name. */
function valueWords(field, value) {
  if (!value) return "nothing";
  if (!ACTOR_FIELDS.has(field)) return value;
  return (LISTS.has(field) ? listOf(value) : [value]).map(actorLabel).join(", then ");
}

function sentenceOf(claim) {
  if (!claim.isNew) return [el("span", { text: claim.sentence })];
  const verb = payload.types[valueOf(claim, "type")] || valueOf(claim, "type");
  const voice = valueOf(claim, "claimed_by");
  return [voice ? [named(actorLabel(voice)), ": "] : null, named(actorLabel(valueOf(claim, "source"))), " ", el("em", { text: verb }), " ", named(actorLabel(valueOf(claim, "target")))];
}

function chip(text, kind) {
  return el("span", { class: `tag ${kind}`, text });
}

function tags(claim) {
  const review = valueOf(claim, "review");
  return [
    claim.standing === "taken back" ? chip("Taken back", "retracted") : chip(REVIEW_WORDS[review] || review, review),
    claim.isNew ? chip("New", "changed") : Object.keys(claim.changes).length ? chip("Changed", "changed") : null,
    valueOf(claim, "polarity") === "denies" ? chip("Denies", "denies") : null,
    valueOf(claim, "modality") !== "actual" ? chip(valueOf(claim, "modality"), "modality") : null,
    chip(valueOf(claim, "certainty") || "certainty not given", "certainty"),
  ];
}

/** Where the quote of a claim stands, in words; empty where it stands in its paragraph. */
function quoteProblem(claim) {
  const quote = valueOf(claim, "quote");
  const number = paragraphOf(claim);
  if (!quote) return "No quote.";
  const isGiven = !claim.isNew && claim.changes.quote === undefined && claim.changes.paragraph === undefined;
  const numbers = isGiven ? claim.quotedIn : paragraphsOf(quote, number);
  const written = valueOf(claim, "paragraph");
  if (!numbers.length) return "These words are not in the text.";
  if (numbers.includes(Number(written))) return "";
  const where = `${numbers.length === 1 ? "paragraph" : "paragraphs"} ${numbers.slice(0, 5).join(", ")}${numbers.length > 5 ? ", …" : ""}`;
  return written ? `Not in paragraph ${written}; these words are in ${where}.` : `No paragraph given; these words are in ${where}.`;
}

function voiceLine(claim) {
  const changed = claim.isNew || claim.changes.claimed_by !== undefined || claim.changes.via !== undefined;
  const voice = changed ? (valueOf(claim, "claimed_by") ? actorLabel(valueOf(claim, "claimed_by")) : "the author of the text") : claim.voice || "nobody named";
  const relays = changed ? listOf(valueOf(claim, "via")).map(actorLabel) : claim.via;
  return el("p", { class: "voices" }, "Voice: ", named(voice), relays.length ? [" · relayed by ", relays.flatMap((name, index) => [index ? ", then " : "", named(name)])] : null);
}

function card(claim) {
  const quote = valueOf(claim, "quote");
  const problem = quoteProblem(claim);
  const changes = claim.isNew ? [] : Object.keys(claim.changes);
  const act = (text, action, properties = {}) => el("button", { type: "button", text, ...properties, on: { click: () => action(claim) } });
  return el("article", {
    id: `claim-${claim.number}`, class: `card${claim.looked ? " looked" : ""}${claim === chosen ? " chosen" : ""}${valueOf(claim, "review") === "retracted" ? " gone" : ""}`, tabindex: "-1", "data-number": claim.number,
    "aria-label": claim.id ? `Claim ${claim.id}` : "New claim", on: { click: () => choose(claim), focus: () => choose(claim) },
  },
  el("p", { class: "tags" }, tags(claim), el("span", { class: "id" }, claim.looked ? el("span", { class: "done", text: "✓ looked at " }) : null, claim.id ? named(claim.id) : claim.isNew ? null : "without an id")),
  el("p", { class: "sentence", dir: "auto" }, sentenceOf(claim)),
  voiceLine(claim),
  quote ? el("button", { type: "button", class: "quoted plain", title: "Show it in the text", on: { click: () => goToQuote(claim) } }, "“", named(quote), "”") : null,
  problem ? el("p", { class: "problem", text: problem }) : null,
  valueOf(claim, "cites") ? el("p", { class: "aside" }, "Cites ", named(listOf(valueOf(claim, "cites")).join(", "))) : null,
  claim.against.map((sentence) => el("p", { class: "aside against", dir: "auto", text: `Contradicted: ${sentence}` })),
  valueOf(claim, "note") ? el("p", { class: "aside", dir: "auto", text: `Note: ${valueOf(claim, "note")}` }) : null,
  changes.length ? el("ul", { class: "changes" }, changes.map((field) => el("li", {}, `${fieldWords(field)}: `, el("del", {}, named(valueWords(field, original(claim, field)))), " → ", el("ins", {}, named(valueWords(field, claim.changes[field])))))) : null,
  claim.id || claim.isNew
    ? el("p", { class: "acts" }, act("Accept", accept), act("Correct", correct), act("Retract", retract))
    : el("p", { class: "problem", text: "Without an id it cannot be corrected here. `sociogram load` gives ids when it next writes the folder." }));
}

function isShown(claim) {
  if (claim === chosen || filter === "all") return true;
  if (filter === "drafts") return original(claim, "review") === "draft";
  return filter === "open" ? !claim.looked : isChanged(claim);
}

function claimsAt(number) {
  return claims.filter((claim) => paragraphOf(claim) === number);
}

function drawClaims(number, found = claimsAt(number)) {
  const list = byId(`claims-${number ?? "none"}`);
  if (!list) return;
  const seen = found.filter(isShown);
  const hidden = found.length - seen.length;
  const add = number === null ? null : el("button", { type: "button", class: "plain add", text: "Add a claim", on: { click: () => startClaim({ number }) } });
  list.replaceChildren(
    ...seen.map(card),
    el("p", { class: "none" }, !found.length && number !== null ? "No claim. " : hidden ? `${counted(hidden, "claim", "claims")} not shown. ` : "", add ?? ""),
  );
}

export function drawProgress() {
  const own = claims.filter((claim) => !claim.isNew);
  const looked = own.filter((claim) => claim.looked).length;
  const changed = own.filter(isChanged).length;
  const added = claims.length - own.length;
  byId("bar").max = Math.max(own.length, 1);
  byId("bar").value = looked;
  const drafts = own.filter((claim) => valueOf(claim, "review") === "draft").length;
  const parts = [`${looked.toLocaleString("en")} of ${counted(own.length, "claim", "claims")} looked at`, drafts ? counted(drafts, "draft", "drafts") : "", changed ? `${changed} changed` : "", added ? `${added} added` : "", isSaved ? "" : "not saved"];
  byId("looked").textContent = parts.filter(Boolean).join(" · ");
  byId("undo").disabled = !history.length;
  byId("save").disabled = !claims.some(isChanged);
}

export function redraw(numbers) {
  for (const number of new Set(numbers)) {
    drawClaims(number);
    if (number !== null) drawWords(number);
  }
  drawProgress();
  lightClaim(chosen);
}

export function drawAll() {
  const at = Map.groupBy ? Map.groupBy(claims, paragraphOf) : claims.reduce((groups, claim) => groups.set(paragraphOf(claim), [...(groups.get(paragraphOf(claim)) || []), claim]), new Map());
  payload.paragraphs.forEach((_, index) => drawClaims(index + 1, at.get(index + 1) || []));
  drawClaims(null, at.get(null) || []);
  drawProgress();
  lightClaim(chosen);
}

/** Make a claim the one that keys act on; light its words. */
function choose(claim) {
  if (chosen === claim) return;
  if (chosen) byId(`claim-${chosen.number}`)?.classList.remove("chosen");
  chosen = claim;
  byId(`claim-${claim.number}`)?.classList.add("chosen");
  lightClaim(claim);
}

export function goToClaim(claim) {
  choose(claim);
  if (!byId(`claim-${claim.number}`)) drawClaims(paragraphOf(claim));
  const found = byId(`claim-${claim.number}`);
  found.focus({ preventScroll: true });
  found.scrollIntoView({ block: "nearest", behavior: calm.matches ? "auto" : "smooth" });
}

export function goToQuote(claim) {
  choose(claim);
  const mark = document.querySelector(`mark[data-claims~="q${claim.number}"]`) || document.querySelector(`mark[data-claims~="m${claim.number}"]`);
  if (!mark) { announce("These words are not in the text"); return; }
  mark.scrollIntoView({ block: "center", behavior: calm.matches ? "auto" : "smooth" });
  const [first] = allOf(`mark[tabindex][data-quotes~="${claim.number}"]`);
  first?.focus({ preventScroll: true });
}

/** The next or the previous claim that is shown, in the order of the page. */
export function step(by) {
  const shown = allOf(".card");
  if (!shown.length) { announce("No claim to show"); return; }
  const at = chosen ? shown.findIndex((one) => Number(one.dataset.number) === chosen.number) : by > 0 ? -1 : shown.length;
  const next = shown[Math.min(Math.max(at + by, 0), shown.length - 1)];
  goToClaim(claims[Number(next.dataset.number)]);
}
