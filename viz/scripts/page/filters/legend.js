// The legend, which is also the filter: a section for each facet, with samples, counts and checkboxes.

import { byId, el, narrow } from "../../common/dom.js";
import { folded } from "../../common/fold.js";
import { counted, lowered, numberText, t } from "../../common/texts.js";
import { choice, DOUBTS, facets, isChanged, off, seen, unasked } from "./filters.js";
import { actors, claims, scene, ties } from "../model.js";
import { closePanel } from "../panel/panel.js";
import { resized } from "../picture/picture.js";
import { filtered } from "./apply.js";
import { allTieWords, isCounted, tieStates } from "./states.js";
import { scalesSection } from "./scales.js";
import { isDense, MOST_GROUP_LINES } from "../picture/strongest.js";
import { DOUBT_COUNTS, kindName, lineSample, shapeSample, sourceName, stateSample } from "../panel/words.js";

/** How many rows of a facet show at first. */
const FIRST_ROWS = { claimKinds: 12, kinds: 16, types: 12, certainties: 12 };
const USUAL_ROWS = 8;
/** Functions that update each part of the legend after a change of filters. */
export const updates = [];

const SAMPLES = { claimKinds: claimKindSample, disputes: disputeSample, certainties: lineSample, kinds: shapeSample, types: directionSample };

function claimKindSample(entry) {
  return entry.key === "affirmed" ? lineSample(scene.certainties[0]) : stateSample(entry.key);
}

function disputeSample(entry) {
  return entry.key === "disputed" ? stateSample("disputed") : null;
}

function directionSample(type) {
  return el("span", { class: "direction", "aria-hidden": "true", text: type.directed ? "→" : "—" });
}

/** Facets whose entries the page names; the entries of others are words of the data. */
const OWN_NAMES = new Set(["claimKinds", "certainties"]);

function ownWords(key, name) {
  return name && OWN_NAMES.has(key) ? t(name) : name;
}

/** The name of a facet's entry. */
function entryName({ key }, entry) {
  if (key === "kinds") return kindName(entry);
  if (key === "types") return entry.title;
  if (key === "texts") return entry.source === undefined ? t("No source given") : sourceName(scene.sources[entry.source]);
  return ownWords(key, entry.name) || t("No claimant given");
}

function entryMeaning(facet, entry) {
  const meaning = facet.key === "types" ? [entry.name, entry.description].filter(Boolean).join(": ") : entry.meaning && t(entry.meaning);
  return meaning || entryName(facet, entry);
}

/** One entry: a checkbox, a sample, the name, and how much it would show with the other filters as they are. */
function facetRow(facet, index) {
  const entry = facet.entries[index];
  const box = el("input", { type: "checkbox", on: { change: () => { setOff(facet, [index], !box.checked); filtered(); } } });
  const count = el("span", { class: "count" });
  const row = el("li", {}, el("label", { title: entryMeaning(facet, entry) }, box, SAMPLES[facet.key]?.(entry), el("span", { class: "entry", dir: "auto", text: entryName(facet, entry) }), count));
  const update = () => {
    box.checked = !facet.off.has(index);
    count.textContent = numberText(facet.counts[index]);
    row.classList.toggle("nothing", facet.counts[index] === 0);
  };
  update();
  return { row, box, update };
}

function facetSection(facet) {
  if (!facet.entries.length) return null;
  const rows = [];
  const rowOf = (index) => (rows[index] ??= facetRow(facet, index));
  const list = el("ul", {});
  const more = el("button", { type: "button", class: "more" });
  let limit = FIRST_ROWS[facet.key] ?? USUAL_ROWS;
  const draw = (wanted = "") => {
    const matching = facet.entries.map((_, index) => index).filter((index) => !wanted || folded(entryName(facet, facet.entries[index])).includes(wanted));
    const shown = matching.length <= limit + 2 ? matching : matching.slice(0, limit);
    list.replaceChildren(...shown.map((index) => rowOf(index).row));
    more.textContent = t("Show {count} more", { count: numberText(matching.length - shown.length) });
    more.hidden = shown.length === matching.length;
    return shown;
  };
  const find = facet.entries.length > limit + 2
    ? el("input", { type: "search", class: "find-entry", "aria-label": t("Find in {facet}", { facet: facet.title }), placeholder: t("Find"), on: { input: () => draw(folded(find.value)) } })
    : null;
  more.addEventListener("click", () => {
    const before = list.children.length;
    limit = limit === Infinity ? limit : before + 200;
    rowOf(draw(find ? folded(find.value) : "")[before]).box.focus();
  });
  draw();
  updates.push(() => rows.forEach((row) => row?.update()));
  const all = (on) => { setOff(facet, facet.entries.map((_, index) => index), !on); filtered(); };
  return el("fieldset", { id: `legend-${facet.key}` }, el("legend", { text: facet.title }),
    el("div", { class: "allnone" },
      el("button", { type: "button", text: t("All"), "aria-label": `${t("All")}: ${facet.title}`, on: { click: () => all(true) } }),
      el("button", { type: "button", text: t("None"), "aria-label": `${t("None")}: ${facet.title}`, on: { click: () => all(false) } })),
    find, list, more);
}

function setOff(facet, indices, isOff) {
  for (const index of indices) facet.off[isOff ? "add" : "delete"](index);
}

export function buildLegend() {
  const usual = facets.filter((facet) => !facet.isProperty && !(scene.overview && !["certainties", "kinds"].includes(facet.key)));
  byId("legend").append(...usual.map(sectionOf).filter(Boolean));
  byId(off.labels ? "legend-labels" : "legend-kinds")?.after(scalesSection() ?? "");
  const properties = facets.filter((facet) => facet.isProperty);
  if (!properties.length) return;
  const details = el("details", { id: "legend-more" }, el("summary", { text: t("Other properties") }));
  details.addEventListener("toggle", () => details.append(...properties.map(facetSection)), { once: true }); // many rows, rarely opened
  byId("legend").append(details);
}

function sectionOf(facet) {
  if (facet.key === "claimKinds" && facet.entries.length < 2) return null;
  if (facet.key === (off.labels ? "labels" : "kinds")) return actorsSection(facet);
  if (facet.key === "supports" && new Set(facet.values).size < 2) return null;
  return facetSection(facet);
}

/** The labels of actors, and whether actors without ties are shown. An actor shows while any of its labels is ticked. */
function actorsSection(facet) {
  const section = facetSection(facet);
  if (!section) return null;
  const box = el("input", { type: "checkbox", id: "tied-only", on: { change: () => { choice.tiedOnly = box.checked; filtered(); } } });
  updates.push(() => { box.checked = choice.tiedOnly; });
  section.append(el("label", { class: "tick" }, box, t(scene.overview ? "Hide groups without ties" : "Hide actors without ties")));
  return section;
}

/** How many actors and ties are visible, of those that the page shows when it opens or a reader has asked for. */
function shownWords(some, most) {
  const all = ties.map((_, index) => index).filter((index) => ties[index].claims.some(isCounted));
  const isAll = some === actors.length && most === all.length && claims.every((_, claim) => seen.claims[claim] || !isCounted(claim));
  const of = (count, words) => (isAll ? words : t("{some} of {all}", { some: numberText(count), all: words }));
  return t(isAll ? "All shown: {actors}, {ties}" : "{actors}, {ties} shown", {
    actors: of(some, counted(actors.length, "actor", "actors")),
    ties: allTieWords(all, (indices, words) => of(indices.filter((index) => seen.ties[index]).length, words)),
  });
}

/** The entries of a facet that show, or those that do not if they are fewer: "How certain: Alleged". */
function facetWords(facet) {
  const names = (isOff) => facet.entries.filter((_, index) => facet.off.has(index) === isOff).map((entry) => entryName(facet, entry)).join(", ");
  const shown = facet.entries.length - facet.off.size;
  if (!shown) return t("{facet}: none", { facet: facet.title });
  return shown <= facet.off.size ? `${facet.title}: ${names(false)}` : t("{facet}: all but {entries}", { facet: facet.title, entries: names(true) });
}

/** The filters that the reader has set, except dates. */
export function filterWords() {
  return [
    ...facets.filter(isChanged).map(facetWords),
    choice.tiedOnly ? t(scene.overview ? "Hide groups without ties" : "Hide actors without ties") : "",
    choice.around === null ? "" : t("Around {actor}", { actor: actors[choice.around].name }),
  ].filter(Boolean);
}

export function showCounts() {
  const shown = (list) => list.reduce((sum, one) => sum + one, 0);
  if (scene.overview) {
    const between = ties.reduce((sum, tie, index) => sum + (seen.ties[index] ? tie.count : 0), 0);
    const isPart = shown(seen.ties) > MOST_GROUP_LINES;
    byId("shown").textContent = t(isPart ? "{groups} and {ties} between groups shown; the strongest have lines, a chosen group shows all of its" : "{groups} and {ties} between groups shown", { groups: counted(shown(seen.actors), "group", "groups"), ties: counted(between, "tie", "ties") });
    return;
  }
  const [some, most] = [shown(seen.actors), shown(seen.ties)];
  const aside = unasked.filter((index) => off.claimKinds.has(index)).map((index) => `${lowered(t(scene.claimKinds[index].name))} ${numberText(scene.claimKinds[index].count)}`);
  const doubtful = DOUBTS.slice(1).map((doubt) => [tieStates.filter((one) => one?.doubt === doubt).length, DOUBT_COUNTS[doubt]]);
  const faint = isDense(most, some) ? t("the strongest stand out; a chosen actor shows all of its ties") : "";
  const parts = [shownWords(some, most), faint, ...doubtful.map(([count, name]) => (count ? `${numberText(count)} ${name}` : "")), aside.length ? `${t("not shown:")} ${aside.join(", ")}` : ""];
  byId("shown").textContent = parts.filter(Boolean).join("; ");
}

/** Fold or unfold the column of search and filters; on a narrow screen, only the filters. */
export function turnSidebar(on = !isSidebarShown()) {
  if (narrow.matches) {
    showLegend(on);
    return;
  }
  document.body.classList.toggle("without-sidebar", !on);
  byId("show-legend").setAttribute("aria-expanded", String(on));
  resized();
}

export function isSidebarShown() {
  const { classList } = document.body;
  return narrow.matches ? classList.contains("with-legend") : !classList.contains("without-sidebar");
}

export function showLegend(on) {
  const open = on && narrow.matches;
  if (open) closePanel();
  document.body.classList.toggle("with-legend", open);
  byId("show-legend").setAttribute("aria-expanded", String(isSidebarShown()));
  resized();
  if (open) byId("legend").querySelector("input, button")?.focus();
}
