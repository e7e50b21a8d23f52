// The claims beside their paragraphs, each as a card with the decision on it.

import { allOf, announce, byId, calm, el, named } from "../common/dom.js";
import { counted, lowered, numberText, t } from "../common/texts.js";
import { openForm } from "./form.js";
import { ACTOR_FIELDS, actorLabel, addClaim, claims, decide, fieldTitle, history, isChanged, isSaved, listOf, LISTS, original, paragraphOf, payload, valueOf } from "./model.js";
import { drawWords, lightClaim, paragraphsOf } from "./text.js";

const REVIEW_WORDS = { confirmed: t("Confirmed"), draft: t("Draft"), retracted: t("Retracted") };
const FIELD_WORDS = { claimed_by: t("voice"), via: t("relayed by"), start_date: t("from"), end_date: t("until"), sources: t("text"), cites: t("cited documents"), review: t("state") };
/** @type {any} */
export let chosen = null;
let filter = "all";

/** Deselect the claim that keys act on. */
export function chooseNone() {
  chosen = null;
}

export function setFilter(name) {
  filter = name;
  chooseNone();
  drawAll();
}

function fieldWords(field) {
  return FIELD_WORDS[field] || lowered(t(fieldTitle(field)));
}

/** The text of a field's value: actors by name. */
function valueWords(field, value) {
  if (!value) return t("nothing");
  if (!ACTOR_FIELDS.has(field)) return value;
  return (LISTS.has(field) ? listOf(value) : [value]).map(actorLabel).join(`, ${t("then")} `);
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
    claim.standing === "taken back" ? chip(t("Taken back"), "retracted") : chip(REVIEW_WORDS[review] || review, review),
    claim.isNew ? chip(t("New"), "changed") : Object.keys(claim.changes).length ? chip(t("Changed"), "changed") : null,
    valueOf(claim, "polarity") === "denies" ? chip(t("Denies"), "denies") : null,
    valueOf(claim, "modality") !== "actual" ? chip(valueOf(claim, "modality"), "modality") : null,
    chip(valueOf(claim, "certainty") || lowered(t("Certainty not given")), "certainty"),
  ];
}

/** What is wrong with the quote of a claim, in words; empty if it is in its paragraph. */
function quoteProblem(claim) {
  const quote = valueOf(claim, "quote");
  const number = paragraphOf(claim);
  if (!quote) return t("No quote.");
  const isGiven = !claim.isNew && claim.changes.quote === undefined && claim.changes.paragraph === undefined;
  const numbers = isGiven ? claim.quotedIn : paragraphsOf(quote, number);
  const written = valueOf(claim, "paragraph");
  if (!numbers.length) return t("These words are not in the text.");
  if (numbers.includes(Number(written))) return "";
  const where = `${t(numbers.length === 1 ? "paragraph" : "paragraphs")} ${numbers.slice(0, 5).join(", ")}${numbers.length > 5 ? ", …" : ""}`;
  return written ? t("Not in paragraph {number}; these words are in {where}.", { number: written, where }) : t("No paragraph given; these words are in {where}.", { where });
}

/** Whether a claim that was changed or added has a quote that is not in its paragraph. */
export function isMisquoted(claim) {
  return isChanged(claim) && valueOf(claim, "review") !== "retracted" && valueOf(claim, "quote") !== "" && quoteProblem(claim) !== "";
}

function voiceLine(claim) {
  const changed = claim.isNew || claim.changes.claimed_by !== undefined || claim.changes.via !== undefined;
  const voice = changed ? (valueOf(claim, "claimed_by") ? actorLabel(valueOf(claim, "claimed_by")) : t("the author of the text")) : claim.voice || t("nobody named");
  const relays = changed ? listOf(valueOf(claim, "via")).map(actorLabel) : claim.via;
  return el("p", { class: "voices" }, t("Voice:"), " ", named(voice), relays.length ? [` · ${t("relayed by")} `, relays.flatMap((name, index) => [index ? `, ${t("then")} ` : "", named(name)])] : null);
}

function cardClass(claim) {
  return `card${claim.looked ? " looked" : ""}${claim === chosen ? " chosen" : ""}${valueOf(claim, "review") === "retracted" ? " gone" : ""}`;
}

function card(claim) {
  const quote = valueOf(claim, "quote");
  const problem = quoteProblem(claim);
  const changes = claim.isNew ? [] : Object.keys(claim.changes);
  const act = (text, action, properties = {}) => el("button", { type: "button", text, ...properties, on: { click: () => action(claim) } });
  return el("article", {
    id: `claim-${claim.number}`, class: cardClass(claim), tabindex: "-1", "data-number": claim.number,
    "aria-label": claim.id ? t("Claim {id}", { id: claim.id }) : t("New claim"), on: { click: () => choose(claim), focus: () => choose(claim) },
  },
  el("p", { class: "tags" }, tags(claim), el("span", { class: "id" }, claim.looked ? el("span", { class: "done", text: `✓ ${t("looked at")} ` }) : null, claim.id ? named(claim.id) : claim.isNew ? null : t("without an id"))),
  el("p", { class: "sentence", dir: "auto" }, sentenceOf(claim)),
  voiceLine(claim),
  quote ? el("button", { type: "button", class: "quoted plain", title: t("Show it in the text"), on: { click: () => goToQuote(claim) } }, "“", named(quote), "”") : null,
  problem ? el("p", { class: "problem", text: problem }) : null,
  valueOf(claim, "cites") ? el("p", { class: "aside" }, t("Cites:"), " ", named(listOf(valueOf(claim, "cites")).join(", "))) : null,
  claim.against.map((sentence) => el("p", { class: "aside against", dir: "auto", text: t("Contradicted: {claim}", { claim: sentence }) })),
  valueOf(claim, "note") ? el("p", { class: "aside", dir: "auto", text: t("Note: {note}", { note: valueOf(claim, "note") }) }) : null,
  changes.length ? el("ul", { class: "changes" }, changes.map((field) => el("li", {}, `${fieldWords(field)}: `, el("del", {}, named(valueWords(field, original(claim, field)))), " → ", el("ins", {}, named(valueWords(field, claim.changes[field])))))) : null,
  claim.id || claim.isNew
    ? el("p", { class: "acts" }, act(t("Accept"), accept), act(t("Correct"), correct), act(t("Retract"), retract))
    : el("p", { class: "problem", text: t("Without an id it cannot be corrected here. `sociogram load` gives ids when it next writes the folder.") }));
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
  const add = number === null ? null : el("button", { type: "button", class: "plain add", text: t("Add a claim"), on: { click: () => startClaim({ number }) } });
  list.replaceChildren(
    ...seen.map(card),
    el("p", { class: "none" }, !found.length && number !== null ? `${t("No claim.")} ` : hidden ? `${t("Not shown: {claims}.", { claims: counted(hidden, "claim", "claims") })} ` : "", add ?? ""),
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
  const parts = [t("{some} of {claims} looked at", { some: numberText(looked), claims: counted(own.length, "claim", "claims") }), drafts ? counted(drafts, "draft", "drafts") : "", changed ? t("{count} changed", { count: numberText(changed) }) : "", added ? t("{count} added", { count: numberText(added) }) : "", isSaved ? "" : t("not saved")];
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

/** Select the claim that keys act on, and highlight its words. */
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
  if (!mark) { announce(t("These words are not in the text")); return; }
  mark.scrollIntoView({ block: "center", behavior: calm.matches ? "auto" : "smooth" });
  const [first] = allOf(`mark[tabindex][data-quotes~="${claim.number}"]`);
  first?.focus({ preventScroll: true });
}

/** The next or previous visible claim, in the order of the page. */
export function step(by) {
  const shown = allOf(".card");
  if (!shown.length) { announce(t("No claim to show")); return; }
  const at = chosen ? shown.findIndex((one) => Number(one.dataset.number) === chosen.number) : by > 0 ? -1 : shown.length;
  const next = shown[Math.min(Math.max(at + by, 0), shown.length - 1)];
  goToClaim(claims[Number(next.dataset.number)]);
}

export function accept(claim) {
  if (!claim.id && !claim.isNew) return;
  const before = paragraphOf(claim);
  decide(claim, { review: "confirmed" });
  after(claim, before, t("Accepted"));
}

export function retract(claim) {
  if (!claim.id && !claim.isNew) return;
  const before = paragraphOf(claim);
  decide(claim, { review: "retracted" });
  after(claim, before, t("Retracted"));
}

export function correct(claim) {
  if (!claim.id && !claim.isNew) return;
  const before = paragraphOf(claim);
  openForm(claim.id ? t("Correct {id}", { id: claim.id }) : t("Correct the new claim"), (name) => valueOf(claim, name), (values) => {
    decide(claim, values);
    after(claim, before, t("Corrected"));
  });
}

function after(claim, before, word) {
  byId("saved").hidden = true;
  redraw([before, paragraphOf(claim)]);
  goToClaim(claim);
  announce(word);
}

/** Start a claim in a paragraph; selected words become its quote, and the actors in them its ends. */
export function startClaim({ number, quote = "", start = 0, end = 0 }) {
  const inside = payload.paragraphs[number - 1].spans.filter(([from, to, kind]) => kind === "actor" && from >= start && to <= end).map(([, , , id]) => id);
  const [source = "", target = ""] = [...new Set(inside)];
  const given = { source, target, quote, paragraph: String(number), sources: payload.source, certainty: "stated", ...payload.defaults };
  openForm(t("Add a claim"), (name) => given[name] ?? "", (values) => {
    const filled = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ""));
    const claim = addClaim(filled);
    after(claim, number, t("Added"));
  });
}
