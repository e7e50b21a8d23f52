// Lays out names: as many as fit without covering each other, those with the most ties first, more when
// zoomed in.

import { byId, themed } from "../../common/dom.js";
import { seen } from "../filters/filters.js";
import { layered } from "./layers.js";
import { lit } from "./highlight.js";
import { strokesOf } from "./looks.js";
import { edgeOf } from "./elements.js";
import { strokeBoxes } from "./marks.js";
import { actors, payload, scene, ties } from "../model.js";
import { listed, picture, positions } from "./positions.js";
import { seenTiesOf } from "../filters/states.js";
import { isFar, screenRadius } from "./view.js";
import { network, pointAlong, requestRedraw } from "./vis_network.js";
import { lineVerb, stateName } from "../panel/words.js";

/** The words of all ties show if at most this many actors do. */
export const FEW = 8;
const MOST_LABELS = 240;
/** After this many names without space, the rest are not tried: the picture is full. */
const MOST_FAILED = 400;
const TEXT = (picture.clientWidth < 500 ? 11 : 12) + (actors.length <= FEW ? 2 : 0);
const FAR_LABELS = picture.clientWidth < 500 ? 14 : 30;
const FAR = 3.4;
/** Names avoid ties; in a picture of more ties than this, only those of their own actor. */
const MOST_AVOIDED = 400;
/** The names of actors with more ties than this then avoid none. */
const MOST_OWN_AVOIDED = actors.length <= 400 ? 8 : 1;
/** This many actors with the most ties have names even if these cover others; groups are too large to be covered. */
const ALWAYS_NAMED = scene.overview ? 0 : 12;
/** Pixels between two names on one line. */
const BETWEEN = 4;
const LINE = TEXT + 2;
const SPARE = 0.35; // share of the screen beyond its edges where names are placed too, so that dragging shows them at once

/** @type {any} the names that show, and the view that they were placed for */
let planned = null;
const measured = new Map();
export const byDegree = actors.map((_, index) => index).sort((a, b) => actors[b].degree - actors[a].degree || a - b);

export function forgetLabels() {
  planned = null;
}

function labelFont(actor) {
  return `${actors[actor].degree >= boldFrom ? 600 : 500} ${TEXT}px system-ui, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", sans-serif`;
}

/** Names of the few actors with the most ties are bold. */
const boldFrom = actors.length > 12 ? Math.max(6, actors[byDegree[Math.floor(actors.length / 14)]].degree) : Infinity;

function labelSize(context, actor) {
  let size = measured.get(actor);
  if (!size) {
    context.font = labelFont(actor);
    const lines = actors[actor].lines || [];
    size = { width: Math.max(0, ...lines.map((line) => context.measureText(line).width)), height: lines.length * LINE };
    measured.set(actor, size);
  }
  return size;
}

/** Boxes on the screen, indexed by the squares of a grid that they touch. */
class Crowd {
  static turn = 0; // shared by all crowds: a box may be in several

  constructor() { this.squares = new Map(); }

  visit(box, see) {
    const [left, right, top, bottom] = [box.left, box.right, box.top, box.bottom].map((at) => Math.floor(at / 64));
    for (let x = left; x <= right; x += 1) for (let y = top; y <= bottom; y += 1) see(x * 100003 + y);
  }

  add(box) {
    this.visit(box, (key) => {
      const square = this.squares.get(key);
      if (square) square.push(box);
      else this.squares.set(key, [box]);
    });
  }

  /** Add a node: a name may touch its edge but not cover it, least of all the node in focus. */
  addCircle({ index, x, y, radius }, inFocus) {
    if (radius < (isFar() ? 4.5 : 2.5)) return; // dots may be covered: there are too many to avoid
    const reach = radius * 0.85;
    this.add({ actor: index, left: x - reach, right: x + reach, top: y - reach, bottom: y + reach, align: inFocus ? "center" : undefined });
  }

  /** How much of `box` names and nodes cover, except those of its own actor; `hidden`: how much of the most covered node. */
  covered(box) {
    const area = { names: 0, nodes: 0, hidden: 0 };
    const turn = Crowd.turn += 1; // a box is in several squares and counts once
    this.visit(box, (key) => {
      for (const other of this.squares.get(key) || []) {
        if (other.met === turn || other.actor === box.actor) continue;
        other.met = turn;
        const room = other.align ? BETWEEN : 0;
        const width = Math.min(box.right, other.right) - Math.max(box.left, other.left) + room;
        const height = Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top);
        if (width <= 0 || height <= 0) continue;
        area[other.align ? "names" : "nodes"] += width * height;
        area.hidden = Math.max(area.hidden, (width * height) / ((other.right - other.left) * (other.bottom - other.top)));
      }
    });
    return area;
  }
}

/** Ties as straight pieces on the screen: a curve is two of them, a loop none. */
function piecesOf(tieIndices) {
  return tieIndices.filter((index) => ties[index].a !== ties[index].b).flatMap((index) => {
    const middle = payload.edges[index].smooth ? [pointAlong(edgeOf(index), 0.5)] : [];
    const points = [positions[ties[index].a], ...middle, positions[ties[index].b]].map((point) => network.canvasToDOM(point));
    return points.slice(1).map(({ x, y }, before) => ({ x: points[before].x, y: points[before].y, right: x - points[before].x, down: y - points[before].y }));
  });
}

/**
 * Positions for a name: below its actor, else right, left, above, at a corner; those that cover the least of
 * ties first.
 */
function candidates(actor, x, y, radius, size, pieces) {
  const [half, gap, slant] = [size.width / 2, radius + 3, radius * 0.7 + 2];
  const box = (left, top, align) => ({ actor, left, top, right: left + size.width, bottom: top + size.height, align });
  const [above, below, before, after] = [y - slant - size.height, y + slant, x - slant - size.width, x + slant];
  const boxes = [
    box(x - half, y + gap, "center"), box(x + gap + 1, y - size.height / 2, "left"),
    box(x - gap - 1 - size.width, y - size.height / 2, "right"), box(x - half, y - gap - size.height, "center"),
    box(after, below, "left"), box(after, above, "left"), box(before, below, "right"), box(before, above, "right"),
  ];
  if (scene.overview) return boxes; // the layout has left space below each group
  const own = pieces ? [] : seenTiesOf(actor);
  const avoided = pieces ?? piecesOf(own.length > MOST_OWN_AVOIDED ? [] : own);
  const ranked = boxes.map((one) => ({ one, covered: avoided.reduce((sum, piece) => sum + lengthWithin(one, piece), 0) }));
  return ranked.sort((one, other) => one.covered - other.covered).map(({ one }) => one);
}

/** How many pixels of a straight piece lie within a box (Liang and Barsky). */
function lengthWithin(box, { x, y, right, down }) {
  let [first, last] = [0, 1];
  for (const [step, low, high] of [[right, box.left - x, box.right - x], [down, box.top - y, box.bottom - y]]) {
    if (step === 0) { if (low > 0 || high < 0) return 0; continue; }
    first = Math.max(first, Math.min(low / step, high / step));
    last = Math.min(last, Math.max(low / step, high / step));
  }
  return Math.max(0, last - first) * Math.hypot(right, down);
}

/** Which names show, and where, in screen pixels. Computed again only when the view has changed enough. */
export function labelPlan() {
  const scale = network.getScale();
  const origin = network.canvasToDOM({ x: 0, y: 0 });
  const isSameRoom = planned?.width === picture.clientWidth && planned.height === picture.clientHeight;
  if (planned && isSameRoom) {
    const [dx, dy] = [origin.x - planned.origin.x, origin.y - planned.origin.y];
    const near = Math.abs(dx) < picture.clientWidth * SPARE && Math.abs(dy) < picture.clientHeight * SPARE;
    if (planned.scale === scale && near) {
      if (dx || dy) planSoon(); // at rest, no name crosses the edge
      return planned.labels.map((label) => moved(label, dx, dy));
    }
    if (layered && performance.now() - planned.at < PLAN_EVERY) return carriedAlong(scale, origin);
  }
  planned = { scale, origin, labels: planLabels(scale, origin), at: performance.now(), width: picture.clientWidth, height: picture.clientHeight };
  return planned.labels;
}

/** For how many milliseconds the names of a large picture only move with their actors before they are placed again. */
const PLAN_EVERY = 160;
let plannedSoon = 0;

function planSoon() {
  window.clearTimeout(plannedSoon);
  plannedSoon = window.setTimeout(() => { forgetLabels(); requestRedraw(); }, PLAN_EVERY);
}

function carriedAlong(scale, origin) {
  planSoon();
  return planned.labels.map((label) => {
    const { x, y } = positions[label.actor];
    return moved(label, x * (scale - planned.scale) + origin.x - planned.origin.x, y * (scale - planned.scale) + origin.y - planned.origin.y);
  });
}

function moved(label, dx, dy) {
  return { ...label, left: label.left + dx, right: label.right + dx, top: label.top + dy, bottom: label.bottom + dy };
}

function planLabels(scale, origin) {
  const context = picture.querySelector("canvas").getContext("2d");
  const [width, height] = [picture.clientWidth, picture.clientHeight]; // read once: each read may cost a layout
  const margin = { x: width * SPARE, y: height * SPARE };
  const crowd = new Crowd();
  crowd.add(buttonsBox());
  const near = [];
  const isLit = (index) => lit !== null && lit.actors.has(index);
  const inFocus = (index) => lit !== null && Boolean(lit.focus?.actors?.includes(index));
  const rank = (index) => (inFocus(index) ? 0 : isLit(index) ? 1 : 2);
  const consider = lit ? [...byDegree].sort((a, b) => rank(a) - rank(b)) : byDegree;
  context.save();
  for (const index of consider) {
    if (!seen.actors[index]) continue;
    const x = positions[index].x * scale + origin.x;
    const y = positions[index].y * scale + origin.y;
    if (x < -margin.x || y < -margin.y || x > width + margin.x || y > height + margin.y) continue;
    near.push({ index, x, y, radius: screenRadius(index, scale) });
    if (near.length > 4000) break;
  }
  const labels = [];
  const litCount = near.findIndex(({ index }) => !isLit(index));
  const [first, rest] = litCount < 0 ? [near, []] : [near.slice(0, litCount), near.slice(litCount)];
  // highlighted names are above the veil, so they need not avoid what is below it
  for (const [group, lines] of [[first, lit ? [...lit.ties].filter((index) => seen.ties[index]) : []], [rest, listed.edges]]) {
    group.forEach((one) => crowd.addCircle(one, inFocus(one.index)));
    const pieces = group.length && lines.length <= MOST_AVOIDED ? piecesOf(lines) : null;
    setLabels(context, group, crowd, labels, scale, { width, height, pieces });
  }
  context.restore();
  return labels;
}

/** The area that the zoom buttons cover. */
function buttonsBox() {
  const { offsetLeft: left, offsetTop: top, offsetWidth: width, offsetHeight: height } = byId("zoom");
  return { actor: -1, left, top, right: left + width, bottom: top + height, align: "center" };
}

/** Whether a name would cross an edge of the picture. Beyond the edge is allowed: dragging brings it in. */
function cutOff(box, { width, height }) {
  const across = (low, high, edge) => low < edge && high > edge;
  return across(box.left, box.right, 0) || across(box.left, box.right, width) || across(box.top, box.bottom, 0) || across(box.top, box.bottom, height);
}

/** Place the names of a group that have space, in order. */
function setLabels(context, group, crowd, labels, scale, room) {
  let failed = 0;
  for (const [rank, { index, x, y, radius }] of group.entries()) {
    if (labels.length >= MOST_LABELS || failed >= MOST_FAILED) break;
    const size = labelSize(context, index);
    if (!size.width) continue;
    const chosen = lit !== null && lit.actors.has(index) && lit.actors.size < 40;
    // when zoomed out, only actors with the most ties (and highlighted ones) have names: the overall shape comes first
    if (!chosen && labels.length >= FAR_LABELS && positions[index].size * scale < FAR) continue;
    const boxes = candidates(index, x, y, radius, size, room.pieces).filter((box) => !cutOff(box, room));
    const box = bestBox(boxes, crowd, size.width * size.height, index, chosen || rank < ALWAYS_NAMED);
    if (!box) {
      failed += 1;
      continue;
    }
    crowd.add(box);
    labels.push(box);
  }
}

/** The first free position for a name; a required name takes a partly covered one, and the one in focus takes any. */
function bestBox(boxes, crowd, area, index, isNeeded) {
  const isClear = ({ names, nodes, hidden }) => names === 0 && nodes < area * 0.04 && hidden < 0.25;
  const isPossible = ({ names, nodes }) => names === 0 && nodes < area * 0.5;
  const must = lit !== null && lit.focus?.actors?.includes(index);
  return boxes.find((one) => isClear(crowd.covered(one)))
    || (isNeeded ? boxes.find((one) => isPossible(crowd.covered(one))) : null) || (must ? boxes[0] : null);
}

export function drawLabels(context, labels) {
  const ink = themed("--ink");
  const ground = themed("--ground");
  context.textBaseline = "middle";
  context.lineJoin = "round";
  const { clientWidth: width, clientHeight: height } = picture;
  for (const label of labels) {
    if (label.right < 0 || label.bottom < 0 || label.left > width || label.top > height) continue;
    const x = label.align === "center" ? (label.left + label.right) / 2 : label[label.align];
    context.font = labelFont(label.actor);
    context.textAlign = label.align;
    context.strokeStyle = ground;
    context.lineWidth = 3.5;
    context.fillStyle = ink;
    actors[label.actor].lines.forEach((line, row) => {
      const y = label.top + (row + 0.5) * LINE;
      context.strokeText(line, x, y);
      context.fillText(line, x, y);
    });
  }
}

/** Positions along a tie for its words, the best first. */
const WORDS_AT = [0.5, 0.36, 0.64, 0.26, 0.74];

/** Pixels between a line and the words beside it. */
const ASIDE = 12;

/** With more ties than this between two actors, their words would cover the lines. */
const MOST_WORDED = 8;

/** The ties that are not among too many between the same two actors. */
function apart(tieIndices) {
  const pairOf = (index) => [ties[index].a, ties[index].b].sort((one, two) => one - two).join();
  const counts = new Map();
  for (const pair of tieIndices.map(pairOf)) counts.set(pair, (counts.get(pair) ?? 0) + 1);
  return tieIndices.filter((index) => counts.get(pairOf(index)) <= MOST_WORDED);
}

function isFree(crowd, box) {
  const { names, nodes } = crowd.covered(box);
  return names + nodes === 0;
}

/** Boxes for the words of a tie: on its line but not on its strokes; else to the right or left of it. */
function wordBoxes(index, width) {
  const box = (x, y) => ({ actor: -1 - index, left: x - width / 2, right: x + width / 2, top: y - 7, bottom: y + 7, align: "center" });
  const points = WORDS_AT.map((at) => ({ at, ...network.canvasToDOM(pointAlong(edgeOf(index), at)) }));
  const onLine = points.filter(({ at }) => at !== 0.5 || !strokesOf(index).length);
  const aside = width / 2 + ASIDE;
  return [...onLine.map(({ x, y }) => box(x, y)), ...points.flatMap(({ x, y }) => [box(x + aside, y), box(x - aside, y)])];
}

/** Small boxes along the line of a tie: words of another tie on it would seem to be its own. */
function alongLine(index) {
  const [from, to] = [positions[ties[index].a], positions[ties[index].b]];
  const steps = Math.ceil((Math.hypot(to.x - from.x, to.y - from.y) * network.getScale()) / 8) + 1;
  return Array.from({ length: steps - 1 }, (_, step) => {
    const { x, y } = network.canvasToDOM(pointAlong(edgeOf(index), (step + 1) / steps));
    return { actor: -1 - index, left: x - 1, right: x + 1, top: y - 1, bottom: y + 1 };
  });
}

/** Place the words of ties on their lines, where names, actors and other lines leave space. */
export function drawTieWords(context, tieIndices, actorIndices, plan) {
  if (scene.overview) return;
  const crowd = new Crowd();
  plan.filter((label) => actorIndices.has(label.actor)).forEach((label) => crowd.add(label));
  for (const actor of actorIndices) {
    const { x, y } = network.canvasToDOM(positions[actor]);
    const reach = screenRadius(actor, network.getScale());
    crowd.add({ actor, left: x - reach, right: x + reach, top: y - reach, bottom: y + reach });
  }
  tieIndices.forEach((index) => strokeBoxes(index).forEach((box) => crowd.add(box)));
  context.font = `italic ${listed.nodes.length <= FEW ? TEXT : 11}px Georgia, "Times New Roman", "Noto Serif", serif`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  const worded = apart(tieIndices);
  const lines = new Crowd();
  worded.forEach((index) => alongLine(index).forEach((dot) => lines.add(dot)));
  for (const index of worded) {
    const text = [stateName(index).toLowerCase(), lineVerb(index)].filter(Boolean).join(": ");
    const boxes = wordBoxes(index, context.measureText(text).width).filter((one) => isFree(crowd, one));
    const box = boxes.find((one) => isFree(lines, one)) ?? boxes[0];
    if (!box) continue;
    crowd.add(box);
    context.fillStyle = themed("--ground");
    context.fillRect(box.left - 4, box.top - 1, box.right - box.left + 8, box.bottom - box.top + 2);
    context.fillStyle = themed("--muted");
    context.fillText(text, (box.left + box.right) / 2, (box.top + box.bottom) / 2);
  }
}

export function labelAt({ x, y }) {
  const found = labelPlan().find((label) => x >= label.left && x <= label.right && y >= label.top && y <= label.bottom);
  return found ? found.actor : undefined;
}
