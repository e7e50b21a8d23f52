// Pointer, finger and arrow keys: actors and ties under a point, the tooltip, the next actor.

import { byId, el } from "../../common/dom.js";
import { lowered, t } from "../../common/texts.js";
import { emit } from "../events.js";
import { labelAt } from "./labels.js";
import { tiesInView } from "./layers.js";
import { edgeOf, nodeOf } from "./elements.js";
import { actors, otherEnd, ties } from "../model.js";
import { listed, picture, positions } from "./positions.js";
import { seenTiesOf, tieWords } from "../filters/states.js";
import { isFar, screenRadius, screenView } from "./view.js";
import { distanceToEdge, network, offerNodes, requestRedraw } from "./vis_network.js";
import { tieSentence } from "../panel/words.js";

/** The actor under a point, by its node or its name; a finger needs more space than a pointer. */
function actorAt(at, slack = 2) {
  return nearestActor(at, slack) ?? labelAt(at);
}

function nearestActor(at, slack = 2) {
  const scale = network.getScale();
  const origin = network.canvasToDOM({ x: 0, y: 0 });
  let [best, least] = [undefined, Infinity];
  for (const index of listed.nodes) {
    const away = Math.hypot(positions[index].x * scale + origin.x - at.x, positions[index].y * scale + origin.y - at.y) - screenRadius(index, scale);
    if (away < least) { least = away; best = index; }
  }
  return least <= slack ? best : undefined;
}

/** The tie under a point: the nearest as vis-network measures it, among those whose ends make it possible. */
function tieAt(at) {
  const spot = network.DOMtoCanvas(at);
  let [best, least] = [undefined, 10];
  for (const index of tiesInView({ ...screenView(), x: -spot.x, y: -spot.y, scale: 1, width: 0, height: 0 })) {
    const { a, b } = ties[index];
    const [from, to] = [positions[a], positions[b]];
    const away = distanceToEdge(edgeOf(index), from, to, spot);
    if (away < least) { least = away; best = index; }
  }
  return best;
}

export function clicked(event) {
  const at = event.pointer.DOM;
  const actor = actorAt(at, event.event?.pointerType === "touch" ? 10 : 3);
  const tie = actor === undefined ? tieAt(at) : undefined;
  if (actor !== undefined) emit("chosen", { kind: "actor", index: actor });
  else emit("chosen", tie === undefined ? null : { kind: "tie", index: tie });
}

/** Mark the actor under the pointer with a ring. */
export let pointed = null;

function pointIn(event) {
  const frame = picture.getBoundingClientRect();
  return { x: event.clientX - frame.left, y: event.clientY - frame.top };
}

function pointedAt(event) {
  if (event.buttons || event.pointerType === "touch") return;
  const at = pointIn(event);
  const actor = actorAt(at);
  const tie = actor === undefined ? tieAt(at) : undefined;
  if ((actor ?? null) !== pointed) {
    pointed = actor ?? null;
    requestRedraw();
  }
  if (actor !== undefined) showTip(at, actorTip(actor));
  else if (tie !== undefined) showTip(at, tieSentence(tie));
  else hideTip();
}

function showTip({ x, y }, text) {
  const tip = byId("tip");
  tip.replaceChildren(el("span", { dir: "auto", text }));
  tip.hidden = false;
  const left = Math.min(x + 14, Math.max(8, picture.clientWidth - tip.offsetWidth - 8));
  const top = y + 18 + tip.offsetHeight > picture.clientHeight ? y - tip.offsetHeight - 10 : y + 18;
  tip.style.transform = `translate(${Math.max(8, left)}px, ${Math.max(4, top)}px)`;
  picture.classList.add("pointing");
}

function actorTip(index) {
  const actor = actors[index];
  return `${actor.name}: ${actor.labels ? actor.labels.join(", ") : lowered(t("No label"))}, ${tieWords(seenTiesOf(index))}`;
}

/** Let vis-network drag and select the actor under the pointer, if it is large enough to be a node. */
function offerToPointer(event) {
  const actor = isFar() ? undefined : nearestActor(pointIn(event));
  offerNodes(actor === undefined ? [] : [nodeOf(actor).id]);
}

/** Follow the pointer over the picture. */
export function watchPointer() {
  picture.addEventListener("pointermove", pointedAt);
  picture.addEventListener("pointerdown", offerToPointer, { capture: true });
  picture.addEventListener("pointerleave", () => { pointed = null; hideTip(); requestRedraw(); });
}

export function hideTip() {
  byId("tip").hidden = true;
  picture.classList.remove("pointing");
}

/** The nearest tied actor in the direction of an arrow key. */
export function tiedTowards(actor, [dx, dy]) {
  const around = new Set(seenTiesOf(actor).map((index) => otherEnd(ties[index], actor)).filter((index) => index !== actor));
  const from = positions[actor];
  let [best, least] = [null, Infinity];
  for (const index of around) {
    const [x, y] = [positions[index].x - from.x, positions[index].y - from.y];
    const along = x * dx + y * dy;
    const cost = along + 2 * Math.abs(x * dy - y * dx);
    if (along > 0 && cost < least) [best, least] = [index, cost];
  }
  return best;
}

/** The height of a row of the picture, for the arrow keys. */
const ROW = 60;

/** The visible actors in rows from top to bottom, each from left to right. */
function pictureRows() {
  const rows = new Map();
  for (const index of listed.nodes) {
    const row = Math.round(positions[index].y / ROW);
    if (!rows.has(row)) rows.set(row, []);
    rows.get(row).push(index);
  }
  return [...rows].sort(([one], [other]) => one - other).map(([, row]) => row.sort((one, other) => positions[one].x - positions[other].x || one - other));
}

/** The next actor in a direction. Left and right continue in the next row, as in a text, and so reach every actor. */
export function nextTowards(actor, [dx, dy]) {
  const rows = pictureRows();
  const at = rows.findIndex((row) => row.includes(actor));
  if (dx) {
    const all = rows.flat();
    return all[(all.indexOf(actor) + dx + all.length) % all.length];
  }
  const row = rows[(at + dy + rows.length) % rows.length];
  const away = (index) => Math.abs(positions[index].x - positions[actor].x);
  return row.reduce((best, index) => (away(index) < away(best) ? index : best), row[0]);
}
