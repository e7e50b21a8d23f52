// Ties in words: what is said, by whom, how certain, when, and where it stands.

const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/** `2022-12-07` → `7 December 2022`; partial dates as far as they go; anything else as it is. */
function dateWords(text) {
  const found = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/.exec(text || "");
  if (!found || (found[2] && !MONTHS[found[2] - 1])) return text || "";
  const month = found[2] ? `${MONTHS[found[2] - 1]} ` : "";
  return `${found[3] ? `${Number(found[3])} ` : ""}${month}${found[1]}`;
}

function spanWords(tie) {
  if (tie.start && tie.end) return tie.start === tie.end ? dateWords(tie.start) : `${dateWords(tie.start)} to ${dateWords(tie.end)}`;
  if (tie.start) return `from ${dateWords(tie.start)}`;
  if (tie.end) return `until ${dateWords(tie.end)}`;
  return "";
}

/** The verb as seen from one end; null where the wording of that direction is not given. */
function verbFrom(tie, actor) {
  const type = scene.types[tie.type];
  return tie.a === actor ? type.words : type.backward || null;
}

function claimantName(tie) {
  return scene.claimants[tie.claimant].name || "";
}

/** One line of plain text: `A accuses B (alleged; claimed by C)`. Never the tie alone. */
function tieSentence(tie) {
  if (tie.count) return `${counted(tie.count, "tie", "ties")} between ${actors[tie.a].name} and ${actors[tie.b].name} (${claimWords(tie)})`;
  const type = scene.types[tie.type];
  return `${actors[tie.a].name} ${type.words} ${actors[tie.b].name} (${claimWords(tie)})`;
}

function claimWords(tie) {
  const certainty = scene.certainties[tie.certainty];
  const claimant = tie.count ? (tie.voices ? counted(tie.voices, "claimant", "claimants") : "") : claimantName(tie);
  if (tie.count) return `${certainty.key ? certainty.name.toLowerCase() : "certainty not given"}; ${claimant || "no claimant given"}`;
  return `${certainty.key ? certainty.name.toLowerCase() : "certainty not given"}; ${claimant ? `claimed by ${claimant}` : "no claimant given"}`;
}

function sourceName(source) {
  return source.title || source.id;
}

/** A short sample of the line that a certainty is drawn with. */
function lineSample(certainty) {
  return svg("svg", { class: "line-sample", viewBox: "0 0 40 8", width: "40", height: "8", "aria-hidden": "true" },
    svg("line", {
      x1: "1", y1: "4", x2: "39", y2: "4", "stroke-width": String(Math.max(1, certainty.width)), "stroke-dasharray": certainty.dashes.join(" "),
      class: `certainty-${tone(certainty.key)}`,
    }));
}

/** The colour family of a certainty; its dashes alone tell it, the colour only helps. */
function tone(key) {
  if (key === "stated" || key === "reported") return "plain";
  if (key === "alleged" || key === "disputed") return "doubt";
  if (key === "") return "none";
  return "voice";
}

function shapeSample(kind) {
  const shapes = {
    dot: svg("circle", { cx: "8", cy: "8", r: "6" }),
    square: svg("rect", { x: "2.5", y: "2.5", width: "11", height: "11" }),
    triangle: svg("path", { d: "M8 1.5 14.8 13.5 1.2 13.5Z" }),
    triangleDown: svg("path", { d: "M8 14.5 14.8 2.5 1.2 2.5Z" }),
    diamond: svg("path", { d: "M8 1 15 8 8 15 1 8Z" }),
    hexagon: svg("path", { d: "M4.5 2 11.5 2 15 8 11.5 14 4.5 14 1 8Z" }),
    star: svg("path", { d: "M8 .8 10 5.8 15.3 6.1 11.2 9.5 12.6 14.7 8 11.8 3.4 14.7 4.8 9.5 .7 6.1 6 5.8Z" }),
  };
  const sample = svg("svg", { class: "shape-sample", viewBox: "0 0 16 16", width: "14", height: "14", "aria-hidden": "true" }, shapes[kind.shape] || shapes.dot);
  sample.style.fill = kindColour(kind);
  return sample;
}

function kindColour(kind) {
  return `var(--kind-${kind.colour})`;
}

function kindName(kind) {
  return kind.name || "No label";
}

