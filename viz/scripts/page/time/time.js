// The time range: a proportional axis with a histogram of claims, two handles, and checkboxes for uncertain dates.

import { byId, el, narrow, svg } from "../../common/dom.js";
import { numberText, t } from "../../common/texts.js";
import { axisTicks, dateParts, dateWords, firstDay, lastDay, timeAxis, typedDate, typedText } from "./dates.js";
import { isOpenEnded, isTimed, keep, seenAtAnyTime, setRange, UNDATED, unasked, when } from "../filters/filters.js";
import { updates } from "../filters/legend.js";
import { claims } from "../model.js";
import { filtered } from "../filters/apply.js";
import { stateSample } from "../panel/words.js";

/** The first and last days of claims. A date that is only a year or a month counts with all its days. */
const axisOfAll = timeAxis(claims.flatMap((claim) => [claim.first, claim.last, dateParts(claim.start) ? lastDay(claim.start) : null]).filter(Boolean));
/** The time axis; without dated claims there is none, and `buildTime` returns before anything uses it. */
const axis = /** @type {NonNullable<typeof axisOfAll>} */ (axisOfAll);
const MOST_BARS = 90;
const handles = {};

/** `December 2022 to May 2023`, `until 2021`; or a single date. */
export function rangeWords() {
  if (!isTimed()) return t("All dates");
  if (when.from === when.to) return dateWords(when.from);
  if (when.from === null) return t("until {date}", { date: dateWords(when.to) });
  return when.to === null ? t("from {date}", { date: dateWords(when.from) }) : t("{first} to {last}", { first: dateWords(when.from), last: dateWords(when.to) });
}

/** How a claim appears in the histogram: on a date, over a period, or with an unknown end or exact time. */
function durationOf(claim) {
  if (isOpenEnded(claim)) return "open";
  if (claim.within) return "within";
  return claim.start === claim.end || !claim.start || !claim.end ? "point" : "state";
}

/** What each bar counts: claims on its dates (`point`), over a period, and those that may still hold. */
function histogram() {
  const width = Math.ceil(axis.count / MOST_BARS);
  const bars = Array.from({ length: Math.ceil(axis.count / width) }, () => ({ point: 0, state: 0, open: 0 }));
  const barOf = (day) => Math.floor(axis.numberOf(day) / width);
  claims.forEach((claim, index) => {
    if (!seenAtAnyTime[index] || (!claim.first && !claim.last)) return;
    const duration = durationOf(claim);
    const [from, to] = [claim.first ? barOf(claim.first) : 0, claim.last ? barOf(claim.last) : bars.length - 1];
    const known = claim.first ? from : to; // the bar of the given end
    for (let bar = from; bar <= to; bar += 1) bars[bar][duration === "open" ? (bar === known ? "point" : "open") : duration === "within" ? "open" : duration] += 1;
  });
  return { bars, width };
}

function drawHistogram() {
  const { bars, width } = histogram();
  const most = Math.max(1, ...bars.map(({ point, state, open }) => point + state + open));
  const chosen = [handles.from, handles.to].map((handle) => Number(handle.value));
  const rects = bars.flatMap((bar, index) => {
    let top = 100;
    return ["point", "state", "open"].filter((kind) => bar[kind]).map((kind) => {
      const height = Math.max(4, (bar[kind] / most) * 100);
      top -= height;
      const isOut = (index + 1) * width - 1 < chosen[0] || index * width > chosen[1];
      return svg("rect", { class: `bar-${kind}${isOut ? " out" : ""}`, x: String((index * width * 100) / axis.count + 0.08), y: String(top), width: String(Math.max(0.25, (width * 100) / axis.count - 0.16)), height: String(height) });
    });
  });
  byId("histogram").replaceChildren(...rects);
  const best = bars.reduce((one, bar, index) => (bar.point + bar.state > bars[one].point + bars[one].state ? index : one), 0);
  byId("histogram").setAttribute("aria-label", t("Claims by date, from {first} to {last}; most about {date}: {count}", { first: dateWords(axis.dateOf(0)), last: dateWords(axis.dateOf(axis.count - 1)), date: dateWords(axis.dateOf(best * width)), count: numberText(bars[best].point + bars[best].state) }));
}

function barSample(kind) {
  return svg("svg", { viewBox: "0 0 10 10", width: "10", height: "10", "aria-hidden": "true" }, svg("rect", { class: `bar-${kind}`, x: "1", y: "1", width: "8", height: "8" }));
}

function barKey() {
  return el("span", { class: "bar-key" }, [["point", t("on a date")], ["state", t("over a period")], ["open", t("perhaps")]].map(([kind, words]) => el("span", {}, barSample(kind), words)));
}

/** A handle is a separate input, so that it works with keys and screen readers. */
function rangeHandle(end, label) {
  return el("input", { id: `time-${end}`, class: `handle handle-${end}`, type: "range", min: "0", max: String(axis.count - 1), step: "1", "aria-label": label, on: { input: () => movedHandle(end) } });
}

function movedHandle(end) {
  const [from, to] = [Number(handles.from.value), Number(handles.to.value)];
  const other = end === "from" ? "to" : "from";
  if (from > to) handles[other].value = handles[end].value;
  const [low, high] = [Number(handles.from.value), Number(handles.to.value)];
  setRange(low === 0 ? null : axis.dateOf(low), high === axis.count - 1 ? null : axis.dateOf(high));
  filtered();
}

/** A field for an exact date. It rejects, with a reason, what is not a date or would reverse the range. */
function dateField(end, label) {
  const field = el("input", { id: `date-${end}`, type: "text", size: "10", autocomplete: "off", spellcheck: "false", inputmode: "numeric", placeholder: typedText(axis.dateOf(end === "from" ? 0 : axis.count - 1)), on: { change: () => takeDate(end, field) } });
  return el("label", { class: "date" }, label, field);
}

function takeDate(end, field) {
  const text = typedDate(field.value, axis.low);
  const wanted = { from: when.from, to: when.to, [end]: text || null };
  const isDate = !text || dateParts(text);
  const isReversed = isDate && wanted.from !== null && wanted.to !== null && firstDay(wanted.from) > lastDay(wanted.to);
  const problem = isDate ? (isReversed ? t("The range would end before it begins.") : "") : t("Write 2023, 2023-05 or 2023-05-23.");
  field.setAttribute("aria-invalid", String(Boolean(problem)));
  byId("date-problem").textContent = problem;
  if (problem) return;
  setRange(wanted.from, wanted.to);
  filtered();
}

/** Update handles, fields and words after a change of the range. */
function updateTime() {
  const clamp = (number) => String(Math.min(axis.count - 1, Math.max(0, number)));
  handles.from.value = when.from === null ? "0" : clamp(axis.numberOf(when.first));
  handles.to.value = when.to === null ? String(axis.count - 1) : clamp(axis.numberOf(when.last));
  for (const end of ["from", "to"]) {
    const date = when[end] ?? axis.dateOf(end === "from" ? 0 : axis.count - 1);
    handles[end].setAttribute("aria-valuetext", when[end] === null ? t("{date}, all", { date: dateWords(date) }) : dateWords(date));
    byId(`date-${end}`).value = typedText(when[end]);
    byId(`date-${end}`).removeAttribute("aria-invalid");
  }
  byId("date-problem").textContent = "";
  byId("range-words").textContent = rangeWords();
  for (const key of Object.keys(keep)) if (byId(`keep-${key}`)) byId(`keep-${key}`).checked = keep[key];
  drawHistogram();
}

/** The pixels that a label takes, with the space beside it: "Feb 2023" and "2023". */
const LABEL_ROOM = { month: 66, year: 48 };

/** As many labels as the axis has room for: the panel of an actor, or a frame, may leave it a fifth of the screen. */
function labelAxis(line) {
  const width = line.clientWidth;
  const isRoomy = (most) => {
    const ticks = axisTicks(axis, most);
    const room = ticks.some(({ date }) => date.length > 4) ? LABEL_ROOM.month : LABEL_ROOM.year;
    return ticks.every(({ number }, at) => at === 0 || ((number - ticks[at - 1].number) * width) / axis.count >= room);
  };
  const most = [9, 8, 7, 6, 5, 4, 3, 2].find(isRoomy) ?? 1;
  const isLate = (number) => number > axis.count * 0.9; // a label after such a tick would be cut off, so it is before the tick, if there is room
  const hasRoom = ({ number }, at, all) => at === 0 || !isLate(number) || ((number - all[at - 1].number) * width) / axis.count > 2 * LABEL_ROOM.year;
  line.replaceChildren(...axisTicks(axis, most).filter(hasRoom).map(({ date, number }) => {
    const label = el("span", { text: dateWords(date).replace(/(\p{L}{3})\p{L}+/u, "$1") });
    label.style.left = `${(number * 100) / axis.count}%`;
    label.classList.toggle("before", isLate(number));
    return label;
  }));
}

/** The labels of the axis; they follow its width. */
function axisLabels() {
  const line = el("div", { class: "axis", "aria-hidden": "true" });
  new ResizeObserver(() => labelAxis(line)).observe(line);
  return line;
}

/** The range of dates; hidden if no claim is dated. */
export function buildTime() {
  if (!axisOfAll) return;
  handles.from = rangeHandle("from", t("Claims from this date"));
  handles.to = rangeHandle("to", t("Claims up to this date"));
  const number = (test) => claims.filter((claim) => !unasked.includes(claim.kind) && test(claim)).length;
  const bars = svg("svg", { id: "histogram", role: "img", viewBox: "0 0 100 100", preserveAspectRatio: "none" });
  byId("time").append(
    el("div", { class: "time-head" }, el("strong", { text: t("Time") }), el("output", { id: "range-words", for: "time-from time-to" }), barKey(), el("span", { class: "time-dates" }, dateField("from", t("From")), dateField("to", t("To"))), el("span", { id: "date-problem", "aria-live": "assertive" })),
    el("div", { class: "time-line" }, bars, handles.from, handles.to, axisLabels()),
    el("details", { class: "time-ticks", open: !narrow.matches }, el("summary", { text: t("Uncertain and past dates") }),
      keepTick("undated", UNDATED, number((claim) => !claim.first && !claim.last)),
      keepTick("open", t("Open at one end"), number(isOpenEnded), stateSample("open")),
      keepTick("within", t("Some time within a period"), number((claim) => claim.within), stateSample("perhaps")),
      keepTick("ended", t("Ended before"))));
  byId("time").hidden = false;
  updates.push(updateTime);
}

/** A checkbox that keeps some claims in a time range; null if there are no such claims. */
function keepTick(key, text, count = null, sample = null) {
  if (count === 0) return null;
  const box = el("input", { type: "checkbox", id: `keep-${key}`, on: { change: () => { keep[key] = box.checked; filtered(); } } });
  box.checked = keep[key];
  return el("label", { class: "tick" }, box, sample, count === null ? text : `${text} (${numberText(count)})`);
}
