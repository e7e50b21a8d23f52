// What is seen, as files: the picture as PNG, ties as CSV, actors and ties as JSON.

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

/** A spreadsheet runs a cell that begins like a formula: an apostrophe before it makes it text. */
function cell(value) {
  const text = value === undefined || value === null ? "" : String(value);
  const guarded = /^[=+\-@\t\r\n|%]/.test(text.trimStart()) || /^[\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n;]/.test(guarded) ? `"${guarded.replace(/"/g, '""')}"` : guarded;
}

function sourceText(tie) {
  return (tie.sources || []).map((place) => { const source = scene.sources[place]; return source.title ? `${source.title}${source.link ? ` <${source.link}>` : ""}` : source.id; }).join(" | ");
}

function saveCsv() {
  const heads = ["id", "source", "source_name", "target", "target_name", "type", "in_words", "role", "start_date", "end_date", "certainty", "claimed_by", "claimed_by_name", "paragraph", "sources", "sources_in_words", "summary"];
  const rows = ties.filter((_, place) => seen.ties[place]).map((tie) => [
    tie.id, actors[tie.a].id, actors[tie.a].name, actors[tie.b].id, actors[tie.b].name, scene.types[tie.type].name, scene.types[tie.type].words, tie.role, tie.start, tie.end,
    scene.certainties[tie.certainty].key, scene.claimants[tie.claimant].id, claimantName(tie), tie.paragraph,
    (tie.sources || []).map((place) => scene.sources[place].id).join(" | "), sourceText(tie), tie.summary,
  ]);
  const text = [heads, ...rows].map((row) => row.map(cell).join(",")).join("\r\n");
  // the mark at the start tells spreadsheets that this is UTF-8
  offer(fileName("csv"), new Blob(["\ufeff", text, "\r\n"], { type: "text/csv;charset=utf-8" }));
}

function saveJson() {
  const shown = {
    title: scene.title, question: scene.question || null, dataDate: scene.dataDate || null, asOf: when.day,
    note: "Every tie is a claim: somebody says so. See certainty, claimedBy and sources.",
    actors: actors.filter((_, place) => seen.actors[place]).map((actor) => ({
      id: actor.id, name: actor.name, labels: actor.labels || [], aliases: actor.aliases || [], summary: actor.summary ?? null, country: actor.country ?? null, url: actor.url ?? null, ...(actor.more ? { more: actor.more } : {}),
    })),
    ties: ties.filter((_, place) => seen.ties[place]).map((tie) => ({
      id: tie.id, source: actors[tie.a].id, target: actors[tie.b].id, type: scene.types[tie.type].name, role: tie.role ?? null, startDate: tie.start ?? null, endDate: tie.end ?? null,
      certainty: scene.certainties[tie.certainty].key || null, claimedBy: claimantName(tie) || null, paragraph: tie.paragraph ?? null, summary: tie.summary ?? null, mention: tie.mention ?? null,
      sources: (tie.sources || []).map((place) => scene.sources[place]), ...(tie.more ? { more: tie.more } : {}),
    })),
  };
  offer(fileName("json"), new Blob([JSON.stringify(shown, null, 2), "\n"], { type: "application/json" }));
}

/** The picture as it is on the screen, with its title, the line on claims and a key to the lines. */
function savePng() {
  const canvas = picture.querySelector("canvas");
  const ratio = canvas.width / canvas.clientWidth;
  const [width, height, head, foot] = [canvas.clientWidth, canvas.clientHeight, 64, 58];
  const sheet = el("canvas", {});
  sheet.width = canvas.width;
  sheet.height = Math.round((height + head + foot) * ratio);
  const context = sheet.getContext("2d");
  context.scale(ratio, ratio);
  context.fillStyle = themed("--ground");
  context.fillRect(0, 0, width, height + head + foot);
  context.drawImage(canvas, 0, head, width, height);
  context.fillStyle = themed("--ink");
  context.font = '600 20px Georgia, "Noto Serif", serif';
  context.fillText(scene.title, 16, 30, width - 32);
  context.font = "13px system-ui, sans-serif";
  context.fillStyle = themed("--muted");
  const stamp = [scene.question, scene.dataDate ? `Data as of ${dateWords(scene.dataDate)}` : "", when.day ? `As of ${dateWords(when.day)}` : ""].filter(Boolean).join(" · ");
  context.fillText(stamp, 16, 52, width - 32);
  drawKey(context, 16, height + head + 18, width - 32);
  sheet.toBlob((blob) => offer(fileName("png"), blob), "image/png");
}

function drawKey(context, left, top, width) {
  context.font = "12px system-ui, sans-serif";
  context.fillText("Every tie is a claim, not a fact: somebody says so.", left, top, width);
  let x = left;
  for (const certainty of scene.certainties) {
    const name = certainty.key ? certainty.name : "Certainty not given";
    context.setLineDash(certainty.dashes);
    context.lineWidth = certainty.width;
    context.strokeStyle = themed(`--tie-${tone(certainty.key)}`);
    context.beginPath();
    context.moveTo(x, top + 20);
    context.lineTo(x + 34, top + 20);
    context.stroke();
    context.setLineDash([]);
    context.fillText(name, x + 40, top + 24);
    x += 60 + context.measureText(name).width;
    if (x > left + width - 80) break;
  }
}

