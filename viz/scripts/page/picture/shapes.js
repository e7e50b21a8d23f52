// Outlines of actors and plain lines of ties, used where vis-network would be too slow or draw too small.

import { themed } from "../../common/dom.js";
import { dashesAt } from "./dashes.js";
import { colourAt, colourOf, edgeColours, HOLLOW, LINE_OF, lineWidth, outline } from "./looks.js";
import { scaleOf } from "../filters/scales.js";
import { actors, scene, ties } from "../model.js";
import { positions } from "./positions.js";
import { tieStates } from "../filters/states.js";
import { screenRadius, screenView } from "./view.js";
import { network } from "./vis_network.js";

/** A ring around the actor under the pointer. */
export function drawRing(context, index) {
  const { x, y } = network.canvasToDOM(positions[index]);
  context.strokeStyle = themed("--ink");
  context.lineWidth = 2;
  context.beginPath();
  context.arc(x, y, screenRadius(index, network.getScale()) * 1.25 + 2, 0, 2 * Math.PI);
  context.stroke();
}

/** Of more lines than this, none is dashed. */
export const MOST_DASHED = 800;

function isWhole({ state, doubt, isFaded }) {
  return !LINE_OF[state] && !HOLLOW[state] && doubt === "yes" && !isFaded;
}

/**
 * Draw ties as straight lines. When zoomed out, several lines of one certainty share a stroke, which is faster;
 * with many long lines that cross each other, one stroke takes many times as long.
 */
export function drawLines(context, indices, width, view = screenView(), { solid = indices.length > MOST_DASHED, together = 16 } = {}) {
  const { scale, x, y } = view;
  const paints = edgeColours();
  const rows = scene.certainties.map(() => []);
  const others = []; // planned and denied ties are never solid lines
  for (const index of indices) (isWhole(tieStates[index]) ? rows[tieStates[index].certainty] : others).push(index);
  const looks = scene.certainties.flatMap((certainty, number) => byWidth(rows[number], certainty).map(([share, some]) => [some, paints[number], share, solid ? [] : dashesAt(certainty, 2 * width * share).map((length) => length / 2)]));
  // dashes are slow, and cannot be distinguished among a thousand lines
  for (const [some, paint, share, dashes] of [...looks, [others, paints.pale, 0.7, [2, 4]]]) {
    context.strokeStyle = paint.color;
    context.lineWidth = Math.max(1, width * share);
    context.setLineDash(dashes);
    let waiting = 0;
    for (const index of some) {
      const [from, to] = [positions[ties[index].a], positions[ties[index].b]];
      const part = clipped(from.x * scale + x, from.y * scale + y, to.x * scale + x, to.y * scale + y, view);
      if (!part) continue;
      if (waiting === 0) context.beginPath();
      context.moveTo(part[0], part[1]);
      context.lineTo(part[2], part[3]);
      waiting = (waiting + 1) % together;
      if (waiting === 0) context.stroke();
    }
    if (waiting) context.stroke();
  }
  context.setLineDash([]);
}

/** Ties of one certainty by their share of the usual width of plain lines; numbers make them wider. */
function byWidth(indices, certainty) {
  if (!scaleOf("width")) return [[Math.min(certainty.width, 1.4) / 1.4, indices]];
  const shares = new Map();
  for (const index of indices) {
    const share = Math.round(lineWidth(index));
    if (shares.has(share)) shares.get(share).push(index);
    else shares.set(share, [index]);
  }
  return [...shares].sort(([one], [other]) => one - other);
}

/** The visible part of a line (Liang and Barsky): browsers also compute dashes outside the canvas, which is slow. */
function clipped(x1, y1, x2, y2, view) {
  const [dx, dy] = [x2 - x1, y2 - y1];
  let [first, last] = [0, 1];
  for (const [step, room] of [[-dx, x1 + 8], [dx, view.width + 8 - x1], [-dy, y1 + 8], [dy, view.height + 8 - y1]]) {
    if (step === 0) { if (room < 0) return null; continue; }
    const at = room / step;
    if (step < 0) first = Math.max(first, at);
    else last = Math.min(last, at);
  }
  return first < last ? [x1 + first * dx, y1 + first * dy, x1 + last * dx, y1 + last * dy] : null;
}

/** When zoomed out, vis-network's nodes are too small to see. Draw dots instead, all that look alike in one stroke. */
export function drawSpecks(context, indices, view = screenView()) {
  const { scale } = view;
  const alike = new Map();
  for (const index of indices) {
    const look = `${scene.kinds[actors[index].kind].shape} ${colourOf(index)}`;
    if (alike.has(look)) alike.get(look).push(index);
    else alike.set(look, [index]);
  }
  const draw = (some) => {
    if (!some.length) return;
    const { shape } = scene.kinds[actors[some[0]].kind];
    context.beginPath();
    for (const index of some) {
      const [x, y] = [positions[index].x * scale + view.x, positions[index].y * scale + view.y];
      if (x < -20 || y < -20 || x > view.width + 20 || y > view.height + 20) continue;
      outline(context, shape, x, y, screenRadius(index, scale));
    }
    context.fillStyle = colourAt(colourOf(some[0]));
    context.fill();
  };
  const large = (index) => screenRadius(index, scale) > 2.6;
  for (const some of alike.values()) draw(some.filter((index) => !large(index)));
  context.strokeStyle = themed("--ground");
  context.lineWidth = 1;
  for (const index of indices.filter(large)) {
    draw([index]);
    context.stroke();
  }
}
