// The page's own texts in the reader's language; texts of the data stay unchanged. See viz/texts.csv.

import { byId } from "./dom.js";
import { language } from "./language.js";

const LANGUAGES = { en: "English", nl: "Nederlands", es: "Español" };
const TEXTS = JSON.parse(byId("texts").textContent);
/** The language of the file; the address may ask for another. */
export const fileLanguage = language();

/** The language that the address asks for, else that of the file. */
export function wantedLanguage(hash) {
  const [, wanted] = /[#&]language=(\w+)/.exec(hash) || [];
  return LANGUAGES[wanted] ? wanted : fileLanguage;
}

document.documentElement.lang = wantedLanguage(window.location.hash);

/** A text in the page's language, with `{name}` replaced by a value. A text that is not in the table belongs to the data. */
export function t(text, values = {}) {
  return phrase(text, values).join("");
}

/** Like `t`, but in parts, so that the values may be elements. */
export function phrase(text, values) {
  const own = TEXTS[language()]?.[text] ?? text;
  return own.split(/\{(\w+)\}/).map((part, at) => (at % 2 ? (typeof values[part] === "number" ? numberText(values[part]) : values[part]) : part));
}

export function numberText(number) {
  return number.toLocaleString(language());
}

/** A number that was measured: at most three significant digits, or as many as before its point. */
export function amountText(number) {
  const digits = Math.abs(number) >= 100 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 3 };
  return number.toLocaleString(language(), digits);
}

export function counted(count, one, many) {
  return `${numberText(count)} ${t(count === 1 ? one : many)}`;
}

/** A name as it appears inside a sentence. */
export function lowered(text) {
  return text.toLocaleLowerCase(language());
}

const WORDED = ["aria-label", "title", "placeholder"];

/** Translate the frame, which the file has in its own language. Elements with texts of the data have a `dir`. */
export function translateFrame() {
  if (language() === fileLanguage) return;
  const keyOf = new Map(Object.entries(TEXTS[fileLanguage] ?? {}).map(([key, text]) => [text, key]));
  const inLanguage = (text) => text.replace(/\S(?:[^]*\S)?/, (words) => t(keyOf.get(words) ?? words));
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, {
    acceptNode: (node) => (node instanceof Element && node.matches("[dir]:not(input), bdi, script, style, select#language") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT),
  });
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node instanceof Text) node.data = inLanguage(node.data);
    else if (node instanceof Element) for (const name of WORDED) if (node.hasAttribute(name)) node.setAttribute(name, inLanguage(node.getAttribute(name)));
  }
}

/**
 * The choice of a language; `before` completes the address. The page reloads: the address holds what is open, and the
 * browser asks before work is lost.
 */
export function languageChoice(before = () => {}) {
  const choice = document.getElementById("language");
  if (!(choice instanceof HTMLSelectElement)) return;
  choice.value = language();
  choice.addEventListener("change", () => {
    before();
    const parts = window.location.hash.replace(/^#/, "").split("&").filter((part) => part && !part.startsWith("language="));
    window.location.hash = [...parts, `language=${choice.value}`].join("&");
    window.location.reload();
  });
}
