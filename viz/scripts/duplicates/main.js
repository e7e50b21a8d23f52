// Assembles the page: buttons, keys, saving.

import { announce, byId, el, focused, isTyping, isUndo } from "../common/dom.js";
import { offer } from "../common/files.js";
import { counted, languageChoice, t, translateFrame } from "../common/texts.js";
import { showTheme, turnTheme } from "../common/theme.js";
import { decisionsFile, isSaved, nowSaved, undoLast } from "./model.js";
import { choose, chosen, contradicting, drawMore, drawPairs, drawProgress, drawState, goToPair, judge, keepOther, listed, redrawPair } from "./pairs.js";

function writeWhy(pair) {
  const field = byId(`pair-${pair.number}`)?.querySelector(".reason input");
  if (field) field.focus();
  else announce(t("Decide first, then write why"));
}

/** Go to the next or previous pair in the list. */
function step(by) {
  if (!listed.length) { announce(t("No pair to show")); return; }
  const at = chosen ? listed.indexOf(chosen) : by > 0 ? -1 : listed.length;
  goToPair(listed[Math.min(Math.max(at + by, 0), listed.length - 1)]);
}

function undo() {
  const pair = undoLast();
  if (!pair) return;
  if (!listed.includes(pair)) { byId("filter").value = "all"; byId("find").value = ""; drawPairs(); }
  redrawPair(pair);
  drawState();
  goToPair(pair);
  announce(t("Undone"));
}

function save() {
  const { count, csv } = decisionsFile();
  if (!count) { announce(t("Nothing to save")); return; }
  offer("decided.csv", new Blob([csv], { type: "text/csv;charset=utf-8" }));
  nowSaved();
  drawProgress();
  byId("saved").hidden = false;
  byId("saved").replaceChildren(
    t("Saved {decisions}. To apply them:", { decisions: counted(count, "decision", "decisions") }), " ", el("code", { text: "sociogram decide --from decided.csv -g FOLDER" }),
    contradicting.size ? el("span", { class: "against", text: ` ${t("They contradict each other, and will be rejected until you resolve this.")}` }) : "",
  );
}

/** The pair that keys act on: the chosen one, else the first. */
function current() {
  if (!chosen && listed.length) choose(listed[0]);
  return chosen;
}

const withPair = (action) => () => { const pair = current(); if (pair) action(pair); else announce(t("No pair to show")); };
const KEYS = {
  j: () => step(1), k: () => step(-1), u: undo, s: save,
  y: withPair((pair) => judge(pair, "same")), n: withPair((pair) => judge(pair, "different")), m: withPair((pair) => judge(pair, "unsure")),
  x: withPair(keepOther), w: withPair(writeWhy),
  f: () => byId("filter").focus(), "/": () => byId("find").focus(), "?": () => byId("help").showModal(),
};

function pageKey(event) {
  if (document.querySelector("dialog[open]") || event.altKey) return;
  const typing = isTyping();
  if (isUndo(event) && !typing) { event.preventDefault(); undo(); return; }
  if (event.ctrlKey || event.metaKey) return;
  if (typing) { if (event.key === "Escape" || (event.key === "Enter" && focused().closest(".reason"))) leaveField(); return; }
  if (!KEYS[event.key]) return;
  event.preventDefault();
  KEYS[event.key]();
}

/** Return from a field to the pairs. */
function leaveField() {
  const field = focused();
  if (field === byId("find") && field.value) { field.value = ""; drawPairs(); }
  field.blur();
  if (chosen) goToPair(chosen);
}

function start() {
  translateFrame();
  languageChoice();
  if (byId("less-likely")) byId("less-likely").textContent = `; ${t("{count} less likely pairs are not listed", { count: Number(byId("less-likely").dataset.count) })}`;
  drawPairs();
  drawState();
  showTheme();
  const on = (id, listener) => byId(id).addEventListener("click", listener);
  on("undo", undo);
  on("save", save);
  on("more", drawMore);
  on("show-help", () => byId("help").showModal());
  on("close-help", () => byId("help").close());
  on("theme", turnTheme);
  byId("filter").addEventListener("change", () => { drawPairs(); announce(counted(listed.length, "pair", "pairs")); });
  byId("find").addEventListener("input", drawPairs);
  document.addEventListener("keydown", pageKey);
  window.addEventListener("beforeunload", (event) => { if (!isSaved) event.preventDefault(); });
  document.documentElement.dataset.ready = "yes";
}

start();
