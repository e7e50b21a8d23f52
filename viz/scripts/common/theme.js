// Light and dark: the system's setting, until the reader uses the button.

import { byId } from "./dom.js";
import { t } from "./texts.js";

export function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : window.matchMedia("(prefers-color-scheme: dark)").matches;
}

/** Update the button after a change of theme. */
export function showTheme() {
  byId("theme").setAttribute("aria-pressed", String(isDark()));
  byId("theme").textContent = t(isDark() ? "Light" : "Dark");
}

export function turnTheme() {
  document.documentElement.dataset.theme = isDark() ? "light" : "dark";
  showTheme();
}
