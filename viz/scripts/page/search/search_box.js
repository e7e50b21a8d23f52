// The search box: a field with a list of results, for keyboard and pointer.

import { announce, el, focused, named } from "../../common/dom.js";
import { folded } from "../../common/fold.js";
import { numberText, t } from "../../common/texts.js";
import { dateWords } from "../time/dates.js";
import { actors, claims, scene } from "../model.js";
import { findAll } from "./search.js";
import { labelWords, shapeSample, sourceName, stateSample } from "../panel/words.js";

/** How many more results of a group show at a time. */
const MORE_FOUND = 50;

/**
 * Make a search box; `pick` gets the choice: its `kind` (actor, claim or source) and `index`. With
 * `namesOnly`, it finds actors by name only, and the field keeps the name. Returns its elements and a `set` to fill it.
 */
export function searchBox(id, label, pick, { namesOnly = false, hint = "" } = {}) {
  const list = el("div", { id: `${id}-list`, role: "listbox", class: "found", "aria-label": label, hidden: true });
  const input = el("input", {
    id, type: "text", role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list",
    autocomplete: "off", spellcheck: "false", dir: "auto", placeholder: hint,
  });
  /** @type {[any[], { row: HTMLElement, result: any }[], Record<string, number>, number]} */
  let [groups, rows, limits, active] = [[], [], {}, -1];

  const close = () => { fold(list, input); active = -1; };
  const take = (result) => {
    if (result.more) {
      const at = active;
      limits[result.more] += MORE_FOUND;
      draw();
      point(at);
      return;
    }
    input.value = namesOnly ? actors[result.index].name : "";
    close();
    pick(result);
  };
  const point = (number) => {
    active = (number + rows.length) % rows.length;
    rows.forEach(({ row }, index) => row.setAttribute("aria-selected", String(index === active)));
    input.setAttribute("aria-activedescendant", rows[active].row.id);
    rows[active].row.scrollIntoView({ block: "nearest" });
  };
  const draw = () => {
    rows = [];
    const option = (result, ...content) => {
      const row = el("li", { id: `${id}-${rows.length}`, role: "option", "aria-selected": "false", class: result.more ? "rest" : null, on: { mousedown: (event) => { event.preventDefault(); active = rows.findIndex((one) => one.row === row); take(result); } } }, content);
      rows.push({ row, result });
      return row;
    };
    const sections = groups.map(({ title, results }) => {
      const limit = limits[title];
      const left = results.length - limit;
      return el("ul", { role: "group", "aria-label": title },
        namesOnly ? null : el("li", { class: "head", role: "presentation" }, title, el("span", { class: "count", text: numberText(results.length) })),
        results.slice(0, limit).map((result) => option(result, foundContent(result))),
        left > 0 ? option({ more: title }, t("{count} more", { count: numberText(left) })) : null);
    });
    const none = input.value.trim() ? el("p", { class: "none", text: t(namesOnly ? "No actor of that name or alias" : "Nothing found") }) : null;
    list.replaceChildren(...(sections.length ? sections : [none].filter(Boolean)));
    list.hidden = !list.children.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    active = -1;
  };
  const update = () => {
    groups = findAll(input.value, namesOnly);
    limits = Object.fromEntries(groups.map(({ title, first }) => [title, first]));
    draw();
    if (rows.length) point(0);
    if (input.value.trim()) announce(groups.length ? t("{things} found", { things: groups.map(({ results, words }) => words(results.length)).join(", ") }) : t("Nothing found"));
  };
  input.addEventListener("input", update);
  input.addEventListener("change", () => {
    const found = namesOnly && !list.hidden ? meantBy(input.value, rows.map(({ result }) => result)) : null;
    if (found) take(found);
  });
  input.addEventListener("blur", () => window.setTimeout(() => { if (focused() !== input) close(); }, 120));
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) { close(); event.stopPropagation(); }
    else if (list.hidden || !rows.length) return;
    else if (event.key === "ArrowDown") point(active + 1);
    else if (event.key === "ArrowUp") point(active - 1);
    else if (event.key === "Enter") take(rows[Math.max(active, 0)].result);
    else return;
    event.preventDefault();
  });
  const box = el("div", { class: "search" }, el("label", { for: id, text: label }), input, list);
  return { box, input, set: (index) => { input.value = index === null ? "" : actors[index].name; } };
}

function fold(list, input) {
  list.hidden = true;
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}

/** The actor that is meant without a choice: the only result, or the only one with exactly the typed name. */
function meantBy(typed, results) {
  const found = results.filter(({ more }) => !more);
  const isNamed = ({ index }) => [actors[index].name, ...(actors[index].aliases || [])].some((name) => folded(name) === folded(typed));
  const fitting = found.length > 1 ? found.filter(isNamed) : found;
  return fitting.length === 1 ? fitting[0] : null;
}

/** One entry of the list: its name, and a line about it. */
function foundContent({ kind, index, alias, member, inSummary }) {
  if (kind === "claim") {
    const claim = claims[index];
    const words = claim.quote ? `“${claim.quote}”` : claim.role || claim.summary || claim.mention;
    const { key } = scene.claimKinds[claim.kind];
    return [key === "affirmed" ? el("span", { "aria-hidden": "true", text: "“" }) : stateSample(key), named(claim.says, { class: "says" }), el("small", {}, named(words, { class: "" }))];
  }
  if (kind === "source") {
    const source = scene.sources[index];
    return [el("span", { "aria-hidden": "true", text: "§" }), named(sourceName(source)), el("small", { dir: "auto", text: [source.author, dateWords(source.date)].filter(Boolean).join(", ") })];
  }
  const actor = actors[index];
  const about = [alias ? [`${t("also")} `, named(alias)] : null, member ? [alias ? ", " : "", `${t("in the group")} `, named(actor.name, { class: "" })] : null].filter(Boolean);
  const rest = inSummary ? named(actor.summary, { class: "" }) : labelWords(actor);
  return [shapeSample(scene.kinds[actor.kind], actor.colour), named(member || actor.name), el("small", {}, about.length ? about : rest)];
}
