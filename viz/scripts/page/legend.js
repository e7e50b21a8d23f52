// The legend, which is also the filter: a section for each facet, with samples, counts and boxes to tick.

import { byId, counted, el, narrow } from "../common/dom.js";
import { folded } from "../common/fold.js";
import { anyFilter, choice, DOUBTS, facets, faded, keep, off, seen, setRange, sift, switchAllOn, unasked, USUAL_KEEP } from "./filters.js";
import { actors, claims, scene, ties } from "./model.js";
import { remember } from "./navigation.js";
import { closePanel, reopenPanel } from "./panel.js";
import { fitPicture, fitted, MOST_GROUP_LINES, refreshPicture, resized } from "./picture.js";
import { picture } from "./places.js";
import { tieStates } from "./states.js";
import { fillTables } from "./table.js";
import { DOUBT_COUNTS, kindName, lineSample, shapeSample, sourceName, stateSample } from "./words.js";

/** How many rows of a facet show at first. */
const FIRST_ROWS = { claimKinds: 12, kinds: 26, types: 12, certainties: 12 };
const USUAL_ROWS = 8;
/** What brings each part of the legend in line with the filters. */
export const updates = [];

const SAMPLES = { claimKinds: claimKindSample, certainties: lineSample, kinds: shapeSample, types: directionSample };

function claimKindSample(entry) {
  return entry.key === "affirmed" ? lineSample(scene.certainties[0]) : stateSample(entry.key);
}

function directionSample(type) {
  return el("span", { class: "direction", "aria-hidden": "true", text: type.directed ? "→" : "—" });
}

/** What an entry of a facet is called. */
function entryName({ key }, entry) {
  if (key === "kinds") return kindName(entry);
  if (key === "types") return entry.title;
  if (key === "texts") return entry.source === undefined ? "No source given" : sourceName(scene.sources[entry.source]);
  return entry.name || "No claimant given";
}

function entryMeaning(facet, entry) {
  const meaning = facet.key === "types" ? [entry.name, entry.description].filter(Boolean).join(": ") : entry.meaning;
  return meaning || entryName(facet, entry);
}

/** One entry: a box, a sample, the name, and what ticking it would show as the other filters stand. */
function facetRow(facet, index) {
  const entry = facet.entries[index];
  const box = el("input", { type: "checkbox", on: { change: () => { setOff(facet, [index], !box.checked); filtered(); } } });
  const count = el("span", { class: "count" });
  const row = el("li", {}, el("label", { title: entryMeaning(facet, entry) }, box, SAMPLES[facet.key]?.(entry), el("span", { class: "entry", dir: "auto", text: entryName(facet, entry) }), count));
  const update = () => {
    box.checked = !facet.off.has(index);
    count.textContent = facet.counts[index].toLocaleString("en");
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
    more.textContent = `Show ${(matching.length - shown.length).toLocaleString("en")} more`;
    more.hidden = shown.length === matching.length;
    return shown;
  };
  const find = facet.entries.length > limit + 2
    ? el("input", { type: "search", class: "find-entry", "aria-label": `Find in ${facet.title}`, placeholder: "Find", on: { input: () => draw(folded(find.value)) } })
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
      el("button", { type: "button", text: "All", "aria-label": `All: ${facet.title}`, on: { click: () => all(true) } }),
      el("button", { type: "button", text: "None", "aria-label": `None: ${facet.title}`, on: { click: () => all(false) } })),
    find, list, more);
}

function setOff(facet, indices, isOff) {
  for (const index of indices) facet.off[isOff ? "add" : "delete"](index);
}

export function buildLegend() {
  const usual = facets.filter((facet) => !facet.isProperty && !(scene.overview && !["certainties", "kinds"].includes(facet.key)));
  byId("legend").append(...usual.map(sectionOf).filter(Boolean));
  const properties = facets.filter((facet) => facet.isProperty);
  if (!properties.length) return;
  const details = el("details", { id: "legend-more" }, el("summary", { text: "Other properties" }));
  details.addEventListener("toggle", () => details.append(...properties.map(facetSection)), { once: true }); // many rows, rarely wanted
  byId("legend").append(details);
}

function sectionOf(facet) {
  if (facet.key === "claimKinds") return facet.entries.length < 2 ? null : claimKindsSection(facet);
  if (facet.key === "kinds") return actorsSection(facet);
  if (facet.key === "supports" && new Set(facet.values).size < 2) return null;
  return facetSection(facet);
}

/** What is claimed, each with its look; last the look of ties that some affirm and others deny. */
function claimKindsSection(facet) {
  const section = facetSection(facet);
  if (!ties.some((tie) => tie.disputed || tie.contested)) return section;
  const count = el("span", { class: "count" });
  updates.push(() => {
    const disputed = tieStates.filter((one) => one && (one.state === "disputed" || one.contested)).length;
    count.textContent = counted(disputed, "tie", "ties");
  });
  section.querySelector("ul").append(el("li", { class: "key", title: "some affirm it, others deny it" }, stateSample("disputed"), el("span", { class: "entry", text: "Disputed" }), count));
  return section;
}

/** The labels of actors, and whether those without a tie are shown. An actor shows while any of its labels is ticked. */
function actorsSection(facet) {
  const section = facetSection(facet);
  if (!section) return null;
  const box = el("input", { type: "checkbox", id: "tied-only", on: { change: () => { choice.tiedOnly = box.checked; filtered(); } } });
  updates.push(() => { box.checked = choice.tiedOnly; });
  section.append(el("label", { class: "tick" }, box, `Hide ${scene.overview ? "groups" : "actors"} without ties`));
  return section;
}

/** All as it was when the page opened, at all dates. */
export function resetFilters() {
  switchAllOn();
  choice.tiedOnly = false;
  faded.clear();
  Object.assign(keep, USUAL_KEEP);
  setRange(null, null);
  filtered();
}

/** Bring legend, picture, tables and counts in line with the filters. */
export function filtered() {
  sift();
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

export function showCounts() {
  const shown = (list) => list.reduce((sum, one) => sum + one, 0);
  if (scene.overview) {
    const between = ties.reduce((sum, tie, index) => sum + (seen.ties[index] ? tie.count : 0), 0);
    const isPart = shown(seen.ties) > MOST_GROUP_LINES;
    byId("shown").textContent = `${counted(shown(seen.actors), "group", "groups")} and ${counted(between, "tie", "ties")} between groups shown${isPart ? "; the strongest have lines, a chosen group shows all of its" : ""}`;
    return;
  }
  const [some, most, said] = [shown(seen.actors), shown(seen.ties), shown(seen.claims)];
  const all = some === actors.length && most === ties.length && said === claims.length;
  const of = (count, list, one, many) => `${count.toLocaleString("en")} of ${counted(list.length, one, many)}`;
  const words = all
    ? `All ${counted(actors.length, "actor", "actors")} and ${counted(ties.length, "tie", "ties")} shown`
    : `${of(some, actors, "actor", "actors")}, ${of(most, ties, "tie", "ties")} shown`;
  const aside = unasked.filter((index) => off.claimKinds.has(index)).map((index) => `${scene.claimKinds[index].name.toLowerCase()} ${scene.claimKinds[index].count.toLocaleString("en")}`);
  const doubtful = DOUBTS.slice(1).map((doubt) => [tieStates.filter((one) => one?.doubt === doubt).length, DOUBT_COUNTS[doubt]]);
  const parts = [words, ...doubtful.map(([count, name]) => (count ? `${count.toLocaleString("en")} ${name}` : "")), aside.length ? `not shown: ${aside.join(", ")}` : ""];
  byId("shown").textContent = parts.filter(Boolean).join("; ");
}

export function showLegend(on) {
  const open = on && narrow.matches;
  if (open) closePanel();
  document.body.classList.toggle("with-legend", open);
  byId("show-legend").setAttribute("aria-expanded", String(open));
  resized();
  if (open) byId("legend").querySelector("input, button")?.focus();
}

/** Fade an actor, or bring it back. */
export function fade(actor, isFaded) {
  faded[isFaded ? "add" : "delete"](actor);
  filtered();
}
