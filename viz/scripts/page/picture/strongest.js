// Chooses the ties that stand out if there are too many lines to distinguish.

import { actors, claims, otherEnd, scene, ties, tiesOf } from "../model.js";
import { seenTiesOf } from "../filters/states.js";

/** With more lines between groups than this, only those that stand out are drawn. */
export const MOST_GROUP_LINES = 200;
/** With more ties than this, and more for each actor, those that stand out are drawn firmly and the others faintly. */
const MOST_FIRM = 600;
const DENSE = 2.5;
/** With more ties than this, even fewer for each actor are an opaque mesh, and each end keeps one. */
const MANY = 2000;
const DENSE_IF_MANY = 1.5;

/** How many of its strongest ties each end keeps. */
function tiesOfEnd(tieCount) {
  if (scene.overview) return 3;
  return tieCount > MANY ? 1 : 2;
}

/** @type {number[] | null} */
let strengths = null;

/** The strength of each tie: its width, if numbers decide it, its number of independent voices, then the number of actors tied to both ends. */
function strengthOf(tie) {
  return (strengths ??= countStrengths())[tie];
}

function countStrengths() {
  if (scene.overview) return ties.map((tie) => tie.count);
  const neighbours = actors.map((_, actor) => new Set(tiesOf[actor].map((tie) => otherEnd(ties[tie], actor))));
  return ties.map(({ a, b, independent = 0, claims: own }) => {
    const wide = Math.max(0, ...own.map((index) => claims[index].width ?? 0));
    const [few, many] = neighbours[a].size < neighbours[b].size ? [neighbours[a], neighbours[b]] : [neighbours[b], neighbours[a]];
    let shared = 0;
    for (const actor of few) if (many.has(actor)) shared += 1;
    return wide * 1000 + independent + shared / (few.size + many.size - shared + 1);
  });
}

/** Those of some ties that are among the strongest of either end. */
function amongStrongest(indices) {
  const strongest = new Set();
  const kept = tiesOfEnd(indices.length);
  actors.forEach((_, actor) => {
    const own = seenTiesOf(actor).sort((one, two) => strengthOf(two) - strengthOf(one) || one - two);
    own.slice(0, kept).forEach((index) => strongest.add(index));
  });
  return indices.filter((index) => strongest.has(index));
}

/** The ties to draw, and which of them to draw firmly. */
export function chosenLines(indices, actorCount) {
  if (scene.overview) {
    const drawn = indices.length > MOST_GROUP_LINES ? amongStrongest(indices) : indices;
    return { drawn, firm: null };
  }
  return { drawn: indices, firm: isDense(indices.length, actorCount) ? new Set(amongStrongest(indices)) : null };
}

/** Whether there are so many ties that only some are drawn firmly. */
export function isDense(tieCount, actorCount) {
  return !scene.overview && tieCount > MOST_FIRM && tieCount > (tieCount > MANY ? DENSE_IF_MANY : DENSE) * actorCount;
}
