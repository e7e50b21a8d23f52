// The language of the page's own words.

export function language() {
  return globalThis.document?.documentElement.lang || "en";
}
