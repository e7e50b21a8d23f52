// How each tie is to be drawn, and what of it is seen, judged by the claims that the filters leave.

import { counted, numberText, t } from "../../common/texts.js";
import { DOUBTS, faded, holdsThen, seen } from "./filters.js";
import { claims, scene, ties, tiesOf } from "../model.js";

/**
 * How to draw each visible tie, judged by its visible claims alone: its `state`, the index of its firmest certainty,
 * whether a plan or purpose is `contested`, the `doubt` that it is of the chosen time, if any, and whether an
 * end is faded.
 */
export const tieStates = ties.map(() => null);

/** What holds of a tie by some of its claims: the first of the kinds that occur, or that it is disputed. */
function stateOf(tie, shown) {
  if (scene.overview) return "affirmed";
  const kinds = new Set(shown.map((index) => claims[index].kind));
  const first = scene.claimKinds.findIndex((_, index) => kinds.has(index));
  const isDenied = scene.claimKinds.some((kind, index) => kind.key === "denied" && kinds.has(index));
  const state = scene.claimKinds[first].key;
  return state === "affirmed" && isDenied && tie.disputed ? "disputed" : state;
}

export function tieStateOf(tie, shown) {
  const first = Math.min(...shown.map((index) => claims[index].kind ?? 0));
  const firmest = shown.filter((index) => (claims[index].kind ?? 0) === first);
  const state = stateOf(tie, shown);
  const isDenial = ({ columns }) => columns?.polarity?.toLowerCase() === "denies" && columns.modality?.toLowerCase() === state;
  return {
    state,
    contested: Boolean(tie.contested?.includes(state)) && shown.some((index) => isDenial(claims[index])),
    certainty: Math.min(...firmest.map((index) => claims[index].certainty)),
    isFaded: faded.has(tie.a) || faded.has(tie.b),
    doubt: DOUBTS[Math.min(...firmest.map((index) => DOUBTS.indexOf(holdsThen(claims[index]))))],
  };
}

/** The seen claims about a tie: what affirms it first. */
export function seenClaimsOf(tie) {
  return ties[tie].claims.filter((index) => seen.claims[index]);
}

/** Whether somebody says that a seen tie holds. */
export function isAffirmed(tie) {
  return tieStates[tie].state === "affirmed" || tieStates[tie].state === "disputed";
}

/** "3 ties", and those beside them that nobody affirms. */
export function tieWords(shown) {
  const affirmed = shown.filter(isAffirmed).length;
  const words = counted(affirmed, "tie", "ties");
  return affirmed === shown.length ? words : t("{ties}, and {count} that nobody affirms", { ties: words, count: numberText(shown.length - affirmed) });
}

/** The seen ties of an actor. */
export function seenTiesOf(actor) {
  return tiesOf[actor].filter((index) => seen.ties[index]);
}

/** The claims that stand in a source and those that only cite it; drafts and what was withdrawn rest on nothing. */
export function restingOn(index) {
  const live = claims.map((_, one) => one).filter(isCounted);
  const standsIn = (one) => scene.texts[claims[one].text].source === index;
  const inside = live.filter(standsIn);
  const citing = live.filter((one) => !standsIn(one) && [...(claims[one].sources || []), ...(claims[one].cites || [])].includes(index));
  return { inside, citing };
}

/** Whether a page shows a claim when it opens: drafts and what was withdrawn only when a reader asks. */
export function isShownUnasked(claim) {
  return !scene.claimKinds[claims[claim].kind]?.hidden;
}

function isCounted(claim) {
  return isShownUnasked(claim) || Boolean(seen.claims[claim]);
}

/** The sources that some claim names; those of drafts and of what was withdrawn only while these are shown. */
export function namedSources(isIncluded = isCounted) {
  const named = new Set(claims.flatMap((claim, index) => (isIncluded(index) ? [...(claim.sources || []), ...(claim.cites || [])] : [])));
  return scene.sources.map((_, index) => index).filter((index) => named.has(index));
}
