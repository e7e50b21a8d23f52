// The key of what numbers decide: colours, sizes and widths. Each sample has its number.

import { el, svg } from "../../common/dom.js";
import { amountText, t } from "../../common/texts.js";
import { actors, payload, scene, ties } from "../model.js";

/** The scale of what numbers decide, if a property does. */
export function scaleOf(what) {
  return scene.scales?.find((scale) => scale.of === what);
}

/**
 * All scales of the picture. Without a property, the number of ties decides the size of actors; in an overview,
 * numbers of actors and ties decide sizes and widths.
 * @returns {Scale[]}
 */
export function allScales() {
  const given = scene.scales ?? [];
  const usual = [
    scaleOf("size") ? null : countScale("size", actors.map((actor, index) => [scene.overview ? actor.size : actor.degree, payload.nodes[index].size])),
    scene.overview ? countScale("width", ties.map(({ count, width }) => [count, width])) : null,
  ];
  return [...given, ...usual.filter((scale) => scale !== null)];
}

/**
 * The scale of a count: its smallest, a middle and its largest number, with the look of each; null without several.
 * @returns {Scale | null}
 */
function countScale(what, looks) {
  const counted = looks.filter(([count]) => count > 0).sort(([one], [other]) => one - other);
  if (!counted.length || counted[0][0] === counted.at(-1)[0]) return null;
  const middle = counted.reduce((best, one) => (Math.abs(one[0] - counted.at(-1)[0] / 4) < Math.abs(best[0] - counted.at(-1)[0] / 4) ? one : best));
  const steps = [counted[0], middle, counted.at(-1)];
  return { of: what, property: "", steps: steps.filter(([count], at) => at === 0 || count !== steps[at - 1][0]) };
}

const SCALE_NAMES = { color: t("Colour"), size: t("Size"), width: t("Width") };

/**
 * What decides the look: a property as the data names it, or what is counted.
 * @param {Scale} scale
 */
export function scaleName({ of: what, property, mean, logarithmic }) {
  const counted = what === "width" ? t("Number of ties") : t(scene.overview ? "Number of actors" : "Affirmed ties");
  return [`${SCALE_NAMES[what]}: ${property || counted}`, mean ? t("mean of the group") : "", logarithmic ? t("logarithmic") : ""].filter(Boolean).join(", ");
}

/** The legend's section of scales; null if numbers decide nothing. */
export function scalesSection() {
  const scales = allScales();
  if (!scales.length) return null;
  return el("div", { id: "legend-scales" }, scales.map((scale) => el("figure", { class: `scale scale-${scale.of}` },
    el("figcaption", { dir: "auto", text: scaleName(scale) }),
    el("div", { class: "scale-steps" }, scale.of === "color" ? ramp(scale) : scale.steps.map((step) => scaleSample(scale, step))),
    gapSample(scale))));
}

/** A bar of colours from the smallest number to the largest, with three numbers below. */
function ramp({ steps }) {
  const bar = el("div", { class: "ramp", "aria-hidden": "true" }, steps.map(([, colour]) => swatch(colour)));
  const named = steps.filter((_, at) => at === 0 || at === steps.length - 1 || (steps.length > 2 && at === (steps.length - 1) / 2));
  return [bar, el("div", { class: "ramp-numbers" }, named.map(([number]) => el("span", { text: amountText(number) })))];
}

function swatch(colour) {
  const box = el("span", { class: "swatch" });
  box.style.background = `var(--kind-${colour})`;
  return box;
}

/** The radius of the largest circle of a legend; the others are in proportion. */
const LARGEST_SAMPLE = 16;

function scaleSample({ of: what, steps }, [number, look]) {
  const radius = (look * LARGEST_SAMPLE) / steps.at(-1)[1];
  const side = String(Math.ceil(2 * radius + 2));
  const picture = what === "size"
    ? svg("svg", { class: "size-sample", viewBox: `${-radius - 1} ${-radius - 1} ${2 * radius + 2} ${2 * radius + 2}`, width: side, height: side, "aria-hidden": "true" }, svg("circle", { r: String(radius) }))
    : svg("svg", { class: "width-sample", viewBox: "0 0 40 10", width: "40", height: "10", "aria-hidden": "true" }, svg("line", { x1: "0", y1: "5", x2: "40", y2: "5", "stroke-width": String(look) }));
  return el("span", { class: "scale-step" }, picture, amountText(number));
}

/**
 * What has no number looks like the smallest, or is grey: say so.
 * @param {Scale} scale
 */
function gapSample({ of: what, gaps }) {
  if (gaps === undefined) return null;
  if (what === "color") return el("div", { class: "scale-gap" }, swatch(gaps), t("no number"));
  return el("div", { class: "scale-gap", text: t(what === "size" ? "Without a number: as the smallest" : "Without a number: as the thinnest") });
}
