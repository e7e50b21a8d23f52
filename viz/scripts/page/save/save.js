// Saves what is shown: claims as CSV for a spreadsheet or to load again, everything as JSON.

import { csvOf, offer, safe } from "../../common/files.js";
import { folded } from "../../common/fold.js";
import { language } from "../../common/language.js";
import { isTimed, seen, when } from "../filters/filters.js";
import { actors, claims, scene, ties } from "../model.js";
import { claimantName } from "../panel/words.js";

export function fileName(ending) {
  const plain = folded(scene.title).replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 60);
  return `${plain || "sociogram"}.${ending}`;
}

function claimsShown() {
  return claims.filter((_, index) => seen.claims[index]);
}

function idsOf(sources) {
  return (sources || []).map((index) => scene.sources[index].id).join(" | ");
}

function sourceText(claim) {
  return (claim.sources || []).map((index) => { const source = scene.sources[index]; return source.title ? `${source.title}${source.link ? ` <${source.link}>` : ""}` : source.id; }).join(" | ");
}

/** The columns of a claim as the data has them, in the order of a sheet of relations. */
function columnsOf(claim) {
  const tie = ties[claim.tie];
  const written = claim.columns || {};
  return {
    id: claim.nameless ? "" : claim.id, source: actors[claim.a].id, target: actors[claim.b].id, type: scene.types[tie.type].name, role: claim.role,
    polarity: written.polarity, modality: written.modality, start_date: claim.start, end_date: claim.end, claimed_by: written.claimed_by, via: written.via,
    certainty: scene.certainties[claim.certainty].key, sources: idsOf(claim.sources), cites: idsOf(claim.cites), paragraph: claim.paragraph, quote: claim.quote,
    mention: claim.mention, about: written.about, contradicts: written.contradicts, supersedes: written.supersedes, review: written.review,
    directed: written.directed, summary: claim.summary, contradicted_by: written.contradicted_by,
  };
}

export function saveSpreadsheet() {
  const rows = scene.overview ? groupRows() : claimsShown().map(spreadsheetRow).sort((one, two) => byNames.compare(one.source_name, two.source_name));
  const heads = [...new Set(rows.flatMap(Object.keys))].filter((head) => rows.some((row) => row[head] !== undefined && row[head] !== ""));
  // the byte order mark tells spreadsheets that this is UTF-8
  offer(fileName("csv"), new Blob(["\ufeff", csvOf([heads, ...rows.map((row) => heads.map((head) => row[head]))], "\r\n", safe)], { type: "text/csv;charset=utf-8" }));
}

const byNames = new Intl.Collator(language(), { numeric: true });

/** A claim for people: names, words and dates first, then the other columns of the data, the ids, and the ends. */
function spreadsheetRow(claim) {
  const { role, start_date, end_date, certainty, ...columns } = columnsOf(claim);
  const words = {
    source_name: actors[claim.a].name, tie: scene.types[ties[claim.tie].type].title, target_name: actors[claim.b].name, role, start_date, end_date,
    certainty, claimed_by_name: claimantName(claim), sources_in_words: sourceText(claim), in_words: claim.says, adds_no_support: claim.why,
  };
  const ends = { ...endColumns("source", actors[claim.a]), ...endColumns("target", actors[claim.b]) };
  // a column of the data may have one of these names, such as `source_name`
  const more = Object.entries(claim.more || {}).map(([name, value]) => [name in words || name in ends ? `${name} (data)` : name, value]);
  return { ...words, ...Object.fromEntries(more), ...columns, id: claim.id, ...ends };
}

function endColumns(end, actor) {
  return { [`${end}_labels`]: (actor.labels || []).join(" | "), [`${end}_aliases`]: (actor.aliases || []).join(" | ") };
}

function groupRows() {
  return ties.filter((_, index) => seen.ties[index]).map((tie) => ({
    id: tie.id, source: actors[tie.a].id, source_name: actors[tie.a].name, target: actors[tie.b].id, target_name: actors[tie.b].name,
    certainty: scene.certainties[tie.certainty].key, count: tie.count,
  }));
}

/** Save rows for `sociogram load`: its own columns, then others, with every cell as it is in the data. */
export function saveSheet(name, rows) {
  const own = [...new Set(rows.flatMap(({ columns }) => Object.keys(columns)))];
  const heads = [...own, ...[...new Set(rows.flatMap(({ more }) => Object.keys(more || {})))].filter((head) => !own.includes(head)).sort()];
  const cells = rows.map(({ columns, more }) => heads.map((head) => ({ ...more, ...columns })[head]));
  offer(fileName(name), new Blob([csvOf([heads, ...cells], "\n", (text) => text)], { type: "text/csv;charset=utf-8" }));
}

export function relationRows() {
  return claimsShown().map((claim) => ({ columns: columnsOf(claim), more: claim.more }));
}

export function actorRows() {
  return actors.filter((_, index) => seen.actors[index]).map((actor) => ({
    columns: { id: actor.id, name: actor.name, type: (actor.labels || []).join(" | "), aliases: (actor.aliases || []).join(" | "), summary: actor.summary, country: actor.country, url: actor.url },
    more: actor.more,
  }));
}

/** The sources that the shown claims name. */
export function sourceRows() {
  const named = new Set(claimsShown().flatMap((claim) => [...(claim.sources || []), ...(claim.cites || [])]));
  return [...named].sort((one, two) => one - two).map((index) => {
    const { id, title, author, publisher, date, url, language, archived_url, read, more } = scene.sources[index];
    return { columns: { id, title, author, publisher, date, url, language, archived_url, read: read === undefined ? undefined : read ? "yes" : "no" }, more };
  });
}

/** The wordings of the types of the shown claims. */
export function wordingRows() {
  const shown = new Set(claimsShown().map((claim) => ties[claim.tie].type));
  return scene.types.filter((type, index) => shown.has(index) && type.columns).map(({ columns }) => ({ columns: { type: columns.type, ...columns } }));
}

/** The time range of the picture in ISO 8601: a date, or an interval (`..` for an open end); null for all dates. */
function rangeText() {
  if (!isTimed()) return null;
  return when.from === when.to ? when.to : `${when.from ?? ".."}/${when.to ?? ".."}`;
}

/** Columns that hold several values. */
const LISTS = ["aliases", "via", "sources", "cites", "contradicts", "supersedes"];

/** A row in JSON: without empty cells, lists as arrays. */
function recordOf({ columns, more }) {
  const cells = Object.entries({ ...columns, ...more }).filter(([, value]) => value !== undefined && value !== null && value !== "");
  return Object.fromEntries(cells.map(([name, value]) => [name, LISTS.includes(name) ? String(value).split(" | ") : value]));
}

/** What is shown as node-link JSON for NetworkX; `sociogram load` reads it back with sources and wordings. */
export function saveJson() {
  const about = {
    title: scene.title, question: scene.question || null, dataDate: scene.dataDate || null, asOf: rangeText(),
    note: "Every tie is a claim: somebody says so, or denies it.",
  };
  const { nodes, edges, catalogue } = scene.overview ? { nodes: groupNodes(), edges: groupRows() } : nodeLink();
  const graph = catalogue ? { ...about, sociogram: catalogue } : about;
  offer(fileName("json"), new Blob([JSON.stringify({ directed: true, multigraph: true, graph, nodes, edges }, null, 1), "\n"], { type: "application/json" }));
}

/** The type of a column's cells: whole numbers, true and false, or text, as in a load of CSV. */
const CELL_TYPES = [
  { name: "long", pattern: /^(?:0|-?[1-9]\d{0,14})$/, read: Number },
  { name: "boolean", pattern: /^(?:true|false)$/, read: (text) => text === "true" },
];
const TEXT_TYPE = { name: "string", read: String };

/** Our own columns of numbers or truth values; our others hold text, even if it looks like a number. */
const TYPED_COLUMNS = ["paragraph", "directed", "lasts"];

/** Convert the properties of some records to their types, and return the types by name. */
function typed(records, ownKeys, others) {
  const names = [...new Set(records.flatMap(Object.keys))].filter((name) => !ownKeys.includes(name));
  return Object.fromEntries(names.map((name) => {
    const holders = records.filter((record) => record[name] !== undefined);
    if (Array.isArray(holders[0][name])) return [name, "string[]"];
    const type = CELL_TYPES.find(({ pattern }) => (others.has(name) || TYPED_COLUMNS.includes(name)) && holders.every((record) => pattern.test(record[name]))) ?? TEXT_TYPE;
    for (const record of holders) record[name] = type.read(record[name]);
    return [name, type.name];
  }));
}

/** Attributes of nodes and edges in node-link JSON that are not properties. */
const OWN_KEYS = { nodes: ["labels"], edges: ["source", "target", "key", "type"] };

/** The visible actors as nodes, the visible claims as edges, and the catalogue of their sources, wordings and types. */
export function nodeLink() {
  const rows = { nodes: actorRows(), edges: relationRows(), sources: sourceRows(), relation_types: wordingRows() };
  const records = Object.fromEntries(Object.entries(rows).map(([name, some]) => [name, some.map({ nodes: nodeJson, edges: edgeJson }[name] ?? recordOf)]));
  const othersOf = (some) => new Set(some.flatMap(({ more }) => Object.keys(more || {})));
  const properties = Object.fromEntries(Object.entries(records).map(([name, some]) => [name, typed(some, OWN_KEYS[name] || [], othersOf(rows[name]))]));
  const { nodes, edges, ...tables } = records;
  return { nodes, edges, catalogue: { version: 1, properties, renamed: { nodes: {}, edges: {} }, own_direction: [], ...tables } };
}

function nodeJson({ columns: { type, ...columns }, more }) {
  return { ...recordOf({ columns, more }), labels: ["Entity", ...(type ? type.split(" | ") : [])] };
}

function edgeJson(row, number) {
  const { id, ...record } = recordOf(row);
  return { ...record, ...(id === undefined ? {} : { id }), key: id ?? `claim-${number}` };
}

function groupNodes() {
  return actors.filter((_, index) => seen.actors[index]).map(({ id, name, size }) => ({ id, name, size }));
}
