// The highlighted part of the picture, which `picture.js` sets.

/**
 * What is highlighted: sets of indices of actors and ties, and `focus`, the actor or tie it is about; null for nothing.
 * @type {{ actors: Set<number>, ties: Set<number>, focus: { actors?: number[], ties?: number[] } | null } | null}
 */
export let lit = null;

export function setLit(what) {
  lit = what;
}
