// Similar spellings of a word.

/** Whether two words differ by at most `most` letters that are missing, added, wrong or swapped. */
export function isNear(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return false;
  let [before, row] = [/** @type {number[]} */ ([]), Array.from({ length: other.length + 1 }, (_, at) => at)];
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) next[j] = Math.min(next[j], before[j - 2] + 1);
    }
    if (Math.min(...next) > most) return false;
    [before, row] = [row, next];
  }
  return row[other.length] <= most;
}

/**
 * How many letters a similar spelling of a word may differ in. A short word has none: too many words would match.
 * One more letter of a longer word may differ if it is folded from another script: "Кастильо" becomes "kastilo".
 */
export function nearBy(word, isOfOtherScript = false) {
  const most = word.length < 4 ? 0 : word.length < 8 ? 1 : 2;
  return isOfOtherScript && word.length > 4 ? most + 1 : most;
}

/** Whether a text has letters that are not Latin. */
export function hasOtherScript(text) {
  return /(?!\p{Script=Latin})\p{L}/u.test(text);
}
