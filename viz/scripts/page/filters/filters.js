// The reader's filters: facets of claims and of actors, and a time range. Each facet counts what passes all
// other filters.

import { t } from "../../common/texts.js";
import { dateParts, firstDay, lastDay } from "../time/dates.js";
import { actors, claims, propertiesOf, scene, ties } from "../model.js";

/** What claims without a date on the axis are called: some may have one in words, such as `44 BC`. */
export const UNDATED = claims.some((claim) => !claim.first && !claim.last && (claim.start || claim.end || claim.more?.date_note)) ? t("Undated, or dated only in words") : t("Undated");

/**
 * The facet of a property of claims or actors: the values that several of them share, and those of each. Empty if
 * filtering by its values would be of no use.
 * @returns {GivenFacet[]}
 */
function propertyFacet(key, of, things, valueOf, title = propertyName(key)) {
  const counts = new Map();
  const texts = things.map((thing) => String(valueOf(thing) ?? "").split(" | ").filter(Boolean));
  for (const value of texts.flat()) counts.set(value, (counts.get(value) || 0) + 1);
  const holders = texts.filter((values) => values.length).length;
  const longest = Math.max(0, ...[...counts.keys()].map((value) => value.length));
  if (holders < 2 || counts.size === texts.flat().length || longest > 120) return []; // nothing repeats, or it is prose
  const names = [...counts.keys()].sort((one, two) => (counts.get(two) ?? 0) - (counts.get(one) ?? 0) || one.localeCompare(two, "en", { numeric: true }));
  const number = new Map(names.map((name, index) => [name, index]));
  const entries = names.map((name) => ({ key: name, name }));
  if (names.length < 2 && holders === things.length) return []; // all have the same value
  if (holders < things.length) entries.push({ key: "", name: t("Not given") });
  const values = texts.map((own) => (own.length ? own.map((value) => number.get(value)) : [names.length]));
  return [{ key: `${of}.${key}`, title, of, entries, values, isProperty: true }];
}

/** A property as the title of its facet: `home_town` is "Home town". */
export function propertyName(key) {
  const words = key.replace(/_/g, " ");
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

/** The facets of properties that several actors or claims share. */
function propertyFacets() {
  if (scene.overview) return [];
  const keysOf = (things) => [...new Set(things.flatMap((thing) => propertiesOf(thing).map(([key]) => key)))].sort();
  return [
    ...(scene.groupedBy === "country" ? [] : propertyFacet("country", "actors", actors, (actor) => actor.country, t("Country"))),
    ...keysOf(actors).filter((key) => key !== scene.groupedBy).flatMap((key) => propertyFacet(key, "actors", actors, (actor) => actor.more?.[key])),
    ...propertyFacet("polarity", "claims", claims, (claim) => claim.columns?.polarity || "affirms", t("Polarity")),
    ...propertyFacet("modality", "claims", claims, (claim) => claim.columns?.modality || "actual", t("Modality")),
    ...propertyFacet("role", "claims", claims, (claim) => claim.role, t("Role")),
    ...keysOf(claims).flatMap((key) => propertyFacet(key, "claims", claims, (claim) => claim.more?.[key])),
  ];
}

/**
 * The labels of actors, where a property decides their look.
 * @returns {GivenFacet}
 */
function labelFacet() {
  const own = actors.map((actor) => actor.labels ?? [""]);
  const counts = new Map();
  for (const label of own.flat()) counts.set(label, (counts.get(label) || 0) + 1);
  const names = [...counts.keys()].sort((one, two) => Number(one === "") - Number(two === "") || (counts.get(two) ?? 0) - (counts.get(one) ?? 0) || one.localeCompare(two, "en"));
  return listFacet("labels", t("Actors"), "actors", names.map((name) => ({ key: name, name: name || t("No label") })), own.map((labels) => labels.map((label) => names.indexOf(label))));
}

/** The number of independent voices for a tie, if somebody affirms it. */
const SUPPORTS = [{ key: "0", name: t("None") }, { key: "1", name: t("One") }, { key: "2", name: t("Two") }, { key: "3", name: t("Three or more") }, { key: "unaffirmed", name: t("Nobody affirms it") }];

/** @returns {GivenFacet} */
function supportFacet() {
  const values = claims.map((claim) => (isAffirmedByAny(ties[claim.tie]) ? Math.min(ties[claim.tie].independent || 0, 3) : 4));
  return { key: "supports", title: t("Independent voices"), of: "claims", entries: SUPPORTS, values, perTie: true };
}

/** Whether some claim affirms a tie, whatever the filters hide. */
export function isAffirmedByAny(tie) {
  return Boolean(scene.overview) || tie.claims.some((claim) => scene.claimKinds[claims[claim].kind].key === "affirmed");
}

/**
 * Whether some voices affirm a tie, or a plan of it, and others deny it.
 * @returns {GivenFacet[]}
 */
function disputeFacet() {
  const values = claims.map((claim) => (ties[claim.tie].disputed || ties[claim.tie].contested ? 0 : 1));
  if (!values.includes(0)) return [];
  const entries = [{ key: "disputed", name: t("Disputed"), meaning: t("some affirm it, others deny it") }, { key: "undisputed", name: t("Not disputed") }];
  return [{ key: "disputes", title: t("Contradictions"), of: "claims", entries, values, perTie: true }];
}

/**
 * How exactly a claim is dated.
 * @returns {GivenFacet[]}
 */
function datingFacet() {
  const entries = [{ key: "dated", name: t("Dated") }, { key: "open", name: t("Open at one end") }, { key: "within", name: t("Some time within a period") }, { key: "undated", name: UNDATED }];
  const values = claims.map((claim) => (!claim.first && !claim.last ? 3 : claim.within ? 2 : isOpenEnded(claim) ? 1 : 0));
  return scene.overview || new Set(values).size < 2 ? [] : [{ key: "dating", title: t("Dates"), of: "claims", entries, values, isProperty: true }];
}

/** @returns {GivenFacet} */
function listFacet(key, title, of, entries, values, more = {}) {
  return { key, title, of, entries, values, ...more };
}

/**
 * All facets: `entries` is a list, `values` has the entry (or entries) of each claim or actor, `off` the entries that
 * are switched off, `counts` how many claims, ties (`perTie`) or actors each entry would show with the other filters.
 * @type {Facet[]}
 */
export const facets = [
  listFacet("claimKinds", t("What is claimed"), "claims", scene.claimKinds, claims.map((claim) => claim.kind ?? -1)),
  ...(scene.overview ? [] : disputeFacet()),
  listFacet("certainties", t("How certain"), "claims", scene.certainties, claims.map((claim) => claim.certainty)),
  listFacet("kinds", scene.overview ? t("Groups of actors") : scene.groupedBy ? propertyName(scene.groupedBy) : t("Actors"), "actors", scene.kinds, actors.map((actor) => actor.kinds || actor.kind)),
  ...(scene.groupedBy && !scene.overview ? [labelFacet()] : []),
  listFacet("types", t("Ties"), "claims", scene.types, claims.map((claim) => ties[claim.tie].type), { perTie: true }),
  listFacet("claimants", t("Who says so"), "claims", scene.claimants, claims.map((claim) => claim.claimant)),
  listFacet("texts", t("Source"), "claims", scene.texts, claims.map((claim) => claim.text ?? -1)),
  ...(scene.overview ? [] : [supportFacet()]),
  ...datingFacet(),
  ...propertyFacets(),
].map((facet) => ({ ...facet, off: new Set(), counts: facet.entries.map(() => 0) }));

/** The entries that are switched off, by facet: indices into the lists of the scene. */
export const off = Object.fromEntries(facets.map((facet) => [facet.key, facet.off]));

/** Kinds of claims that show only if the reader asks: drafts and withdrawn claims. */
export const unasked = scene.claimKinds.map((_, index) => index).filter((index) => scene.claimKinds[index].hidden);

/** The reader's choices: whether to hide actors without visible ties, and the actor to show with its neighbours only. */
export const choice = { tiedOnly: false, around: null };

/** Actors that the reader has faded, with their ties: hubs that hide the rest. They still count everywhere. */
export const faded = new Set();

/** The range of dates that is shown: whole or partial dates, and its first and last day; null is open. */
export const when = { from: null, to: null, first: "", last: "~" };

export function setRange(from, to) {
  Object.assign(when, { from, to, first: from === null ? "" : firstDay(from), last: to === null ? "~" : lastDay(to) });
}

/** Which claims to keep in a time range although it is uncertain whether they belong to it. */
export const USUAL_KEEP = { ended: false, open: true, within: true, undated: true };
export const keep = { ...USUAL_KEEP };

export function switchAllOn() {
  for (const facet of facets) facet.off.clear();
  unasked.forEach((index) => off.claimKinds.add(index));
}
switchAllOn();

export const seen = { actors: new Uint8Array(actors.length).fill(1), ties: new Uint8Array(ties.length).fill(1), claims: new Uint8Array(claims.length).fill(1) };
/** The claims that pass all filters except the time range. */
export const seenAtAnyTime = new Uint8Array(claims.length).fill(1);

/** Whether only the start or only the end of a claim is given. */
export function isOpenEnded(claim) {
  return Boolean(claim.first) !== Boolean(claim.last);
}

export function isTimed() {
  return when.from !== null || when.to !== null;
}

/**
 * Whether a claim holds in the chosen time: "yes", "no", or why that is uncertain. It has no date (`undated`), its
 * other end is not given (`open`), or it falls at some time within wider bounds (`perhaps`).
 */
export function holdsThen(claim) {
  if (!isTimed()) return "yes";
  if (!claim.first && !claim.last) return keep.undated ? "undated" : "no";
  const { first: from, last: to } = when;
  if (claim.first && claim.first > to) return "no";
  if (claim.last && claim.last < from) return keep.ended ? "yes" : "no";
  if (claim.within) return isWithin(claim, from, to) ? "yes" : unlessLeftOut("within", "perhaps");
  return isOpenEnded(claim) && isBeyond(claim, from, to) ? unlessLeftOut("open", "open") : "yes";
}

function isWithin(claim, from, to) {
  return (claim.first || "") >= from && (claim.last || "~") <= to;
}

/** Whether the given end lies outside the chosen time. */
function isBeyond(claim, from, to) {
  return claim.first ? dateParts(claim.start) && lastDay(claim.start) < from : dateParts(claim.end) && firstDay(claim.end) > to;
}

function unlessLeftOut(key, reason) {
  return keep[key] ? reason : "no";
}

/** Why a tie may not hold in the chosen time, the weakest doubt first. */
export const DOUBTS = ["yes", "open", "perhaps", "undated"];

/** Whether the switches of a facet differ from those of a newly opened page. */
export function isChanged({ key, off: set }) {
  return key === "claimKinds" ? set.size !== unasked.length || unasked.some((index) => !set.has(index)) : set.size > 0;
}

/** Whether a filter differs from those of a newly opened page. */
export function anyFilter() {
  return isTimed() || choice.tiedOnly || choice.around !== null || facets.some(isChanged);
}
