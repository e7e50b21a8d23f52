// Where everything stands: the picture's element, the actors' positions, and what of them is listed for drawing.

import { byId } from "../../common/dom.js";
import { actors, payload } from "../model.js";

export const picture = byId("picture");

/** Where each actor stands, and how large it is drawn; in the end where a hand has moved it. */
export const positions = payload.nodes;

/** On a screen that is higher than wide the picture is turned on its side: it was laid out for a wide one. */
export const upright = picture.clientHeight > picture.clientWidth * 1.15;
if (upright) for (const node of positions) [node.x, node.y] = [node.y, node.x];

/** On a small screen all shows at a small zoom: nodes are drawn larger there, or nobody could hit one. */
const enlarged = (() => {
  if (!positions.length || actors.length > 200) return 1;
  const reach = (key) => Math.max(...positions.map((node) => Math.abs(node[key]))) * 2 + 80;
  const zoom = Math.min(picture.clientWidth / reach("x"), picture.clientHeight / reach("y"));
  return Math.min(1.7, Math.max(1, 0.75 / zoom));
})();
for (const node of positions) node.size *= enlarged;

/** What is seen; the best tied actors are drawn last, on top. Of very many ties, only the `firm` ones stand out. */
export const listed = { nodes: [], edges: [], firm: /** @type {Set<number> | null} */ (null) };
