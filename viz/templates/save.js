// What is seen, as files: the picture as PNG, ties as CSV for a spreadsheet or to load again, all as JSON.

function offer(name, blob) {
  const address = URL.createObjectURL(blob);
  const link = el("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  window.setTimeout(() => URL.revokeObjectURL(address), 10000);
}

function fileName(ending) {
  const plain = folded(scene.title).replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 60);
  return `${plain || "sociogram"}.${ending}`;
}

/**
 * A spreadsheet runs a cell that begins like a formula: an apostrophe before it makes it text. A file may be
 * cut at other marks than commas, so that what follows one of them is guarded, too. Numbers stay numbers.
 */
const UNSAFE = /(^|[,;|\t\r\n"])([^\S\t\r\n]*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])(?![+-]?(?:\d+(?:[.,]\d+)*|\.\d+)(?:e[+-]?\d+)?%?\s*(?:$|[,;|\t\r\n"]))/gi;

function safe(text) {
  const guarded = text.replace(UNSAFE, "$1'$2");
  return /^[\t\r\n]/.test(guarded) ? `'${guarded}` : guarded;
}

function plainText(value) {
  return value === undefined || value === null ? "" : String(value);
}

function cell(text) {
  return /[",\r\n;]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}

function csvOf(rows, end, written) {
  return rows.map((row) => row.map((value) => cell(written(plainText(value)))).join(",") + end).join("");
}

function tiesShown() {
  return ties.filter((_, place) => seen.ties[place]);
}

function sourceIds(tie) {
  return (tie.sources || []).map((place) => scene.sources[place].id).join(" | ");
}

function sourceText(tie) {
  return (tie.sources || []).map((place) => { const source = scene.sources[place]; return source.title ? `${source.title}${source.link ? ` <${source.link}>` : ""}` : source.id; }).join(" | ");
}

function saveSpreadsheet() {
  const heads = ["id", "source", "source_name", "target", "target_name", "type", "in_words", "role", "start_date", "end_date", "certainty", "claimed_by", "claimed_by_name", "paragraph", "sources", "sources_in_words", "summary", ...(scene.overview ? ["count"] : [])];
  const rows = tiesShown().map((tie) => [
    tie.id, actors[tie.a].id, actors[tie.a].name, actors[tie.b].id, actors[tie.b].name, scene.types[tie.type].name, scene.types[tie.type].words, tie.role, tie.start, tie.end,
    scene.certainties[tie.certainty].key, scene.claimants[tie.claimant].id, claimantName(tie), tie.paragraph,
    sourceIds(tie), sourceText(tie), tie.summary, ...(scene.overview ? [tie.count] : []),
  ]);
  // the mark at the start tells spreadsheets that this is UTF-8
  offer(fileName("csv"), new Blob(["\ufeff", csvOf([heads, ...rows], "\r\n", safe)], { type: "text/csv;charset=utf-8" }));
}

/** The ties as `sociogram load` takes them: its own columns, and every cell as it is in the data. */
function saveToLoad() {
  const heads = ["id", "source", "target", "type", "role", "start_date", "end_date", "certainty", "claimed_by", "paragraph", "sources", "summary", "mention", "contradicted_by"];
  const chosen = tiesShown();
  const more = [...new Set(chosen.flatMap((tie) => Object.keys(tie.more || {})))].sort();
  const rows = chosen.map((tie) => [
    tie.nameless ? "" : tie.id, actors[tie.a].id, actors[tie.b].id, scene.types[tie.type].name, tie.role, tie.start, tie.end, scene.certainties[tie.certainty].key,
    scene.claimants[tie.claimant].id, tie.paragraph, sourceIds(tie), tie.summary, tie.mention, (tie.contradictedBy || []).map((voice) => voice.id).join(" | "),
    ...more.map((key) => (tie.more || {})[key]),
  ]);
  offer(fileName("relations.csv"), new Blob([csvOf([[...heads, ...more], ...rows], "\n", (text) => text)], { type: "text/csv;charset=utf-8" }));
}

function saveJson() {
  const shown = {
    title: scene.title, question: scene.question || null, dataDate: scene.dataDate || null, asOf: when.day,
    note: "Every tie is a claim: somebody says so. See certainty, claimedBy and sources.",
    actors: actors.filter((_, place) => seen.actors[place]).map((actor) => ({
      id: actor.id, name: actor.name, labels: actor.labels || [], aliases: actor.aliases || [], summary: actor.summary ?? null, country: actor.country ?? null, url: actor.url ?? null, ...(actor.size ? { size: actor.size } : {}), ...(actor.more ? { more: actor.more } : {}),
    })),
    ties: ties.filter((_, place) => seen.ties[place]).map((tie) => ({
      id: tie.id, source: actors[tie.a].id, target: actors[tie.b].id, type: scene.types[tie.type].name, role: tie.role ?? null, startDate: tie.start ?? null, endDate: tie.end ?? null,
      certainty: scene.certainties[tie.certainty].key || null, claimedBy: claimantName(tie) || null, paragraph: tie.paragraph ?? null, summary: tie.summary ?? null, mention: tie.mention ?? null,
      sources: (tie.sources || []).map((place) => scene.sources[place]), ...(tie.count ? { count: tie.count } : {}), ...(tie.more ? { more: tie.more } : {}),
    })),
  };
  offer(fileName("json"), new Blob([JSON.stringify(shown, null, 2), "\n"], { type: "application/json" }));
}

/** The picture as it is on the screen, with its title, the line on claims, and a key to lines and shapes. */
function pictureSheet() {
  finishPicture();
  network.redraw();
  const canvas = picture.querySelector("canvas");
  const ratio = canvas.width / canvas.clientWidth;
  const [width, height, head] = [canvas.clientWidth, canvas.clientHeight, 64];
  const sheet = el("canvas", {});
  const context = sheet.getContext("2d");
  const rows = keyRows(context, width - 32);
  sheet.width = canvas.width;
  sheet.height = Math.round((head + height + 34 + rows.length * 22) * ratio);
  context.scale(ratio, ratio);
  context.fillStyle = themed("--ground");
  context.fillRect(0, 0, sheet.width, sheet.height);
  context.drawImage(canvas, 0, head, width, height);
  context.fillStyle = themed("--ink");
  context.font = '600 20px Georgia, "Noto Serif", serif';
  context.fillText(scene.title, 16, 30, width - 32);
  context.font = KEY_FONT;
  context.fillStyle = themed("--muted");
  const stamp = [scene.question, scene.dataDate ? `Data as of ${dateWords(scene.dataDate)}` : "", when.day ? `As of ${dateWords(when.day)}` : ""].filter(Boolean).join(" · ");
  context.fillText(stamp, 16, 52, width - 32);
  context.fillText("Every tie is a claim, not a fact: somebody says so.", 16, head + height + 18, width - 32);
  rows.forEach((row, number) => row.forEach((entry) => drawKeyEntry(context, entry, 16 + entry.x, head + height + 38 + number * 22)));
  return sheet;
}

function savePng() {
  pictureSheet().toBlob((blob) => offer(fileName("png"), blob), "image/png");
}

/** On paper the picture stands as an image with its key, on a light ground, above the open panel. */
function beforePrint() {
  if (byId("stage").hidden) return;
  const theme = document.documentElement.dataset.theme;
  if (isDark()) { document.documentElement.dataset.theme = "light"; buildPicture(); }
  byId("print-picture")?.remove();
  const image = el("img", { id: "print-picture", alt: "Actors and their ties", src: pictureSheet().toDataURL("image/png") });
  byId("main").before(image);
  document.body.classList.add("printing");
  window.addEventListener("afterprint", () => {
    image.remove();
    document.body.classList.remove("printing");
    if (theme) document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
    buildPicture();
  }, { once: true });
}

const KEY_FONT = "12.5px system-ui, sans-serif";

/** The key's entries, broken into rows of the picture's width: lines first, then shapes. */
function keyRows(context, width) {
  context.font = KEY_FONT;
  const entry = (what, name, sample) => ({ ...what, name, sample, room: sample + 26 + Math.min(context.measureText(name).width, 200) });
  const groups = [
    scene.certainties.filter((_, place) => !off.certainties.has(place)).map((certainty) => entry({ certainty }, certainty.key ? certainty.name : "Certainty not given", 34)),
    scene.kinds.filter((_, place) => !off.kinds.has(place)).map((kind) => entry({ kind }, kindName(kind), 14)),
  ];
  return groups.flatMap((group) => {
    const rows = [];
    let x = Infinity;
    for (const one of group) {
      if (x + one.room > width) { rows.push([]); x = 0; }
      rows.at(-1).push({ ...one, x });
      x += one.room;
    }
    return rows;
  });
}

function drawKeyEntry(context, { certainty, kind, name, sample }, x, y) {
  context.beginPath();
  if (certainty) {
    context.setLineDash(certainty.dashes);
    context.lineWidth = certainty.width;
    context.strokeStyle = themed(`--tie-${tone(certainty.key)}`);
    context.moveTo(x, y);
    context.lineTo(x + sample, y);
    context.stroke();
    context.setLineDash([]);
  } else {
    outline(context, kind.shape, x + 6, y, 5);
    context.fillStyle = colourPair(kind);
    context.fill();
  }
  context.fillStyle = themed("--muted");
  context.textBaseline = "middle";
  context.fillText(name, x + sample + 6, y + 1, 200);
}

