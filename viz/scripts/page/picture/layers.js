// Draws the picture. A small one is drawn at once; a large one is painted off screen, a part in each frame, and
// moves as one image until the next is ready, so it neither stalls nor empties.

import { contextOf } from "../../common/dom.js";
import { nodeOf } from "./elements.js";
import { drawArrow, drawTie } from "./marks.js";
import { scene, ties } from "../model.js";
import { listed, positions } from "./positions.js";
import { drawLines, drawSpecks, MOST_DASHED } from "./shapes.js";
import { inGraph, onScreen, pixelRatio, screenView, SPECK } from "./view.js";
import { drawOwnNode, requestRedraw } from "./vis_network.js";

/** With more ties than this, the picture is painted off screen. */
const MOST_AT_ONCE = 150;
/** How many lines, and how many shapes that vis-network draws, make one part of the work. */
const LINES_AT_ONCE = 1500;
const LONG_LINES_AT_ONCE = 250;
const SHAPES_AT_ONCE = 60;
/** How many milliseconds of a frame are spent on painting. */
const FRAME_SHARE = 12;
/** Share of the screen beyond its edges that is painted too, so that dragging shows ties at once. */
const MARGIN = 0.3;
const MOST_PIXELS = 9e6;

export const layered = ties.length > MOST_AT_ONCE;
/** Painted images: `front` of the latest view, `whole` of the whole graph, `next` not ready yet. */
const layers = { front: /** @type {any} */ (null), whole: /** @type {any} */ (null), next: /** @type {any} */ (null), spare: /** @type {HTMLCanvasElement | null} */ (null), scale: 0 };

/** The painted images are out of date: paint again. `entirely`: also the image of the whole. */
export function repaint(entirely = true) {
  if (layers.front) layers.front.stale = true;
  if (entirely) layers.whole = null;
  giveUp();
}

/** Drop the image that is not ready; its canvas is reused. */
function giveUp() {
  if (layers.next) layers.spare = layers.next.canvas;
  layers.next = null;
}

/** Draw the picture below names and highlights; a large one from its painted images. */
export function drawPicture(context) {
  const view = screenView();
  if (!layered) {
    for (const _ of paint(context, view)) continue;
    setPainted("yes");
    return;
  }
  const zooming = layers.scale !== view.scale && layers.front; // an image painted now would be out of date for the zoom
  layers.scale = view.scale;
  if (zooming) giveUp();
  else if (!layers.next && !isCurrent(layers.front, view)) layers.next = begun(view);
  if (layers.next) advance(layers.next, FRAME_SHARE);
  showPainted(context, view);
  const ready = !layers.next && isCurrent(layers.front, view);
  if (!ready) window.requestAnimationFrame(requestRedraw);
  setPainted(ready ? "yes" : layers.front ? "before" : "partly");
}

/** Show the latest painted image; beyond its edges, the image of the whole. */
function showPainted(context, view) {
  if (layers.whole && layers.whole !== layers.front && !covers(layers.front, view)) blit(context, layers.whole, view, layers.front);
  const latest = layers.front || layers.next; // the first image is shown while it is painted
  if (latest) blit(context, latest, view);
}

/** Set on the page whether the picture is current: `yes`, an image from `before`, or `partly`. */
function setPainted(how) {
  const { dataset } = document.documentElement;
  if (dataset.painted !== how) dataset.painted = how;
}

function begun(view) {
  const margin = Math.min(MARGIN, (Math.sqrt(MOST_PIXELS / (view.width * view.height * pixelRatio() ** 2)) - 1) / 2);
  const [across, down] = [Math.max(0, Math.round(view.width * margin)), Math.max(0, Math.round(view.height * margin))];
  const own = { scale: view.scale, x: view.x + across, y: view.y + down, width: view.width + 2 * across, height: view.height + 2 * down };
  const canvas = layers.spare || document.createElement("canvas");
  layers.spare = null;
  canvas.width = Math.round(own.width * pixelRatio());
  canvas.height = Math.round(own.height * pixelRatio());
  const context = Object.assign(contextOf(canvas), { pixelRatio: pixelRatio() });
  return { canvas, view: own, stale: false, work: paint(context, own) };
}

const scratch = contextOf(document.createElement("canvas"));

function advance(layer, milliseconds) {
  const begun = performance.now();
  do {
    if (layer.work.next().done) {
      turn(layer);
      return;
    }
    // browsers defer drawing until the canvas is read: read it now, so that each part is timed by itself
    scratch.drawImage(layer.canvas, 0, 0, 1, 1, 0, 0, 1, 1);
  } while (performance.now() - begun < milliseconds);
}

/** Show a finished image; the canvas of the previous one is reused. */
function turn(layer) {
  const before = layers.front;
  layers.front = layer;
  layers.next = null;
  if (holdsAll(layer.view)) layers.whole = layer;
  if (before && before !== layers.whole) layers.spare = before.canvas;
}

function holdsAll(view) {
  const inside = (low, high, room) => low >= 0 && high <= room;
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const index of listed.nodes) {
    const { x, y } = positions[index];
    left = Math.min(left, x); right = Math.max(right, x); top = Math.min(top, y); bottom = Math.max(bottom, y);
  }
  return inside(left * view.scale + view.x, right * view.scale + view.x, view.width) && inside(top * view.scale + view.y, bottom * view.scale + view.y, view.height);
}

/** The position of a painted image on the screen now. */
function rectOf(layer, view) {
  const by = view.scale / layer.view.scale;
  return { left: view.x - layer.view.x * by, top: view.y - layer.view.y * by, width: layer.view.width * by, height: layer.view.height * by };
}

function covers(layer, view) {
  if (!layer) return false;
  const { left, top, width, height } = rectOf(layer, view);
  return left <= 1 && top <= 1 && left + width >= view.width - 1 && top + height >= view.height - 1;
}

function isCurrent(layer, view) {
  return Boolean(layer) && !layer.stale && layer.view.scale === view.scale && (covers(layer, view) || layer === layers.whole);
}

/** Draw an image on the screen except where the one above will cover it; align it to whole pixels if its scale fits. */
function blit(context, layer, view, above = null) {
  const box = rectOf(layer, view);
  onScreen(context, () => {
    if (above) {
      const hole = rectOf(above, view);
      context.beginPath();
      context.rect(0, 0, view.width, view.height);
      context.rect(hole.left, hole.top, hole.width, hole.height);
      context.clip("evenodd");
    }
    const ratio = pixelRatio();
    const snap = (at) => (layer.view.scale === view.scale ? Math.round(at * ratio) / ratio : at);
    context.drawImage(layer.canvas, snap(box.left), snap(box.top), layer.canvas.width / ratio * (box.width / layer.view.width), layer.canvas.height / ratio * (box.height / layer.view.height));
  });
}

function* parts(indices, most) {
  for (let from = 0; from < indices.length; from += most) yield indices.slice(from, from + most);
}

/** With more visible ties than this, ties are plain lines without arrows and curves: others take too long to draw. */
const MOST_DETAILED = 1500;
/** The same limit if only few of the ties stand out. */
const MOST_AMONG_MANY = 400;

/** The opacity of ties that do not stand out; together they are a tint. */
const FAINT = 0.09;

/** The more lines, the fainter each; fainter still between groups, most of which have ties to most others. */
function opacityOf(lines) {
  return scene.overview ? Math.max(0.06, 600 / lines) : Math.max(0.25, 2500 / lines);
}

/** Ties with their opacity, the faint ones first. */
function shades(indices) {
  if (!listed.firm) return [[indices, Math.min(0.85, opacityOf(indices.length))]];
  const { firm: strongest } = listed;
  const firm = indices.filter((index) => strongest.has(index));
  return [[indices.filter((index) => !strongest.has(index)), FAINT], [firm, Math.min(0.6, opacityOf(firm.length))]];
}

/** Paint ties in parts, with few plain strokes. */
function* paintLines(context, view, lines, opacity) {
  const far = view.scale < SPECK;
  for (const some of parts(lines, far ? LINES_AT_ONCE : LONG_LINES_AT_ONCE)) {
    context.globalAlpha = opacity;
    drawLines(context, some, far ? 0.8 : 1.1, view, { solid: lines.length > MOST_DASHED, together: far ? 16 : 1 });
    context.globalAlpha = 1;
    yield;
  }
}

/** Paint ties, then actors, in parts; when zoomed out, or if there are very many, with few plain strokes. */
export function* paint(context, view) {
  const far = view.scale < SPECK;
  const inView = far ? listed.edges : tiesInView(view);
  const shown = far ? listed.nodes : actorsInView(view);
  const plain = far || inView.length > (listed.firm ? MOST_AMONG_MANY : MOST_DETAILED);
  if (plain) {
    for (const [lines, opacity] of shades(inView)) yield* paintLines(context, view, lines, opacity);
  } else {
    for (const some of parts(inView, SHAPES_AT_ONCE)) {
      inGraph(context, view, () => some.forEach((index) => drawTie(context, index)));
      yield;
    }
  }
  if (far) {
    for (const some of parts(shown, LINES_AT_ONCE)) {
      drawSpecks(context, some, view);
      yield;
    }
    return;
  }
  for (const some of parts(shown, SHAPES_AT_ONCE * 4)) {
    inGraph(context, view, () => some.forEach((index) => drawOwnNode(nodeOf(index), context)));
    yield;
  }
  if (plain) return;
  for (const some of parts(inView, SHAPES_AT_ONCE * 4)) {
    inGraph(context, view, () => some.forEach((index) => drawArrow(context, index)));
    yield;
  }
}

export function tiesInView(view) {
  const low = { x: -view.x / view.scale, y: -view.y / view.scale };
  const high = { x: (view.width - view.x) / view.scale, y: (view.height - view.y) / view.scale };
  return listed.edges.filter((index) => {
    const [from, to] = [positions[ties[index].a], positions[ties[index].b]];
    const room = 60 + 0.25 * Math.max(Math.abs(from.x - to.x), Math.abs(from.y - to.y)); // for curves and loops
    return Math.max(from.x, to.x) > low.x - room && Math.min(from.x, to.x) < high.x + room
      && Math.max(from.y, to.y) > low.y - room && Math.min(from.y, to.y) < high.y + room;
  });
}

function actorsInView(view) {
  return listed.nodes.filter((index) => {
    const room = positions[index].size * 1.5 * view.scale + 4;
    const [x, y] = [positions[index].x * view.scale + view.x, positions[index].y * view.scale + view.y];
    return x > -room && y > -room && x < view.width + room && y < view.height + room;
  });
}
