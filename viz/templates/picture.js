// The picture: vis-network draws positions that were computed beforehand; names and what is lit up come on top.

let network = null;
/** What is lit up: sets of indices of actors and ties, `focus` the one actor or tie it is about; null for nothing. */
let lit = null;
/** Whether all is in view because the page put it so; then it stays so when the picture's room changes. */
let fitted = true;
/** Whether a reader has moved or zoomed the picture since all was last in view. */
let movedByHand = false;
const picture = byId("picture");
const internals = () => network.body;

function colourPair(kind) {
  return payload.colours[kind.colour][isDark() ? 1 : 0];
}

function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : window.matchMedia("(prefers-color-scheme: dark)").matches;
}

/** Where each actor stands, and how large it is drawn; in the end where a hand has moved it. */
const positions = payload.nodes;

/** On a screen that is higher than wide the picture is turned on its side: it was laid out for a wide one. */
const upright = picture.clientHeight > picture.clientWidth * 1.15;
if (upright) for (const node of positions) [node.x, node.y] = [node.y, node.x];

/** On a small screen all shows at a small zoom: nodes are drawn larger there, or nobody could hit one. */
const enlarged = (() => {
  if (!positions.length || actors.length > 200) return 1;
  const reach = (key) => Math.max(...positions.map((node) => Math.abs(node[key]))) * 2 + 80;
  const zoom = Math.min(picture.clientWidth / reach("x"), picture.clientHeight / reach("y"));
  return Math.min(1.7, Math.max(1, 0.75 / zoom));
})();
for (const node of positions) node.size *= enlarged;

/** The colours of each kind of actor, as vis-network takes them. */
function kindLooks() {
  const [rim, ink] = [themed("--ground"), themed("--ink")];
  return scene.kinds.map((kind) => {
    const fill = colourPair(kind);
    const marked = { background: fill, border: ink };
    return { background: fill, border: rim, highlight: marked, hover: marked };
  });
}

/** vis-network's own edge of a tie, made when it is first drawn: twenty thousand take it seconds. */
function edgeOf(index) {
  const body = internals();
  const look = Object.values(tieStates[index]).join(" ");
  if (body.edges[index] && body.edges[index].look !== look) { // a filter has changed how it is claimed
    body.edges[index].disconnect();
    delete body.edges[index];
  }
  if (!body.edges[index]) {
    [ties[index].a, ties[index].b].forEach(nodeOf); // an edge needs its ends
    const edge = body.functions.createEdge({ ...payload.edges[index], ...lineLook(index) });
    body.edges[index] = edge;
    edge.look = look;
    edge.ownWidth = edge.options.width;
    edge.connect();
  }
  return body.edges[index];
}

/** vis-network's own node of an actor, made when it is first drawn, as edges are. */
function nodeOf(index) {
  const body = internals();
  if (!body.nodes[index]) {
    looks = looks || kindLooks();
    body.nodes[index] = body.functions.createNode({ ...positions[index], color: looks[actors[index].kind], shape: "custom", ctxRenderer: drawNode });
  }
  return body.nodes[index];
}

/** How vis-network draws an actor: its shape in the colours of its kind, marked where it is chosen or pointed at. */
function drawNode({ ctx, id, x, y, state }) {
  const { background, border, highlight } = looks[actors[id].kind];
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

let looks = null;
let colours = null;

/** The colours of each certainty's line, read once for each theme: a style is slow to ask. */
function edgeColours() {
  if (!colours) {
    const hover = themed("--ink");
    colours = scene.certainties.map((certainty) => {
      const colour = themed(`--tie-${tone(certainty.key)}`);
      return { color: colour, highlight: colour, hover, inherit: false };
    });
    const pale = themed("--tie-none");
    colours.pale = { color: pale, highlight: pale, hover, inherit: false };
  }
  return colours;
}

/** Draw anew: at the start, and when the colours change. The view and moved actors stay. */
function buildPicture() {
  const view = network ? { position: network.getViewPosition(), scale: network.getScale() } : null;
  if (network) network.destroy();
  colours = null;
  looks = null;
  const options = {
    ...payload.options,
    autoResize: true,
    edges: { ...payload.options.edges, arrows: { to: { scaleFactor: 0.55 } }, selfReference: { size: 18 } },
  };
  network = new vis.Network(picture, { nodes: [], edges: [] }, options);
  const canvas = picture.querySelector("canvas");
  canvas.setAttribute("aria-hidden", "true");
  picture.querySelector(".vis-network").removeAttribute("tabindex");
  listShown();
  network.on("beforeDrawing", drawBelow);
  network.on("afterDrawing", drawOnTop);
  network.on("click", clicked);
  for (const event of ["dragStart", "zoom", "click"]) network.on(event, hideTip);
  for (const event of ["zoom", "dragEnd"]) network.on(event, movedView);
  network.on("dragStart", ({ nodes }) => { dragged = nodes; });
  network.on("dragEnd", () => {
    followHand();
    if (dragged.length) repaint();
    dragged = [];
    redrawSoon();
  });
  network.on("animationFinished", redrawSoon);
  if (view) network.moveTo(view);
  else fitPicture(false);
  markSelection();
}

function movedView() {
  fitted = false;
  movedByHand = true;
  remember({ push: false });
}

/** What is seen, as vis-network lists it; the best tied actors are drawn last, on top. */
const listed = { nodes: [], edges: [] };

/** Above this many lines between groups, only those that stand out are drawn. */
const MOST_GROUP_LINES = 200;
/** The lines that each group keeps: those of its strongest ties. */
const LINES_OF_GROUP = 3;

/** Of lines between groups, those that are among the strongest of one of their ends; the others hide everything. */
function outstanding(indices) {
  if (!scene.overview || indices.length <= MOST_GROUP_LINES) return indices;
  const strongest = new Set();
  actors.forEach((_, actor) => {
    const own = seenTiesOf(actor).sort((one, two) => ties[two].count - ties[one].count || one - two);
    own.slice(0, LINES_OF_GROUP).forEach((index) => strongest.add(index));
  });
  return indices.filter((index) => strongest.has(index));
}

function listShown() {
  listed.nodes = byDegree.filter((index) => seen.actors[index]).reverse();
  listed.edges = outstanding(ties.map((_, index) => index).filter((index) => seen.ties[index]));
  repaint();
}

/** vis-network may drag and select the actor under the pointer, where it is large enough to be one of its own. */
function offerToHand(event) {
  const actor = isFar() ? undefined : nearestActor(pointIn(event));
  internals().nodeIndices = actor === undefined ? [] : [nodeOf(actor).id];
}

/** Actors that a hand is moving stand where vis-network has them. */
function followHand() {
  for (const index of dragged) [positions[index].x, positions[index].y] = [nodeOf(index).x, nodeOf(index).y];
}

/** Show or hide what the filters changed. */
function refreshPicture() {
  listShown();
  redrawSoon();
}

/** Draw on the next frame, once, however often it is asked for; names are planned anew. */
function redrawSoon() {
  forgetLabels();
  internals().emitter.emit("_requestRedraw");
}

function animation() {
  return calm.matches ? false : { duration: 350, easingFunction: "easeInOutQuad" };
}

function fitPicture(animated = true) {
  const indices = actors.map((_, index) => index).filter((index) => seen.actors[index]);
  if (!indices.length) return;
  fitTo(indices, animated);
  fitted = true;
  movedByHand = false;
  remember({ push: false });
}

/** The rectangle that actors cover, and the zoom at which it fills the picture, with room for names. */
function frameOf(indices) {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const index of indices) {
    const { x, y, size } = positions[index];
    left = Math.min(left, x - size); right = Math.max(right, x + size);
    top = Math.min(top, y - size); bottom = Math.max(bottom, y + size);
  }
  const room = { x: Math.max(picture.clientWidth - (narrow.matches ? 70 : 110), 80), y: Math.max(picture.clientHeight - 64, 80) };
  const scale = Math.min(room.x / Math.max(right - left, 1), room.y / Math.max(bottom - top, 1));
  return { x: (left + right) / 2, y: (top + bottom) / 2, scale };
}

function fitTo(indices, animated = true, closest = indices.length <= FEW ? 2 : 1.25) {
  const frame = frameOf(indices);
  const scale = Math.min(frame.scale, closest);
  // names hang below their actors: the middle sits a little lower
  const position = { x: frame.x, y: frame.y + 10 / scale };
  const now = network.getViewPosition();
  const off = Math.hypot(position.x - now.x, position.y - now.y) * scale;
  if (off < 8 && Math.abs(scale / network.getScale() - 1) < 0.01) return; // it fits already
  network.moveTo({ position, scale, animation: animated && animation() });
}

/** Bring actors into view if they are not, or nearer if they are small; else the picture stays as it is. */
function bringIntoView(focus, around) {
  const rim = 30;
  const outside = around.some((index) => {
    const { x, y } = network.canvasToDOM(positions[index]);
    return x < rim || y < rim || x > picture.clientWidth - rim || y > picture.clientHeight - rim;
  });
  const scale = network.getScale();
  const possible = frameOf(around).scale;
  if (!outside && (scale >= 0.8 || possible < scale * 1.2)) return;
  fitted = false;
  fitTo(possible < 0.4 ? focus : around, true, Math.max(scale, 0.95));
}

function lightUp(actorIndices, tieIndices, focus) {
  lit = { actors: new Set(actorIndices), ties: new Set(tieIndices), focus };
  markSelection();
  redrawSoon();
}

function lightsOut() {
  lit = null;
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

const MOST_DASHED = 800;

/** The actors that a hand is moving now. */
let dragged = [];

/** What vis-network may take hold of: put aside while it draws, for it would draw that too. */
let held = [];

/** vis-network draws nothing by itself: its lists are empty then, and what it would draw is drawn by `layers.js`. */
function drawBelow(context) {
  followHand();
  held = internals().nodeIndices;
  internals().nodeIndices = [];
  drawPicture(context);
}

/** The words of all ties show in a picture of at most this many actors. */
const FEW = 5;

function drawOnTop(context) {
  internals().nodeIndices = held;
  drawAbove(context);
}

/** Names; then, if something is lit up, a veil over all and the lit part once more above it. */
function drawAbove(context) {
  const plan = labelPlan();
  const far = isFar();
  if (layered && dragged.length) drawApart(context, dragged.flatMap(seenTiesOf), dragged, far);
  onScreen(context, () => {
    drawLabels(context, plan.filter((label) => !lit || !lit.actors.has(label.actor)));
    if (lit) drawVeil(context);
    else if (listed.nodes.length <= FEW) drawTieWords(context, listed.edges, new Set(listed.nodes), plan);
  });
  if (lit) drawLit(context, plan, far);
  if (pointed !== null) onScreen(context, () => drawRing(context, pointed));
}

function drawVeil(context) {
  context.globalAlpha = 0.82;
  context.fillStyle = themed("--ground");
  context.fillRect(0, 0, picture.clientWidth, picture.clientHeight);
  context.globalAlpha = 1;
}

function drawLit(context, plan, far) {
  const litTies = [...lit.ties].filter((index) => seen.ties[index]);
  drawApart(context, litTies, [...lit.actors].filter((index) => seen.actors[index]), far);
  onScreen(context, () => {
    drawLabels(context, plan.filter((label) => lit.actors.has(label.actor)));
    if (litTies.length <= 30) drawTieWords(context, litTies, lit.actors, plan);
  });
}

/** The most ties that are drawn one by one in every frame. */
const MOST_APART = 150;

/** Some ties and actors once more, above the picture. */
function drawApart(context, tieIndices, actorIndices, far) {
  const plain = far || tieIndices.length > MOST_APART;
  if (plain) onScreen(context, () => drawLines(context, tieIndices, 1.3));
  else for (const index of tieIndices) drawTie(context, index);
  if (far) onScreen(context, () => drawSpecks(context, actorIndices));
  else for (const index of actorIndices) nodeOf(index).draw(context);
  if (!plain) for (const index of tieIndices) drawArrow(context, index);
}

/** Draw in the screen's pixels, whatever the zoom. */
function onScreen(context, draw) {
  const ratio = context.pixelRatio ?? context.canvas.width / context.canvas.clientWidth;
  context.save();
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  draw();
  context.restore();
}
