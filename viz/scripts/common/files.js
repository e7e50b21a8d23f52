// Files for download, and cells of CSV.

import { el } from "./dom.js";

export function offer(name, blob) {
  const address = URL.createObjectURL(blob);
  const link = el("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  window.setTimeout(() => URL.revokeObjectURL(address), 10000);
}

/**
 * A spreadsheet executes a cell that begins like a formula; an apostrophe before it makes it text. A spreadsheet may
 * split cells at other characters than commas, so what follows one of them is guarded, too. Numbers stay numbers.
 */
const UNSAFE = /(^|[,;|\t\r\n"])([^\S\t\r\n]*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])(?![+-]?(?:\d+(?:[.,]\d+)*|\.\d+)(?:e[+-]?\d+)?%?\s*(?:$|[,;|\t\r\n"]))/gi;

export function safe(text) {
  const guarded = text.replace(UNSAFE, "$1'$2");
  return /^[\t\r\n]/.test(guarded) ? `'${guarded}` : guarded;
}

function plainText(value) {
  return value === undefined || value === null ? "" : String(value);
}

function cell(text) {
  return /[",\r\n;]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}

export function csvOf(rows, end, written) {
  return rows.map((row) => row.map((value) => cell(written(plainText(value)))).join(",") + end).join("");
}
