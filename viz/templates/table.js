// The same as tables: for screen readers, and for those who would rather read a list.

const ROWS_AT_ONCE = 200;

function dataTable(id, caption, heads, places, rowOf) {
  const body = el("tbody");
  let shown = 0;
  const more = el("button", { type: "button", class: "more", on: { click: () => add() } });
  const add = () => {
    body.append(...places.slice(shown, shown + ROWS_AT_ONCE).map(rowOf));
    shown = Math.min(shown + ROWS_AT_ONCE, places.length);
    more.textContent = `Show more (${(places.length - shown).toLocaleString("en")} left)`;
    more.hidden = shown === places.length;
  };
  add();
  return [el("table", { id }, el("caption", { text: `${caption} (${places.length.toLocaleString("en")})` }),
    el("thead", {}, el("tr", {}, heads.map((head) => el("th", { scope: "col", text: head })))), body), more];
}

function actorRow(place) {
  const actor = actors[place];
  return el("tr", {}, el("th", { scope: "row" }, actorButton(place)), el("td", { text: actor.labels ? actor.labels.join(", ") : "" }),
    el("td", {}, scene.overview ? counted(actor.size, "actor", "actors") : (actor.aliases || []).map((alias, number) => [number ? " · " : "", named(alias)])),
    el("td", { class: "number", text: scene.overview ? actor.degree.toLocaleString("en") : String(seenTiesOf(place).length) }));
}

function tieRow(number) {
  const tie = ties[number];
  const certainty = scene.certainties[tie.certainty];
  const sources = (tie.sources || []).map((place, at) => [at ? " · " : "", named(sourceName(scene.sources[place]))]);
  return el("tr", {},
    el("th", { scope: "row" }, el("button", { type: "button", class: "actor-link", on: { click: () => chooseTie(number, { focus: true }) } },
      named(actors[tie.a].name), ` ${scene.types[tie.type].words} `, named(actors[tie.b].name), tie.count ? `: ${counted(tie.count, "tie", "ties")}` : null)),
    el("td", { text: certainty.key ? certainty.name : "Not given" }), el("td", {}, tie.count ? counted(tie.voices, "claimant", "claimants") : claimantName(tie) ? named(claimantName(tie)) : "Not given"),
    el("td", { text: tie.count ? "" : spanWords(tie) || "Not dated" }), el("td", { class: "number", text: tie.paragraph || "" }), el("td", {}, tie.count ? counted(tie.cited, "source", "sources") : sources.length ? sources : "No source given"));
}

function fillTables() {
  const shownActors = byDegree.filter((place) => seen.actors[place]);
  const shownTies = ties.map((_, place) => place).filter((place) => seen.ties[place]);
  byId("table").replaceChildren(
    ...(scene.overview
      ? dataTable("actor-table", "Groups", ["Group", "Labels", "Size", "Ties to other groups"], shownActors, actorRow)
      : dataTable("actor-table", "Actors", ["Actor", "Label", "Also called", "Ties"], shownActors, actorRow)),
    ...dataTable("tie-table", scene.overview ? "Ties between groups, counted by certainty" : "Ties, each a claim", ["Claim", "How certain", "Who says so", "When", "Paragraph", "Source"], shownTies, tieRow));
}

function showTable(on) {
  byId("table").hidden = !on;
  byId("stage").hidden = on;
  byId("show-table").setAttribute("aria-pressed", String(on));
  byId("show-table").textContent = on ? "Picture" : "List";
  if (on) { fillTables(); byId("table").focus(); }
  else resized();
}

