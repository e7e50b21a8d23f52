// The look of actors, by their kinds, and of ties, by what is claimed: shapes, marks and colours. An affirmed tie has the
// line of its certainty; a planned or intended one is a row of hollow marks; a denied one, or a denied plan, is pale and
// crossed out. No look depends on colour alone.

import { themed } from "../../common/dom.js";
import { isDark } from "../../common/theme.js";
import { dashesAt } from "./dashes.js";
import { actors, payload, scene } from "../model.js";
import { scaleOf } from "../filters/scales.js";
import { tieStates } from "../filters/states.js";

/** The hollow marks of ties that nobody affirms, one shape for each kind. */
export const HOLLOW = { planned: "dot", intended: "diamond", possible: "square", demanded: "triangle", "plan denied": "dot" };
/** Dashes of ties that do not hold. */
export const LINE_OF = { denied: [5, 4], draft: [1, 5], retracted: [1, 5], "taken back": [1, 5] };
/** Strokes across the middle of a line, in units of their size: a cross, one stroke, two. */
export const STROKES = {
  denied: [[-1, -1, 1, 1], [-1, 1, 1, -1]],
  "plan denied": [[-1, -1, 1, 1], [-1, 1, 1, -1]],
  disputed: [[-0.6, 1.2, 0.6, -1.2]],
  retracted: [[-1, 1, 0, -1], [0, 1, 1, -1]],
  "taken back": [[-1, 1, 0, -1], [0, 1, 1, -1]],
  open: [[-0.5, -1, -0.5, 1], [-0.5, -1, 0.5, -1], [-0.5, 1, 0.5, 1]],
  perhaps: [[-1.5, 0.5, -0.75, -0.6], [-0.75, -0.6, 0.75, 0.6], [0.75, 0.6, 1.5, -0.5]],
};

export function isPlanDenied(state) {
  return state === "plan denied";
}

/** The strokes of a tie, each at its own point of the line. */
export function strokesOf(index) {
  const { state, contested, doubt } = tieStates[index];
  return [STROKES[state] ? state : null, contested ? "disputed" : null, STROKES[doubt] ? doubt : null].filter(Boolean);
}

/** The options of vis-network for the line of a tie. */
export function lineLook(index) {
  const { state, certainty, doubt, isFaded } = tieStates[index];
  const isPale = doubt !== "yes" || isFaded;
  const width = isPale ? 1 : lineWidth(index);
  const dashes = dashesAt(scene.certainties[certainty], width, { isRound: true });
  const colours = edgeColours();
  if (LINE_OF[state]) return { color: colours.pale, width: 1.2, dashes: LINE_OF[state] };
  if (HOLLOW[state]) return { color: isFaded || isPlanDenied(state) ? colours.pale : colours[certainty], width: 1, dashes: [2, 3], arrows: hollowArrow(index) };
  return { color: isPale ? colours.pale : colours[certainty], width, dashes: dashes.length ? dashes : false };
}

/** The width of a tie, by its numbers if these decide it, else by its certainty. */
export function lineWidth(index) {
  const { width, certainty } = tieStates[index];
  return width || (scaleOf("width") ? 1 : scene.certainties[certainty].width);
}

/** The open arrow of a tie that nobody affirms, where other ties have a filled one. */
function hollowArrow(index) {
  const { arrows } = payload.edges[index];
  return arrows && { [arrows]: { enabled: true, type: "vee" } };
}

/** The opacity of actors that the reader has faded, and of their ties. */
export const FADED = 0.3;

/** The outline of a shape. Whatever differs in colour differs in shape too, at any size. */
export function outline(context, shape, x, y, radius) {
  const corners = OUTLINES[shape];
  if (!corners) {
    context.moveTo(x + radius, y);
    context.arc(x, y, radius, 0, 2 * Math.PI);
    return;
  }
  corners.forEach(([dx, dy], corner) => context[corner ? "lineTo" : "moveTo"](x + dx * radius, y + dy * radius));
  context.closePath();
}

export const OUTLINES = payload.outlines;

/** The colour family of a certainty; its dashes identify it, the colour only helps. */
export function tone(key) {
  if (key === "stated" || key === "reported") return "plain";
  if (key === "alleged" || key === "disputed") return "doubt";
  if (key === "") return "none";
  return "voice";
}

/** A colour of the page, by its index, for the current theme. */
export function colourAt(index) {
  return payload.colours[index][isDark() ? 1 : 0];
}

/** The colour of an actor, as an index: that of its number, else that of its label. */
export function colourOf(actor) {
  return actors[actor].colour ?? scene.kinds[actors[actor].kind].colour;
}

/** @type {any} */
let looks = null;
/** @type {any} */
let colours = null;

/** Each colour of actors, in vis-network's format, read once per theme. */
export function colourLooks() {
  if (looks) return looks;
  const [rim, ink] = [themed("--ground"), themed("--ink")];
  looks = payload.colours.map((_, index) => {
    const fill = colourAt(index);
    const marked = { background: fill, border: ink };
    return { background: fill, border: rim, highlight: marked, hover: marked };
  });
  return looks;
}

/** The colours of each certainty's line, read once per theme: reading styles is slow. */
export function edgeColours() {
  if (!colours) {
    const hover = themed("--ink");
    colours = scene.certainties.map((certainty) => {
      const colour = themed(`--tie-${tone(certainty.key)}`);
      return { color: colour, highlight: colour, hover, inherit: false };
    });
    const pale = themed("--tie-none");
    colours.pale = { color: pale, highlight: pale, hover, inherit: false };
  }
  return colours;
}

/** Read the colours again after the theme has changed. */
export function forgetColours() {
  colours = null;
  looks = null;
}
