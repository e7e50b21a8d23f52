// A canvas context that writes SVG, so that the code that draws on the screen also draws into a file.

import { contextOf, svg, SVG_NAMESPACE } from "../../common/dom.js";

/** A number in SVG, without insignificant digits. */
function svgNumber(value) {
  return String(Math.round(value * 100) / 100);
}

/** Characters that XML does not allow, even escaped. */
export const NOT_XML = /[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

export class SvgContext {
  constructor(width, height) {
    this.root = svg("svg", { xmlns: SVG_NAMESPACE, width: String(width), height: String(height), viewBox: `0 0 ${svgNumber(width)} ${svgNumber(height)}` });
    this.pixelRatio = 1; // a file has no device pixels
    this.matrix = new DOMMatrix();
    this.path = "";
    this.stack = [];
    this.dashes = [];
    this.globalAlpha = 1;
    this.fillStyle = "#000";
    this.strokeStyle = "#000";
    this.lineWidth = 1;
    this.lineCap = "butt";
    this.lineJoin = "miter";
    this.font = "12px sans-serif";
    this.textAlign = "start";
    this.textBaseline = "alphabetic";
    this.ruler = contextOf(document.createElement("canvas"));
  }

  save() {
    const { matrix, dashes, globalAlpha, fillStyle, strokeStyle, lineWidth, lineCap, lineJoin, font, textAlign, textBaseline } = this;
    this.stack.push({ matrix, dashes, globalAlpha, fillStyle, strokeStyle, lineWidth, lineCap, lineJoin, font, textAlign, textBaseline });
  }

  restore() { Object.assign(this, this.stack.pop()); }

  translate(x, y) { this.matrix = this.matrix.translate(x, y); }

  scale(x, y) { this.matrix = this.matrix.scale(x, y); }

  rotate(angle) { this.matrix = this.matrix.rotate((angle * 180) / Math.PI); }

  setTransform(...numbers) { this.matrix = new DOMMatrix(numbers); }

  setLineDash(dashes) { this.dashes = dashes.some(Boolean) ? dashes : []; }

  measureText(text) {
    this.ruler.font = this.font;
    return this.ruler.measureText(text);
  }

  // a path is written in the file's coordinates: the transform may change before it is drawn

  point(x, y) {
    const { x: across, y: down } = this.matrix.transformPoint({ x, y });
    return `${svgNumber(across)} ${svgNumber(down)}`;
  }

  beginPath() { this.path = ""; }

  moveTo(x, y) { this.path += `M${this.point(x, y)}`; }

  lineTo(x, y) { this.path += `${this.path ? "L" : "M"}${this.point(x, y)}`; }

  quadraticCurveTo(a, b, x, y) { this.path += `Q${this.point(a, b)} ${this.point(x, y)}`; }

  bezierCurveTo(a, b, c, d, x, y) { this.path += `C${this.point(a, b)} ${this.point(c, d)} ${this.point(x, y)}`; }

  closePath() { if (this.path) this.path += "Z"; }

  rect(x, y, width, height) {
    this.moveTo(x, y);
    for (const [across, down] of [[x + width, y], [x + width, y + height], [x, y + height]]) this.lineTo(across, down);
    this.closePath();
  }

  arc(x, y, radius, from, to, isCounterwise = false) {
    const turn = isCounterwise ? -1 : 1;
    const sweep = Math.abs(to - from) >= 2 * Math.PI ? 2 * Math.PI : (((to - from) * turn) % (2 * Math.PI) + 2 * Math.PI) % (2 * Math.PI);
    const at = (angle) => [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
    const reach = svgNumber(radius * this.size());
    this.lineTo(...at(from));
    for (const share of [0.5, 1]) this.path += `A${reach} ${reach} 0 0 ${isCounterwise ? 0 : 1} ${this.point(...at(from + turn * sweep * share))}`;
  }

  /** How much larger a length is in the file than in the current coordinates. */
  size() { return Math.hypot(this.matrix.a, this.matrix.b); }

  add(element, attributes) {
    if (this.globalAlpha < 1) attributes.opacity = svgNumber(this.globalAlpha);
    this.root.append(svg(element, attributes));
  }

  stroke() {
    if (!this.path) return;
    const attributes = { d: this.path, fill: "none", stroke: this.strokeStyle, "stroke-width": svgNumber(this.lineWidth * this.size()), "stroke-linecap": this.lineCap, "stroke-linejoin": this.lineJoin };
    if (this.dashes.length) attributes["stroke-dasharray"] = this.dashes.map((length) => svgNumber(length * this.size())).join(" ");
    this.add("path", attributes);
  }

  fill() { if (this.path) this.add("path", { d: this.path, fill: this.fillStyle }); }

  fillRect(...box) {
    const before = this.path;
    this.beginPath();
    this.rect(...box);
    this.fill();
    this.path = before;
  }

  text(text, x, y, paint, most) {
    const { x: across, y: down } = this.matrix.transformPoint({ x, y });
    const [, style, weight, size, family] = /^(italic )?(\d{3} )?([\d.]+)px (.*)$/.exec(this.font) ?? [];
    const attributes = {
      x: svgNumber(across), y: svgNumber(down), "font-size": svgNumber(Number(size) * this.size()), "font-family": family, "text-anchor": { center: "middle", right: "end", end: "end" }[this.textAlign] ?? "start",
      "dominant-baseline": this.textBaseline === "middle" ? "central" : "auto", ...paint,
    };
    if (style) attributes["font-style"] = "italic";
    if (weight) attributes["font-weight"] = weight.trim();
    if (most !== undefined && this.measureText(text).width > most) Object.assign(attributes, { textLength: svgNumber(most), lengthAdjust: "spacingAndGlyphs" });
    const element = svg("text", attributes);
    element.textContent = text.replace(NOT_XML, "\ufffd");
    this.root.append(element);
  }

  fillText(text, x, y, most) { this.text(text, x, y, { fill: this.fillStyle }, most); }

  strokeText(text, x, y, most) { this.text(text, x, y, { fill: "none", stroke: this.strokeStyle, "stroke-width": svgNumber(this.lineWidth), "stroke-linejoin": "round" }, most); }

  /** The file as text. */
  toString() { return new XMLSerializer().serializeToString(this.root); }
}
