// Search by name and alias: a box with a list, by keyboard or pointer.

const MOST_FOUND = 12;

/** Find actors; names before aliases, beginnings before middles, the better tied first. */
function findActors(text) {
  const wanted = folded(text);
  if (!wanted) return [];
  const found = [];
  actors.forEach((actor, place) => {
    let best = Infinity;
    let which = 0;
    (actor.keys || []).forEach((key, number) => {
      const at = key.indexOf(wanted);
      if (at < 0) return;
      const rank = (key === wanted ? 0 : at === 0 ? 1 : key[at - 1] === " " ? 2 : 3) * 2 + (number ? 1 : 0);
      if (rank < best) { best = rank; which = number; }
    });
    if (best < Infinity) found.push({ place, best, alias: which ? actor.aliases[which - 1] : null });
  });
  found.sort((a, b) => a.best - b.best || actors[b.place].degree - actors[a.place].degree || a.place - b.place);
  return found.slice(0, MOST_FOUND);
}

/** Make a search box; `pick` gets the place of the chosen actor. Returns its elements and a `set` to fill it. */
function searchBox(id, label, pick, { keep = false, hint = "" } = {}) {
  const list = el("ul", { id: `${id}-list`, role: "listbox", class: "found", "aria-label": label, hidden: true });
  const input = el("input", {
    id, type: "text", role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list",
    autocomplete: "off", spellcheck: "false", dir: "auto", placeholder: hint,
  });
  let results = [];
  let active = -1;

  const close = () => { list.hidden = true; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); active = -1; };
  const take = (result) => { input.value = keep ? actors[result.place].name : ""; close(); pick(result.place); };
  const point = (number) => {
    active = (number + results.length) % results.length;
    [...list.children].forEach((item, place) => item.setAttribute("aria-selected", String(place === active)));
    input.setAttribute("aria-activedescendant", `${id}-${active}`);
    list.children[active].scrollIntoView({ block: "nearest" });
  };
  const update = () => {
    results = findActors(input.value);
    const rows = results.map((result, number) => foundRow(`${id}-${number}`, result, () => take(result)));
    const none = input.value.trim() ? [el("li", { class: "none", role: "option", "aria-disabled": "true", text: "No actor of that name or alias" })] : [];
    list.replaceChildren(...(rows.length ? rows : none));
    list.hidden = !list.children.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    active = -1;
    if (rows.length) point(0);
    if (input.value.trim()) announce(rows.length ? counted(rows.length, "actor found", "actors found") : "No actor found");
  };
  input.addEventListener("input", update);
  input.addEventListener("blur", () => window.setTimeout(() => { if (document.activeElement !== input) close(); }, 120));
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) { close(); event.stopPropagation(); }
    else if (list.hidden || !results.length) return;
    else if (event.key === "ArrowDown") point(active + 1);
    else if (event.key === "ArrowUp") point(active - 1);
    else if (event.key === "Enter") take(results[Math.max(active, 0)]);
    else return;
    event.preventDefault();
  });
  const box = el("div", { class: "search" }, el("label", { for: id, text: label }), input, list);
  return { box, input, set: (place) => { input.value = place === null ? "" : actors[place].name; } };
}

function foundRow(id, { place, alias }, take) {
  const actor = actors[place];
  const about = alias ? [scene.overview ? "with " : "also ", named(alias)] : kindName(scene.kinds[actor.kind]);
  return el("li", { id, role: "option", "aria-selected": "false", on: { mousedown: (event) => { event.preventDefault(); take(); } } },
    shapeSample(scene.kinds[actor.kind]), named(actor.name), el("small", {}, about));
}

