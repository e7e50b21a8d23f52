import assert from "node:assert/strict";
import { test } from "node:test";

import { dashesAt } from "../../../viz/scripts/page/picture/dashes.js";

const CERTAINTIES = {
  stated: { width: 1.8, dashes: [] },
  reported: { width: 1.6, dashes: [12, 4] },
  alleged: { width: 1.8, dashes: [6, 5] },
  disputed: { width: 1.8, dashes: [12, 4, 2, 4] },
  opinion: { width: 2.2, dashes: [2, 4] },
};

for (const [name, certainty] of Object.entries(CERTAINTIES)) {
  test(`a line of the usual width has the dashes of "${name}"`, () => {
    assert.deepEqual(dashesAt(certainty, certainty.width), certainty.dashes);
    assert.deepEqual(dashesAt(certainty, certainty.width, { isRound: true }), certainty.dashes);
  });

  for (const width of [4, 6, 9]) {
    test(`a line ${width} pixels wide shows the gaps of "${name}", whatever its ends`, () => {
      for (const isRound of [false, true]) {
        const lengths = dashesAt(certainty, width, { isRound });
        const cap = isRound ? width : 0; // round ends cover half of the width at each side of a gap
        const gaps = lengths.filter((_, at) => at % 2).map((length) => length - cap);
        assert.ok(gaps.every((gap) => gap >= width), `${gaps}`);
        assert.equal(gaps.length, certainty.dashes.length / 2);
      }
    });
  }
}

test("the dashes of two certainties differ at nine pixels", () => {
  for (const isRound of [false, true]) {
    const looks = Object.values(CERTAINTIES).map((one) => dashesAt(one, 9, { isRound }).map(Math.round).join(" "));
    assert.equal(new Set(looks).size, looks.length);
  }
});
