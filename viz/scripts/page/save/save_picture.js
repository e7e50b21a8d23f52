// Saves the picture: PNG in several sizes, SVG, and print; with its title, the line about claims, and a key.

import { byId, el, svg, themed } from "../../common/dom.js";
import { offer } from "../../common/files.js";
import { amountText, t } from "../../common/texts.js";
import { isDark } from "../../common/theme.js";
import { dateWords } from "../time/dates.js";
import { anyFilter, isTimed, off } from "../filters/filters.js";
import { filterWords } from "../filters/legend.js";
import { allScales, scaleName, scaleOf } from "../filters/scales.js";
import { paint } from "../picture/layers.js";
import { colourAt, outline, tone } from "../picture/looks.js";
import { drawStateKey } from "../picture/marks.js";
import { scene } from "../model.js";
import { buildPicture, drawAbove } from "../picture/picture.js";
import { picture } from "../picture/positions.js";
import { fileName } from "./save.js";
import { tieStates } from "../filters/states.js";
import { NOT_XML, SvgContext } from "./svg_context.js";
import { rangeWords } from "../time/time.js";
import { inGraph, pixelRatio, screenView } from "../picture/view.js";
import { certaintyName, kindWords } from "../panel/words.js";

const HEAD = 64;
const FILTER_LINE = 18;
const KEY_ROW = 22;

/** Draw the picture as it is on the screen, without a time limit. */
function drawWhole(context) {
  const view = screenView();
  for (const _ of paint(context, view)) continue;
  inGraph(context, view, () => drawAbove(context));
}

/** The size of the picture and of the sheet around it, and the rows of the key. */
function sheetOf(context) {
  const [width, height] = [picture.clientWidth, picture.clientHeight];
  const rows = keyRows(context, width - 32);
  const words = filterWords();
  const filters = words.length ? wrapped(context, t("Filtered: {filters}.", { filters: words.join("; ") }), width - 32) : [];
  return { width, height, rows, filters, whole: HEAD + height + 34 + filters.length * FILTER_LINE + rows.length * KEY_ROW };
}

/** Draw everything on the sheet except the picture. */
function drawSheet(context, { width, height, rows, filters, whole }, ground = themed("--ground")) {
  context.fillStyle = ground;
  context.fillRect(0, 0, width, whole);
  context.fillStyle = themed("--ink");
  context.font = '600 20px Georgia, "Noto Serif", serif';
  context.fillText(scene.title, 16, 30, width - 32);
  context.font = KEY_FONT;
  context.fillStyle = themed("--muted");
  const stamp = [scene.question, scene.dataDate ? t("Data as of {date}", { date: dateWords(scene.dataDate) }) : "", isTimed() ? rangeWords() : ""].filter(Boolean).join(" · ");
  context.fillText(stamp, 16, 52, width - 32);
  context.fillText(t("Every tie is a claim, not a fact: somebody says so."), 16, HEAD + height + 18, width - 32);
  filters.forEach((line, number) => context.fillText(line, 16, HEAD + height + 18 + FILTER_LINE * (number + 1), width - 32));
  const below = HEAD + height + 38 + filters.length * FILTER_LINE;
  rows.forEach((row, number) => row.forEach((entry) => drawKeyEntry(context, entry, 16 + entry.x, below + number * KEY_ROW)));
}

/** A text in lines that fit a width. */
function wrapped(context, text, width) {
  context.font = KEY_FONT;
  const lines = [""];
  for (const word of text.split(" ")) {
    const longer = `${lines.at(-1)} ${word}`.trim();
    if (context.measureText(longer).width <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** A canvas with a size in CSS pixels, and `ratio` pixels of its own for each. */
function canvasOf(width, height, ratio) {
  const canvas = el("canvas", {});
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  const context = canvas.getContext("2d");
  context.scale(ratio, ratio);
  context.pixelRatio = ratio;
  return context;
}

function pictureSheet(ratio, ground) {
  const sheet = sheetOf(el("canvas", {}).getContext("2d"));
  const inner = canvasOf(sheet.width, sheet.height, ratio);
  drawWhole(inner);
  const context = canvasOf(sheet.width, sheet.whole, ratio);
  drawSheet(context, sheet, ground);
  context.drawImage(inner.canvas, 0, HEAD, sheet.width, sheet.height);
  return context.canvas;
}

/** @param {number} times how much larger than on the screen */
export function savePng(times = 1) {
  const name = times === 1 ? "png" : `${times}x.png`;
  pictureSheet(pixelRatio() * times).toBlob((blob) => offer(fileName(name), blob), "image/png");
}

export function saveSvg() {
  const sheet = sheetOf(new SvgContext(1, 1));
  const context = new SvgContext(sheet.width, sheet.whole);
  context.root.append(svg("title", {}, scene.title.replace(NOT_XML, "\ufffd")));
  drawSheet(context, sheet);
  const inner = new SvgContext(sheet.width, sheet.height);
  drawWhole(inner);
  inner.root.setAttribute("y", String(HEAD));
  context.root.append(inner.root);
  offer(fileName("svg"), new Blob([String(context), "\n"], { type: "image/svg+xml" }));
}

/** In print, the picture is an image with its key, on a light background, above the open panel. */
export function beforePrint() {
  showWholeLists();
  printFilters();
  if (byId("stage").hidden) return;
  const theme = document.documentElement.dataset.theme;
  if (isDark()) { document.documentElement.dataset.theme = "light"; buildPicture(); }
  byId("print-picture")?.remove();
  const image = el("img", { id: "print-picture", alt: t("Actors and their ties"), src: pictureSheet(Math.max(2, pixelRatio()), "#fff").toDataURL("image/png") });
  byId("main").before(image);
  document.body.classList.add("printing");
  window.addEventListener("afterprint", () => {
    image.remove();
    document.body.classList.remove("printing");
    if (theme) document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
    buildPicture();
  }, { once: true });
}

/** Paper shows no filters: name those that are set, and how much they leave. */
function printFilters() {
  byId("print-note")?.remove();
  if (!anyFilter()) return;
  const words = [...filterWords(), isTimed() ? rangeWords() : ""].filter(Boolean).join("; ");
  const note = el("p", { id: "print-note", text: `${t("Filtered: {filters}.", { filters: words })} ${byId("shown").textContent}.` });
  byId("main").before(note);
  window.addEventListener("afterprint", () => note.remove(), { once: true });
}

/** Show the rest of the lists that print: paper has no button for it. */
function showWholeLists() {
  for (const more of document.querySelectorAll("#panel .more, #table .more")) while (more instanceof HTMLElement && more.isConnected && !more.hidden) more.click();
}

/** The pixels that a name in the key takes at most. */
const NAME_WIDTH = 240;
const KEY_FONT = "12.5px system-ui, sans-serif";

/** The key's entries, in rows as wide as the picture: lines first, then shapes. */
function keyRows(context, width) {
  context.font = KEY_FONT;
  const entry = (what, name, sample) => ({ ...what, name, sample, room: sample + 26 + Math.min(context.measureText(name).width, NAME_WIDTH) });
  const kinds = scene.claimKinds.filter((kind, index) => kind.key !== "affirmed" && !off.claimKinds.has(index)).map((kind) => [kind.key, t(kind.name)]);
  if (tieStates.some((one) => one && (one.contested || one.state === "disputed"))) kinds.push(["disputed", t("Disputed")]);
  for (const [doubt, name] of [["open", t("End not given")], ["perhaps", t("Perhaps not then")]]) if (tieStates.some((one) => one?.doubt === doubt)) kinds.push([doubt, name]);
  const groups = [
    kinds.map(([state, name]) => entry({ state }, name, 34)),
    scene.certainties.filter((_, index) => !off.certainties.has(index)).map((certainty) => entry({ certainty }, certaintyName(certainty), 34)),
    scene.kinds.filter((_, index) => !off.kinds.has(index)).map((kind) => entry({ kind }, kindWords(kind), 14)),
    allScales().map((scale) => entry({ scale }, scaleWords(scale), SCALE_SAMPLE)),
  ];
  return groups.flatMap((group) => {
    const rows = [];
    let x = Infinity;
    for (const one of group) {
      if (x + one.room > width) { rows.push([]); x = 0; }
      rows.at(-1).push({ ...one, x });
      x += one.room;
    }
    return rows;
  });
}

const SCALE_SAMPLE = 70;

/** A scale in words: its property, its smallest and its largest number. */
function scaleWords(scale) {
  const [least, most] = [scale.steps[0][0], scale.steps.at(-1)[0]].map(amountText);
  return least === most ? `${scaleName(scale)} (${most})` : `${scaleName(scale)} (${least} – ${most})`;
}

/** The samples of a scale, beside each other. */
function drawScaleKey(context, { of: what, steps }, x, y) {
  const room = SCALE_SAMPLE / steps.length;
  steps.forEach(([, look], number) => {
    context.beginPath();
    if (what === "size") context.arc(x + room * (number + 0.5), y, (look * 9) / steps.at(-1)[1], 0, 2 * Math.PI);
    else context.rect(x + room * number, y - (what === "color" ? 6 : look / 2), what === "color" ? room : room - 4, what === "color" ? 12 : look);
    context.fillStyle = what === "color" ? colourAt(look) : themed(what === "size" ? "--muted" : "--tie-plain");
    context.fill();
  });
}

function drawKeyEntry(context, { certainty, kind, scale, state, name, sample }, x, y) {
  context.beginPath();
  if (scale) drawScaleKey(context, scale, x, y);
  else if (state) drawStateKey(context, state, x, y, sample);
  else if (certainty) {
    context.setLineDash(certainty.dashes);
    context.lineWidth = certainty.width;
    context.strokeStyle = themed(`--tie-${tone(certainty.key)}`);
    context.moveTo(x, y);
    context.lineTo(x + sample, y);
    context.stroke();
    context.setLineDash([]);
  } else {
    outline(context, kind.shape, x + 6, y, 5);
    context.fillStyle = scaleOf("color") ? themed("--muted") : colourAt(kind.colour);
    context.fill();
  }
  context.fillStyle = themed("--muted");
  context.textBaseline = "middle";
  context.fillText(name, x + sample + 6, y + 1, NAME_WIDTH);
}
