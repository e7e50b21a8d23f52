// The text: its paragraphs, with quotes, mentions and names highlighted.

import { allOf, byId, el } from "../common/dom.js";
import { t } from "../common/texts.js";
import { actorLabel, claims, paragraphOf, payload, valueOf } from "./model.js";

// Folds words as loaders/text/quotes.py does, so that differently printed words are one quote.
const MARKS = "\"'`´‘’‚‛“”„‟«»‹›′″「」『』〝〞〟＂＇";
const INVISIBLE = "\u00ad\u200b\u2060\ufeff";
const BLANK = `\\s\\x1c-\\x1f\\x85${INVISIBLE}`;
const FOLDED = new RegExp(`[${BLANK}]*[${MARKS}][${BLANK}${MARKS}]*|[${BLANK}]+|[\\u2010\\u2011]`, "gu");
const UNSPACED = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\u{20000}-\u{3ffff}]/u;
const WORD = /[\p{L}\p{N}_]/u;

function replacement(found) {
  if (found === "\u2010" || found === "\u2011") return "-";
  if ([...found].some((character) => MARKS.includes(character))) return '"';
  return /[^\u00ad\u200b\u2060\ufeff]/.test(found) ? " " : "";
}

/** A folded text, and the position of each of its characters in the text, followed by the position of the end. */
function foldPrint(text) {
  let folded = "";
  const offsets = [];
  const copy = (start, end) => { for (let at = start; at < end; at += 1) { folded += text[at]; offsets.push(at); } };
  let done = 0;
  for (const match of text.matchAll(FOLDED)) {
    copy(done, match.index);
    const character = replacement(match[0]);
    if (character) { folded += character; offsets.push(match.index); }
    done = match.index + match[0].length;
  }
  copy(done, text.length);
  offsets.push(text.length);
  return { folded, offsets };
}

function cutsWord(text, offset) {
  if (offset <= 0 || offset >= text.length) return false;
  const before = String.fromCodePoint(text.codePointAt(offset - 1));
  const after = String.fromCodePoint(text.codePointAt(offset));
  if (/\p{M}/u.test(after)) return true;
  return WORD.test(before) && WORD.test(after) && !UNSPACED.test(before) && !UNSPACED.test(after);
}

/** The positions of a quote in a paragraph: pairs of start and end. */
function spansOf(quote, number) {
  const wanted = foldPrint(quote.normalize("NFC")).folded.replace(/^[ "]+|[ "]+$/g, "");
  if (!wanted) return [];
  const { folded, offsets } = foldPrint(payload.paragraphs[number - 1].text);
  const found = [];
  for (let at = folded.indexOf(wanted); at >= 0; at = folded.indexOf(wanted, at + 1)) {
    const end = at + wanted.length;
    if (!cutsWord(folded, at) && !cutsWord(folded, end)) found.push([offsets[at], offsets[end - 1] + 1]);
  }
  return found;
}

/** The numbers of the paragraphs that contain a quote; only `number` if that paragraph does. */
export function paragraphsOf(quote, number) {
  if (number && spansOf(quote, number).length) return [number];
  return payload.paragraphs.map((_, index) => index + 1).filter((index) => spansOf(quote, index).length);
}

/** The highlights of a paragraph: the original ones, and the quotes of changed or added claims. */
function spansNow(number) {
  const own = (claim) => claim.isNew || claim.changes.quote !== undefined || claim.changes.paragraph !== undefined;
  const given = payload.paragraphs[number - 1].spans.filter(([, , kind, ref]) => kind !== "quote" || !own(claims[ref]));
  const changed = claims.filter((claim) => own(claim) && valueOf(claim, "quote") && paragraphOf(claim) === number);
  return [...given, ...changed.flatMap((claim) => spansOf(valueOf(claim, "quote"), number).map(([start, end]) => [start, end, "quote", claim.number]))];
}

/** Split a paragraph where a highlight begins or ends. */
function segments(text, spans) {
  const cuts = [...new Set([0, text.length, ...spans.flatMap(([start, end]) => [start, end])])].sort((a, b) => a - b);
  const opening = [...spans].sort((a, b) => a[0] - b[0]);
  let next = 0;
  let open = [];
  return cuts.slice(0, -1).map((start, index) => {
    while (next < opening.length && opening[next][0] <= start) open.push(opening[next++]);
    open = open.filter(([, end]) => end > start);
    return { text: text.slice(start, cuts[index + 1]), spans: [...open] };
  });
}

const TITLES = { name: t("No actor of this graph has this name"), mention: t("Stands for an actor of the claim") };

export function drawWords(number) {
  const words = byId(`words-${number}`);
  const met = new Set();
  words.replaceChildren(...segments(payload.paragraphs[number - 1].text, spansNow(number)).map(({ text, spans }) => {
    if (!spans.length) return text;
    const quoting = spans.filter(([, , kind]) => kind === "quote").map(([, , , ref]) => ref);
    const first = quoting.filter((ref) => !met.has(ref));
    first.forEach((ref) => met.add(ref));
    const kinds = new Set(spans.map(([, , kind]) => kind));
    const named = spans.find(([, , kind]) => kind === "actor");
    const title = kinds.has("name") ? TITLES.name : named ? actorLabel(named[3]) : kinds.has("mention") ? TITLES.mention : null;
    const claimNumbers = spans.filter(([, , kind]) => kind === "quote" || kind === "mention").map(([, , kind, ref]) => `${kind[0]}${ref}`);
    return el("mark", {
      class: ["lit", ...kinds].join(" "), title, text, "data-claims": claimNumbers.join(" ") || null,
      ...(quoting.length ? { "data-quotes": quoting.join(" ") } : {}),
      ...(first.length ? { tabindex: "0", role: "button", "aria-label": t("Quote: {quote}", { quote: text }) } : {}),
    });
  }));
}

/** Highlight the quote and the mentions of one claim. */
export function lightClaim(claim) {
  allOf("mark.chosen").forEach((mark) => mark.classList.remove("chosen"));
  if (!claim) return;
  for (const mark of allOf(`mark[data-claims~="q${claim.number}"], mark[data-claims~="m${claim.number}"]`)) mark.classList.add("chosen");
}

/** The selected words of one paragraph, only whole words: `{ range, number, quote, start, end }`, or null. */
export function selectedWords() {
  const selection = window.getSelection();
  if (!selection?.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const within = (node) => (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement)?.closest(".words");
  const words = within(range.startContainer);
  if (!words || within(range.endContainer) !== words) return null;
  const before = document.createRange();
  before.setStart(words, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const text = words.textContent;
  let start = before.toString().length;
  let end = start + range.toString().length;
  while (start < end && /\s/.test(text[start])) start += 1;
  while (end > start && /\s/.test(text[end - 1])) end -= 1;
  if (start === end) return null;
  while (cutsWord(text, start)) start -= 1;
  while (cutsWord(text, end)) end += 1;
  return { range, number: Number(words.dataset.number), quote: text.slice(start, end).replace(/\s+/g, " "), start, end };
}
