import assert from "node:assert/strict";
import { test } from "node:test";

import { axisTicks, dateParts, dateWords, firstDay, lastDay, timeAxis, typedDate, typedText } from "../../../viz/scripts/page/time/dates.js";

const DATES = [
  // a date, its words, its first and its last day; null where it is none
  ["2022-12-07", "7 December 2022", "2022-12-07", "2022-12-07"],
  ["2022-12", "December 2022", "2022-12-01", "2022-12-31"],
  ["2024-02", "February 2024", "2024-02-01", "2024-02-29"],
  ["1900-02", "February 1900", "1900-02-01", "1900-02-28"],
  ["0044", "44", "0044-01-01", "0044-12-31"],
  ["2023-02-29", "2023-02-29", null, null],
  ["2023-13", "2023-13", null, null],
  ["0000", "0000", null, null],
  ["last winter", "last winter", null, null],
  ["", "", null, null],
];

for (const [date, words, first, last] of DATES) {
  test(`the date "${date}"`, () => {
    assert.equal(dateWords(date), words);
    assert.deepEqual(dateParts(date) ? [firstDay(date), lastDay(date)] : [null, null], [first, last]);
  });
}

const TYPED = [
  // what is typed, the earliest day of the graph, and the date; and this as the field shows it
  [" 44 ", "0044-01-01", "0044", "44"],
  ["306-07", "0044-01-01", "0306-07", "306-07"],
  ["1066", "0044-01-01", "1066", "1066"],
  ["20", "1990-01-01", "20", "20"],
  ["2023-05", "1990-01-01", "2023-05", "2023-05"],
  ["", "0044-01-01", "", ""],
];

for (const [text, earliest, date, shown] of TYPED) {
  test(`"${text}" typed into a graph from ${earliest}`, () => {
    assert.equal(typedDate(text, earliest), date);
    assert.equal(typedText(date), shown);
  });
}

const AXES = [
  // the days of a graph, the first date of its axis, and how many units it has
  [["2023-05-01", "2023-05-31"], "2023-05-01", 31],
  [["2020-01-15", "2023-05-01"], "2020-01", 41],
  [["0044-01-01", "1066-10-14"], "0044", 1023],
  [["2023-05-07"], "2023-05-01", 31],
];

test("an axis counts in days, months or years", () => {
  for (const [days, first, count] of AXES) {
    const axis = timeAxis(days);
    assert.deepEqual([axis.dateOf(0), axis.count], [first, count]);
  }
});

test("the ticks of an axis are round and few", () => {
  const ticks = (...days) => axisTicks(timeAxis(days), 9).map(({ date }) => date);
  assert.deepEqual(ticks("1993-01-01", "2023-06-05"), ["1995", "2000", "2005", "2010", "2015", "2020"]);
  assert.deepEqual(ticks("2023-01-10", "2023-06-05"), ["2023-02", "2023-03", "2023-04", "2023-05", "2023-06"]);
  assert.deepEqual(ticks("0044-01-01", "2000-01-01"), ["0500", "1000", "1500", "2000"]);
});
