import assert from "node:assert/strict";
import { test } from "node:test";

import { hasOtherScript, isNear, nearBy } from "../../../viz/scripts/page/search/near.js";

const WORDS = [
  // two words, how many letters may differ, whether they are near
  ["castilo", "castillo", 1, true],
  ["catsillo", "castillo", 1, true],
  ["castillos", "castillo", 1, true],
  ["kastijo", "castillo", 1, false],
  ["kastillo", "castillo", 1, true],
  ["boluarte", "bolsonaro", 2, false],
  ["", "ab", 2, true],
  ["", "abc", 2, false],
  ["peru", "peru", 0, true],
];

for (const [one, other, most, near] of WORDS) {
  test(`"${one}" and "${other}" are ${near ? "" : "not "}near within ${most}`, () => {
    assert.equal(isNear(one, other, most), near);
  });
}

const DISTANCES = [
  // a word as typed, the same folded, how many letters may differ
  ["Кастильо", "kastilo", 2],
  ["kastilo", "kastilo", 1],
  ["Ørstedværk", "orstedvaerk", 2],
  ["Лим", "lim", 0],
  ["Иван", "ivan", 1],
];

for (const [typed, folded, most] of DISTANCES) {
  test(`a spelling similar to "${typed}" differs in at most ${most} letters`, () => {
    assert.equal(nearBy(folded, hasOtherScript(typed)), most);
  });
}
