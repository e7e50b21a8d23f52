// The picture: vis-network draws places that were computed beforehand; names and what is lit up come on top.

let network = null;
/** What is lit up: sets of places of actors and ties, `focus` the one actor or tie it is about; null for nothing. */
let lit = null;
/** Whether all is in view because the page put it so; then it stays so when the picture's room changes. */
let fitted = true;
const picture = byId("picture");
const internals = () => network.body;

function colourPair(kind) {
  return payload.colours[kind.colour][isDark() ? 1 : 0];
}

function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : window.matchMedia("(prefers-color-scheme: dark)").matches;
}

/** On a screen that is higher than wide the picture is turned on its side: it was laid out for a wide one. */
const upright = picture.clientHeight > picture.clientWidth * 1.15;
if (upright) for (const node of payload.nodes) [node.x, node.y] = [node.y, node.x];

/** On a small screen all shows at a small zoom: nodes are drawn larger there, or nobody could hit one. */
const enlarged = (() => {
  if (!payload.nodes.length || actors.length > 200) return 1;
  const reach = (key) => Math.max(...payload.nodes.map((node) => Math.abs(node[key]))) * 2 + 80;
  const zoom = Math.min(picture.clientWidth / reach("x"), picture.clientHeight / reach("y"));
  return Math.min(1.7, Math.max(1, 0.75 / zoom));
})();
for (const node of payload.nodes) node.size *= enlarged;

function nodeToDraw(node) {
  const fill = colourPair(scene.kinds[actors[node.id].kind]);
  const rim = themed("--ground");
  const ink = themed("--ink");
  return {
    ...node, hidden: !seen.actors[node.id],
    color: { background: fill, border: rim, highlight: { background: fill, border: ink }, hover: { background: fill, border: ink } },
  };
}

function edgeToDraw(edge, colours) {
  return { ...edge, hidden: !seen.ties[edge.id], color: colours[ties[edge.id].certainty] };
}

function edgeColours() {
  return scene.certainties.map((certainty) => {
    const colour = themed(`--tie-${tone(certainty.key)}`);
    return { color: colour, highlight: colour, hover: themed("--ink"), inherit: false };
  });
}

/** Draw anew: at the start, and when the colours change. The view and moved actors stay. */
function buildPicture() {
  const view = network ? { position: network.getViewPosition(), scale: network.getScale() } : null;
  const moved = network ? network.getPositions() : {};
  if (network) network.destroy();
  const colours = edgeColours();
  const nodes = new vis.DataSet(payload.nodes.map((node) => ({ ...nodeToDraw(node), ...moved[node.id] })));
  const edges = new vis.DataSet(payload.edges.map((edge) => edgeToDraw(edge, colours)));
  const big = ties.length > 4000;
  const options = {
    ...payload.options,
    autoResize: true,
    interaction: { ...payload.options.interaction, hideEdgesOnDrag: big, hideEdgesOnZoom: big },
    edges: { ...payload.options.edges, arrows: { to: { scaleFactor: 0.55 } }, selfReference: { size: 18 } },
  };
  network = new vis.Network(picture, { nodes, edges }, options);
  const canvas = picture.querySelector("canvas");
  canvas.setAttribute("aria-hidden", "true");
  picture.querySelector(".vis-network").removeAttribute("tabindex");
  network.on("afterDrawing", drawOnTop);
  network.on("click", clicked);
  network.on("hoverNode", (event) => showTip(event, "actor"));
  network.on("hoverEdge", (event) => showTip(event, "tie"));
  for (const event of ["blurNode", "blurEdge", "dragStart", "zoom", "click"]) network.on(event, hideTip);
  for (const event of ["zoom", "dragEnd"]) network.on(event, () => { fitted = false; });
  network.on("dragEnd", forgetLabels);
  if (view) network.moveTo(view);
  else fitPicture(false);
  markSelection();
}

/** Show or hide what the filters changed. vis-network's own update would take seconds for ten thousand ties. */
function refreshPicture() {
  const { nodes, edges, emitter } = internals();
  for (const node of Object.values(nodes)) if (node.id in actors) node.options.hidden = !seen.actors[node.id];
  for (const edge of Object.values(edges)) if (edge.id in ties) edge.options.hidden = !seen.ties[edge.id];
  forgetLabels();
  emitter.emit("_dataChanged");
}

function animation() {
  return calm.matches ? false : { duration: 350, easingFunction: "easeInOutQuad" };
}

function fitPicture(animated = true) {
  const places = actors.map((_, place) => place).filter((place) => seen.actors[place]);
  if (!places.length) return;
  fitTo(places, animated);
  fitted = true;
}

/** The rectangle that actors cover, and the zoom at which it fills the picture, with room for names. */
function frameOf(places) {
  const positions = network.getPositions(places);
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const place of places) {
    const { x, y } = positions[place];
    const size = payload.nodes[place].size;
    left = Math.min(left, x - size); right = Math.max(right, x + size);
    top = Math.min(top, y - size); bottom = Math.max(bottom, y + size);
  }
  const room = { x: Math.max(picture.clientWidth - (narrow.matches ? 70 : 110), 80), y: Math.max(picture.clientHeight - 64, 80) };
  const scale = Math.min(room.x / Math.max(right - left, 1), room.y / Math.max(bottom - top, 1));
  return { x: (left + right) / 2, y: (top + bottom) / 2, scale };
}

function fitTo(places, animated = true, closest = 1.25) {
  const frame = frameOf(places);
  const scale = Math.min(frame.scale, closest);
  // names hang below their actors: the middle sits a little lower
  network.moveTo({ position: { x: frame.x, y: frame.y + 10 / scale }, scale, animation: animated && animation() });
}

/** Bring actors into view if they are not, or nearer if they are small; else the picture stays as it is. */
function bringIntoView(focus, around) {
  const rim = 30;
  const outside = Object.values(network.getPositions(around)).some((position) => {
    const { x, y } = network.canvasToDOM(position);
    return x < rim || y < rim || x > picture.clientWidth - rim || y > picture.clientHeight - rim;
  });
  const scale = network.getScale();
  const possible = frameOf(around).scale;
  if (!outside && (scale >= 0.8 || possible < scale * 1.2)) return;
  fitted = false;
  fitTo(possible < 0.4 ? focus : around, true, Math.max(scale, 0.95));
}

function lightUp(actorPlaces, tiePlaces, focus) {
  lit = { actors: new Set(actorPlaces), ties: new Set(tiePlaces), focus };
  markSelection();
  forgetLabels();
  network.redraw();
}

function lightsOut() {
  lit = null;
  markSelection();
  forgetLabels();
  network.redraw();
}

function markSelection() {
  const chosen = lit && lit.focus && lit.focus.actors ? lit.focus.actors : [];
  const nodes = chosen.filter((place) => seen.actors[place]);
  const edges = lit ? [...lit.ties].filter((place) => seen.ties[place]) : [];
  network.setSelection({ nodes, edges }, { unselectAll: true, highlightEdges: false });
}

/** Names; then, if something is lit up, a veil over all and the lit part once more above it. */
function drawOnTop(context) {
  const ratio = context.canvas.width / context.canvas.clientWidth;
  const plan = labelPlan();
  onScreen(context, ratio, () => drawSpecks(context, byDegree));
  onScreen(context, ratio, () => drawLabels(context, plan.filter((label) => !lit || !lit.actors.has(label.actor))));
  if (!lit) return;
  onScreen(context, ratio, () => {
    context.globalAlpha = 0.82;
    context.fillStyle = themed("--ground");
    context.fillRect(0, 0, context.canvas.clientWidth, context.canvas.clientHeight);
  });
  const { nodes, edges } = internals();
  const shownTies = [...lit.ties].filter((place) => seen.ties[place]);
  for (const place of shownTies) edges[place].draw(context);
  for (const place of lit.actors) if (seen.actors[place]) nodes[place].draw(context);
  for (const place of shownTies) edges[place].drawArrows(context);
  onScreen(context, ratio, () => {
    drawSpecks(context, [...lit.actors]);
    drawLabels(context, plan.filter((label) => lit.actors.has(label.actor)));
    if (shownTies.length <= 30) drawTieWords(context, shownTies, plan);
  });
}

/** How large an actor is on the screen: far out, not as small as the zoom alone would make it. */
function screenRadius(place, scale) {
  const { size } = payload.nodes[place];
  return Math.max(size * scale, size * SPECK);
}

const SPECK = 0.2;

/** The outline of a shape: what is told apart by colour is told apart by shape too, however small. */
function outline(context, shape, x, y, radius) {
  const corners = OUTLINES[shape];
  if (!corners) context.arc(x, y, radius, 0, 2 * Math.PI);
  else corners.forEach(([dx, dy], corner) => context[corner ? "lineTo" : "moveTo"](x + dx * radius, y + dy * radius));
}

const OUTLINES = {
  square: [[-0.95, -0.95], [0.95, -0.95], [0.95, 0.95], [-0.95, 0.95]],
  diamond: [[0, -1.25], [1.25, 0], [0, 1.25], [-1.25, 0]],
  triangle: [[0, -1.25], [1.2, 0.9], [-1.2, 0.9]],
  triangleDown: [[0, 1.25], [1.2, -0.9], [-1.2, -0.9]],
};

/** Far out, vis-network's nodes are too small to see: draw specks over them. The best tied come last, on top. */
function drawSpecks(context, places) {
  const scale = network.getScale();
  if (scale >= SPECK) return;
  const origin = network.canvasToDOM({ x: 0, y: 0 });
  const { nodes } = internals();
  const fills = scene.kinds.map(colourPair);
  context.strokeStyle = themed("--ground");
  context.lineWidth = 1;
  for (let rank = places.length - 1; rank >= 0; rank -= 1) {
    const place = places[rank];
    if (!seen.actors[place]) continue;
    const radius = screenRadius(place, scale);
    const [x, y] = [nodes[place].x * scale + origin.x, nodes[place].y * scale + origin.y];
    context.fillStyle = fills[actors[place].kind];
    context.beginPath();
    outline(context, scene.kinds[actors[place].kind].shape, x, y, radius);
    context.fill();
    if (radius > 2.6) { context.closePath(); context.stroke(); }
  }
}

/** Draw in the screen's pixels, whatever the zoom. */
function onScreen(context, ratio, draw) {
  context.save();
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  draw();
  context.restore();
}

function clicked(event) {
  const at = event.pointer.DOM;
  const label = labelAt(at);
  const actor = network.getNodeAt(at) ?? label;
  const tie = actor === undefined ? network.getEdgeAt(at) : undefined;
  if (actor !== undefined) chooseActor(actor);
  else if (tie !== undefined) chooseTie(tie);
  else closePanel();
}

function showTip(event, what) {
  const tip = byId("tip");
  const { x, y } = event.pointer.DOM;
  const text = what === "actor" ? actorTip(event.node) : tieSentence(ties[event.edge]);
  tip.replaceChildren(el("span", { dir: "auto", text }));
  tip.hidden = false;
  const left = Math.min(x + 14, Math.max(8, picture.clientWidth - tip.offsetWidth - 8));
  const top = y + 18 + tip.offsetHeight > picture.clientHeight ? y - tip.offsetHeight - 10 : y + 18;
  tip.style.transform = `translate(${Math.max(8, left)}px, ${Math.max(4, top)}px)`;
  picture.classList.add("pointing");
}

function actorTip(place) {
  const actor = actors[place];
  return `${actor.name}: ${actor.labels ? actor.labels.join(", ") : "no label"}, ${counted(seenTiesOf(place).length, "tie", "ties")}`;
}

function hideTip() {
  byId("tip").hidden = true;
  picture.classList.remove("pointing");
}

/** The neighbour (or, without one chosen, any actor) that lies furthest in a direction of the arrow keys. */
function neighbourTowards(actor, [dx, dy]) {
  const around = [...new Set(seenTiesOf(actor).map((place) => otherEnd(ties[place], actor)))].filter((place) => place !== actor);
  const positions = network.getPositions([actor, ...around]);
  const from = positions[actor];
  let best = null;
  let least = Infinity;
  for (const place of around) {
    const [x, y] = [positions[place].x - from.x, positions[place].y - from.y];
    const along = x * dx + y * dy;
    const aside = Math.abs(x * dy - y * dx);
    if (along <= 0) continue;
    const cost = along + 2 * aside;
    if (cost < least) { least = cost; best = place; }
  }
  return best;
}

