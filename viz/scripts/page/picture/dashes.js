// The dashes of a certainty at any width: a wide line shows them as clearly as a thin one.

/** Up to this width, in pixels, dashes have the lengths of the certainty; beyond, they grow with the width. */
const USUAL_WIDTH = 3;

/**
 * The lengths on, off, on, off … of a line, for ends that are cut off. With `isRound`, for those of vis-network: round
 * ends make each dash longer by the width of the line, so a wide one needs more room between them.
 * @param {{ dashes: number[] }} certainty
 * @param {number} width
 */
export function dashesAt(certainty, width, { isRound = false } = {}) {
  const extra = isRound && width > USUAL_WIDTH ? width : 0;
  const long = certainty.dashes.map((length) => length * Math.max(1, width / USUAL_WIDTH));
  return long.map((length, at) => (at % 2 ? length + extra : Math.max(length - extra, Math.min(length, 0.1))));
}
