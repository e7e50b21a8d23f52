// The form to correct or add a claim: every column as a field, actors by name.

import { byId, el } from "../common/dom.js";
import { language } from "../common/language.js";
import { t } from "../common/texts.js";
import { ACTOR_FIELDS, actorCalled, actorLabel, fieldTitle, listOf, LISTS, payload } from "./model.js";
import { paragraphsOf } from "./text.js";

const MAIN_FIELDS = ["source", "type", "target", "role", "polarity", "modality", "certainty", "start_date", "end_date", "claimed_by", "via", "paragraph", "quote", "mention"];
const FIELD_LABELS = {
  source: t("Source (who)"), type: t("Type of tie"), target: t("Target (whom)"), claimed_by: t("Claimed by (first voice)"), via: t("Via (who relays it)"),
  quote: t("Quote, as printed"), mention: t("Mention (source=… | target=…)"), sources: t("Sources (the text first)"),
};
const CHOICE_WORDS = { "": t("not given"), true: t("yes"), false: t("no") };

function fieldLabel(field) {
  return FIELD_LABELS[field] || t(fieldTitle(field));
}

/** The text of a field: actors by name. */
function fieldText(field, value) {
  if (!ACTOR_FIELDS.has(field)) return value;
  return LISTS.has(field) ? listOf(value).map(actorLabel).join(" | ") : value && actorLabel(value);
}

/** The value of a field: `{ value, isNew }`, or `{ problem }`. */
function fieldValue(field, text) {
  const value = text.trim();
  if (!ACTOR_FIELDS.has(field) || !value) return { value: LISTS.has(field) ? listOf(value).join(" | ") : value };
  const found = (LISTS.has(field) ? listOf(value) : [value]).map(actorCalled);
  const problem = found.find((one) => one.problem);
  if (problem) return problem;
  return { value: found.map((one) => one.id).join(" | "), isNew: found.filter((one) => one.isNew).map((one) => one.id) };
}

function control(field, value, id) {
  const choices = payload.choices[field];
  if (choices) {
    const known = choices.includes(value) ? choices : [value, ...choices];
    return el("select", { id, name: field }, known.map((choice) => el("option", { value: choice, text: CHOICE_WORDS[choice] ?? choice, selected: choice === value })));
  }
  if (field === "quote" || field === "note" || field === "summary") {
    const area = el("textarea", { id, name: field, rows: field === "quote" ? "3" : "2", dir: "auto" });
    area.value = value;
    return area;
  }
  const list = ACTOR_FIELDS.has(field) && !LISTS.has(field) ? "actor-names" : field === "type" ? "type-names" : null;
  const input = el("input", { id, name: field, type: "text", list, dir: "auto", autocomplete: "off", spellcheck: "false", inputmode: field === "paragraph" ? "numeric" : null });
  input.value = value;
  return input;
}

function field(name, value) {
  const id = `field-${name}`;
  const wide = name === "quote" || name === "note" || name === "summary" || name === "mention";
  return el("div", { class: wide ? "field wide" : "field" }, el("label", { for: id, text: fieldLabel(name) }), control(name, fieldText(name, value), id), el("p", { class: "problem", id: `${id}-problem`, hidden: true }));
}

function lists() {
  const datalist = (id, values) => el("datalist", { id }, values.map((value) => el("option", { value })));
  return [datalist("actor-names", payload.actors.map((actor) => actorLabel(actor.id))), datalist("type-names", Object.keys(payload.types))];
}

/** Open the form; `take` gets the values and whether to accept the claim as well. */
export function openForm(title, values, take) {
  const form = byId("form");
  const value = (name) => values(name);
  const rest = payload.fields.filter((name) => !MAIN_FIELDS.includes(name));
  const message = el("p", { class: "message", role: "status" });
  const agreed = new Set();
  const finish = (accepted) => {
    const taken = readForm(form, message, agreed, values);
    if (!taken) return;
    form.close();
    take(accepted ? { ...taken, review: "confirmed" } : taken);
  };
  form.replaceChildren(
    el("h2", { id: "form-title", text: title }),
    el("div", { class: "fields" }, MAIN_FIELDS.map((name) => field(name, value(name)))),
    el("details", {}, el("summary", { text: t("More columns") }), el("div", { class: "fields" }, rest.map((name) => field(name, value(name))))),
    message,
    el("p", { class: "acts" },
      el("button", { type: "button", id: "form-accept", class: "main", text: t("Apply and accept"), on: { click: () => finish(true) } }),
      el("button", { type: "button", id: "form-take", text: t("Apply"), on: { click: () => finish(false) } }),
      el("button", { type: "button", id: "form-cancel", text: t("Cancel"), on: { click: () => form.close() } })),
    ...lists(),
  );
  const check = () => showQuoteProblem(message);
  for (const name of ["quote", "paragraph"]) byId(`field-${name}`).addEventListener("input", check);
  form.onkeydown = (event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) finish(true); };
  form.showModal();
  check();
}

/** The quote in the form, the paragraph given, and the paragraphs that contain the quote. */
function quoteInForm() {
  const quote = byId("field-quote").value.trim();
  const number = Number(byId("field-paragraph").value);
  const numbers = quote ? paragraphsOf(quote, number >= 1 && number <= payload.paragraphs.length ? number : null) : [];
  return { quote, number, numbers };
}

/** Show, as the reader types, whether a quote is in its paragraph. */
function showQuoteProblem(message) {
  const { quote, number, numbers } = quoteInForm();
  if (!quote) message.textContent = "";
  else if (!numbers.length) message.textContent = t("These words are not in the text.");
  else message.textContent = t("These words are in paragraph {number}.", { number: numbers.includes(number) ? number : numbers.slice(0, 5).join(", ") });
}

/** A key for a quote that the reader must confirm: it was entered here and is not in its paragraph; empty for none. */
function quoteToAgree(values) {
  const { quote, number, numbers } = quoteInForm();
  const isWrittenHere = quote !== values("quote") || byId("field-paragraph").value.trim() !== values("paragraph");
  return quote && isWrittenHere && !numbers.includes(number) ? `${number}: ${quote}` : "";
}

/**
 * Read the form; null if a field has a problem, which is shown beside it, or if the reader has yet to confirm
 * something: new actors, or a quote that is not in its paragraph.
 */
function readForm(form, message, agreed, given) {
  const values = {};
  const unknown = [];
  /** @type {any} */
  let first = null;
  for (const input of form.querySelectorAll("input, select, textarea")) {
    const name = input.name;
    const found = problemOf(name, input.value) || fieldValue(name, input.value);
    const problem = byId(`field-${name}-problem`);
    problem.hidden = !found.problem;
    problem.textContent = found.problem || "";
    input.setAttribute("aria-invalid", String(Boolean(found.problem)));
    if (found.problem) first = first || input;
    else values[name] = found.value;
    unknown.push(...(found.isNew || []));
  }
  if (first) {
    const more = first.closest("details");
    if (more) more.open = true;
    first.focus();
    return null;
  }
  const misquoted = quoteToAgree(given);
  if (misquoted && !agreed.has(misquoted)) {
    agreed.add(misquoted);
    showQuoteProblem(message);
    message.append(" ", t("`sociogram load --text` rejects a claim whose quote is not in its paragraph. Correct the quote or the paragraph, or choose the button again to keep the claim as it is."));
    byId("field-quote").focus({ preventScroll: true });
    message.scrollIntoView({ block: "center" });
    return null;
  }
  const asked = [...new Set(unknown)].filter((name) => !agreed.has(name));
  if (asked.length) {
    asked.forEach((name) => agreed.add(name));
    message.textContent = t("No actor is called {names}: loading the corrections adds what is missing. Choose the button again to agree, or correct the name.", { names: new Intl.ListFormat(language(), { type: "disjunction" }).format(asked) });
    return null;
  }
  return values;
}

function problemOf(name, text) {
  if (["source", "target", "type"].includes(name) && !text.trim()) return { problem: t("Fill this in.") };
  if (name !== "paragraph" || !text.trim()) return null;
  const number = Number(text);
  const last = payload.paragraphs.length;
  return Number.isInteger(number) && number >= 1 && number <= last ? null : { problem: t("The text has paragraphs 1 to {last}.", { last }) };
}
