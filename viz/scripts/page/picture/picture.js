// The picture: vis-network draws positions that were computed in advance; names and highlights are drawn on top.

import { byId, calm, narrow, themed } from "../../common/dom.js";
import { emit } from "../events.js";
import { seen } from "../filters/filters.js";
import { byDegree, drawLabels, drawTieWords, FEW, forgetLabels, labelPlan } from "./labels.js";
import { drawPicture, layered, repaint } from "./layers.js";
import { lit, setLit } from "./highlight.js";
import { forgetColours } from "./looks.js";
import { nodeOf } from "./elements.js";
import { drawArrow, drawTie } from "./marks.js";
import { actors, payload, ties } from "../model.js";
import { listed, picture, positions } from "./positions.js";
import { clicked, hideTip, pointed } from "./pointing.js";
import { drawLines, drawRing, drawSpecks } from "./shapes.js";
import { seenTiesOf } from "../filters/states.js";
import { chosenLines } from "./strongest.js";
import { isFar, onScreen } from "./view.js";
import { drawOwnNode, makeNetwork, network, offeredNodes, offerNodes, requestRedraw } from "./vis_network.js";

/** Whether the page itself fitted everything into view; it then does so again when the picture is resized. */
export let fitted = true;
/** Whether the reader has moved or zoomed the picture since everything was last in view. */
export let movedByHand = false;

/** Draw again: at the start, and when the colours change. The view and moved actors stay. */
export function buildPicture() {
  const view = network ? { position: network.getViewPosition(), scale: network.getScale() } : null;
  forgetColours();
  const options = {
    ...payload.options,
    autoResize: true,
    edges: { ...payload.options.edges, arrows: { to: { scaleFactor: 0.55 }, middle: { scaleFactor: 0.55 } }, selfReference: { size: 18 } },
  };
  makeNetwork(picture, options);
  listShown();
  network.on("beforeDrawing", drawBelow);
  network.on("afterDrawing", drawOnTop);
  network.on("click", clicked);
  for (const event of ["dragStart", "zoom", "click"]) network.on(event, hideTip);
  for (const event of ["zoom", "dragEnd"]) network.on(event, movedView);
  network.on("dragStart", ({ nodes }) => { dragged = nodes; });
  network.on("dragEnd", () => {
    followDrag();
    if (dragged.length) repaint();
    dragged = [];
    redrawSoon();
  });
  network.on("animationFinished", redrawSoon);
  if (view) network.moveTo(view);
  else fitPicture(false);
  markSelection();
}

/** The reader has chosen the view: keep it when the picture is resized. */
export function setOwnView() {
  fitted = false;
  movedByHand = true;
}

export function movedView() {
  setOwnView();
  emit("changed", { push: false });
}

function listShown() {
  listed.nodes = byDegree.filter((index) => seen.actors[index]).reverse();
  const lines = chosenLines(ties.map((_, index) => index).filter((index) => seen.ties[index]), listed.nodes.length);
  listed.edges = lines.drawn;
  listed.firm = lines.firm;
  repaint();
}

/** Take the positions of actors that the reader is dragging from vis-network. */
function followDrag() {
  for (const index of dragged) [positions[index].x, positions[index].y] = [nodeOf(index).x, nodeOf(index).y];
}

/** Show or hide what the filters changed. */
export function refreshPicture() {
  listShown();
  redrawSoon();
}

/** Draw on the next frame, once, however often this is called; names are placed again. */
function redrawSoon() {
  forgetLabels();
  requestRedraw();
}

export function animation() {
  return calm.matches ? false : { duration: 350, easingFunction: "easeInOutQuad" };
}

export function fitPicture(animated = true) {
  const indices = actors.map((_, index) => index).filter((index) => seen.actors[index]);
  if (!indices.length) return;
  fitTo(indices, animated);
  fitted = true;
  movedByHand = false;
  emit("changed", { push: false });
}

const curved = payload.edges.filter((edge) => edge.smooth);

/** The point of one of several parallel ties that is farthest from the straight line. */
function crestOf(edge) {
  const [a, b] = [positions[edge.from], positions[edge.to]];
  const bend = (edge.smooth.roundness / 2) * (edge.smooth.type === "curvedCW" ? 1 : -1);
  return { x: (a.x + b.x) / 2 + bend * (b.y - a.y), y: (a.y + b.y) / 2 - bend * (b.x - a.x) };
}

/** The rectangle that actors cover, and the zoom at which it fills the picture, with space for names. */
function frameOf(indices) {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const index of indices) {
    const { x, y, size } = positions[index];
    left = Math.min(left, x - size); right = Math.max(right, x + size);
    top = Math.min(top, y - size); bottom = Math.max(bottom, y + size);
  }
  const inside = new Set(indices);
  for (const edge of curved) {
    if (!inside.has(edge.from) || !inside.has(edge.to)) continue;
    const { x, y } = crestOf(edge);
    left = Math.min(left, x); right = Math.max(right, x);
    top = Math.min(top, y); bottom = Math.max(bottom, y);
  }
  const room = { x: Math.max(picture.clientWidth - (narrow.matches ? 70 : 110), 80), y: Math.max(picture.clientHeight - 64, 80) };
  const scale = Math.min(room.x / Math.max(right - left, 1), room.y / Math.max(bottom - top, 1));
  return { x: (left + right) / 2, y: (top + bottom) / 2, scale };
}

export function fitTo(indices, animated = true, closest = indices.length <= FEW ? 2 : 1.25) {
  const frame = frameOf(indices);
  const scale = Math.min(frame.scale, closest);
  // names hang below their actors, so the middle is a little lower
  const position = { x: frame.x, y: frame.y + 10 / scale };
  const now = network.getViewPosition();
  const off = Math.hypot(position.x - now.x, position.y - now.y) * scale;
  if (off < 8 && Math.abs(scale / network.getScale() - 1) < 0.01) return; // it fits already
  network.moveTo({ position, scale, animation: animated && animation() });
}

/** Bring actors into view if they are outside, or closer if they are small; otherwise leave the view. */
export function bringIntoView(focus, around) {
  const rim = 30;
  const outside = around.some((index) => {
    const { x, y } = network.canvasToDOM(positions[index]);
    return x < rim || y < rim || x > picture.clientWidth - rim || y > picture.clientHeight - rim;
  });
  const scale = network.getScale();
  const possible = frameOf(around).scale;
  if (!outside && (scale >= 0.8 || possible < scale * 1.2)) return;
  fitted = false;
  fitTo(possible < 0.4 && around.length > FEW ? focus : around, true, Math.max(scale, 0.95));
}

export function lightUp(actorIndices, tieIndices, focus) {
  setLit({ actors: new Set(actorIndices), ties: new Set(tieIndices), focus });
  markSelection();
  redrawSoon();
}

export function lightsOut() {
  setLit(null);
  markSelection();
  redrawSoon();
}

function markSelection() {
  const chosen = lit && lit.focus && lit.focus.actors ? lit.focus.actors : [];
  const nodes = chosen.filter((index) => seen.actors[index]);
  nodes.forEach(nodeOf);
  network.setSelection({ nodes, edges: [] }, { unselectAll: true, highlightEdges: false });
  repaint(false);
}

/** The actors that the reader is dragging. */
let dragged = [];

/** The nodes that vis-network may select and drag: emptied while it draws, since it would draw them too. */
let held = [];

/** vis-network draws nothing by itself: its lists are empty while it draws, and `layers.js` draws everything. */
function drawBelow(context) {
  followDrag();
  held = offeredNodes();
  offerNodes([]);
  drawPicture(context);
}

function drawOnTop(context) {
  offerNodes(held);
  drawAbove(context);
}

/** Draw the names; if something is highlighted, a veil over everything and the highlighted part again above it. */
export function drawAbove(context) {
  const plan = labelPlan();
  const far = isFar();
  if (layered && dragged.length) drawApart(context, dragged.flatMap(seenTiesOf), dragged, far);
  onScreen(context, () => {
    drawLabels(context, plan.filter((label) => !lit || !lit.actors.has(label.actor)));
    if (lit) drawVeil(context);
    else if (listed.nodes.length <= FEW) drawTieWords(context, listed.edges, new Set(listed.nodes), plan);
  });
  if (lit) drawLit(context, lit, plan, far);
  if (pointed !== null) onScreen(context, () => drawRing(context, pointed));
}

function drawVeil(context) {
  context.globalAlpha = 0.82;
  context.fillStyle = themed("--ground");
  context.fillRect(0, 0, picture.clientWidth, picture.clientHeight);
  context.globalAlpha = 1;
}

function drawLit(context, { actors: litActors, ties }, plan, far) {
  const litTies = [...ties].filter((index) => seen.ties[index]);
  drawApart(context, litTies, [...litActors].filter((index) => seen.actors[index]), far);
  onScreen(context, () => {
    drawLabels(context, plan.filter((label) => litActors.has(label.actor)));
    if (litTies.length <= MOST_LIT_WORDS) drawTieWords(context, litTies, litActors, plan);
  });
}

/** The words of more highlighted ties than this would cover lines and names. */
const MOST_LIT_WORDS = picture.clientWidth < 500 ? 5 : 30;

/** The largest number of ties that are drawn one by one in every frame. */
const MOST_APART = 150;

/** Draw some ties and actors again, above the picture. */
function drawApart(context, tieIndices, actorIndices, far) {
  const plain = far || tieIndices.length > MOST_APART;
  if (plain) onScreen(context, () => drawLines(context, tieIndices, 1.3));
  else for (const index of tieIndices) drawTie(context, index);
  if (far) onScreen(context, () => drawSpecks(context, actorIndices));
  else for (const index of actorIndices) drawOwnNode(nodeOf(index), context);
  if (!plain) for (const index of tieIndices) drawArrow(context, index);
}

/** Tell vis-network at once that an opened or closed panel has resized the picture; it would notice only later. */
export function resized() {
  if (!network || byId("stage").hidden) return;
  const middle = network.getViewPosition();
  network.setSize("100%", "100%");
  if (fitted) fitPicture(false);
  else network.moveTo({ position: middle });
  redrawSoon();
}
