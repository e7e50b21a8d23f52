// Ties in words, and samples of their look. The sentences of claims come from Python.

import { el, svg } from "../../common/dom.js";
import { counted, lowered, t } from "../../common/texts.js";
import { HOLLOW, LINE_OF, OUTLINES, STROKES, strokesOf, tone } from "../picture/looks.js";
import { actors, claims, scene, ties } from "../model.js";
import { scaleOf } from "../filters/scales.js";
import { propertyName, UNDATED } from "../filters/filters.js";
import { seenClaimsOf, tieStates } from "../filters/states.js";

/** The verb of a tie, seen from one of its ends. */
export function verbOf(number, actor = ties[number].a) {
  const tie = ties[number];
  const type = scene.types[tie.type];
  const end = tie.a === actor ? 0 : 1;
  const verbs = tie.verbs ?? { actual: [type.words, type.backward], ...type.modal };
  return verbs[modalityOf(number)]?.[end] || verbs.actual[end];
}

/** The modality that the verb of a tie expresses: denying a plan is not denying the act. */
function modalityOf(number) {
  const state = tieStates[number]?.state;
  if (state !== "denied" && state !== "plan denied") return state;
  const denied = new Set(seenClaimsOf(number).map((index) => claims[index].columns?.modality?.toLowerCase() || "actual"));
  return denied.size === 1 ? [...denied][0] : "actual";
}

/** The verb of a tie on its line; the arrow shows the direction. */
export function lineVerb(number) {
  return verbOf(number).replace(/^[←—]|[→—]$/gu, "");
}

/** Why it is uncertain whether a tie holds in the chosen time. */
const DOUBT_WORDS = { yes: "", open: t("end not given"), perhaps: t("perhaps not then"), undated: lowered(UNDATED) };

/** The same reasons for a count of ties. */
export const DOUBT_COUNTS = { ...DOUBT_WORDS, open: t("without a known end") };

/** The state of a tie that is not simply affirmed: "Denied", "Planned, disputed", "Perhaps not then" …; otherwise empty. */
export function stateName(number) {
  const { state, contested, doubt } = tieStates[number] || { state: "affirmed", doubt: "yes" };
  const name = state === "affirmed" ? "" : t(state === "disputed" ? "Disputed" : scene.claimKinds.find((kind) => kind.key === state).name);
  const words = [name, contested ? lowered(t("Disputed")) : "", DOUBT_WORDS[doubt]].filter(Boolean).join(", ");
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

export function stateTag(number) {
  const name = stateName(number);
  return name ? el("span", { class: "state" }, stateSample(tieStates[number].state, strokesOf(number)), name) : null;
}

/** The claims about a tie in plain text: never the tie alone. */
export function tieSentence(number) {
  const tie = ties[number];
  if (tie.count) return t("{ties} between {one} and {other}", { ties: counted(tie.count, "tie", "ties"), one: actors[tie.a].name, other: `${actors[tie.b].name} (${countWords(tie)})` });
  const shown = seenClaimsOf(number);
  const [first, ...rest] = shown.length ? shown : tie.claims;
  return rest.length ? t("{claim}, and {others}", { claim: claims[first].says, others: counted(rest.length, "other claim", "other claims") }) : claims[first].says;
}

function countWords(tie) {
  const certainty = scene.certainties[tie.certainty];
  const voices = tie.voices ? counted(tie.voices, "claimant", "claimants") : lowered(t("No claimant given"));
  return `${certaintyWords(certainty)}; ${voices}`;
}

export function claimantName(claim) {
  return scene.claimants[claim.claimant].name || "";
}

/** Whether a source is the text of some claim. */
function isText(index) {
  return scene.texts.some((text) => text.source === index);
}

/** Whether somebody has read a source: true, false, or undefined if the data does not say. */
export function wasRead(index) {
  return scene.sources[index].read ?? (isText(index) ? undefined : false);
}

export function readWords(index) {
  const read = wasRead(index);
  return t(read === undefined ? "not said" : read ? "Read" : "Only cited");
}

export function sourceName(source) {
  return source.title || source.id;
}

/** A short sample of the line of a certainty. */
export function lineSample(certainty) {
  return svg("svg", { class: "line-sample", viewBox: "0 0 40 8", width: "40", height: "8", "aria-hidden": "true" },
    svg("line", {
      x1: "1", y1: "4", x2: "39", y2: "4", "stroke-width": String(Math.max(1, certainty.width)), "stroke-dasharray": certainty.dashes.join(" "),
      class: `certainty-${tone(certainty.key)}`,
    }));
}

/** A short sample of a tie in some state. */
export function stateSample(state, strokes = STROKES[state] ? [state] : []) {
  const ground = svg("svg", { class: `state-sample state-${state.replace(" ", "-")}`, viewBox: "0 0 40 10", width: "40", height: "10", "aria-hidden": "true" });
  const corners = OUTLINES[HOLLOW[state]];
  if (!HOLLOW[state]) ground.append(svg("line", { x1: "1", y1: "5", x2: "39", y2: "5", "stroke-dasharray": (LINE_OF[state] || []).join(" ") }));
  else for (const x of [5, 15, 25, 35]) {
    ground.append(corners
      ? svg("polygon", { points: corners.map(([dx, dy]) => `${x + dx * 3},${5 + dy * 3}`).join(" ") })
      : svg("circle", { cx: String(x), cy: "5", r: "3" }));
  }
  strokes.forEach((stroke, number) => {
    const middle = strokes.length === 1 ? 20 : 12 + 16 * number;
    for (const [x1, y1, x2, y2] of STROKES[stroke]) {
      ground.append(svg("line", { class: "stroke", x1: String(middle + x1 * 4), y1: String(5 + y1 * 4), x2: String(middle + x2 * 4), y2: String(5 + y2 * 4) }));
    }
  });
  return ground;
}

/** A sample of the shape of a kind of actors; `colour` is that of one actor, if numbers decide it. */
export function shapeSample(kind, colour = scaleOf("color") ? undefined : kind.colour) {
  const corners = OUTLINES[kind.shape];
  const shape = corners ? svg("polygon", { points: corners.map(([x, y]) => `${8 + x * 5.6},${8 + y * 5.6}`).join(" ") }) : svg("circle", { cx: "8", cy: "8", r: "6" });
  const sample = svg("svg", { class: "shape-sample", viewBox: "0 0 16 16", width: "14", height: "14", "aria-hidden": "true" }, shape);
  sample.style.fill = colour === undefined ? "var(--muted)" : `var(--kind-${colour})`;
  return sample;
}

export function kindName(kind) {
  return kind.name || t(scene.groupedBy ? "Not given" : "No label");
}

/** The labels of an actor; those of a group are only mostly its members'. */
export function labelWords(actor) {
  if (scene.overview) return kindName(scene.kinds[actor.kind]);
  return actor.labels?.join(" · ") ?? t("No label");
}

/** The name of a kind where nothing else says what decides the look: "Community: 2". */
export function kindWords(kind) {
  return scene.groupedBy ? `${propertyName(scene.groupedBy)}: ${kindName(kind)}` : kindName(kind);
}

/** The name of a certainty, or that it is not given. */
export function certaintyName(certainty) {
  return certainty.key ? t(certainty.name) : t("Certainty not given");
}

/** The same, as it appears inside a sentence. */
export function certaintyWords(certainty) {
  return lowered(certaintyName(certainty));
}
