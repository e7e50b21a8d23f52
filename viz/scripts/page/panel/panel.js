// The panel: an actor and its ties in words, or one tie, with who says it, how certain, when and where.

import { announce, byId, el, focused, isTyping, named, webLink } from "../../common/dom.js";
import { language } from "../../common/language.js";
import { counted, lowered, numberText, phrase, t } from "../../common/texts.js";
import { actorPart } from "../address/address.js";
import { dateWords } from "../time/dates.js";
import { emit } from "../events.js";
import { choice, faded, seen } from "../filters/filters.js";
import { actors, claims, otherEnd, propertiesOf, scene, ties, tiesOf } from "../model.js";
import { bringIntoView, fitPicture, lightsOut, lightUp, resized } from "../picture/picture.js";
import { picture } from "../picture/positions.js";
import { fade, filtered, resetFilters } from "../filters/apply.js";
import { isAffirmed, isShownUnasked, restingOn, seenClaimsOf, seenTiesOf, tieStates, tieWords } from "../filters/states.js";
import { certaintyName, certaintyWords, lineSample, shapeSample, sourceName, stateName, stateSample, stateTag, tieSentence, verbOf, wasRead } from "./words.js";

export const panel = byId("panel");
/** Draws the open panel again after a change of filters; null if it is closed. */
/** @type {(() => void) | null} */
let openAgain = null;
/** @type {HTMLElement | null} */
let openedFrom = null;
/**
 * The subject of the panel: its `kind` (actor, tie, source or path) and its index; null for nothing.
 * @type {any}
 */
export let opened = null;

export function openPanel(what, again, ...content) {
  const wasClosed = panel.hidden;
  if (wasClosed) openedFrom = focused();
  openAgain = again;
  opened = what;
  const held = panel.contains(focused()) && !isTyping() ? focused().id : null;
  const close = el("button", { type: "button", id: "close-panel", "aria-label": t("Close details"), text: "×", on: { click: closePanel } });
  panel.replaceChildren(close, ...content.flat(Infinity).filter(Boolean));
  panel.hidden = false;
  if (held !== null) (byId(held) ?? byId("panel-title"))?.focus({ preventScroll: true });
  panel.scrollTop = 0;
  document.body.classList.add("with-panel");
  emit("opened");
  if (wasClosed) resized();
  emit("changed");
}

export function closePanel() {
  if (panel.hidden) return;
  const within = panel.contains(focused());
  panel.hidden = true;
  openAgain = null;
  opened = null;
  emit("changed");
  document.body.classList.remove("with-panel");
  lightsOut();
  resized();
  if (within) (openedFrom && openedFrom.isConnected && openedFrom !== document.body ? openedFrom : picture).focus();
}

export function reopenPanel() {
  if (!openAgain) return;
  const at = panel.scrollTop;
  openAgain();
  panel.scrollTop = at;
}

export function actorButton(index, text) {
  return el("button", { type: "button", class: "actor-link", dir: "auto", text: text || actors[index].name, on: { click: () => chooseActor(index, { focus: true }) } });
}

/** A group of an overview: its members, the certainties of the ties inside, and how to open it. */
function groupContent(index, member) {
  const all = actors[index];
  const words = (inside) => inside.map(([certainty, count]) => `${certaintyWords(scene.certainties[certainty])} ${numberText(count)}`).join(", ");
  const inside = [
    el("h3", { text: t("{ties} inside", { ties: counted(all.ties, "affirmed tie", "affirmed ties") }) }),
    all.inside.length ? el("p", { class: "note", text: words(all.inside) }) : null,
    all.opens
      ? el("p", { class: "panel-tools" }, el("button", { type: "button", id: "open-group", text: t("Open this group"), on: { click: () => openGroup(index, member) } }))
      : el("p", { class: "note" }, phrase(member ? "This group does not fit into the file. {command} draws the part of it around this actor." : "This group does not fit into the file. {command} draws the part of it around one of its actors.", { command: el("code", { text: `sociogram page --around ${member ? JSON.stringify(member) : "ACTOR"}` }) })),
  ];
  const best = all.best.map(([name, count]) => el("li", {}, named(name), el("span", { class: "count", text: ` ${counted(count, "tie", "ties")}` })));
  const more = all.size - all.best.length;
  return [
    el("p", { class: "kicker" }, shapeSample(scene.kinds[all.kind], all.colour), counted(all.size, "actor", "actors")),
    el("h2", { id: "panel-title", tabindex: "-1", dir: "auto", text: all.name }),
    member ? el("p", { class: "summary" }, phrase("{actor} is in this group.", { actor: named(member) })) : null,
    all.labels ? el("p", { class: "note", dir: "auto", text: all.labels.join(" · ") }) : null,
    ...inside,
    el("h3", { text: t("With most ties") }), el("ol", { class: "best" }, best),
    more > 0 ? el("p", { class: "note", text: t("and {others}; the search finds them all", { others: counted(more, "other", "others") }) }) : null,
    ...groupTies(index),
  ];
}

/** Ties to other groups, the most first: counts of claims, by certainty. */
function groupTies(index) {
  const others = new Map();
  for (const number of seenTiesOf(index)) {
    const other = otherEnd(ties[number], index);
    if (!others.has(other)) others.set(other, []);
    others.get(other).push(number);
  }
  const total = (numbers) => numbers.reduce((sum, number) => sum + ties[number].count, 0);
  const cards = [...others].sort((one, two) => total(two[1]) - total(one[1]) || one[0] - two[0]).map(([other, numbers]) =>
    el("article", { class: "card" }, el("p", { class: "who" }, actorButton(other)), numbers.map((number) => countedClaims(ties[number]))));
  return [el("h3", { text: t("Ties to {groups}", { groups: counted(others.size, "other group", "other groups") }) }), limited(cards)].flat();
}

/** The address names the group, so it can be saved, and the browser's Back button returns. */
function openGroup(number, member) {
  window.location.hash = [member ? actorPart(member) : "", `group=${number}`].filter(Boolean).join("&");
}

export function chooseActor(index, { focus = false, member = null } = {}) {
  const shown = seenTiesOf(index);
  const around = shown.map((tie) => otherEnd(ties[tie], index));
  openPanel({ kind: "actor", index, member }, () => chooseActor(index, { member }), ...actorContent(index, shown, member));
  if (faded.has(index)) lightsOut(); // its highlighted neighbours would hide everything else
  else lightUp([index, ...around], shown, { actors: [index] });
  if (seen.actors[index]) bringIntoView([index], [index, ...around]);
  if (focus) byId("panel-title").focus({ preventScroll: true });
  announce(`${member ? t("{actor}, in {group}", { actor: member, group: actors[index].name }) : actors[index].name}, ${tieWords(shown)}`);
}

function actorContent(index, shown, member) {
  if (scene.overview) return groupContent(index, member);
  const actor = actors[index];
  const hidden = tiesOf[index].filter((tie) => !seen.ties[tie] && ties[tie].claims.some(isShownUnasked)).length;
  const facts = [
    actor.aliases && [t("Also called"), el("span", {}, actor.aliases.map((alias, number) => [number ? " · " : "", named(alias)]))],
    actor.country && [t("Country"), named(actor.country)],
    actor.url && [t("Link"), actor.link ? webLink(actor.link, actor.link) : named(actor.url)],
    ...moreFacts(actor),
  ];
  return [
    el("p", { class: "kicker" }, shapeSample(scene.kinds[actor.kind], actor.colour), actor.labels ? actor.labels.join(" · ") : t("No label given")),
    el("h2", { id: "panel-title", tabindex: "-1", dir: "auto", text: actor.name }),
    actor.summary ? el("p", { class: "summary", dir: "auto", text: actor.summary }) : null,
    factList(facts),
    seen.actors[index] ? null : el("p", { class: "note" }, t("Hidden in the picture by the filters."), " ", showAllButton()),
    el("p", { class: "panel-tools" },
      el("button", { type: "button", text: t("From here to …"), on: { click: () => emit("pathStarted", index) } }),
      el("button", { type: "button", id: "fade", "aria-pressed": String(faded.has(index)), text: t(faded.has(index) ? "Faded" : "Fade"), title: t("Draw this actor and its ties faintly"), on: { click: () => { fade(index, !faded.has(index)); byId("fade").focus(); } } }),
      el("button", { type: "button", id: "only-around", "aria-pressed": String(choice.around === index), text: t("Only around"), title: t("Show this actor and those it is tied to, in the picture, the list and files"), on: { click: () => { showAround(choice.around === index ? null : index); byId("only-around").focus(); } } })),
    el("h3", { text: shown.length ? (shown.every(isAffirmed) ? t("{ties}, as claimed", { ties: tieWords(shown) }) : tieWords(shown)) : t("No ties shown") }),
    hidden ? el("p", { class: "note" }, t("Hidden by the filters: {ties}.", { ties: counted(hidden, "tie", "ties") }), " ", showAllButton()) : null,
    actor.outside ? el("p", { class: "note", text: t("Not in this picture: {ties} to actors of other groups.", { ties: counted(actor.outside, "tie", "ties") }) }) : null,
    ...tieGroups(index, shown),
    ...claimsMadeBy(index),
  ];
}

/** What an actor says about others: a voice need not be an end of a tie. */
function claimsMadeBy(index) {
  const said = claims.map((_, one) => one).filter((one) => seen.claims[one] && scene.claimants[claims[one].claimant].actor === index && claims[one].a !== index && claims[one].b !== index);
  if (!said.length) return [];
  return [el("h3", { id: "said", text: t("Makes {claims} about others", { claims: counted(said.length, "claim", "claims") }) }), limited(said.map((one) => el("article", { class: "card" }, claimItem(one), thisTie(claims[one].tie))))].flat();
}

export function showAllButton() {
  return el("button", { type: "button", class: "plain", text: t("Show everything"), on: { click: resetFilters } });
}

/** An actor's ties, grouped by the words of each direction: affirmed ones, then planned, then denied. */
function tieGroups(index, shown) {
  const groups = new Map();
  const rank = (number) => ["disputed", ...scene.claimKinds.map((kind) => kind.key)].indexOf(tieStates[number].state === "affirmed" ? "disputed" : tieStates[number].state);
  for (const number of [...shown].sort((one, two) => rank(one) - rank(two))) {
    const state = tieStates[number].state === "disputed" ? "affirmed" : tieStates[number].state;
    const key = `${state} ${verbOf(number, index)}`;
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(number);
  }
  return [...groups.values()].map((numbers) => {
    const cards = numbers.map((number) => tieCard(number, index));
    const { state } = tieStates[numbers[0]];
    const kind = scene.claimKinds.find(({ key }) => key === state);
    const tag = kind && state !== "affirmed" ? el("span", { class: "state" }, stateSample(state), t(kind.name)) : null;
    return el("section", { class: "tie-group" }, el("h4", {}, tag, named(verbOf(numbers[0], index)), numbers.length > 1 ? el("span", { class: "count", text: String(numbers.length) }) : null), limited(cards));
  });
}

/** A list that shows its first entries, and the rest on demand: a hub has hundreds. */
function limited(cards, most = 25) {
  const list = el("ol", { class: "cards" }, cards.slice(0, most).map((card) => el("li", {}, card)));
  if (cards.length <= most) return list;
  const rest = el("button", { type: "button", class: "more", text: t("Show {count} more", { count: numberText(cards.length - most) }), on: { click: () => {
    list.append(...cards.slice(most).map((card) => el("li", {}, card)));
    rest.remove();
  } } });
  return [list, rest];
}

/** One tie seen from an actor: the other end, and what is claimed. */
function tieCard(number, index) {
  return el("article", { class: "card" },
    el("p", { class: "who" }, actorButton(otherEnd(ties[number], index)), isMoreThanItsGroup(number) ? stateTag(number) : null),
    claimsOf(number), thisTie(number));
}

/** Whether the heading of its group leaves out how a tie is claimed. */
function isMoreThanItsGroup(number) {
  const { state, contested, doubt } = tieStates[number];
  return state === "disputed" || contested || doubt !== "yes";
}

function thisTie(number) {
  return el("button", { type: "button", class: "plain more-of", text: t("This tie"), "aria-label": t("Show this tie: {tie}", { tie: tieSentence(number) }), on: { click: () => chooseTie(number, { focus: true }) } });
}

/** All claims about a tie: those that pass the filters, what supports it, and the rest on demand. */
function claimsOf(number) {
  const tie = ties[number];
  if (tie.count) return countedClaims(tie);
  const order = (one, two) => claims[one].kind - claims[two].kind || Number(Boolean(claims[one].why)) - Number(Boolean(claims[two].why)) || one - two;
  const shown = seenClaimsOf(number).sort(order);
  const hidden = tie.claims.filter((index) => !seen.claims[index]).sort(order);
  return [
    claimsBySource(shown),
    tie.support ? el("p", { class: "support", dir: "auto", text: tie.support }) : null,
    hidden.length ? el("details", { class: "hidden-claims" }, el("summary", { text: hiddenWords(hidden) }), hidden.map(claimItem)) : null,
  ];
}

const FEW_CLAIMS = 5;

/** Many claims are grouped by text, the text with the most claims first; a few claims each name their text. */
function claimsBySource(shown) {
  const texts = new Map();
  for (const index of shown) texts.set(claims[index].text, [...(texts.get(claims[index].text) ?? []), index]);
  if (shown.length <= FEW_CLAIMS || texts.size < 2) return shown.map(claimItem);
  const order = [...texts].sort(([, one], [, two]) => two.length - one.length);
  return order.map(([text, indices]) => {
    const { source } = scene.texts[text];
    return el("section", { class: "of-source" },
      el("p", { class: "text-of" }, source === undefined ? t("No source given") : sourceButton(source), el("span", { class: "count", text: counted(indices.length, "claim", "claims") })),
      indices.map(claimItem));
  });
}

/** "Not shown: 1 draft, 2 by the filters". */
function hiddenWords(hidden) {
  const by = new Map();
  for (const index of hidden) {
    const kind = scene.claimKinds[claims[index].kind];
    const words = kind.hidden ? lowered(t(kind.name)) : t("hidden by the filters");
    by.set(words, (by.get(words) || 0) + 1);
  }
  return `${t("Not counted here:")} ${[...by].map(([words, count]) => `${count} ${words}`).join(", ")}`;
}

/** One claim: the sentence, the words of the text, and where to read them. */
function claimItem(index) {
  const claim = claims[index];
  const certainty = scene.certainties[claim.certainty];
  const kind = scene.claimKinds[claim.kind];
  const plain = kind.key === "affirmed";
  return el("div", { class: `claim claim-${kind.key.replace(" ", "-")}` },
    el("p", { class: "says", title: t(plain ? certainty.meaning : kind.meaning) }, plain ? lineSample(certainty) : stateSample(kind.key), sentence(claim)),
    claim.quote ? el("blockquote", { dir: "auto", text: `“${claim.quote}”` }) : null,
    claim.summary ? el("p", { class: "summary", dir: "auto", text: claim.summary }) : null,
    claim.mention ? mentionWords(claim) : null,
    claim.why ? el("p", { class: "why", text: `${t("Adds no support:")} ${claim.why}` }) : null,
    otherClaim(`${t("About the claim:")} `, claim.columns?.about),
    otherClaim(`${t("Instead of:")} `, claim.columns?.supersedes),
    sourceList(claim),
    factList(moreFacts(claim)));
}

/** The sentence of a claim; the voice at its start is a link to the actor. */
function sentence(claim) {
  const { name, actor } = scene.claimants[claim.claimant];
  if (typeof actor !== "number" || !claim.says.startsWith(name)) return named(claim.says, { class: "" });
  return el("bdi", { dir: "auto" }, actorButton(actor, name), claim.says.slice(name.length));
}

const claimsById = new Map(claims.map((claim, index) => [claim.id, index]));

/** A claim that another claim names. */
function otherClaim(words, id) {
  const index = id === undefined ? undefined : claimsById.get(id);
  if (index === undefined) return null;
  return el("p", { class: "where" }, words, el("button", { type: "button", class: "plain", dir: "auto", text: claims[index].says, on: { click: () => chooseTie(claims[index].tie, { focus: true }) } }));
}

/** What a line between two groups represents. */
function countedClaims(tie) {
  const certainty = scene.certainties[tie.certainty];
  return el("div", { class: "claim" },
    el("p", { class: "certainty", title: t(certainty.meaning) }, lineSample(certainty), el("strong", { text: certaintyName(certainty) }), ` · ${counted(tie.count, "affirmed tie", "affirmed ties")}`),
    el("p", { class: "where", text: `${tie.voices ? counted(tie.voices, "claimant", "claimants") : t("No claimant given")}, ${tie.cited ? counted(tie.cited, "source", "sources") : lowered(t("No source given"))}` }));
}

/** `nl` → `in Dutch`; empty for the page's own language. */
function languageWords(code) {
  if (!code || code === language()) return "";
  if (!/^[a-z]{2,3}$/i.test(code)) return t("in {language}", { language: code });
  return t("in {language}", { language: new Intl.DisplayNames([language()], { type: "language" }).of(code) });
}

/** The text's words for the two ends: `source=the regime | target=…`, or any other words unchanged. */
export function mentionWords(claim) {
  const parts = claim.mention.split("|").map((part) => {
    const [, end, words] = /^\s*(source|target)\s*=\s*(.+?)\s*$/.exec(part) || [null, null, part.trim()];
    const who = end === "source" ? claim.a : end === "target" ? claim.b : null;
    return ["“", named(words), "”", who === null ? "" : [` ${t("for")} `, named(actors[who].name, { class: "" })]];
  });
  return el("p", { class: "mention" }, t("In the text:"), " ", parts.map((part, at) => [at ? ", " : "", part]));
}

/** The text of a claim and what it cites, each a link to all claims that rest on it. */
function sourceList(claim) {
  const indices = [...new Set([...(claim.sources || []), ...(claim.cites || [])])];
  if (!indices.length) return null;
  return el("ul", { class: "sources" }, indices.map((index, rank) => {
    const source = scene.sources[index];
    const about = [languageWords(source.language), wasRead(index) === false ? t("not read") : ""].filter(Boolean).join(", ");
    return el("li", { class: "source" }, t(rank || !claim.sources ? "Cites:" : "Source:"), " ", sourceButton(index), source.link ? [" ", webLink(source.link, "↗", t("Open {source}", { source: sourceName(source) }))] : null, about ? ` (${about})` : null);
  }));
}

export function sourceButton(index) {
  return el("button", { type: "button", class: "actor-link", dir: "auto", text: sourceName(scene.sources[index]), on: { click: () => chooseSource(index, { focus: true }) } });
}

/** A source: its details, whether somebody has read it, and the claims in it or based on it. */
export function chooseSource(index, { focus = false } = {}) {
  const source = scene.sources[index];
  const { inside, citing } = restingOn(index);
  const part = (title, indices) => (indices.length ? [el("h3", { text: title }), limited(indices.map((one) => el("article", { class: "card" }, claimItem(one), thisTie(claims[one].tie))))] : []);
  openPanel({ kind: "source", index }, () => chooseSource(index),
    el("p", { class: "kicker", text: t(wasRead(index) === undefined ? "Text; whether it was read is not said" : wasRead(index) ? "Text, read" : "Document, not read") }),
    el("h2", { id: "panel-title", tabindex: "-1", dir: "auto", text: sourceName(source) }),
    factList([
      [t("author"), source.author], [t("publisher"), source.publisher], [t("date"), dateWords(source.date)], [t("language"), languageWords(source.language)],
    ].filter(([, value]) => value).map(([term, value]) => [term, named(value)]).concat(["link", "archived_url"].filter((key) => source[key]).map((key) => [t(key === "link" ? "link" : "archived"), webLink(source[key], source[key])]), moreFacts(source))),
    ...part(t("{claims} in it", { claims: counted(inside.length, "claim", "claims") }), inside),
    ...part(t("Cited by {claims}", { claims: counted(citing.length, "claim", "claims") }), citing));
  const resting = [...inside, ...citing].map((one) => claims[one].tie).filter((tie) => seen.ties[tie]);
  lightUp(resting.flatMap((tie) => [ties[tie].a, ties[tie].b]), resting, null);
  if (focus) byId("panel-title").focus({ preventScroll: true });
  announce(sourceName(source));
}

export function moreFacts(thing) {
  return propertiesOf(thing).map(([key, value]) => [key.replace(/_/g, " "), named(value)]);
}

export function factList(facts) {
  const given = facts.filter(Boolean);
  if (!given.length) return null;
  return el("dl", {}, given.map(([term, value]) => [el("dt", { dir: "auto", text: term }), el("dd", {}, value)]));
}

export function chooseTie(number, { focus = false } = {}) {
  const tie = ties[number];
  const type = scene.types[tie.type];
  const directed = type.directed && !tie.undirected;
  const beside = tiesOf[tie.a].filter((index) => index !== number && (ties[index].a === tie.b || ties[index].b === tie.b) && seen.ties[index]);
  openPanel({ kind: "tie", index: number }, () => chooseTie(number),
    el("p", { class: "kicker" }, type.name, stateTag(number)),
    el("h2", { id: "panel-title", tabindex: "-1", class: "sentence" }, stateName(number) ? `${stateName(number)}: ` : null, actorButton(tie.a), ` ${verbOf(number)} `, actorButton(tie.b)),
    type.backward && directed ? el("p", { class: "reverse" }, named(actors[tie.b].name), ` ${verbOf(number, tie.b)} `, named(actors[tie.a].name)) : null,
    seen.ties[number] ? null : el("p", { class: "note" }, t("Hidden in the picture by the filters."), " ", showAllButton()),
    claimsOf(number),
    tie.conflicts ? conflictList(tie) : null,
    type.description ? el("p", { class: "note", dir: "auto", text: `${type.name}: ${type.description}` }) : null,
    beside.length ? el("h3", { text: t("Also between these two") }) : null,
    beside.length ? el("ol", { class: "cards" }, beside.map((index) => el("li", {}, sentenceCard(index)))) : null);
  lightUp([tie.a, tie.b], [number], { actors: [tie.a, tie.b], tie: number });
  if (seen.ties[number]) bringIntoView([tie.a, tie.b], [tie.a, tie.b]);
  if (focus) byId("panel-title").focus({ preventScroll: true });
  announce(tieSentence(number));
}

/** Where claims of a tie contradict each other, or a claim of another tie. */
function conflictList(tie) {
  return el("ul", { class: "conflicts" }, tie.conflicts.map((conflict) => el("li", {}, conflict.words,
    (conflict.claims || []).map((index) => [": ", el("button", { type: "button", class: "plain", dir: "auto", text: claims[index].says, on: { click: () => chooseTie(claims[index].tie, { focus: true }) } })]))));
}

/** One tie as a whole: its ends and its claims. */
export function sentenceCard(number) {
  const tie = ties[number];
  return el("article", { class: "card" },
    el("p", { class: "who" }, stateTag(number), named(actors[tie.a].name), ` ${verbOf(number)} `, named(actors[tie.b].name)),
    claimsOf(number), thisTie(number));
}

/** Show only an actor and its neighbours, or everything again. */
function showAround(actor) {
  choice.around = actor;
  filtered();
  fitPicture();
}
