// Light and dark: as the reader's system has it, until the page's button chooses.

import { byId } from "./dom.js";
import { t } from "./texts.js";

export function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : window.matchMedia("(prefers-color-scheme: dark)").matches;
}

/** Bring the button in line with the theme. */
export function showTheme() {
  byId("theme").setAttribute("aria-pressed", String(isDark()));
  byId("theme").textContent = t(isDark() ? "Light" : "Dark");
}

export function turnTheme() {
  document.documentElement.dataset.theme = isDark() ? "light" : "dark";
  showTheme();
}
