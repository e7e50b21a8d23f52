// From A to B: all shortest paths over visible ties in either direction, highlighted and in words.

import { announce, byId, el, named } from "../../common/dom.js";
import { language } from "../../common/language.js";
import { counted, lowered, numberText, t } from "../../common/texts.js";
import { emit } from "../events.js";
import { anyFilter, seen } from "../filters/filters.js";
import { actors, otherEnd, scene, ties, tiesOf } from "../model.js";
import { openPanel, sentenceCard, showAllButton } from "./panel.js";
import { fitTo, lightsOut, lightUp } from "../picture/picture.js";
import { searchBox } from "../search/search_box.js";
import { isAffirmed, tieStates } from "../filters/states.js";
import { stateSample } from "./words.js";

const MOST_PATHS = 20;
/** The ends, the actors to avoid, and the states of ties to allow besides affirmed ones. */
export const journey = { from: /** @type {number | null} */ (null), to: /** @type {number | null} */ (null), without: new Set(), with: new Set() };

/** Whether a path may use a tie: an affirmed one, or one of a kind that was asked for. */
function carries(tie) {
  return seen.ties[tie] === 1 && (isAffirmed(tie) || journey.with.has(tieStates[tie].state));
}

function carryingTiesOf(actor) {
  return tiesOf[actor].filter(carries);
}

/** The kinds of visible ties that are not affirmed. */
function otherStates() {
  const states = new Set(ties.map((_, tie) => tie).filter((tie) => seen.ties[tie] && !isAffirmed(tie)).map((tie) => tieStates[tie].state));
  return scene.claimKinds.filter((kind) => states.has(kind.key));
}

/**
 * Distances from `from` over usable ties, avoiding the actors that the reader has excluded; stops when `to`
 * is reached.
 */
function distances(from, to, usable = carries) {
  const steps = new Map([[from, 0]]);
  let edge = [from];
  while (edge.length && !steps.has(to)) {
    const next = [];
    for (const index of edge) {
      for (const tie of tiesOf[index].filter(usable)) {
        const other = otherEnd(ties[tie], index);
        if (steps.has(other) || journey.without.has(other)) continue;
        steps.set(other, (steps.get(index) ?? 0) + 1);
        next.push(other);
      }
    }
    edge = next;
  }
  return steps;
}

/** All shortest paths as lists of actors, at most `MOST_PATHS`; `more` says whether there are others. */
function shortestPaths(from, to) {
  const steps = distances(from, to);
  const paths = [];
  let more = false;
  if (!steps.has(to)) return { paths, more };
  const walk = (tail) => {
    const index = tail[0];
    if (index === from) {
      if (paths.length < MOST_PATHS) paths.push(tail);
      else more = true;
      return;
    }
    const before = new Set(carryingTiesOf(index).map((tie) => otherEnd(ties[tie], index)).filter((other) => steps.get(other) === (steps.get(index) ?? 0) - 1));
    for (const other of [...before].sort((a, b) => actors[b].degree - actors[a].degree || a - b)) {
      if (more) return;
      walk([other, ...tail]);
    }
  };
  walk([to]);
  return { paths, more };
}

function tiesBetween(a, b) {
  return carryingTiesOf(a).filter((tie) => otherEnd(ties[tie], a) === b);
}

export function openPaths(from = journey.from, to = journey.to, { focus = true } = {}) {
  Object.assign(journey, { from, to });
  const fromBox = searchBox("path-from", t("From"), ({ index }) => { journey.from = index; showPaths(); }, { namesOnly: true, hint: t("an actor") });
  const toBox = searchBox("path-to", t("To"), ({ index }) => { journey.to = index; showPaths(); }, { namesOnly: true, hint: t("another actor") });
  fromBox.set(journey.from);
  toBox.set(journey.to);
  const swap = el("button", { type: "button", text: t("Swap"), on: { click: () => openPaths(journey.to, journey.from) } });
  openPanel({ kind: "path" }, () => showPaths(),
    el("p", { class: "kicker", text: t("Paths") }),
    el("h2", { id: "panel-title", tabindex: "-1", text: t("From A to B") }),
    el("p", { class: "note", text: t("The shortest paths over the affirmed ties that are shown now, whichever direction they point.") }),
    fromBox.box, toBox.box, el("p", { class: "panel-tools" }, swap), withBoxes(), el("div", { id: "paths" }));
  showPaths();
  if (!focus) return;
  const empty = journey.from === null ? fromBox : journey.to === null ? toBox : null;
  if (empty) empty.input.focus();
  else byId("panel-title").focus({ preventScroll: true });
}

/** The kinds of ties that paths may use besides affirmed ones, if any are visible. */
function withBoxes() {
  const states = otherStates();
  if (!states.length) return null;
  return el("fieldset", { id: "paths-with" }, el("legend", { text: t("Also take ties that are") }), states.map((kind) => {
    const box = el("input", { type: "checkbox", on: { change: () => { journey.with[box.checked ? "add" : "delete"](kind.key); showPaths(); } } });
    box.checked = journey.with.has(kind.key);
    return el("label", { class: "tick" }, box, stateSample(kind.key), lowered(t(kind.name)));
  }));
}

/** A note if ties that nobody affirms would connect two actors, or connect them by a shorter path. */
function unaffirmedPath(from, to, steps) {
  const along = (taken) => distances(from, to, (tie) => carries(tie) || (seen.ties[tie] === 1 && taken(tieStates[tie].state))).get(to) ?? Infinity;
  const reached = along(() => true);
  if (reached >= steps) return null;
  const enough = otherStates().filter((kind) => along((state) => state === kind.key) === reached);
  const words = (enough.length ? enough : otherStates()).map((kind) => lowered(t(kind.name)));
  const kinds = new Intl.ListFormat(language(), { type: "disjunction" }).format(words);
  return el("p", { class: "note", id: "unaffirmed-path", text: t(steps === Infinity ? "A path of {steps} takes ties that are {kinds}: nobody says that they hold." : "A shorter path of {steps} takes ties that are {kinds}: nobody says that they hold.", { steps: counted(reached, "step", "steps"), kinds }) });
}

function leaveOut(index, out) {
  if (out) journey.without.add(index);
  else journey.without.delete(index);
  showPaths();
}

function showPaths() {
  const list = byId("paths");
  if (!list) return;
  const { from, to } = journey;
  emit("changed");
  if (from === null || to === null || from === to) {
    list.replaceChildren(from !== null && from === to ? el("p", { class: "note", text: t("Choose two different actors.") }) : "");
    if (from !== null) lightUp([from], [], { actors: [from] });
    else lightsOut();
    return;
  }
  journey.without.delete(from);
  journey.without.delete(to);
  const { paths, more } = shortestPaths(from, to);
  const litActors = new Set(paths.flat());
  const litTies = new Set(paths.flatMap((path) => path.slice(1).flatMap((one, step) => tiesBetween(path[step], one))));
  list.replaceChildren(...pathList(paths, more));
  lightUp(paths.length ? litActors : [from, to], litTies, { actors: [from, to] });
  if (paths.length) fitTo([...litActors]);
  announce(paths.length ? t("{paths} of {steps}", { paths: counted(paths.length, "path", "paths"), steps: counted(paths[0].length - 1, "step", "steps") }) : t("No path found"));
}

function pathList(paths, more) {
  const without = [...journey.without].map((index) => el("button", { type: "button", class: "chip", "aria-label": t("Allow {actor} again", { actor: actors[index].name }), on: { click: () => leaveOut(index, false) } }, t("without"), " ", named(actors[index].name), " ×"));
  const aside = unaffirmedPath(journey.from, journey.to, paths.length ? paths[0].length - 1 : Infinity);
  const chips = without.length ? el("p", { class: "chips" }, without) : null;
  if (!paths.length) return [chips, el("p", { class: "note" }, t("No path joins these two over the affirmed ties that are shown."), " ", anyFilter() ? showAllButton() : null), aside].filter(Boolean);
  const steps = paths[0].length - 1;
  const count = more ? t("The first {count} paths", { count: numberText(paths.length) }) : counted(paths.length, "shortest path", "shortest paths");
  return [
    chips,
    el("h3", { id: "path-count", text: `${count}, ${counted(steps, "step", "steps")}` }),
    aside,
    ...paths.map((path, number) => el("details", { class: "path", open: number < 3 },
      el("summary", {}, path.map((index, step) => [step ? " › " : "", named(actors[index].name)])),
      path.slice(1).map((index, step) => hop(path[step], index, step < path.length - 2)))),
  ].filter(Boolean);
}

/** One hop: every tie between its two actors, in words, with claim and source. */
function hop(from, to, between) {
  return el("div", { class: "hop" }, tiesBetween(from, to).map((tie) => sentenceCard(tie)),
    between ? el("button", { type: "button", class: "plain", on: { click: () => leaveOut(to, true) } }, t("Look for paths without"), " ", named(actors[to].name)) : null);
}
