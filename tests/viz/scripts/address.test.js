import assert from "node:assert/strict";
import { test } from "node:test";

import fc from "fast-check";

import { actorPart, listOf, listText, parseAddress } from "../../../viz/scripts/page/address/address.js";

const ADDRESSES = [
  // what stands after "#", the actor, the flags, the values
  ["#pedro-castillo", "pedro-castillo", [], {}],
  ["#Ana%20%C3%91ahui&embed", "Ana Ñahui", ["embed"], {}],
  ["#actor=list&list", "list", ["list"], { actor: "list" }],
  ["#hide.types=MET,LED&dates=2022..", null, [], { "hide.types": "MET,LED", dates: "2022.." }],
  ["#50%", "50%", [], {}],
  ["", null, [], {}],
  ["#", null, [], {}],
];

for (const [hash, actor, flags, values] of ADDRESSES) {
  test(`the address "${hash}" says what it asks for`, () => {
    const wanted = parseAddress(hash);
    assert.deepEqual([wanted.actor, [...wanted.flags], Object.fromEntries(wanted.values)], [actor, flags, values]);
  });
}

const texts = fc.string({ unit: "grapheme" });

test("any list of values survives an address", () => {
  fc.assert(fc.property(fc.array(texts), (list) => {
    assert.deepEqual(listOf(parseAddress(`#x=${listText(list)}`).values.get("x")), list);
  }));
});

test("any id of an actor survives an address", () => {
  fc.assert(fc.property(texts.filter(Boolean), (id) => {
    assert.equal(parseAddress(`#${actorPart(id)}`).actor, id);
  }));
});
