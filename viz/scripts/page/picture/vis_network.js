// All undocumented calls to vis-network, each with its purpose. The page draws by itself and uses vis-network
// for the view, for pointers, and for the geometry and drawing of one edge or node at a time.

/**
 * The network on the page; its documented methods are called wherever they are needed.
 * @type {any}
 */
export let network = null;

/** Make the network in an element, replacing the current one. */
export function makeNetwork(element, options) {
  if (network) network.destroy();
  network = new vis.Network(element, { nodes: [], edges: [] }, options);
  element.querySelector("canvas").setAttribute("aria-hidden", "true");
  element.querySelector(".vis-network").removeAttribute("tabindex"); // the picture itself has the focus
}

/** Draw on the next frame; `redraw()` draws at once, at every call. */
export function requestRedraw() {
  network.body.emitter.emit("_requestRedraw");
}

/** The nodes that vis-network may draw, select and drag. Otherwise its lists are empty, since filling them takes seconds. */
export function offeredNodes() {
  return network.body.nodeIndices;
}

export function offerNodes(ids) {
  network.body.nodeIndices = ids;
}

/** The node or edge of an index that was made before. */
export function madeNode(index) {
  return network.body.nodes[index];
}

export function madeEdge(index) {
  return network.body.edges[index];
}

/** Make a single node: adding it through a DataSet would make all of them at once. */
export function makeNode(index, options) {
  network.body.nodes[index] = network.body.functions.createNode(options);
  return network.body.nodes[index];
}

/** Make a single edge between two nodes that were made before. */
export function makeEdge(index, options) {
  const edge = network.body.functions.createEdge(options);
  network.body.edges[index] = edge;
  edge.connect();
  return edge;
}

export function dropEdge(index) {
  network.body.edges[index].disconnect();
  delete network.body.edges[index];
}

/** The documented width of an edge, set without laying out all edges again. */
export function setEdgeWidth(edge, width) {
  edge.options.width = width;
}

export function edgeWidth(edge) {
  return edge.options.width;
}

/** Draw an edge, its arrow, or a node on any canvas context, in the graph's coordinates. */
export function drawEdge(edge, context) {
  edge.draw(context);
}

export function drawEdgeArrows(edge, context) {
  edge.drawArrows(context);
}

export function drawOwnNode(node, context) {
  node.draw(context);
}

/** The point at a fraction of an edge's length, along its curve or loop. */
export function pointAlong(edge, share) {
  return edge.edgeType.getPoint(share);
}

/** The distance of a point from an edge, along its curve or loop. */
export function distanceToEdge(edge, from, to, point) {
  return edge.edgeType.getDistanceToEdge(from.x, from.y, to.x, to.y, point.x, point.y);
}
