// Creates elements from data as text. Nothing on this page ever parses HTML from data.

export const SVG_NAMESPACE = "http://www.w3.org/2000/svg";

/** Make an element. `properties`: class, text, dir, hidden …, `on` for listeners; null children are skipped. */
export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "text") element.textContent = value;
    else if (name === "on") for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
    else if (name === "class") element.className = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

export function svg(tag, attributes, ...children) {
  const element = document.createElementNS(SVG_NAMESPACE, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** A name in any script, isolated so that it cannot reverse the words around it. */
export function named(text, properties = {}) {
  return el("bdi", { dir: "auto", class: "name", text, ...properties });
}

/** A link to another site that sends no referrer; only plain web addresses become links. */
export function webLink(address, text, label = null) {
  if (!/^https?:\/\//i.test(address)) return named(text);
  return el("a", { href: address, target: "_blank", rel: "noopener noreferrer", dir: "auto", text, "aria-label": label });
}

/**
 * The element with an id; ids are our own, so each caller knows the element's type.
 * @returns {any}
 */
export function byId(id) {
  return document.getElementById(id);
}

/** @returns {HTMLElement[]} all elements of a selector */
export function allOf(selector, within = document) {
  return [...within.querySelectorAll(selector)];
}

/**
 * The element that has the focus.
 * @returns {any}
 */
export function focused() {
  return document.activeElement;
}

/**
 * The drawing context of a canvas; every browser that can read the page has one.
 * @returns {CanvasRenderingContext2D}
 */
export function contextOf(canvas) {
  return canvas.getContext("2d");
}

/** The title of the page, which every page has. */
export function headline() {
  return /** @type {HTMLElement} */ (document.querySelector("h1"));
}

/** Say something to a screen reader. */
export function announce(text) {
  const live = byId("live");
  live.textContent = "";
  window.setTimeout(() => { live.textContent = text; }, 30);
}

/** The value of a custom property of the style sheet in the current theme (light or dark). */
export function themed(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

export const narrow = window.matchMedia("(max-width: 1024px)");
export const calm = window.matchMedia("(prefers-reduced-motion: reduce)");

/** Whether the reader is typing in a field. */
export function isTyping() {
  return /^(INPUT|TEXTAREA|SELECT)$/.test(focused()?.tagName || "");
}

/** Whether a key asks to undo. */
export function isUndo(event) {
  return (event.ctrlKey || event.metaKey) && event.key === "z";
}
