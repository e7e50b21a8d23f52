// From A to B: all shortest ways over what is seen, lit up and told in words. Direction is told, not obeyed.

const MOST_WAYS = 20;
const journey = { from: null, to: null, without: new Set() };

/** Distances from `from` over seen ties, `without` left aside; stops once `to` is reached. */
function distances(from, to) {
  const steps = new Map([[from, 0]]);
  let edge = [from];
  while (edge.length && !steps.has(to)) {
    const next = [];
    for (const place of edge) {
      for (const tie of seenTiesOf(place)) {
        const other = otherEnd(ties[tie], place);
        if (steps.has(other) || journey.without.has(other)) continue;
        steps.set(other, steps.get(place) + 1);
        next.push(other);
      }
    }
    edge = next;
  }
  return steps;
}

/** All shortest ways as lists of actors, at most `MOST_WAYS`; `more` tells whether there are others. */
function shortestWays(from, to) {
  const steps = distances(from, to);
  const ways = [];
  let more = false;
  if (!steps.has(to)) return { ways, more };
  const walk = (tail) => {
    const place = tail[0];
    if (place === from) {
      if (ways.length < MOST_WAYS) ways.push(tail);
      else more = true;
      return;
    }
    const before = new Set(seenTiesOf(place).map((tie) => otherEnd(ties[tie], place)).filter((other) => steps.get(other) === steps.get(place) - 1));
    for (const other of [...before].sort((a, b) => actors[b].degree - actors[a].degree || a - b)) {
      if (more) return;
      walk([other, ...tail]);
    }
  };
  walk([to]);
  return { ways, more };
}

function tiesBetween(a, b) {
  return seenTiesOf(a).filter((tie) => otherEnd(ties[tie], a) === b);
}

function openPaths(from = journey.from, to = journey.to) {
  Object.assign(journey, { from, to });
  const fromBox = searchBox("path-from", "From", (place) => { journey.from = place; tellWays(); }, { keep: true, hint: "an actor" });
  const toBox = searchBox("path-to", "To", (place) => { journey.to = place; tellWays(); }, { keep: true, hint: "another actor" });
  fromBox.set(journey.from);
  toBox.set(journey.to);
  const swap = el("button", { type: "button", text: "Swap", on: { click: () => openPaths(journey.to, journey.from) } });
  openPanel(() => tellWays(),
    el("p", { class: "kicker", text: "Ways" }),
    el("h2", { id: "panel-title", tabindex: "-1", text: "From A to B" }),
    el("p", { class: "note", text: "The shortest ways over the ties that are shown now, whichever direction they point." }),
    fromBox.box, toBox.box, el("p", { class: "panel-tools" }, swap), el("div", { id: "ways" }));
  tellWays();
  const empty = journey.from === null ? fromBox : journey.to === null ? toBox : null;
  if (empty) empty.input.focus();
  else byId("panel-title").focus({ preventScroll: true });
}

function leaveOut(place, out) {
  if (out) journey.without.add(place);
  else journey.without.delete(place);
  tellWays();
}

function tellWays() {
  const place = byId("ways");
  if (!place) return;
  const { from, to } = journey;
  if (from === null || to === null || from === to) {
    place.replaceChildren(from !== null && from === to ? el("p", { class: "note", text: "Choose two different actors." }) : "");
    if (from !== null) lightUp([from], [], { actors: [from] });
    else lightsOut();
    return;
  }
  journey.without.delete(from);
  journey.without.delete(to);
  const { ways, more } = shortestWays(from, to);
  const litActors = new Set(ways.flat());
  const litTies = new Set(ways.flatMap((way) => way.slice(1).flatMap((one, step) => tiesBetween(way[step], one))));
  place.replaceChildren(...wayList(ways, more));
  lightUp(ways.length ? litActors : [from, to], litTies, { actors: [from, to] });
  if (ways.length) fitTo([...litActors]);
  announce(ways.length ? `${counted(ways.length, "way", "ways")} of ${counted(ways[0].length - 1, "step", "steps")}` : "No way found");
}

function wayList(ways, more) {
  const without = [...journey.without].map((place) => el("button", { type: "button", class: "chip", "aria-label": `Let ${actors[place].name} in again`, on: { click: () => leaveOut(place, false) } }, "without ", named(actors[place].name), " ×"));
  const chips = without.length ? el("p", { class: "chips" }, without) : null;
  if (!ways.length) return [chips, el("p", { class: "note" }, "No way joins these two over the ties that are shown. ", anyFilter() ? showAllButton() : null)].filter(Boolean);
  const steps = ways[0].length - 1;
  const count = more ? `The first ${ways.length} ways` : counted(ways.length, "shortest way", "shortest ways");
  return [
    chips,
    el("h3", { id: "way-count", text: `${count}, ${counted(steps, "step", "steps")}` }),
    ...ways.map((way, number) => el("details", { class: "way", open: number < 3 },
      el("summary", {}, way.map((place, step) => [step ? " › " : "", named(actors[place].name)])),
      way.slice(1).map((place, step) => hop(way[step], place, step < way.length - 2)))),
  ].filter(Boolean);
}

/** One hop: every tie between its two actors, in words, with claim and source. */
function hop(from, to, between) {
  return el("div", { class: "hop" }, tiesBetween(from, to).map((tie) => sentenceCard(tie)),
    between ? el("button", { type: "button", class: "plain", on: { click: () => leaveOut(to, true) } }, "Look for ways without ", named(actors[to].name)) : null);
}

