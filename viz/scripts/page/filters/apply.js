// Applies the filters: what is visible, and how much each entry would show.

import { emit } from "../events.js";
import { choice, facets, faded, holdsThen, keep, off, seen, seenAtAnyTime, setRange, switchAllOn, unasked, USUAL_KEEP } from "./filters.js";
import { actors, claims, otherEnd, ties, tiesOf } from "../model.js";
import { seenClaimsOf, tieStateOf, tieStates } from "./states.js";

const claimFacets = facets.filter((facet) => facet.of === "claims");
const actorFacets = facets.filter((facet) => facet.of === "actors");

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

/** Stands for the filter by the chosen actor. It is not a facet, so no entry counts what it hides. */
const AWAY = {};

/** The filters that hide each actor. */
function hidingFilters() {
  const around = choice.around;
  // claims of hidden kinds, such as drafts, do not make actors neighbours
  const isAskedFor = (tie) => ties[tie].claims.some((claim) => !unasked.includes(claims[claim].kind) || !off.claimKinds.has(claims[claim].kind));
  const near = around === null ? null : new Set([around, ...tiesOf[around].filter(isAskedFor).map((tie) => otherEnd(ties[tie], around))]);
  return actors.map((_, index) => (near && !near.has(index) ? [AWAY] : failures(actorFacets, index)));
}

/** Apply the filters. Filters of ties and dates keep actors; only filters of actors hide them. */
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
 * Apply the filters to claims, and count how many each entry would show without its own facet. Returns which actors
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

/** Count a claim in some facets; if a facet counts ties, once for each tie. */
function countClaim(index, some, countedTies) {
  const claim = claims[index];
  for (const facet of some) {
    const countedTie = countedTies.get(facet);
    if (countedTie?.[claim.tie]) continue;
    if (countedTie) countedTie[claim.tie] = 1;
    countIn(facet, index, claim.count ?? 1);
  }
}

/** Apply all filters after the reader changed one, and show the result. */
export function filtered() {
  sift();
  emit("filtered");
}

/** Reset everything to how it was when the page opened, for all dates. */
export function resetFilters() {
  switchAllOn();
  Object.assign(choice, { tiedOnly: false, around: null });
  faded.clear();
  Object.assign(keep, USUAL_KEEP);
  setRange(null, null);
  filtered();
}

/** Fade an actor, or undo it. */
export function fade(actor, isFaded) {
  faded[isFaded ? "add" : "delete"](actor);
  filtered();
}
