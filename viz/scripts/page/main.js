// Assembles the page: buttons, keys, light and dark.

import "./live.js";
import { announce, byId, el, focused, headline, isTyping } from "../common/dom.js";
import { counted, languageChoice, numberText, t, translateFrame } from "../common/texts.js";
import { showTheme, turnTheme } from "../common/theme.js";
import { parseAddress } from "./address/address.js";
import { dateWords } from "./time/dates.js";
import { listen } from "./events.js";
import { anyFilter, seen } from "./filters/filters.js";
import { lit } from "./picture/highlight.js";
import { resetFilters, sift } from "./filters/apply.js";
import { allTieWords, isShownUnasked, namedSources } from "./filters/states.js";
import { byDegree } from "./picture/labels.js";
import { buildLegend, isSidebarShown, showCounts, showLegend, turnSidebar, updates } from "./filters/legend.js";
import { actors, claims, group, payload, scene, stored, ties } from "./model.js";
import { applyFirst, remember, startNavigation, undoKey, writeAddress } from "./address/navigation.js";
import { chooseActor, chooseSource, chooseTie, closePanel, panel, reopenPanel } from "./panel/panel.js";
import { openPaths } from "./panel/paths.js";
import { animation, buildPicture, fitPicture, fitted, movedView, refreshPicture, resized } from "./picture/picture.js";
import { picture } from "./picture/positions.js";
import { nextTowards, tiedTowards, watchPointer } from "./picture/pointing.js";
import { actorRows, relationRows, saveJson, saveSheet, saveSpreadsheet, sourceRows, wordingRows } from "./save/save.js";
import { saveGexf } from "./save/save_gexf.js";
import { beforePrint, savePng, saveSvg } from "./save/save_picture.js";
import { prepareSearch } from "./search/search.js";
import { searchBox } from "./search/search_box.js";
import { fillTables, showTable } from "./panel/table.js";
import { buildTime } from "./time/time.js";
import { network } from "./picture/vis_network.js";

function turnPicture() {
  turnTheme();
  buildPicture();
  remember({ push: false });
}

function zoomBy(factor) {
  movedView();
  network.moveTo({ scale: Math.min(6, Math.max(0.02, network.getScale() * factor)), animation: animation() });
}

const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

/** Choose the next actor in a direction, or the next one tied to the chosen actor. */
function goTowards(direction, onlyTied) {
  const at = lit?.focus?.actors ? lit.focus.actors[0] : null;
  const isChosen = at !== null && seen.actors[at];
  const next = isChosen ? (onlyTied ? tiedTowards : nextTowards)(at, direction) : byDegree.find((index) => seen.actors[index]);
  if (next !== null && next !== undefined) chooseActor(next);
  else announce(t("No tied actor in that direction"));
}

function pictureKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (ARROWS[event.key]) goTowards(ARROWS[event.key], event.shiftKey);
  else if (event.key === "Enter" && !panel.hidden) byId("panel-title").focus({ preventScroll: true });
  else if (event.key === "+" || event.key === "=") zoomBy(1.3);
  else if (event.key === "-") zoomBy(1 / 1.3);
  else if (event.key === "0") fitPicture();
  else return;
  event.preventDefault();
}

/** Close the menu, and leave the focus on its button. */
function closeMenu() {
  const menu = byId("save-menu");
  menu.open = false;
  menu.querySelector("summary").focus();
}

/** Close the menu if it is open, else the filters, else the panel. */
function closeTopmost() {
  if (byId("save-menu").open) closeMenu();
  else if (document.body.classList.contains("with-legend")) {
    showLegend(false);
    byId("show-legend").focus();
  } else closePanel();
}

function pageKey(event) {
  if (byId("keys").open) return; // the browser closes it on Escape
  const typing = isTyping() && focused().type !== "checkbox" && focused().type !== "range";
  if (event.key === "Escape") closeTopmost();
  if (typing) return;
  if (undoKey(event)) event.preventDefault();
  if (event.ctrlKey || event.metaKey) return;
  if (event.key === "?") byId("keys").showModal();
  if (event.key === "/") {
    event.preventDefault();
    if (document.body.classList.contains("without-sidebar")) turnSidebar(true);
    byId("search").focus();
  }
}

/** A message with values: numbers, names, or a number and its noun. */
function messageText({ text, values }) {
  const parts = Object.entries(values).map(([name, value]) => [name, value.words ? `${numberText(value.count)} ${t(value.words)}` : value]);
  return t(text, Object.fromEntries(parts));
}

/** How many ties and claims the page shows when it opens, and how many of the ties nobody affirms. */
function unaskedWords() {
  const live = ties.map((_, index) => index).filter((index) => ties[index].claims.some(isShownUnasked));
  return [allTieWords(live), counted(claims.filter((_, claim) => isShownUnasked(claim)).length, "claim", "claims")];
}

/** What the page contains, in the chosen language; the file has this text in its own language. */
function showFacts() {
  const { facts, notes, dataDate, heading } = stored.scene;
  if (heading?.title) scene.title = headline().textContent = messageText(heading.title);
  if (heading?.question) byId("question").textContent = messageText(heading.question);
  if (heading?.question && group === null) scene.question = messageText(heading.question);
  byId("counts").textContent = facts && group === null
    ? t(facts.text, facts.values)
    : [counted(actors.length, "actor", "actors"), ...unaskedWords(), counted(namedSources(isShownUnasked).length, "source", "sources")].join(", ");
  byId("data-date").textContent = dataDate ? t("Data as of {date}", { date: dateWords(dataDate) }) : t("Date of the data not given");
  if (notes) byId("note").textContent = notes.map(({ text, values }) => t(text, values)).join(" ");
}

/** In an overview: what is shown, and inside a group the link back. */
function showGroup() {
  byId("show-paths").hidden = scene.overview;
  if (group === null) return;
  const outside = actors.reduce((sum, actor) => sum + (actor.outside || 0), 0);
  byId("note").textContent = t("This group has {actors}. Not drawn: {ties} to actors of other groups, which the panel of each actor counts.", { actors: counted(actors.length, "actor", "actors"), ties: counted(outside, "tie", "ties") });
  byId("note").append(" ", el("a", { id: "all-groups", href: "#", text: t("All groups") }));
  scene.question = stored.scene.actors[group.number].name;
  headline().textContent = `${scene.title}: ${scene.question}`;
}

/** Update legend, picture, tables and counts after the filters were applied. */
function showFiltered() {
  updates.forEach((update) => update());
  refreshPicture();
  const before = picture.clientHeight;
  showCounts();
  if (picture.clientHeight !== before) resized();
  else if (fitted && !anyFilter()) fitPicture();
  byId("empty").hidden = seen.actors.some(Boolean);
  if (!byId("table").hidden) fillTables();
  reopenPanel();
  remember();
}

/** Show what was chosen in the picture; choosing the background closes the panel. */
function showChosen(what) {
  if (!what) closePanel();
  else if (what.kind === "actor") chooseActor(what.index);
  else chooseTie(what.index);
}

/** Show what was chosen in the search. */
function showFound({ kind, index, member }) {
  if (kind === "claim") chooseTie(claims[index].tie, { focus: true });
  else if (kind === "source") chooseSource(index, { focus: true });
  else chooseActor(index, { focus: true, member });
}

function listenToParts() {
  listen("filtered", showFiltered);
  listen("changed", remember);
  listen("opened", () => showLegend(false));
  listen("chosen", showChosen);
  listen("pathStarted", (actor) => openPaths(actor, null));
}

/** The file that each button of the menu saves. */
const SAVES = {
  "save-png": () => savePng(),
  "save-png-2": () => savePng(2),
  "save-png-4": () => savePng(4),
  "save-svg": saveSvg,
  "save-csv": saveSpreadsheet,
  "save-to-load": () => saveSheet("relations.csv", relationRows()),
  "save-actors": () => saveSheet("entities.csv", actorRows()),
  "save-sources": () => saveSheet("sources.csv", sourceRows()),
  "save-wordings": () => saveSheet("relation_types.csv", wordingRows()),
  "save-json": saveJson,
  "save-gexf": saveGexf,
};

function start() {
  listenToParts();
  payload.colours.forEach(([light, dark], index) => {
    document.documentElement.style.setProperty(`--light-${index}`, light);
    document.documentElement.style.setProperty(`--dark-${index}`, dark);
  });
  translateFrame();
  languageChoice(writeAddress);
  showFacts();
  const search = searchBox("search", t("Search"), showFound, { hint: t(scene.overview ? "Name or alias ( / )" : "Names, quotes, sources ( / )") });
  byId("search-field").append(search.box);
  if (stored.scene.overview) showGroup();
  const wanted = parseAddress(window.location.hash);
  applyFirst(wanted);
  buildLegend();
  buildTime();
  sift();
  updates.forEach((update) => update());
  showCounts(); // before the picture is fitted into the space that this text leaves
  buildPicture();
  showTheme();
  const on = (id, listener) => byId(id).addEventListener("click", listener);
  on("show-legend", () => turnSidebar());
  byId("show-legend").setAttribute("aria-expanded", String(isSidebarShown()));
  on("show-paths", () => openPaths());
  on("show-table", () => showTable(byId("table").hidden));
  on("skip-table", (event) => { event.preventDefault(); showTable(true); });
  on("skip-picture", (event) => { event.preventDefault(); picture.focus(); });
  on("theme", turnPicture);
  on("show-keys", () => byId("keys").showModal());
  on("close-keys", () => byId("keys").close());
  on("zoom-in", () => zoomBy(1.4));
  on("zoom-out", () => zoomBy(1 / 1.4));
  on("zoom-fit", () => fitPicture());
  on("reset", resetFilters);
  for (const [id, save] of Object.entries(SAVES)) on(id, () => { save(); closeMenu(); });
  // ties between groups are counts, which cannot be loaded
  byId("save-menu").addEventListener("toggle", () => { for (const id of ["save-to-load", "save-actors", "save-sources", "save-wordings", "save-gexf"]) byId(id).hidden = Boolean(scene.overview); });
  watchPointer();
  picture.addEventListener("keydown", pictureKey);
  document.addEventListener("keydown", pageKey);
  document.addEventListener("click", (event) => { if (event.target instanceof Node && !byId("save-menu").contains(event.target)) byId("save-menu").open = false; });
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { if (!document.documentElement.dataset.theme) { showTheme(); buildPicture(); } });
  window.addEventListener("beforeprint", beforePrint);
  startNavigation(wanted);
  window.setTimeout(prepareSearch, 400); // after the first picture
  document.documentElement.dataset.ready = "yes";
}

start();
