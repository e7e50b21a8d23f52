// vis-network's nodes and edges, each created when it is first drawn.

import { faded } from "../filters/filters.js";
import { colourLooks, colourOf, FADED, lineLook, outline } from "./looks.js";
import { actors, payload, scene, ties } from "../model.js";
import { positions } from "./positions.js";
import { tieStates } from "../filters/states.js";
import { dropEdge, edgeWidth, madeEdge, madeNode, makeEdge, makeNode } from "./vis_network.js";

/** vis-network's edge of a tie, created when it is first drawn: creating twenty thousand takes seconds. */
export function edgeOf(index) {
  const look = Object.values(tieStates[index]).join(" ");
  const made = madeEdge(index);
  if (made?.look === look) return made;
  if (made) dropEdge(index); // a filter has changed which of its claims are visible, and thus its look
  [ties[index].a, ties[index].b].forEach(nodeOf); // an edge needs its ends
  const edge = makeEdge(index, { ...payload.edges[index], ...lineLook(index) });
  return Object.assign(edge, { look, ownWidth: edgeWidth(edge) });
}

/** vis-network's node of an actor, created when it is first drawn. */
export function nodeOf(index) {
  return madeNode(index) ?? makeNode(index, { ...positions[index], color: colourLooks()[colourOf(index)], shape: "custom", ctxRenderer: drawNode });
}

/** How vis-network draws an actor: a shape in the colours of its kind, marked if it is chosen or under the pointer. */
function drawNode({ ctx, id, x, y, state }) {
  const { background, border, highlight } = colourLooks()[colourOf(id)];
  const isMarked = state.selected || state.hover;
  return { drawNode: () => {
    ctx.save();
    if (faded.has(id)) ctx.globalAlpha *= FADED;
    ctx.beginPath();
    outline(ctx, scene.kinds[actors[id].kind].shape, x, y, positions[id].size);
    ctx.fillStyle = background;
    ctx.strokeStyle = isMarked ? highlight.border : border;
    ctx.lineWidth = isMarked ? 3 : 1.5;
    ctx.fill();
    ctx.stroke();
    ctx.restore();
  } };
}
