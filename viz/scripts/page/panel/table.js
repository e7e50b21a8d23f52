// The graph as tables, for screen readers and for readers who prefer a list.

import { byId, el, named } from "../../common/dom.js";
import { language } from "../../common/language.js";
import { counted, numberText, t } from "../../common/texts.js";
import { dateWords } from "../time/dates.js";
import { emit } from "../events.js";
import { seen } from "../filters/filters.js";
import { byDegree } from "../picture/labels.js";
import { actors, claims, scene, ties } from "../model.js";
import { actorButton, chooseTie, factList, mentionWords, moreFacts, sourceButton } from "./panel.js";
import { resized } from "../picture/picture.js";
import { isAffirmed, namedSources, restingOn, seenTiesOf } from "../filters/states.js";
import { claimantName, readWords, stateSample } from "./words.js";

const ROWS_AT_ONCE = 200;

function dataTable(id, caption, heads, indices, rowOf) {
  const body = el("tbody");
  let shown = 0;
  const more = el("button", { type: "button", class: "more", on: { click: () => add() } });
  const add = () => {
    body.append(...indices.slice(shown, shown + ROWS_AT_ONCE).map(rowOf));
    shown = Math.min(shown + ROWS_AT_ONCE, indices.length);
    more.textContent = t("Show more ({count} left)", { count: numberText(indices.length - shown) });
    more.hidden = shown === indices.length;
  };
  add();
  return [el("table", { id }, el("caption", { text: `${caption} (${numberText(indices.length)})` }),
    el("thead", {}, el("tr", {}, heads.map((head) => el("th", { scope: "col", text: head })))), body), more];
}

function actorRow(index) {
  const actor = actors[index];
  return el("tr", {}, el("th", { scope: "row" }, actorButton(index)), el("td", { text: actor.labels ? actor.labels.join(", ") : "" }),
    el("td", {}, scene.overview ? counted(actor.size, "actor", "actors") : (actor.aliases || []).map((alias, number) => [number ? " · " : "", named(alias)])),
    el("td", { class: "number", text: scene.overview ? numberText(actor.degree) : String(seenTiesOf(index).filter(isAffirmed).length) }));
}

/** A line between two groups. */
function lineRow(number) {
  const tie = ties[number];
  const certainty = scene.certainties[tie.certainty];
  return el("tr", {},
    el("th", { scope: "row" }, el("button", { type: "button", class: "actor-link", on: { click: () => chooseTie(number, { focus: true }) } },
      named(actors[tie.a].name), ` ${scene.types[tie.type].words} `, named(actors[tie.b].name), `: ${counted(tie.count, "tie", "ties")}`)),
    el("td", { text: t(certainty.name) }), el("td", { text: counted(tie.voices, "claimant", "claimants") }), el("td", { text: counted(tie.cited, "source", "sources") }));
}

function claimRow(index) {
  const claim = claims[index];
  const tie = ties[claim.tie];
  const certainty = scene.certainties[claim.certainty];
  const kind = scene.claimKinds[claim.kind];
  const modality = (claim.columns?.modality || "").toLowerCase();
  const claimed = kind.key === "plan denied" && modality !== "planned" ? `${t(kind.name)} (${modality})` : t(kind.name);
  const claimant = claimantName(claim);
  const relayed = claim.via ? [`; ${t("relayed by")} `, claim.via.map((name, at) => [at ? ", " : "", named(name)])] : null;
  const sources = (claim.sources || []).map((source, at) => [at ? " · " : "", sourceButton(source)]);
  return el("tr", {},
    el("th", { scope: "row" }, el("button", { type: "button", class: "actor-link", on: { click: () => chooseTie(claim.tie, { focus: true }) } },
      named(actors[claim.a].name), ` ${scene.types[tie.type].words} `, named(actors[claim.b].name)), claimDetails(claim)),
    el("td", {}, claim.role ? named(claim.role) : ""), el("td", {}, kind.key === "affirmed" ? null : stateSample(kind.key), claimed),
    el("td", { text: t(certainty.name) }), el("td", {}, claimant ? named(claimant) : t("Not given"), relayed),
    el("td", { text: claim.when || t("Not dated") }), el("td", { class: "number", text: claim.paragraph || "" }), el("td", {}, sources.length ? sources : t("No source given")));
}

/** What the panel adds about a claim, for paper: the words of the text, the summary and other properties. */
function claimDetails(claim) {
  return el("div", { class: "printed" },
    claim.quote ? el("blockquote", { dir: "auto", text: `“${claim.quote}”` }) : null,
    claim.summary ? el("p", { dir: "auto", text: claim.summary }) : null,
    claim.mention ? mentionWords(claim) : null,
    factList(moreFacts(claim)));
}

function sourceRow(index) {
  const source = scene.sources[index];
  const { inside, citing } = restingOn(index);
  return el("tr", {}, el("th", { scope: "row" }, sourceButton(index)), el("td", { text: readWords(index) }),
    el("td", { dir: "auto", text: [source.author, source.publisher].filter(Boolean).join(", ") }), el("td", { text: dateWords(source.date) }),
    el("td", { class: "number", text: String(inside.length) }), el("td", { class: "number", text: String(citing.length) }));
}

const collator = new Intl.Collator(language(), { numeric: true });

function compareText(one, two) {
  return collator.compare(one, two);
}

/** Links to each of the tables: the first may be long. */
function contents() {
  const parts = [["actor-table", scene.overview ? t("Groups") : t("Actors")], ["tie-table", scene.overview ? t("Ties") : t("Claims")], ...(scene.overview ? [] : [["source-table", t("Sources")]])];
  return el("p", { class: "panel-tools" }, parts.map(([id, words]) => el("button", { type: "button", text: words, on: { click: () => goTo(id) } })));
}

function goTo(id) {
  const caption = byId(id).querySelector("caption");
  caption.setAttribute("tabindex", "-1");
  caption.focus();
  caption.scrollIntoView({ block: "start" });
}

export function fillTables() {
  const shownActors = byDegree.filter((index) => seen.actors[index]);
  const indices = (list, flags) => list.map((_, index) => index).filter((index) => flags[index]);
  const byNames = (one, two) => compareText(actors[claims[one].a].name, actors[claims[two].a].name) || compareText(claims[one].first ?? "", claims[two].first ?? "") || one - two;
  byId("table").replaceChildren(
    contents(),
    ...(scene.overview
      ? [...dataTable("actor-table", t("Groups"), [t("Group"), t("Labels"), t("Size"), t("Ties to other groups")], shownActors, actorRow),
        ...dataTable("tie-table", t("Ties between groups, counted by certainty"), [t("Ties"), t("How certain"), t("Who says so"), t("Source")], indices(ties, seen.ties), lineRow)]
      : [...dataTable("actor-table", t("Actors"), [t("Actor"), t("Label"), t("Also called"), t("Ties")], shownActors, actorRow),
        ...dataTable("tie-table", t("Claims"), [t("Claim"), t("Role"), t("What is claimed"), t("How certain"), t("Who says so"), t("When"), t("Paragraph"), t("Source")], indices(claims, seen.claims).sort(byNames), claimRow),
        ...dataTable("source-table", t("Sources"), [t("Source"), t("Read?"), t("Author, publisher"), t("Date"), t("Claims in it"), t("Claims that cite it")], namedSources(), sourceRow)]));
}

export function showTable(on) {
  if (on !== byId("table").hidden) return;
  byId("table").hidden = !on;
  byId("stage").hidden = on;
  byId("show-table").setAttribute("aria-pressed", String(on));
  byId("show-table").textContent = t(on ? "Picture" : "List");
  if (on) { fillTables(); byId("table").focus({ preventScroll: true }); }
  else resized();
  emit("changed");
}
