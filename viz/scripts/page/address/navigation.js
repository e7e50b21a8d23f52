// Everything that the page shows has an address, which Back, Forward, reload and a copied link restore.

import { announce, byId, el, headline, named } from "../../common/dom.js";
import { folded } from "../../common/fold.js";
import { language } from "../../common/language.js";
import { fileLanguage, phrase, t, wantedLanguage } from "../../common/texts.js";
import { actorPart, decodedText, listOf, listText, parseAddress } from "./address.js";
import { dateParts } from "../time/dates.js";
import { choice, facets, faded, keep, setRange, switchAllOn, unasked, USUAL_KEEP, when } from "../filters/filters.js";
import { actors, claims, group, scene, stored, ties } from "../model.js";
import { chooseActor, chooseSource, chooseTie, closePanel, opened, openPanel } from "../panel/panel.js";
import { journey, openPaths } from "../panel/paths.js";
import { movedByHand, resized, setOwnView } from "../picture/picture.js";
import { upright } from "../picture/positions.js";
import { filtered } from "../filters/apply.js";
import { showTable } from "../panel/table.js";
import { network } from "../picture/vis_network.js";

/** For how many milliseconds changes are combined into one entry of the history. */
const ONE_CHANGE = 150;
const navigation = { isApplying: false, written: window.location.hash, depth: 0, deepest: 0, timer: 0, isPush: false };
/** Names of values in an address that other functions read. */
const OTHER_NAMES = ["actor", "tie", "source", "with", "group", "view", "theme", "language"];
const firstRange = { from: null, to: null };

/** The name of a facet's entry in an address: the same in every page of the same data. */
function entryKey({ key }, entry) {
  if (key === "kinds" || key === "types") return entry.key ?? entry.name; // the page itself names the entries of an overview
  if (key === "texts") return entry.source === undefined ? "" : scene.sources[entry.source].id;
  return (key === "claimants" ? entry.id : entry.key) ?? "";
}

function isUsual(facet) {
  const usual = facet.key === "claimKinds" ? unasked : [];
  return facet.off.size === usual.length && usual.every((index) => facet.off.has(index));
}

/** `hide.types=MET,ACCUSES`, or `only.…` if fewer entries are shown than hidden. */
function facetPart(facet) {
  const [hidden, left] = [/** @type {string[]} */ ([]), /** @type {string[]} */ ([])];
  facet.entries.forEach((entry, index) => (facet.off.has(index) ? hidden : left).push(entryKey(facet, entry)));
  const [word, values] = hidden.length <= left.length ? ["hide", hidden] : ["only", left];
  return `${word}.${encodeURIComponent(facet.key)}=${listText(values)}`;
}

function openedPart() {
  if (!opened) return [];
  const { kind, index } = opened;
  if (kind === "actor") return [actorPart(opened.member ?? actors[index].id)];
  if (kind === "tie") return [`tie=${encodeURIComponent(claims[ties[index].claims[0]].id)}`];
  if (kind === "source") return [`source=${encodeURIComponent(scene.sources[index].id)}`];
  if (journey.from === null && journey.to === null) return ["path="];
  const ends = [journey.from, journey.to].map((end) => (end === null ? "" : actors[end].id));
  const lists = [["without", [...journey.without].map((one) => actors[one].id)], ["with", [...journey.with]]];
  return [`path=${listText(ends)}`, ...lists.filter(([, values]) => values.length).map(([name, values]) => `${name}=${listText(values)}`)];
}

function filterParts() {
  const isSame = when.from === firstRange.from && when.to === firstRange.to;
  const kept = Object.keys(keep).filter((key) => keep[key]);
  return [
    ...facets.filter((facet) => !isUsual(facet)).map(facetPart),
    choice.tiedOnly ? "tied" : "",
    choice.around === null ? "" : `around=${encodeURIComponent(actors[choice.around].id)}`,
    faded.size ? `fade=${listText([...faded].map((index) => actors[index].id))}` : "",
    isSame ? "" : `dates=${when.from ?? ""}..${when.to ?? ""}`,
    Object.keys(keep).every((key) => keep[key] === USUAL_KEEP[key]) ? "" : `keep=${listText(kept)}`,
  ];
}

/** The view in the coordinates of the layout; on a portrait screen the picture is rotated. */
function viewPart() {
  if (!movedByHand) return "";
  const { x, y } = network.getViewPosition();
  const [across, down] = upright ? [y, x] : [x, y];
  return `view=${Math.round(across)},${Math.round(down)},${Number(network.getScale().toPrecision(3))}`;
}

function addressText() {
  const { theme, embed } = document.documentElement.dataset;
  const parts = [
    ...openedPart(), group === null ? "" : `group=${group.number}`, ...filterParts(), byId("table").hidden ? "" : "list",
    viewPart(), theme ? `theme=${theme}` : "", language() === fileLanguage ? "" : `language=${language()}`, embed ? "embed" : "",
  ].filter(Boolean);
  return parts.length ? `#${parts.join("&")}` : "";
}

/** Write the address soon: as a new entry of the history, or in place of the current one. */
export function remember({ push = true } = {}) {
  if (navigation.isApplying) return;
  navigation.isPush ||= push;
  window.clearTimeout(navigation.timer);
  navigation.timer = window.setTimeout(writeAddress, ONE_CHANGE);
}

export function writeAddress() {
  window.clearTimeout(navigation.timer);
  const text = addressText();
  const push = navigation.isPush;
  navigation.isPush = false;
  showTitle();
  if (text === navigation.written) return;
  if (push) showUnknown([]); // the reader went on
  navigation.written = text;
  if (push) navigation.deepest = navigation.depth += 1;
  try {
    window.history[push ? "pushState" : "replaceState"]({ depth: navigation.depth }, "", window.location.href.replace(/#.*/s, "") + (text || "#"));
  } catch {
    navigation.depth = navigation.deepest = 0; // a frame may forbid addresses; the page works without them
  }
  showUndo();
}

/** Show what is open in the title of the window. */
function showTitle() {
  const heading = headline().textContent;
  const name = opened && (opened.kind === "path" ? pathTitle() : byId("panel-title")?.textContent);
  document.title = name ? `${name} · ${heading}` : heading;
}

function pathTitle() {
  return [journey.from, journey.to].map((end) => (end === null ? "…" : actors[end].name)).join(" → ");
}

/** The actor with an id or a name; in an overview also an actor of a group, which `member` names. */
function findActor(text) {
  const plain = folded(text);
  const tests = [(actor) => actor.id === text, (actor) => actor.name === text, (actor) => folded(actor.name) === plain];
  for (const test of tests) {
    const index = actors.findIndex(test);
    if (index >= 0) return { index, member: null };
  }
  const index = scene.overview ? actors.findIndex((one) => one.members.some(([name]) => name === text)) : -1;
  return index < 0 ? null : { index, member: text };
}

/** The index of the actor that an address names; null if there is none. */
function namedActor(text) {
  return text === undefined ? null : findActor(decodedText(text))?.index ?? null;
}

/** The parts of an address that name no filter, entry, actor or date of this page, as the reader wrote them. */
function unknownParts(values) {
  const entriesOf = new Map(facets.map((facet) => [facet.key, new Set(facet.entries.map((entry) => entryKey(facet, entry)))]));
  const isActor = (text) => findActor(text) !== null;
  return [...values].flatMap(([name, value]) => {
    const known = entriesOf.get(/^(?:only|hide)\.(.*)$/s.exec(name)?.[1] ?? "");
    let wrong = [];
    if (known) wrong = listOf(value).filter((one) => !known.has(one));
    else if (name === "fade" || name === "around") wrong = listOf(value).filter((one) => !isActor(one));
    else if (name === "path" || name === "without") wrong = listOf(value).filter((one) => one && !isActor(one));
    else if (name === "keep") wrong = listOf(value).filter((one) => !(one in keep));
    else if (name === "dates") wrong = datesOf(value) ? [] : [decodedText(value)];
    else if (!OTHER_NAMES.includes(name)) wrong = [decodedText(value)];
    return wrong.map((one) => `${name}=${one}`);
  });
}

/** The ends of a range such as `2022-12..2023-05`, null for an open one; null if it is not a range of dates. */
function datesOf(value) {
  const ends = /^(.*)\.\.(.*)$/.exec(decodedText(value))?.slice(1);
  return ends?.every((end) => !end || dateParts(end)) ? ends.map((end) => end || null) : null;
}

/** Say which parts of the address the page does not know; nothing if it knows all. */
function showUnknown(parts) {
  const before = byId("unknown");
  if (!before && parts.length === 0) return;
  before?.remove();
  if (parts.length) {
    const names = parts.map((part, index) => [index ? ", " : "", named(part)]).flat();
    byId("foot").append(el("p", { id: "unknown", role: "status" }, phrase("The address has parts that this page does not know: {parts}.", { parts: el("span", {}, names) })));
  }
  resized(); // the foot has another height
}

function applyFilters({ values, flags }) {
  switchAllOn();
  showUnknown(unknownParts(values));
  for (const facet of facets) {
    const [only, hide] = ["only", "hide"].map((word) => values.get(`${word}.${facet.key}`));
    if (only === undefined && hide === undefined) continue;
    const named = new Set(listOf(only ?? hide));
    facet.off.clear();
    facet.entries.forEach((entry, index) => { if (named.has(entryKey(facet, entry)) === (only === undefined)) facet.off.add(index); });
  }
  choice.tiedOnly = flags.has("tied");
  choice.around = namedActor(values.get("around"));
  faded.clear();
  for (const id of listOf(values.get("fade") ?? "")) {
    const found = findActor(id);
    if (found) faded.add(found.index);
  }
  const kept = values.has("keep") ? listOf(values.get("keep")) : null;
  for (const key of Object.keys(keep)) keep[key] = kept ? kept.includes(key) : USUAL_KEEP[key];
  const [from, to] = datesOf(values.get("dates") ?? "") ?? [firstRange.from, firstRange.to];
  setRange(from, to);
}

function applyOpened({ actor, values }) {
  if (actor !== null) {
    const found = findActor(actor);
    if (found) chooseActor(found.index, { member: found.member });
    else openMissing(t("the actor"), actor);
  } else if (values.has("tie")) openById(t("the tie"), decodedText(values.get("tie")), claims, (index) => chooseTie(claims[index].tie));
  else if (values.has("source")) openById(t("the source"), decodedText(values.get("source")), scene.sources, (index) => chooseSource(index));
  else if (values.has("path")) applyPath(values);
  else closePanel();
}

function openById(word, id, things, open) {
  const index = things.findIndex((thing) => thing.id === id);
  if (index >= 0) open(index);
  else openMissing(word, id);
}

function openMissing(word, id) {
  openPanel(null, null, el("h2", { id: "panel-title", tabindex: "-1", text: t("Not in this page") }), el("p", { id: "missing" }, phrase("The address asks for {what} “{id}”, which this page does not have.", { what: word, id: named(id) })));
}

function applyPath(values) {
  const idsOfList = (name) => listOf(values.get(name) ?? "").map((id) => (id ? findActor(id)?.index ?? null : null));
  const [from, to] = idsOfList("path");
  journey.without = new Set(idsOfList("without").filter((index) => index !== null));
  journey.with = new Set(listOf(values.get("with") ?? ""));
  openPaths(from ?? null, to ?? null, { focus: false });
}

function applyView({ values }) {
  const view = /^(-?\d+),(-?\d+),([\d.]+)$/.exec(values.get("view") ?? "");
  if (!view) return;
  const [across, down, scale] = view.slice(1).map(Number);
  setOwnView();
  network.moveTo({ position: upright ? { x: down, y: across } : { x: across, y: down }, scale: Math.min(6, Math.max(0.02, scale)) });
}

/** Restore what needs no picture, before it is built. */
export function applyFirst(wanted) {
  if (scene.asOf && dateParts(scene.asOf)) Object.assign(firstRange, { from: scene.asOf, to: scene.asOf });
  applyLooks(wanted);
  applyFilters(wanted);
}

function applyLooks({ values, flags }) {
  const theme = values.get("theme");
  if (theme === "dark" || theme === "light") document.documentElement.dataset.theme = theme;
  if (!flags.has("embed")) return;
  document.documentElement.dataset.embed = "yes";
  const whole = window.location.hash.slice(1).split("&").filter((part) => part !== "embed").join("&");
  byId("foot").append(el("a", { id: "whole-page", href: `#${whole}`, target: "_blank", rel: "noopener", text: t("Open the whole page") }));
}

/** Restore the view of an address. */
function applyAddress() {
  const wanted = parseAddress(window.location.hash);
  if (wantedLanguage(window.location.hash) !== language() || (stored.scene.overview && Number(wanted.values.get("group") ?? -1) !== (group?.number ?? -1))) {
    window.location.reload();
    return;
  }
  window.clearTimeout(navigation.timer);
  navigation.isApplying = true;
  navigation.written = window.location.hash;
  navigation.depth = window.history.state?.depth ?? 0;
  applyFilters(wanted);
  filtered();
  showTable(wanted.flags.has("list"));
  applyOpened(wanted);
  applyView(wanted);
  navigation.isApplying = false;
  showTitle();
  showUndo();
}

/** Restore the rest of the address after the picture is built, then watch for changes. */
export function startNavigation(wanted) {
  navigation.depth = navigation.deepest = window.history.state?.depth ?? 0;
  navigation.isApplying = true;
  if (wanted.flags.has("list")) showTable(true);
  applyOpened(wanted);
  applyView(wanted);
  navigation.isApplying = false;
  showTitle();
  showUndo();
  window.addEventListener("popstate", () => { if (window.location.hash !== navigation.written) applyAddress(); });
  byId("undo").addEventListener("click", () => window.history.back());
  byId("redo").addEventListener("click", () => window.history.forward());
  byId("copy-link").addEventListener("click", copyLink);
  byId("copy-link").hidden = window.location.protocol === "about:"; // a frame in a notebook has no address of its own
}

function showUndo() {
  byId("undo").disabled = navigation.depth <= 0;
  byId("redo").disabled = navigation.depth >= navigation.deepest;
}

/** Ctrl+Z and Ctrl+Y, unless the reader is typing. */
export function undoKey(event) {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return false;
  const isRedo = event.key === "y" || (event.key.toLowerCase() === "z" && event.shiftKey);
  if (!isRedo && event.key !== "z") return false;
  byId(isRedo ? "redo" : "undo").click();
  return true;
}

async function copyLink() {
  writeAddress();
  try {
    await navigator.clipboard.writeText(window.location.href);
    const done = t(window.location.protocol === "file:" ? "Link copied: opens on this computer" : "Link copied");
    announce(done);
    byId("copy-link").dataset.done = done;
    window.setTimeout(() => { delete byId("copy-link").dataset.done; }, 3000);
  } catch {
    openPanel(null, null, el("h2", { id: "panel-title", tabindex: "-1", text: t("Link") }), el("p", { id: "link", dir: "ltr", text: window.location.href }));
    window.getSelection()?.selectAllChildren(byId("link")); // for the reader to copy
  }
}
