// Puts the page together: buttons, keys, light and dark.

/** After a panel opened or closed the picture has another size; vis-network is told at once, not on its next look. */
function resized() {
  if (!network || byId("stage").hidden) return;
  const middle = network.getViewPosition();
  network.setSize("100%", "100%");
  if (fitted) fitPicture(false);
  else network.moveTo({ position: middle });
  redrawSoon();
}

function showLegend(on) {
  const open = on && narrow.matches;
  if (open) closePanel();
  document.body.classList.toggle("with-legend", open);
  byId("show-legend").setAttribute("aria-expanded", String(open));
  resized();
  if (open) byId("legend").querySelector("input, button")?.focus();
}

function showTheme() {
  const dark = isDark();
  byId("theme").setAttribute("aria-pressed", String(dark));
  byId("theme").textContent = dark ? "Light" : "Dark";
}

function turnTheme() {
  document.documentElement.dataset.theme = isDark() ? "light" : "dark";
  showTheme();
  buildPicture();
}

function zoomBy(factor) {
  network.moveTo({ scale: Math.min(6, Math.max(0.02, network.getScale() * factor)), animation: animation() });
}

const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

function pictureKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (ARROWS[event.key]) {
    const at = lit && lit.focus && lit.focus.actors ? lit.focus.actors[0] : null;
    const next = at === null ? byDegree.find((place) => seen.actors[place]) : neighbourTowards(at, ARROWS[event.key]);
    if (next !== null && next !== undefined) chooseActor(next);
    else announce("No neighbour in that direction");
  } else if (event.key === "Enter" && !panel.hidden) byId("panel-title").focus({ preventScroll: true });
  else if (event.key === "+" || event.key === "=") zoomBy(1.3);
  else if (event.key === "-") zoomBy(1 / 1.3);
  else if (event.key === "0") fitPicture();
  else return;
  event.preventDefault();
}

function pageKey(event) {
  if (event.key === "Escape") {
    if (byId("save-menu").open) { byId("save-menu").open = false; byId("save-menu").querySelector("summary").focus(); }
    else if (document.body.classList.contains("with-legend")) { showLegend(false); byId("show-legend").focus(); }
    else closePanel();
    return;
  }
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName || "") && document.activeElement.type !== "checkbox" && document.activeElement.type !== "range";
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    byId("search").focus();
  }
}

/** In an overview: what is shown, and from within a group the way back. */
function tellWhere() {
  byId("show-paths").hidden = scene.overview;
  window.addEventListener("hashchange", () => window.location.reload());
  if (group === null) return;
  const outside = actors.reduce((sum, actor) => sum + (actor.outside || 0), 0);
  byId("note").textContent = `A group of ${counted(actors.length, "actor", "actors")} of the whole. ${counted(outside, "tie", "ties")} to actors of other groups ${outside === 1 ? "is" : "are"} not drawn here; each actor's panel counts them.`;
  byId("counts").textContent = [counted(actors.length, "actor", "actors"), counted(ties.length, "tie", "ties"), counted(scene.sources.length, "source", "sources")].join(", ");
  byId("note").append(" ", el("a", { id: "all-groups", href: "#", text: "All groups" }));
  document.querySelector("h1").textContent = `${scene.title}: ${scene.question}`;
}

function start() {
  payload.colours.forEach(([light, dark], place) => {
    document.documentElement.style.setProperty(`--light-${place}`, light);
    document.documentElement.style.setProperty(`--dark-${place}`, dark);
  });
  const search = searchBox("search", "Search actors", (place) => chooseActor(place, { focus: true }), { hint: "Name or alias ( / )" });
  byId("search-field").append(search.box);
  if (scene.dataDate) byId("data-date").textContent = `Data as of ${dateWords(scene.dataDate)}`;
  if (stored.scene.overview) tellWhere();
  buildLegend();
  buildTime();
  sift();
  buildPicture();
  showCounts();
  showTheme();
  const on = (id, listener) => byId(id).addEventListener("click", listener);
  on("show-legend", () => showLegend(!document.body.classList.contains("with-legend")));
  on("show-paths", () => openPaths());
  on("show-table", () => showTable(byId("table").hidden));
  on("skip-table", () => showTable(true));
  on("theme", turnTheme);
  on("zoom-in", () => zoomBy(1.4));
  on("zoom-out", () => zoomBy(1 / 1.4));
  on("zoom-fit", () => fitPicture());
  on("reset", resetFilters);
  for (const [id, save] of [["save-png", savePng], ["save-csv", saveSpreadsheet], ["save-to-load", saveToLoad], ["save-json", saveJson]]) on(id, () => { save(); byId("save-menu").open = false; });
  // ties between groups are counts, which no load could take
  byId("save-menu").addEventListener("toggle", () => { byId("save-to-load").hidden = Boolean(scene.overview); });
  picture.addEventListener("keydown", pictureKey);
  document.addEventListener("keydown", pageKey);
  document.addEventListener("click", (event) => { if (!byId("save-menu").contains(event.target)) byId("save-menu").open = false; });
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { if (!document.documentElement.dataset.theme) { showTheme(); buildPicture(); } });
  window.addEventListener("beforeprint", beforePrint);
  document.documentElement.dataset.ready = "yes";
}

start();
