// Positions: the picture's element, where each actor is, and the lists of what to draw.

import { byId } from "../../common/dom.js";
import { actors, payload } from "../model.js";

export const picture = byId("picture");

/** The position and drawn size of each actor, also after the reader has moved it. */
export const positions = payload.nodes;

/** On a portrait screen the picture is rotated: it was laid out for a landscape one. */
export const upright = picture.clientHeight > picture.clientWidth * 1.15;
if (upright) for (const node of positions) [node.x, node.y] = [node.y, node.x];

/** On a small screen everything is shown at a small zoom, so nodes are drawn larger: otherwise nobody could hit one. */
const enlarged = (() => {
  if (!positions.length || actors.length > 200) return 1;
  const reach = (key) => Math.max(...positions.map((node) => Math.abs(node[key]))) * 2 + 80;
  const zoom = Math.min(picture.clientWidth / reach("x"), picture.clientHeight / reach("y"));
  return Math.min(1.7, Math.max(1, 0.75 / zoom));
})();
for (const node of positions) node.size *= enlarged;

/** What is visible; actors with the most ties are drawn last, on top. Of very many ties, only the `firm` ones stand out. */
export const listed = { nodes: [], edges: [], firm: /** @type {Set<number> | null} */ (null) };
