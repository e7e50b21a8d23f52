// Folds text for searching: without case, accents and letters of other scripts, as a load compares names.

import { byId } from "./dom.js";

/** Latin letters for letters beyond ASCII. */
const LETTERS = JSON.parse(byId("letters").textContent);

/** Text in plain Latin letters: "Ørsted" and "Иван" become "orsted" and "ivan". */
export function folded(text) {
  if (/^[\x20-\x7e]*$/.test(text)) return text.toLowerCase();
  const plain = text.normalize("NFKD").toLowerCase().replace(/[^\x00-\x7f]/gu, (letter) => LETTERS[letter] ?? (/\p{M}/u.test(letter) ? "" : letter));
  return plain.split(/\s+/).filter(Boolean).join(" ");
}

/** The words of folded text; "o'brien" and "h.r." are one word each. */
export function wordsOf(text) {
  return text.replace(/(?<=[\p{L}\p{N}])['’.`´‘ʼ](?=[\p{L}\p{N}])/gu, "").split(/[^\p{L}\p{N}]+/u).filter(Boolean);
}
