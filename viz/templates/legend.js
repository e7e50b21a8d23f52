// The legend, which is also the filter, and the time slider.

const FIRST_ROWS = { kinds: 26, types: 12, certainties: 12, claimants: 9 };
const sections = [];

/** One part of the legend: a row for each entry, with its sample, its count and a box to tick. */
function legendSection(key, title, entries, sample, nameOf, meaningOf) {
  if (!entries.length) return null;
  const boxes = entries.map((entry, place) => {
    const box = el("input", { type: "checkbox", on: { change: () => { setOff(key, [place], !box.checked); filtered(); } } });
    box.checked = true;
    return box;
  });
  const rows = entries.map((entry, place) =>
    el("li", { hidden: place >= FIRST_ROWS[key] && entries.length > FIRST_ROWS[key] + 2 },
      el("label", { title: meaningOf ? meaningOf(entry) : nameOf(entry) }, boxes[place], sample ? sample(entry) : null,
        el("span", { class: "entry", dir: "auto", text: nameOf(entry) }), el("span", { class: "count", text: entry.count.toLocaleString("en") }))));
  const all = (on) => { setOff(key, entries.map((_, place) => place), !on); filtered(); };
  sections.push(() => boxes.forEach((box, place) => { box.checked = !off[key].has(place); }));
  const list = el("ul", {}, rows);
  return el("fieldset", { id: `legend-${key}` }, el("legend", { text: title }),
    el("div", { class: "allnone" },
      el("button", { type: "button", text: "All", "aria-label": `All: ${title}`, on: { click: () => all(true) } }),
      el("button", { type: "button", text: "None", "aria-label": `None: ${title}`, on: { click: () => all(false) } })),
    list, moreButton(rows));
}

function moreButton(rows) {
  const hidden = rows.filter((row) => row.hidden);
  if (!hidden.length) return null;
  const button = el("button", { type: "button", class: "more", text: `Show ${hidden.length} more`, on: { click: () => {
    hidden.forEach((row) => { row.hidden = false; });
    hidden[0].querySelector("input").focus();
    button.remove();
  } } });
  return button;
}

function setOff(key, places, isOff) {
  for (const place of places) {
    if (isOff) off[key].add(place);
    else off[key].delete(place);
  }
}

function buildLegend() {
  byId("legend").append(...[
    legendSection("certainties", "How certain", scene.certainties, lineSample, (entry) => entry.name, (entry) => entry.meaning),
    legendSection("kinds", scene.overview ? "Groups of actors" : "Actors", scene.kinds, shapeSample, kindName),
    scene.overview ? null : legendSection("types", "Ties", scene.types, directionSample, (entry) => entry.words, (entry) => [entry.name, entry.description].filter(Boolean).join(": ")),
    scene.overview ? null : legendSection("claimants", "Who says so", scene.claimants, null, (entry) => entry.name || "No claimant given"),
  ].filter(Boolean));
}

function directionSample(type) {
  return el("span", { class: "direction", "aria-hidden": "true", text: type.directed ? "→" : "—" });
}

/** Everything on again. */
function resetFilters() {
  Object.values(off).forEach((set) => set.clear());
  when.day = null;
  const slider = byId("day");
  if (slider) { slider.value = slider.max; slider.dispatchEvent(new Event("input")); }
  filtered();
}

/** Bring legend, picture, tables and counts in line with the filters. */
function filtered() {
  sift();
  sections.forEach((update) => update());
  refreshPicture();
  showCounts();
  const none = !seen.actors.some(Boolean);
  byId("empty").hidden = !none;
  if (!byId("table").hidden) fillTables();
  reopenPanel();
}

function showCounts() {
  const shown = (list) => list.reduce((sum, one) => sum + one, 0);
  if (scene.overview) {
    const between = ties.reduce((sum, tie, place) => sum + (seen.ties[place] ? tie.count : 0), 0);
    byId("shown").textContent = `${counted(shown(seen.actors), "group", "groups")} and ${counted(between, "tie", "ties")} between groups shown`;
    return;
  }
  const [some, most] = [shown(seen.actors), shown(seen.ties)];
  const all = some === actors.length && most === ties.length;
  byId("shown").textContent = all
    ? `All ${counted(actors.length, "actor", "actors")} and ${counted(ties.length, "tie", "ties")} shown`
    : `${some.toLocaleString("en")} of ${counted(actors.length, "actor", "actors")}, ${most.toLocaleString("en")} of ${counted(ties.length, "tie", "ties")} shown`;
}

/** A slider over the days on which something begins or ends; its right end is "all dates". Hidden without dates. */
function buildTime() {
  if (!scene.days.length) return;
  const last = scene.days.length;
  const slider = el("input", { id: "day", type: "range", min: "0", max: String(last), step: "1" });
  slider.value = String(last);
  const output = el("output", { for: "day", id: "day-words" });
  const dated = ties.filter((tie) => tie.first || tie.last).length;
  const tick = (key, text) => {
    const box = el("input", { type: "checkbox", on: { change: () => { when[key] = box.checked; filtered(); } } });
    box.checked = when[key];
    return el("label", { class: "tick" }, box, text);
  };
  const update = () => {
    const place = Number(slider.value);
    when.day = place === last ? null : scene.days[place];
    const words = when.day ? `As of ${dateWords(when.day)}` : "All dates";
    output.textContent = words;
    slider.setAttribute("aria-valuetext", words);
  };
  slider.addEventListener("input", () => { update(); filtered(); });
  update();
  const undated = ties.length - dated;
  byId("time").append(
    el("div", { class: "time-line" }, el("label", { for: "day", text: "Time" }),
      el("span", { class: "bound", text: dateWords(scene.days[0].slice(0, 7)) }), slider, el("span", { class: "bound", text: "all" }), output),
    el("div", { class: "time-ticks" },
      tick("ended", "Keep ties that have ended"),
      undated ? tick("undated", `Keep undated ties (${undated.toLocaleString("en")})`) : null));
  byId("time").hidden = false;
}

