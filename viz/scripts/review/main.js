// Assembles the page: decisions, buttons, keys, saving.

import { announce, byId, el, focused, isTyping, isUndo, named } from "../common/dom.js";
import { offer } from "../common/files.js";
import { folded } from "../common/fold.js";
import { counted, languageChoice, t, translateFrame } from "../common/texts.js";
import { showTheme, turnTheme } from "../common/theme.js";
import { accept, chooseNone, chosen, correct, drawAll, drawProgress, goToClaim, goToQuote, isMisquoted, redraw, retract, setFilter, startClaim, step } from "./claims.js";
import { claims, corrections, history, isSaved, nowSaved, paragraphOf, payload, undoLast } from "./model.js";
import { drawWords, selectedWords } from "./text.js";

/** @type {ReturnType<typeof selectedWords>} */
let lastSelected = null;

function addFromSelection() {
  const selected = selectedWords() || lastSelected;
  hideAdd();
  if (selected) startClaim(selected);
  else {
    const paragraph = focused()?.closest("section.paragraph");
    startClaim({ number: (paragraph && Number(paragraph.dataset.number)) || (chosen && paragraphOf(chosen)) || 1 });
  }
}

function undo() {
  const before = claims.length ? history.at(-1) : null;
  if (!before) return;
  const numbers = [paragraphOf(before.claim)];
  const last = undoLast();
  if (last.added && chosen === last.claim) chooseNone();
  redraw([...numbers, paragraphOf(last.claim)]);
  if (!last.added) goToClaim(last.claim);
  announce(t("Undone"));
}

function save() {
  const { corrected, added, clears, csv } = corrections();
  if (!corrected && !added) { announce(t("Nothing to save")); return; }
  const misquoted = claims.filter(isMisquoted);
  const name = `${folded(payload.source).replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 60) || "text"}-corrections.csv`;
  offer(name, new Blob([csv], { type: "text/csv;charset=utf-8" }));
  nowSaved();
  drawProgress();
  byId("saved").hidden = false;
  byId("saved").replaceChildren(
    t("Saved {corrections} and {claims}. To load them:", { corrections: counted(corrected, "correction", "corrections"), claims: counted(added, "new claim", "new claims") }), " ",
    el("code", { text: `sociogram load ${name} --to FOLDER${clears ? " --clear-empty" : ""}` }),
    misquoted.length ? el("p", { class: "problem" }, t("Saved although the quote is not in its paragraph:"), " ", misquoted.map((claim, index) => [index ? ", " : "", named(claim.id || t("New claim"))])) : "",
  );
}

// the words that are selected

function showAdd() {
  const selected = document.querySelector("dialog[open]") ? null : selectedWords();
  const button = byId("add-selected");
  lastSelected = selected;
  button.hidden = !selected;
  if (!selected) return;
  const box = selected.range.getBoundingClientRect();
  const width = button.offsetWidth;
  button.style.left = `${Math.max(8, Math.min(box.left + box.width / 2 - width / 2, document.documentElement.clientWidth - width - 8)) + window.scrollX}px`;
  button.style.top = `${box.bottom + 6 + window.scrollY}px`;
}

function hideAdd() {
  byId("add-selected").hidden = true;
  lastSelected = null;
}

// putting it together

function drawParagraphs() {
  const number = (index) => String(index + 1);
  byId("paragraphs").append(
    ...payload.paragraphs.map((paragraph, index) => el("section", { class: "paragraph", "data-number": number(index), "aria-label": t("Paragraph {number}", { number: number(index) }) },
      el("p", { class: "number", text: number(index), "aria-hidden": "true" }),
      el("p", { class: "words", id: `words-${number(index)}`, dir: "auto", "data-number": number(index) }),
      el("div", { class: "claims", id: `claims-${number(index)}` }))),
    el("section", { class: "paragraph loose", "aria-label": t("Claims without a paragraph"), hidden: !claims.some((claim) => paragraphOf(claim) === null) },
      el("p", { class: "number", text: "–", "aria-hidden": "true" }),
      el("p", { class: "words none", text: t("Claims of this text without a paragraph.") }),
      el("div", { class: "claims", id: "claims-none" })),
  );
  payload.paragraphs.forEach((_, index) => drawWords(index + 1));
}

/** The claim of a chosen quote; if several claims have these words, the one after the previous choice. */
function followMark(mark) {
  const quoting = (mark.dataset.quotes || "").split(" ").filter(Boolean).map(Number);
  if (!quoting.length) return;
  const at = chosen ? quoting.indexOf(chosen.number) : -1;
  goToClaim(claims[quoting[(at + 1) % quoting.length]]);
}

const KEYS = {
  j: () => step(1), k: () => step(-1), n: addFromSelection, u: undo, s: save,
  a: () => chosen && accept(chosen), c: () => chosen && correct(chosen), r: () => chosen && retract(chosen), q: () => chosen && goToQuote(chosen),
  f: () => byId("filter").focus(), "?": () => byId("help").showModal(),
};

function pageKey(event) {
  if (document.querySelector("dialog[open]") || event.altKey) return;
  const typing = isTyping();
  if (isUndo(event) && !typing) { event.preventDefault(); undo(); return; }
  if (event.ctrlKey || event.metaKey || typing) return;
  const mark = focused()?.closest?.("mark[data-quotes]");
  if (mark && (event.key === "Enter" || event.key === " ")) { event.preventDefault(); followMark(mark); return; }
  if (!KEYS[event.key]) return;
  event.preventDefault();
  KEYS[event.key]();
}

function start() {
  translateFrame();
  languageChoice();
  drawParagraphs();
  drawAll();
  showTheme();
  const on = (id, listener) => byId(id).addEventListener("click", listener);
  on("undo", undo);
  on("save", save);
  on("show-help", () => byId("help").showModal());
  on("close-help", () => byId("help").close());
  on("theme", turnTheme);
  on("add-selected", addFromSelection);
  byId("add-selected").addEventListener("mousedown", (event) => event.preventDefault());
  byId("filter").addEventListener("change", () => { setFilter(byId("filter").value); announce(byId("filter").selectedOptions[0].text); });
  byId("paragraphs").addEventListener("click", (event) => {
    const mark = event.target.closest("mark[data-quotes]");
    if (mark && window.getSelection()?.isCollapsed) followMark(mark);
  });
  document.addEventListener("selectionchange", showAdd);
  document.addEventListener("keydown", pageKey);
  window.addEventListener("beforeunload", (event) => { if (!isSaved) event.preventDefault(); });
  document.documentElement.dataset.ready = "yes";
}

start();
