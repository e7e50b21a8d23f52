// The position of the graph on the screen, and drawing in the coordinates of the graph or of the screen.

import { picture, positions } from "./positions.js";
import { network } from "./vis_network.js";

/** The graph's position on the screen (a pixel is `coordinate * scale + x` or `y`), and the size of the screen. */
export function screenView() {
  const { x, y } = network.canvasToDOM({ x: 0, y: 0 });
  return { scale: network.getScale(), x, y, width: picture.clientWidth, height: picture.clientHeight };
}

export function pixelRatio() {
  const canvas = picture.querySelector("canvas");
  return canvas.width / canvas.clientWidth || 1;
}

/** At a smaller zoom than this, actors are dots. */
export const SPECK = 0.2;

export function isFar() {
  return network.getScale() < SPECK;
}

/** The size of an actor on the screen; when zoomed out, larger than the zoom alone would make it. */
export function screenRadius(index, scale) {
  const { size } = positions[index];
  return Math.max(size * scale, size * SPECK);
}

/** Draw in the coordinates of the graph. */
export function inGraph(context, view, draw) {
  onScreen(context, () => {
    context.translate(view.x, view.y);
    context.scale(view.scale, view.scale);
    draw();
  });
}

/** Draw in screen pixels, at any zoom. */
export function onScreen(context, draw) {
  const ratio = context.pixelRatio ?? context.canvas.width / context.canvas.clientWidth;
  context.save();
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  draw();
  context.restore();
}
