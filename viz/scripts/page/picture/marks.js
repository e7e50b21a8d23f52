// Draws one tie at a time, with its marks, its strokes and its arrow.

import { themed } from "../../common/dom.js";
import { edgeColours, FADED, HOLLOW, isPlanDenied, LINE_OF, outline, STROKES, strokesOf } from "./looks.js";
import { edgeOf } from "./elements.js";
import { payload, ties } from "../model.js";
import { positions } from "./positions.js";
import { tieStates } from "../filters/states.js";
import { drawEdge, drawEdgeArrows, network, pointAlong, setEdgeWidth } from "./vis_network.js";

/** Where along a line a stroke across it is drawn: beside an arrow in the middle. */
function strokeAt(index, number) {
  return payload.edges[index].arrows === "middle" ? 0.37 - 0.13 * number : 0.5 + 0.13 * number;
}

/** The boxes on the screen that the strokes of a tie take, which words must leave free. */
export function strokeBoxes(index) {
  return strokesOf(index).map((stroke, number) => {
    const { x, y } = network.canvasToDOM(pointAlong(edgeOf(index), strokeAt(index, number)));
    const reach = 9 * markUnit() * network.getScale();
    return { left: x - reach - 4, right: x + reach + 4, top: y - reach, bottom: y + reach };
  });
}

/** Draw a tie in the coordinates of the graph, without its arrow. */
export function drawTie(context, index) {
  const edge = edgeOf(index);
  context.save();
  if (tieStates[index].isFaded) context.globalAlpha *= FADED;
  setEdgeWidth(edge, Math.max(edge.ownWidth, 1 / network.getScale())); // no tie is thinner than a pixel
  if (HOLLOW[tieStates[index].state] && ties[index].a !== ties[index].b) drawHollow(context, edge, index);
  else drawEdge(edge, context);
  strokesOf(index).forEach((stroke, number) => drawStrokes(context, edge, stroke, strokeAt(index, number)));
  context.restore();
}

export function drawArrow(context, index) {
  context.save();
  if (tieStates[index].isFaded) context.globalAlpha *= FADED;
  drawEdgeArrows(edgeOf(index), context);
  context.restore();
}

/** Marks are at least as large as a reader can distinguish. */
function markUnit() {
  return Math.max(1, 0.75 / network.getScale());
}

function drawHollow(context, edge, index) {
  const [from, to] = [positions[ties[index].a], positions[ties[index].b]];
  const unit = markUnit();
  const steps = Math.max(2, Math.round(Math.hypot(to.x - from.x, to.y - from.y) / (11 * unit)));
  const isClear = ({ x, y }, end) => Math.hypot(x - end.x, y - end.y) > end.size + 7 * unit;
  context.save();
  context.setLineDash([]);
  const { state, certainty } = tieStates[index];
  context.strokeStyle = (isPlanDenied(state) ? edgeColours().pale : edgeColours()[certainty]).color;
  context.fillStyle = themed("--ground");
  context.lineWidth = 1.2 * unit;
  for (let step = 1; step < steps; step += 1) {
    const point = pointAlong(edge, step / steps);
    if (!isClear(point, from) || !isClear(point, to)) continue;
    context.beginPath();
    outline(context, HOLLOW[tieStates[index].state], point.x, point.y, 2.6 * unit);
    context.fill();
    context.stroke();
  }
  context.restore();
}

function drawStrokes(context, edge, state, along) {
  const { x, y } = pointAlong(edge, along);
  const size = 5.5 * markUnit();
  context.save();
  context.setLineDash([]);
  context.lineCap = "round";
  for (const { colour, width } of [{ colour: themed("--ground"), width: 5 }, { colour: themed("--tie-doubt"), width: 2 }]) {
    context.strokeStyle = colour;
    context.lineWidth = width * markUnit();
    context.beginPath();
    for (const [x1, y1, x2, y2] of STROKES[state]) {
      context.moveTo(x + x1 * size, y + y1 * size);
      context.lineTo(x + x2 * size, y + y2 * size);
    }
    context.stroke();
  }
  context.restore();
}

/** A sample of a tie in some state, for the key of a saved picture. */
export function drawStateKey(context, state, x, y, width) {
  context.save();
  context.lineWidth = 1.2;
  context.strokeStyle = themed(HOLLOW[state] && !isPlanDenied(state) ? "--tie-plain" : "--tie-none");
  context.beginPath();
  if (HOLLOW[state]) for (let at = 4; at < width; at += 9) outline(context, HOLLOW[state], x + at, y, 2.6);
  else {
    context.setLineDash(LINE_OF[state] || []);
    context.moveTo(x, y);
    context.lineTo(x + width, y);
  }
  context.stroke();
  context.setLineDash([]);
  context.beginPath();
  context.strokeStyle = themed("--tie-doubt");
  context.lineWidth = 2;
  for (const [x1, y1, x2, y2] of STROKES[state] || []) {
    context.moveTo(x + width / 2 + x1 * 4, y + y1 * 4);
    context.lineTo(x + width / 2 + x2 * 4, y + y2 * 4);
  }
  context.stroke();
  context.restore();
}
