// What the reader filters: facets of claims and of actors, and a time range. Each facet counts what all others leave.

import { t } from "../../common/texts.js";
import { dateParts, firstDay, lastDay } from "../time/dates.js";
import { actors, claims, otherEnd, scene, ties, tiesOf } from "../model.js";
import { seenClaimsOf, tieStateOf, tieStates } from "./states.js";

/**
 * The facet of a property of many things: the entries that some of them share, and the entry or entries of each. Of a
 * property whose values nobody would choose among, none.
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
  if (names.length < 2 && holders === things.length) return []; // all are alike
  if (holders < things.length) entries.push({ key: "", name: t("Not given") });
  const values = texts.map((own) => (own.length ? own.map((value) => number.get(value)) : [names.length]));
  return [{ key: `${of}.${key}`, title, of, entries, values, isProperty: true }];
}

function propertyName(key) {
  const words = key.replace(/_/g, " ");
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

/** The facets of the properties that some actors, or some claims, share. */
function propertyFacets() {
  if (scene.overview) return [];
  const keysOf = (things) => [...new Set(things.flatMap((thing) => Object.keys(thing.more || {})))].sort();
  return [
    ...propertyFacet("country", "actors", actors, (actor) => actor.country, t("Country")),
    ...keysOf(actors).flatMap((key) => propertyFacet(key, "actors", actors, (actor) => actor.more?.[key])),
    ...propertyFacet("polarity", "claims", claims, (claim) => claim.columns?.polarity || "affirms", t("Polarity")),
    ...propertyFacet("modality", "claims", claims, (claim) => claim.columns?.modality || "actual", t("Modality")),
    ...propertyFacet("role", "claims", claims, (claim) => claim.role, t("Role")),
    ...keysOf(claims).flatMap((key) => propertyFacet(key, "claims", claims, (claim) => claim.more?.[key])),
  ];
}

/** On how many independent voices a tie rests, if somebody affirms it. */
const SUPPORTS = [{ key: "0", name: t("None") }, { key: "1", name: t("One") }, { key: "2", name: t("Two") }, { key: "3", name: t("Three or more") }, { key: "unaffirmed", name: t("Nobody affirms it") }];

/** @returns {GivenFacet} */
function supportFacet() {
  const values = claims.map((claim) => (isAffirmedByAny(ties[claim.tie]) ? Math.min(ties[claim.tie].independent || 0, 3) : 4));
  return { key: "supports", title: t("Independent voices"), of: "claims", entries: SUPPORTS, values, perTie: true };
}

/** Whether some claim affirms a tie, whatever the filters show. */
export function isAffirmedByAny(tie) {
  return Boolean(scene.overview) || tie.claims.some((claim) => scene.claimKinds[claims[claim].kind].key === "affirmed");
}

/**
 * Whether some affirm a tie, or a plan of it, and others deny it.
 * @returns {GivenFacet[]}
 */
function disputeFacet() {
  const values = claims.map((claim) => (ties[claim.tie].disputed || ties[claim.tie].contested ? 0 : 1));
  if (!values.includes(0)) return [];
  const entries = [{ key: "disputed", name: t("Disputed"), meaning: t("some affirm it, others deny it") }, { key: "undisputed", name: t("Not disputed") }];
  return [{ key: "disputes", title: t("Contradictions"), of: "claims", entries, values, perTie: true }];
}

/**
 * What is known of the dates of a claim.
 * @returns {GivenFacet[]}
 */
function datingFacet() {
  const entries = [{ key: "dated", name: t("Dated") }, { key: "open", name: t("Open at one end") }, { key: "within", name: t("Some time within a period") }, { key: "undated", name: t("Undated") }];
  const values = claims.map((claim) => (!claim.first && !claim.last ? 3 : claim.within ? 2 : isOpenEnded(claim) ? 1 : 0));
  return scene.overview || new Set(values).size < 2 ? [] : [{ key: "dating", title: t("Dates"), of: "claims", entries, values, isProperty: true }];
}

/** @returns {GivenFacet} */
function listFacet(key, title, of, entries, values, more = {}) {
  return { key, title, of, entries, values, ...more };
}

/**
 * All facets: `entries` of a list, the entry (or entries) of each claim or actor as `values`, the entries that are
 * switched off, and how many claims, ties (`perTie`) or actors each entry would show as the other filters stand.
 * @type {Facet[]}
 */
export const facets = [
  listFacet("claimKinds", t("What is claimed"), "claims", scene.claimKinds, claims.map((claim) => claim.kind ?? -1)),
  ...(scene.overview ? [] : disputeFacet()),
  listFacet("certainties", t("How certain"), "claims", scene.certainties, claims.map((claim) => claim.certainty)),
  listFacet("kinds", scene.overview ? t("Groups of actors") : t("Actors"), "actors", scene.kinds, actors.map((actor) => actor.kinds || actor.kind)),
  listFacet("types", t("Ties"), "claims", scene.types, claims.map((claim) => ties[claim.tie].type), { perTie: true }),
  listFacet("claimants", t("Who says so"), "claims", scene.claimants, claims.map((claim) => claim.claimant)),
  listFacet("texts", t("Source"), "claims", scene.texts, claims.map((claim) => claim.text ?? -1)),
  ...(scene.overview ? [] : [supportFacet()]),
  ...datingFacet(),
  ...propertyFacets(),
].map((facet) => ({ ...facet, off: new Set(), counts: facet.entries.map(() => 0) }));

const claimFacets = facets.filter((facet) => facet.of === "claims");
const actorFacets = facets.filter((facet) => facet.of === "actors");
/** What the legend has switched off: indices in the lists of the scene. */
export const off = Object.fromEntries(facets.map((facet) => [facet.key, facet.off]));

/** Kinds of claims that show only when a reader asks for them: drafts, and what was withdrawn. */
export const unasked = scene.claimKinds.map((_, index) => index).filter((index) => scene.claimKinds[index].hidden);

/** A reader's choices: whether to leave out actors that no shown tie reaches, and the actor whose neighbours alone show. */
export const choice = { tiedOnly: false, around: null };

/** Actors that a reader has faded, with their ties: hubs that hide what else there is. They stay part of everything. */
export const faded = new Set();

/** The dates from and to which claims are shown, whole or partial, and their outermost days; null is open. */
export const when = { from: null, to: null, first: "", last: "~" };

export function setRange(from, to) {
  Object.assign(when, { from, to, first: from === null ? "" : firstDay(from), last: to === null ? "~" : lastDay(to) });
}

/** Which claims stay in a time range although it is not certain that they are about it. */
export const USUAL_KEEP = { ended: false, open: true, within: true, undated: true };
export const keep = { ...USUAL_KEEP };

export function switchAllOn() {
  for (const facet of facets) facet.off.clear();
  unasked.forEach((index) => off.claimKinds.add(index));
}
switchAllOn();

export const seen = { actors: new Uint8Array(actors.length).fill(1), ties: new Uint8Array(ties.length).fill(1), claims: new Uint8Array(claims.length).fill(1) };
/** The claims that all filters but the time range leave. */
export const seenAtAnyTime = new Uint8Array(claims.length).fill(1);

/** Whether only the start or only the end of a claim is given. */
export function isOpenEnded(claim) {
  return Boolean(claim.first) !== Boolean(claim.last);
}

export function isTimed() {
  return when.from !== null || when.to !== null;
}

/**
 * Whether a claim is about the chosen time: "yes", "no", or why that is not certain. It has no date (`undated`), its
 * other end is not given (`open`), or it is of some time within wider bounds (`perhaps`).
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

/** Whether the end that is given lies outside the chosen time. */
function isBeyond(claim, from, to) {
  return claim.first ? dateParts(claim.start) && lastDay(claim.start) < from : dateParts(claim.end) && firstDay(claim.end) > to;
}

function unlessLeftOut(key, reason) {
  return keep[key] ? reason : "no";
}

/** The reasons why a tie is not certain for the chosen time, from the weakest. */
export const DOUBTS = ["yes", "open", "perhaps", "undated"];

function isSwitchedOff(facet, index) {
  const value = facet.values[index];
  return typeof value === "number" ? facet.off.has(value) : value.every((one) => facet.off.has(one));
}

function failures(some, index) {
  return some.filter((facet) => facet.off.size && isSwitchedOff(facet, index));
}

function countIn(facet, index, amount) {
  const value = facet.values[index];
  for (const one of typeof value === "number" ? [value] : value) if (one >= 0) facet.counts[one] += amount;
}

/** Stands for a filter by the chosen actor: no facet, so that no entry counts what it leaves out. */
const AWAY = {};

/** Of each actor, the filters that hide it. */
function hidingFilters() {
  const around = choice.around;
  // what a reader has not asked for, such as a draft, makes nobody a neighbour
  const isAskedFor = (tie) => ties[tie].claims.some((claim) => !unasked.includes(claims[claim].kind) || !off.claimKinds.has(claims[claim].kind));
  const near = around === null ? null : new Set([around, ...tiesOf[around].filter(isAskedFor).map((tie) => otherEnd(ties[tie], around))]);
  return actors.map((_, index) => (near && !near.has(index) ? [AWAY] : failures(actorFacets, index)));
}

/** Work out again what is seen. Filters of ties and dates leave actors; only a filter of actors takes them away. */
export function sift() {
  facets.forEach((facet) => facet.counts.fill(0));
  const actorFailures = hidingFilters();
  const couldBeTied = siftClaims((actor) => actorFailures[actor].length > 0);
  const tied = new Uint8Array(actors.length);
  ties.forEach((tie, index) => {
    const shown = seenClaimsOf(index);
    seen.ties[index] = shown.length ? 1 : 0;
    tieStates[index] = shown.length ? tieStateOf(tie, shown) : null;
    if (shown.length) tied[tie.a] = tied[tie.b] = 1;
  });
  actors.forEach((_, index) => {
    const failed = actorFailures[index];
    seen.actors[index] = !failed.length && (tied[index] || !choice.tiedOnly) ? 1 : 0;
    const isCounted = !choice.tiedOnly || (failed.length ? couldBeTied : tied)[index];
    if (isCounted) for (const facet of actorFacets) if (failed.every((one) => one === facet)) countIn(facet, index, 1);
  });
}

/**
 * Which claims are seen, and how many of each entry would be if its own facet did not filter. Returns which actors
 * have a tie that only filters of actors hide.
 */
function siftClaims(isAway) {
  const couldBeTied = new Uint8Array(actors.length);
  const countedTies = new Map(claimFacets.filter((facet) => facet.perTie).map((facet) => [facet, new Uint8Array(ties.length)]));
  claims.forEach((claim, index) => {
    const tie = ties[claim.tie];
    const isPossible = !isAway(tie.a) && !isAway(tie.b);
    const failed = failures(claimFacets, index);
    const isThen = holdsThen(claim) !== "no";
    if (!failed.length && isThen) couldBeTied[tie.a] = couldBeTied[tie.b] = 1;
    seenAtAnyTime[index] = Number(isPossible && !failed.length);
    seen.claims[index] = Number(seenAtAnyTime[index] === 1 && isThen);
    if (isPossible && isThen && failed.length <= 1) countClaim(index, failed.length ? failed : claimFacets, countedTies);
  });
  return couldBeTied;
}

/** Count a claim in some facets; in those that count ties, once for each tie. */
function countClaim(index, some, countedTies) {
  const claim = claims[index];
  for (const facet of some) {
    const countedTie = countedTies.get(facet);
    if (countedTie?.[claim.tie]) continue;
    if (countedTie) countedTie[claim.tie] = 1;
    countIn(facet, index, claim.count ?? 1);
  }
}

/** Whether anything is filtered that a page shows when it opens. */
export function anyFilter() {
  const isChanged = ({ key, off: set }) => (key === "claimKinds" ? set.size !== unasked.length || unasked.some((index) => !set.has(index)) : set.size > 0);
  return isTimed() || choice.tiedOnly || choice.around !== null || facets.some(isChanged);
}
