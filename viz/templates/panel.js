// The panel: an actor and its ties in words, or one tie, with who says it, how certain, when and where.

const panel = byId("panel");
/** Draws the open panel anew after a change of filters; null when it is closed. */
let openAgain = null;
let openedFrom = null;

function openPanel(again, ...content) {
  const wasClosed = panel.hidden;
  if (wasClosed) openedFrom = document.activeElement;
  openAgain = again;
  const close = el("button", { type: "button", id: "close-panel", "aria-label": "Close details", text: "×", on: { click: closePanel } });
  panel.replaceChildren(close, ...content.filter(Boolean));
  panel.hidden = false;
  panel.scrollTop = 0;
  document.body.classList.add("with-panel");
  showLegend(false);
  if (wasClosed) resized();
}

function closePanel() {
  if (panel.hidden) return;
  const within = panel.contains(document.activeElement);
  panel.hidden = true;
  openAgain = null;
  document.body.classList.remove("with-panel");
  lightsOut();
  resized();
  if (within) (openedFrom && openedFrom.isConnected && openedFrom !== document.body ? openedFrom : picture).focus();
}

function reopenPanel() {
  if (!openAgain) return;
  const at = panel.scrollTop;
  openAgain();
  panel.scrollTop = at;
}

function actorButton(place, text) {
  return el("button", { type: "button", class: "actor-link", dir: "auto", text: text || actors[place].name, on: { click: () => chooseActor(place, { focus: true }) } });
}

/** A group of an overview: who is in it, how certain the ties inside are, and the way in. */
function groupContent(place) {
  const all = actors[place];
  const words = (inside) => inside.map(([certainty, count]) => `${scene.certainties[certainty].key ? scene.certainties[certainty].name.toLowerCase() : "certainty not given"} ${count.toLocaleString("en")}`).join(", ");
  const inside = [
    el("h3", { text: `${counted(all.ties, "tie", "ties")} inside, each a claim` }),
    all.inside.length ? el("p", { class: "note", text: words(all.inside) }) : null,
    all.opens
      ? el("p", { class: "panel-tools" }, el("button", { type: "button", id: "open-group", text: "Open this group", on: { click: () => openGroup(place) } }))
      : el("p", { class: "note" }, "This group does not fit into the file. ", el("code", { text: "sociogram page --around ACTOR" }), " draws the part of it around one of its actors."),
  ];
  const best = all.best.map(([name, count]) => el("li", {}, named(name), el("span", { class: "count", text: ` ${counted(count, "tie", "ties")}` })));
  const more = all.size - all.best.length;
  return [
    el("p", { class: "kicker" }, shapeSample(scene.kinds[all.kind]), counted(all.size, "actor", "actors")),
    el("h2", { id: "panel-title", tabindex: "-1", dir: "auto", text: all.name }),
    all.labels ? el("p", { class: "note", dir: "auto", text: all.labels.join(" · ") }) : null,
    ...inside,
    el("h3", { text: "With most ties" }), el("ol", { class: "best" }, best),
    more > 0 ? el("p", { class: "note", text: `and ${counted(more, "other", "others")}; the search finds them all` }) : null,
    ...groupTies(place),
  ];
}

/** Ties to other groups, most first: counts of claims, by certainty. */
function groupTies(place) {
  const others = new Map();
  for (const number of seenTiesOf(place)) {
    const other = otherEnd(ties[number], place);
    if (!others.has(other)) others.set(other, []);
    others.get(other).push(number);
  }
  const total = (numbers) => numbers.reduce((sum, number) => sum + ties[number].count, 0);
  const cards = [...others].sort((one, two) => total(two[1]) - total(one[1]) || one[0] - two[0]).map(([other, numbers]) =>
    el("article", { class: "card" }, el("p", { class: "who" }, actorButton(other)), numbers.map((number) => claim(ties[number]))));
  return [el("h3", { text: `Ties to ${counted(others.size, "other group", "other groups")}` }), limited(cards)].flat();
}

/** The address names the group, so that it can be kept, and the way back is the browser's own. */
function openGroup(number) {
  window.location.hash = number === null ? "" : `group-${number}`;
}

function chooseActor(place, { focus = false } = {}) {
  const shown = seenTiesOf(place);
  const around = shown.map((tie) => otherEnd(ties[tie], place));
  openPanel(() => chooseActor(place), ...actorContent(place, shown));
  lightUp([place, ...around], shown, { actors: [place] });
  if (seen.actors[place]) bringIntoView([place], [place, ...around]);
  if (focus) byId("panel-title").focus({ preventScroll: true });
  announce(`${actors[place].name}, ${counted(shown.length, "tie", "ties")}`);
}

function actorContent(place, shown) {
  if (scene.overview) return groupContent(place);
  const actor = actors[place];
  const hidden = tiesOf[place].length - shown.length;
  const facts = [
    actor.aliases && ["Also called", el("span", {}, actor.aliases.map((alias, number) => [number ? " · " : "", named(alias)]))],
    actor.country && ["Country", named(actor.country)],
    actor.url && ["Link", actor.link ? webLink(actor.link, actor.link) : named(actor.url)],
    ...moreFacts(actor.more),
  ];
  return [
    el("p", { class: "kicker" }, shapeSample(scene.kinds[actor.kind]), actor.labels ? actor.labels.join(" · ") : "No label given"),
    el("h2", { id: "panel-title", tabindex: "-1", dir: "auto", text: actor.name }),
    actor.summary ? el("p", { class: "summary", dir: "auto", text: actor.summary }) : null,
    factList(facts),
    seen.actors[place] ? null : el("p", { class: "note" }, "Hidden in the picture by the filters. ", showAllButton()),
    el("p", { class: "panel-tools" },
      el("button", { type: "button", text: "From here to …", on: { click: () => openPaths(place, null) } }),
      el("button", { type: "button", text: "Show around", on: { click: () => fitTo([place, ...shown.map((tie) => otherEnd(ties[tie], place))].filter((one) => seen.actors[one])) } })),
    el("h3", { text: shown.length ? `${counted(shown.length, "tie", "ties")}, as claimed` : "No ties shown" }),
    hidden ? el("p", { class: "note" }, `${counted(hidden, "tie is", "ties are")} hidden by the filters. `, showAllButton()) : null,
    actor.outside ? el("p", { class: "note", text: `${counted(actor.outside, "tie", "ties")} to actors of other groups ${actor.outside === 1 ? "is" : "are"} not in this picture.` }) : null,
    ...tieGroups(place, shown),
  ];
}

function showAllButton() {
  return el("button", { type: "button", class: "plain", text: "Show everything", on: { click: resetFilters } });
}

/** An actor's ties under the words of each direction. */
function tieGroups(place, shown) {
  const groups = new Map();
  for (const number of shown) {
    const tie = ties[number];
    const verb = verbFrom(tie, place) || `… ${scene.types[tie.type].words} ${actors[place].name}`;
    if (!groups.has(verb)) groups.set(verb, []);
    groups.get(verb).push(number);
  }
  return [...groups].map(([verb, numbers]) => {
    const cards = numbers.map((number) => tieCard(number, place));
    return el("section", { class: "tie-group" }, el("h4", {}, named(verb), numbers.length > 1 ? el("span", { class: "count", text: String(numbers.length) }) : null), limited(cards));
  });
}

/** A list that shows its first entries, and the rest on demand: a hub has hundreds. */
function limited(cards, most = 25) {
  const list = el("ol", { class: "cards" }, cards.slice(0, most).map((card) => el("li", {}, card)));
  if (cards.length <= most) return list;
  const rest = el("button", { type: "button", class: "more", text: `Show ${cards.length - most} more`, on: { click: () => {
    list.append(...cards.slice(most).map((card) => el("li", {}, card)));
    rest.remove();
  } } });
  return [list, rest];
}

function roleOf(tie) {
  return tie.role ? el("span", { class: "role" }, " — ", named(tie.role)) : null;
}

/** One tie as seen from an actor: the other end, and the claim. */
function tieCard(number, place) {
  const tie = ties[number];
  return el("article", { class: "card" },
    el("p", { class: "who" }, actorButton(otherEnd(tie, place)),
      roleOf(tie)),
    claim(tie),
    el("button", { type: "button", class: "plain more-of", text: "This tie", "aria-label": `Show this tie: ${tieSentence(tie)}`, on: { click: () => chooseTie(number, { focus: true }) } }));
}

/** Who says it, how certain, when, where. What the data does not give is said, not left out. */
function claim(tie) {
  if (tie.count) return countedClaims(tie);
  const certainty = scene.certainties[tie.certainty];
  const claimant = scene.claimants[tie.claimant];
  const said = claimant.name
    ? ["says ", voiceName(claimant)]
    : "no claimant given";
  const span = spanWords(tie);
  return el("div", { class: "claim" },
    el("p", { class: "certainty", title: certainty.meaning }, lineSample(certainty), el("strong", { text: certainty.key ? certainty.name : "Certainty not given" }), " · ", said),
    tie.summary ? el("p", { class: "summary", dir: "auto", text: tie.summary }) : null,
    tie.contradictedBy ? el("p", { class: "contradicted" }, "Contradicted by ", tie.contradictedBy.map((voice, at) => [at ? ", " : "", voiceName(voice)])) : null,
    tie.mention ? mentionWords(tie) : null,
    el("p", { class: "where" }, [span || "Not dated", tie.paragraph ? `, paragraph ${tie.paragraph}` : ""]),
    sourceList(tie),
    factList(moreFacts(tie.more)));
}

/** What a line between two groups stands for. */
function countedClaims(tie) {
  const certainty = scene.certainties[tie.certainty];
  return el("div", { class: "claim" },
    el("p", { class: "certainty", title: certainty.meaning }, lineSample(certainty), el("strong", { text: certainty.key ? certainty.name : "Certainty not given" }), ` · ${counted(tie.count, "tie", "ties")}, each a claim`),
    el("p", { class: "where", text: `${tie.voices ? counted(tie.voices, "claimant", "claimants") : "No claimant given"}, ${tie.cited ? counted(tie.cited, "source", "sources") : "no source given"}` }));
}

function voiceName(voice) {
  return typeof voice.actor === "number" ? actorButton(voice.actor) : named(voice.name);
}

/** `nl` → `in Dutch`; English, the page's own language, goes without saying. */
function languageWords(code) {
  if (!code || code === "en") return "";
  if (!/^[a-z]{2,3}$/i.test(code)) return `in ${code}`;
  return `in ${new Intl.DisplayNames(["en"], { type: "language" }).of(code)}`;
}

/** What the text calls the two ends: `source=the regime | target=…`, or any other words as they are. */
function mentionWords(tie) {
  const parts = tie.mention.split("|").map((part) => {
    const [, end, words] = /^\s*(source|target)\s*=\s*(.+?)\s*$/.exec(part) || [null, null, part.trim()];
    const who = end === "source" ? tie.a : end === "target" ? tie.b : null;
    return ["“", named(words), "”", who === null ? "" : [" for ", named(actors[who].name, { class: "" })]];
  });
  return el("p", { class: "mention" }, "In the text: ", parts.map((part, at) => [at ? ", " : "", part]));
}

function sourceList(tie) {
  if (!tie.sources) return el("p", { class: "source none", text: "No source given" });
  return el("ul", { class: "sources" }, tie.sources.map((place) => {
    const source = scene.sources[place];
    const about = [source.author, source.publisher, dateWords(source.date), languageWords(source.language)].filter(Boolean).join(", ");
    return el("li", { class: "source" }, "Source: ", source.link ? webLink(source.link, sourceName(source)) : named(sourceName(source)), about ? el("span", { dir: "auto", text: ` (${about})` }) : null);
  }));
}

function moreFacts(more) {
  return Object.entries(more || {}).map(([key, value]) => [key.replace(/_/g, " "), named(value)]);
}

function factList(facts) {
  const given = facts.filter(Boolean);
  if (!given.length) return null;
  return el("dl", {}, given.map(([term, value]) => [el("dt", { dir: "auto", text: term }), el("dd", {}, value)]));
}

function chooseTie(number, { focus = false } = {}) {
  const tie = ties[number];
  const type = scene.types[tie.type];
  const beside = tiesOf[tie.a].filter((place) => place !== number && (ties[place].a === tie.b || ties[place].b === tie.b) && seen.ties[place]);
  openPanel(() => chooseTie(number),
    el("p", { class: "kicker" }, type.name),
    el("h2", { id: "panel-title", tabindex: "-1", class: "sentence" }, actorButton(tie.a), ` ${type.words} `, actorButton(tie.b)),
    type.backward && type.directed ? el("p", { class: "reverse" }, named(actors[tie.b].name), ` ${type.backward} `, named(actors[tie.a].name)) : null,
    tie.role ? el("p", { class: "role", dir: "auto", text: tie.role }) : null,
    seen.ties[number] ? null : el("p", { class: "note" }, "Hidden in the picture by the filters. ", showAllButton()),
    claim(tie),
    type.description ? el("p", { class: "note", dir: "auto", text: `${type.name}: ${type.description}` }) : null,
    beside.length ? el("h3", { text: "Also between these two" }) : null,
    beside.length ? el("ol", { class: "cards" }, beside.map((place) => el("li", {}, sentenceCard(place)))) : null);
  lightUp([tie.a, tie.b], [number], { actors: [tie.a, tie.b], tie: number });
  if (seen.ties[number]) bringIntoView([tie.a, tie.b], [tie.a, tie.b]);
  if (focus) byId("panel-title").focus({ preventScroll: true });
  announce(tieSentence(tie));
}

/** One tie as a whole sentence with its claim. */
function sentenceCard(number) {
  const tie = ties[number];
  return el("article", { class: "card" },
    el("p", { class: "who" }, named(actors[tie.a].name), ` ${scene.types[tie.type].words} `, named(actors[tie.b].name), roleOf(tie)),
    claim(tie),
    el("button", { type: "button", class: "plain more-of", text: "This tie", "aria-label": `Show this tie: ${tieSentence(tie)}`, on: { click: () => chooseTie(number, { focus: true }) } }));
}

