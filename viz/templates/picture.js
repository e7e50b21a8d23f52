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

/** Where each actor stands, and how large it is drawn; in the end where a hand has moved it. */
const spots = payload.nodes;

/** On a screen that is higher than wide the picture is turned on its side: it was laid out for a wide one. */
const upright = picture.clientHeight > picture.clientWidth * 1.15;
if (upright) for (const node of spots) [node.x, node.y] = [node.y, node.x];

/** On a small screen all shows at a small zoom: nodes are drawn larger there, or nobody could hit one. */
const enlarged = (() => {
  if (!spots.length || actors.length > 200) return 1;
  const reach = (key) => Math.max(...spots.map((node) => Math.abs(node[key]))) * 2 + 80;
  const zoom = Math.min(picture.clientWidth / reach("x"), picture.clientHeight / reach("y"));
  return Math.min(1.7, Math.max(1, 0.75 / zoom));
})();
for (const node of spots) node.size *= enlarged;

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
function edgeOf(place) {
  const body = internals();
  if (!body.edges[place]) {
    [ties[place].a, ties[place].b].forEach(nodeOf); // an edge needs its ends
    const edge = body.functions.createEdge({ ...payload.edges[place], color: edgeColours()[ties[place].certainty] });
    body.edges[place] = edge;
    edge.connect();
  }
  return body.edges[place];
}

/** vis-network's own node of an actor, made when it is first drawn, as edges are. */
function nodeOf(place) {
  const body = internals();
  if (!body.nodes[place]) {
    looks = looks || kindLooks();
    body.nodes[place] = body.functions.createNode({ ...spots[place], color: looks[actors[place].kind] });
  }
  return body.nodes[place];
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
  for (const event of ["zoom", "dragEnd"]) network.on(event, () => { fitted = false; });
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

/** What is seen, as vis-network lists it; the best tied actors are drawn last, on top. */
const listed = { nodes: [], edges: [] };

function listShown() {
  listed.nodes = byDegree.filter((place) => seen.actors[place]).reverse();
  listed.edges = ties.map((_, place) => place).filter((place) => seen.ties[place]);
  repaint();
}

/** vis-network may drag and select the actor under the pointer, where it is large enough to be one of its own. */
function offerToHand(event) {
  const actor = isFar() ? undefined : nearestActor(pointIn(event));
  internals().nodeIndices = actor === undefined ? [] : [nodeOf(actor).id];
}

/** Actors that a hand is moving stand where vis-network has them. */
function followHand() {
  for (const place of dragged) [spots[place].x, spots[place].y] = [nodeOf(place).x, nodeOf(place).y];
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
  const places = actors.map((_, place) => place).filter((place) => seen.actors[place]);
  if (!places.length) return;
  fitTo(places, animated);
  fitted = true;
}

/** The rectangle that actors cover, and the zoom at which it fills the picture, with room for names. */
function frameOf(places) {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const place of places) {
    const { x, y, size } = spots[place];
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
  const outside = around.some((place) => {
    const { x, y } = network.canvasToDOM(spots[place]);
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
  redrawSoon();
}

function lightsOut() {
  lit = null;
  markSelection();
  redrawSoon();
}

function markSelection() {
  const chosen = lit && lit.focus && lit.focus.actors ? lit.focus.actors : [];
  const nodes = chosen.filter((place) => seen.actors[place]);
  nodes.forEach(nodeOf);
  network.setSelection({ nodes, edges: [] }, { unselectAll: true, highlightEdges: false });
  repaint(false);
}

const MOST_DASHED = 800;

/** The places of actors that a hand is moving now. */
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

/** Names; then, if something is lit up, a veil over all and the lit part once more above it. */
function drawOnTop(context) {
  internals().nodeIndices = held;
  const plan = labelPlan();
  const far = isFar();
  if (layered && dragged.length) drawApart(context, dragged.flatMap(seenTiesOf), dragged, far);
  onScreen(context, () => {
    drawLabels(context, plan.filter((label) => !lit || !lit.actors.has(label.actor)));
    if (lit) drawVeil(context);
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
  const litTies = [...lit.ties].filter((place) => seen.ties[place]);
  drawApart(context, litTies, [...lit.actors].filter((place) => seen.actors[place]), far);
  onScreen(context, () => {
    drawLabels(context, plan.filter((label) => lit.actors.has(label.actor)));
    if (litTies.length <= 30) drawTieWords(context, litTies, plan);
  });
}

/** The most ties that are drawn one by one in every frame. */
const MOST_APART = 150;

/** Some ties and actors once more, above the picture. */
function drawApart(context, tiePlaces, actorPlaces, far) {
  const plain = far || tiePlaces.length > MOST_APART;
  if (plain) onScreen(context, () => drawLines(context, tiePlaces, 1.3));
  else for (const place of tiePlaces) edgeOf(place).draw(context);
  if (far) onScreen(context, () => drawSpecks(context, actorPlaces));
  else for (const place of actorPlaces) nodeOf(place).draw(context);
  if (!plain) for (const place of tiePlaces) edgeOf(place).drawArrows(context);
}

/** A ring around the actor that is pointed at. */
function drawRing(context, place) {
  const { x, y } = network.canvasToDOM(spots[place]);
  context.strokeStyle = themed("--ink");
  context.lineWidth = 2;
  context.beginPath();
  context.arc(x, y, screenRadius(place, network.getScale()) * 1.25 + 2, 0, 2 * Math.PI);
  context.stroke();
}

/** How large an actor is on the screen: far out, not as small as the zoom alone would make it. */
function screenRadius(place, scale) {
  const { size } = spots[place];
  return Math.max(size * scale, size * SPECK);
}

const SPECK = 0.2;

/** The outline of a shape: what is told apart by colour is told apart by shape too, however small. */
function outline(context, shape, x, y, radius) {
  const corners = OUTLINES[shape];
  if (!corners) {
    context.moveTo(x + radius, y);
    context.arc(x, y, radius, 0, 2 * Math.PI);
    return;
  }
  corners.forEach(([dx, dy], corner) => context[corner ? "lineTo" : "moveTo"](x + dx * radius, y + dy * radius));
  context.closePath();
}

const OUTLINES = {
  square: [[-0.95, -0.95], [0.95, -0.95], [0.95, 0.95], [-0.95, 0.95]],
  diamond: [[0, -1.25], [1.25, 0], [0, 1.25], [-1.25, 0]],
  triangle: [[0, -1.25], [1.2, 0.9], [-1.2, 0.9]],
  triangleDown: [[0, 1.25], [1.2, -0.9], [-1.2, -0.9]],
  hexagon: [[-1.15, 0], [-0.58, -1], [0.58, -1], [1.15, 0], [0.58, 1], [-0.58, 1]],
  star: Array.from({ length: 10 }, (_, corner) => {
    const reach = corner % 2 ? 0.55 : 1.35;
    return [reach * Math.sin(corner * Math.PI / 5), -reach * Math.cos(corner * Math.PI / 5)];
  }),
};

function isFar() {
  return network.getScale() < SPECK;
}

/**
 * Ties as straight lines, some of one certainty together in one stroke: far out that is quicker than one by one,
 * but of many long lines, which all cross each other, a stroke takes many times as long.
 */
function drawLines(context, places, width, view = screenView(), { solid = places.length > MOST_DASHED, together = 16 } = {}) {
  const { scale, x, y } = view;
  const paints = edgeColours();
  scene.certainties.forEach((certainty, number) => {
    context.strokeStyle = paints[number].color;
    context.lineWidth = width * Math.min(certainty.width, 1.4) / 1.4;
    // dashes are slow to draw, and of a thousand lines at once nobody tells one from another
    context.setLineDash(solid ? [] : certainty.dashes.map((length) => length / 2));
    let waiting = 0;
    for (const place of places) {
      if (ties[place].certainty !== number) continue;
      const [from, to] = [spots[ties[place].a], spots[ties[place].b]];
      const part = clipped(from.x * scale + x, from.y * scale + y, to.x * scale + x, to.y * scale + y, view);
      if (!part) continue;
      if (waiting === 0) context.beginPath();
      context.moveTo(part[0], part[1]);
      context.lineTo(part[2], part[3]);
      waiting = (waiting + 1) % together;
      if (waiting === 0) context.stroke();
    }
    if (waiting) context.stroke();
  });
  context.setLineDash([]);
}

/** The part of a line that is in view (Liang and Barsky); a browser dashes what is off it too, at length. */
function clipped(x1, y1, x2, y2, view) {
  const [dx, dy] = [x2 - x1, y2 - y1];
  let [first, last] = [0, 1];
  for (const [step, room] of [[-dx, x1 + 8], [dx, view.width + 8 - x1], [-dy, y1 + 8], [dy, view.height + 8 - y1]]) {
    if (step === 0) { if (room < 0) return null; continue; }
    const at = room / step;
    if (step < 0) first = Math.max(first, at);
    else last = Math.min(last, at);
  }
  return first < last ? [x1 + first * dx, y1 + first * dy, x1 + last * dx, y1 + last * dy] : null;
}

/** Far out, vis-network's nodes are too small to see: specks stand for them, all of one kind in one stroke. */
function drawSpecks(context, places, view = screenView()) {
  const { scale } = view;
  const kinds = scene.kinds.map(() => []);
  for (const place of places) kinds[actors[place].kind].push(place);
  const draw = (some, kind) => {
    context.beginPath();
    for (const place of some) {
      const [x, y] = [spots[place].x * scale + view.x, spots[place].y * scale + view.y];
      if (x < -20 || y < -20 || x > view.width + 20 || y > view.height + 20) continue;
      outline(context, scene.kinds[kind].shape, x, y, screenRadius(place, scale));
    }
    context.fillStyle = colourPair(scene.kinds[kind]);
    context.fill();
  };
  const large = (place) => screenRadius(place, scale) > 2.6;
  kinds.forEach((some, kind) => draw(some.filter((place) => !large(place)), kind));
  context.strokeStyle = themed("--ground");
  context.lineWidth = 1;
  for (const place of places.filter(large)) {
    draw([place], actors[place].kind);
    context.stroke();
  }
}

/** Draw in the screen's pixels, whatever the zoom. */
function onScreen(context, draw) {
  const ratio = context.canvas.width / context.canvas.clientWidth;
  context.save();
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  draw();
  context.restore();
}

/** The actor under a point, by its node or its name; a finger needs more room than a pointer. */
function actorAt(at, slack = 2) {
  return nearestActor(at, slack) ?? labelAt(at);
}

function nearestActor(at, slack = 2) {
  const scale = network.getScale();
  const origin = network.canvasToDOM({ x: 0, y: 0 });
  let [best, least] = [undefined, Infinity];
  for (const place of listed.nodes) {
    const away = Math.hypot(spots[place].x * scale + origin.x - at.x, spots[place].y * scale + origin.y - at.y) - screenRadius(place, scale);
    if (away < least) { least = away; best = place; }
  }
  return least <= slack ? best : undefined;
}

/** The tie under a point: of those whose ends let them run there, the nearest as vis-network measures it. */
function tieAt(at) {
  const spot = network.DOMtoCanvas(at);
  let [best, least] = [undefined, 10];
  for (const place of tiesInView({ ...screenView(), x: -spot.x, y: -spot.y, scale: 1, width: 0, height: 0 })) {
    const { a, b } = ties[place];
    const [from, to] = [spots[a], spots[b]];
    const away = edgeOf(place).edgeType.getDistanceToEdge(from.x, from.y, to.x, to.y, spot.x, spot.y);
    if (away < least) { least = away; best = place; }
  }
  return best;
}

function clicked(event) {
  const at = event.pointer.DOM;
  const actor = actorAt(at, event.event?.pointerType === "touch" ? 10 : 3);
  const tie = actor === undefined ? tieAt(at) : undefined;
  if (actor !== undefined) chooseActor(actor);
  else if (tie !== undefined) chooseTie(tie);
  else closePanel();
}

/** The actor that is pointed at: ringed. */
let pointed = null;

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
    internals().emitter.emit("_requestRedraw");
  }
  if (actor !== undefined) showTip(at, actorTip(actor));
  else if (tie !== undefined) showTip(at, tieSentence(ties[tie]));
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

function actorTip(place) {
  const actor = actors[place];
  return `${actor.name}: ${actor.labels ? actor.labels.join(", ") : "no label"}, ${counted(seenTiesOf(place).length, "tie", "ties")}`;
}

picture.addEventListener("pointermove", pointedAt);
picture.addEventListener("pointerdown", offerToHand, { capture: true });
picture.addEventListener("pointerleave", () => { pointed = null; hideTip(); internals().emitter.emit("_requestRedraw"); });

function hideTip() {
  byId("tip").hidden = true;
  picture.classList.remove("pointing");
}

/** The neighbour (or, without one chosen, any actor) that lies furthest in a direction of the arrow keys. */
function neighbourTowards(actor, [dx, dy]) {
  const around = [...new Set(seenTiesOf(actor).map((place) => otherEnd(ties[place], actor)))].filter((place) => place !== actor);
  const from = spots[actor];
  let best = null;
  let least = Infinity;
  for (const place of around) {
    const [x, y] = [spots[place].x - from.x, spots[place].y - from.y];
    const along = x * dx + y * dy;
    const aside = Math.abs(x * dy - y * dx);
    if (along <= 0) continue;
    const cost = along + 2 * aside;
    if (cost < least) { least = cost; best = place; }
  }
  return best;
}

