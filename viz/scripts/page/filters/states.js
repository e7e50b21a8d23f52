// How each tie is drawn, and which ties and claims are visible, given the claims that pass the filters.

import { counted, numberText, t } from "../../common/texts.js";
import { DOUBTS, faded, holdsThen, isAffirmedByAny, seen } from "./filters.js";
import { claims, scene, ties, tiesOf } from "../model.js";

/**
 * How to draw each visible tie, from its visible claims: its `state`, the index of its strongest certainty, the
 * `width` that its numbers give it (0 if they have none), whether a plan or purpose is `contested`, the `doubt` that it holds in the chosen time, if any, and whether an
 * end is faded.
 */
export const tieStates = ties.map(() => null);

/**
 * The state of a tie according to some of its claims: the first kind that occurs, or disputed if somebody denies what
 * they affirm. That is a fact of the data: a filter that hides the denial does not settle the dispute.
 */
function stateOf(tie, shown) {
  if (scene.overview) return "affirmed";
  const kinds = new Set(shown.map((index) => claims[index].kind));
  const first = scene.claimKinds.findIndex((_, index) => kinds.has(index));
  const state = scene.claimKinds[first].key;
  return state === "affirmed" && tie.disputed ? "disputed" : state;
}

export function tieStateOf(tie, shown) {
  const first = Math.min(...shown.map((index) => claims[index].kind ?? 0));
  const firmest = shown.filter((index) => (claims[index].kind ?? 0) === first);
  const state = stateOf(tie, shown);
  return {
    state,
    contested: Boolean(tie.contested?.includes(state)),
    certainty: Math.min(...firmest.map((index) => claims[index].certainty)),
    width: tie.width ?? Math.max(0, ...firmest.map((index) => claims[index].width ?? 0)),
    isFaded: faded.has(tie.a) || faded.has(tie.b),
    doubt: DOUBTS[Math.min(...firmest.map((index) => DOUBTS.indexOf(holdsThen(claims[index]))))],
  };
}

/** The visible claims about a tie, affirming ones first. */
export function seenClaimsOf(tie) {
  return ties[tie].claims.filter((index) => seen.claims[index]);
}

/** Whether somebody says that a visible tie holds. */
export function isAffirmed(tie) {
  return tieStates[tie].state === "affirmed" || tieStates[tie].state === "disputed";
}

/** "3 ties", and the number that nobody affirms. */
export function tieWords(shown) {
  const affirmed = shown.filter(isAffirmed).length;
  const words = counted(affirmed, "tie", "ties");
  return affirmed === shown.length ? words : t("{ties}, and {count} that nobody affirms", { ties: words, count: numberText(shown.length - affirmed) });
}

/** All ties of a list in words: "3 ties and 2 that nobody affirms"; `of` may add to each number how many are visible. */
export function allTieWords(indices, of = (/** @type {number[]} */ _, /** @type {string} */ words) => words) {
  const affirmed = indices.filter((index) => isAffirmedByAny(ties[index]));
  const others = indices.filter((index) => !isAffirmedByAny(ties[index]));
  const words = of(affirmed, counted(affirmed.length, "tie", "ties"));
  return others.length ? t("{ties} and {count} that nobody affirms", { ties: words, count: of(others, numberText(others.length)) }) : words;
}

/** The visible ties of an actor. */
export function seenTiesOf(actor) {
  return tiesOf[actor].filter((index) => seen.ties[index]);
}

/** The claims in a source and those that only cite it, without drafts and withdrawn claims. */
export function restingOn(index) {
  const live = claims.map((_, one) => one).filter(isCounted);
  const standsIn = (one) => scene.texts[claims[one].text].source === index;
  const inside = live.filter(standsIn);
  const citing = live.filter((one) => !standsIn(one) && [...(claims[one].sources || []), ...(claims[one].cites || [])].includes(index));
  return { inside, citing };
}

/** Whether a page shows a claim when it opens: drafts and withdrawn claims only if the reader asks. */
export function isShownUnasked(claim) {
  return !scene.claimKinds[claims[claim].kind]?.hidden;
}

/** Whether a claim is among those that the page counts. */
export function isCounted(claim) {
  return isShownUnasked(claim) || Boolean(seen.claims[claim]);
}

/** The sources that some claim names; those of drafts and withdrawn claims only while these are shown. */
export function namedSources(isIncluded = isCounted) {
  const named = new Set(claims.flatMap((claim, index) => (isIncluded(index) ? [...(claim.sources || []), ...(claim.cites || [])] : [])));
  return scene.sources.map((_, index) => index).filter((index) => named.has(index));
}
