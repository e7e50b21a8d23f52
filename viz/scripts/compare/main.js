// The page of a comparison: find words in its ties, move between ties, light and dark.

import { allOf, announce, byId, calm, focused } from "../common/dom.js";
import { folded } from "../common/fold.js";
import { counted, languageChoice, numberText, t, translateFrame } from "../common/texts.js";
import { showTheme, turnTheme } from "../common/theme.js";

const found = allOf("article.tie").map((element) => ({ element, text: folded(element.textContent) }));

/** The visible ties, in the order of the page. */
function shownTies() {
  return found.map(({ element }) => element).filter((element) => !element.hidden);
}

/** Show the ties that contain every word. */
function find() {
  const words = folded(byId("find").value).split(" ").filter(Boolean);
  for (const tie of found) {
    tie.element.hidden = !words.every((word) => tie.text.includes(word));
  }
  for (const category of allOf(".category")) category.hidden = !category.querySelector("article:not([hidden])");
  const shown = shownTies().length;
  byId("found").textContent = words.length ? t("{some} of {all} shown", { some: numberText(shown), all: counted(found.length, "tie", "ties") }) : "";
}

/** Go to the next or previous of some elements from the focus; the page starts above the first. */
function step(elements, by) {
  if (!elements.length) { announce(t("Nothing to show")); return; }
  const before = elements.filter((element) => element.compareDocumentPosition(focused()) & Node.DOCUMENT_POSITION_FOLLOWING && focused() !== element);
  const at = elements.indexOf(focused().closest?.("article, .category"));
  const from = at >= 0 ? at : before.length - (by > 0 ? 1 : 0);
  const next = elements[Math.min(Math.max(from + by, 0), elements.length - 1)];
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "start", behavior: calm.matches ? "auto" : "smooth" });
}

const categories = () => allOf(".category:not([hidden])");
const KEYS = {
  j: () => step(shownTies(), 1), k: () => step(shownTies(), -1), J: () => step(categories(), 1), K: () => step(categories(), -1),
  "/": () => byId("find").focus(), "?": () => byId("help").showModal(),
};

function pageKey(event) {
  if (document.querySelector("dialog[open]") || event.altKey || event.ctrlKey || event.metaKey) return;
  const finding = focused() === byId("find");
  if (event.key === "Escape" && byId("find").value) { byId("find").value = ""; find(); return; }
  if (finding || !KEYS[event.key]) return;
  event.preventDefault();
  KEYS[event.key]();
}

function start() {
  translateFrame();
  languageChoice();
  byId("count").textContent = counted(Number(byId("count").dataset.count), "tie", "ties");
  showTheme();
  const on = (id, listener) => byId(id).addEventListener("click", listener);
  on("theme", turnTheme);
  on("show-help", () => byId("help").showModal());
  on("close-help", () => byId("help").close());
  byId("find").addEventListener("input", find);
  document.addEventListener("keydown", pageKey);
  document.documentElement.dataset.ready = "yes";
}

start();
