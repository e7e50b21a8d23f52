// What the search finds: actors by name, alias and summary; claims by quote, role and summary; sources. Every word of
// the search has to occur, in any order.

import { folded, wordsOf } from "../../common/fold.js";
import { counted, t } from "../../common/texts.js";
import { seen } from "../filters/filters.js";
import { namedSources } from "../filters/states.js";
import { actors, claims, scene } from "../model.js";
import { hasOtherScript, isNear, nearBy } from "./near.js";

/** Texts that are searched together, folded once. */
function searchable(...texts) {
  const plain = folded(texts.filter(Boolean).join(" · "));
  return { plain, words: ` ${wordsOf(plain).join(" ")}` };
}

/** The actors that can be found, or in an overview those of each group. */
function findableActors() {
  if (!scene.overview) return actors.map((actor, index) => ({ index, names: [actor.name, ...(actor.aliases || [])], about: searchable(actor.summary) }));
  return actors.flatMap((group, index) => group.members.map((names) => ({ index, names, about: searchable() })));
}

/** @type {{ actors: any[], claims: any[], sources: any[] }} */
const searchIndex = { actors: [], claims: [], sources: [] };

/** Fill the index; pauses after each entry. */
function* filling() {
  for (const one of findableActors()) yield searchIndex.actors.push({ ...one, keys: one.names.map((name) => searchable(name)) });
  for (const [index, claim] of scene.overview ? [] : claims.entries()) {
    const own = [claim.quote, claim.role, claim.summary, claim.mention];
    yield searchIndex.claims.push({ index, own: searchable(...own), all: searchable(...own, claim.says) });
  }
  for (const [index, source] of scene.sources.entries()) yield searchIndex.sources.push({ index, all: searchable(source.title, source.id, source.author, source.publisher) });
}

const rest = filling();

function searched() {
  while (!rest.next().done);
  return searchIndex;
}

/** Milliseconds of a slice of preparation: less than a frame, so that the picture still moves evenly. */
const SLICE = 6;

/** Fill the index while the reader looks at the picture: a large page would need half a second at the first letter. */
export function prepareSearch() {
  const until = performance.now() + SLICE;
  while (performance.now() < until) if (rest.next().done) return;
  window.setTimeout(prepareSearch);
}

function hasEveryWord(key, wanted) {
  return wanted.words.length ? wanted.words.every((word) => key.words.includes(word)) : key.plain.includes(wanted.plain);
}

/** How well a name fits: 0 is best, Infinity is no match. */
function nameRank(key, wanted) {
  if (key.plain === wanted.plain) return 0;
  if (key.plain.startsWith(wanted.plain)) return 1;
  if (key.words.includes(` ${wanted.words.join(" ")}`)) return 2;
  if (!hasEveryWord(key, wanted)) return Infinity;
  return wanted.words.every((word) => key.words.includes(` ${word}`)) ? 3 : 4;
}

/** The rank of an actor found only by its summary, after all names. */
const LAST_RANK = 20;

/** Find actors: names before aliases before summaries, then by number of ties. */
function findActors(wanted, { namesOnly }) {
  const found = [];
  for (const { index, names, keys, about } of searched().actors) {
    let [best, which] = [Infinity, 0];
    keys.forEach((key, number) => {
      const rank = nameRank(key, wanted) * 2 + (number ? 1 : 0);
      if (rank < best) [best, which] = [rank, number];
    });
    const inSummary = best === Infinity && !namesOnly && hasEveryWord(about, wanted);
    if (inSummary) best = LAST_RANK;
    if (best < Infinity) found.push({ kind: "actor", index, best, inSummary, member: scene.overview ? names[0] : null, alias: which ? names[which] : null });
  }
  return found.sort((a, b) => a.best - b.best || actors[b.index].degree - actors[a.index].degree || a.index - b.index);
}

/** Find claims that contain all words, at least one of them in the quote, role or summary. Drafts only while they are shown. */
function findClaims(wanted) {
  const isShown = (index) => !scene.claimKinds[claims[index].kind].hidden || seen.claims[index];
  return searched().claims.filter(({ index, own, all }) => isShown(index) && hasEveryWord(all, wanted) && (!wanted.words.length || wanted.words.some((word) => own.words.includes(word))))
    .map(({ index, own }) => ({ kind: "claim", index, best: hasEveryWord(own, wanted) ? 0 : 1 })).sort((a, b) => a.best - b.best || a.index - b.index);
}

/** Find sources; those that only hidden drafts and withdrawn claims name are left out. */
function findSources(wanted) {
  const named = new Set(namedSources());
  return searched().sources.filter(({ index, all }) => named.has(index) && hasEveryWord(all, wanted)).map(({ index }) => ({ kind: "source", index }));
}

/** Actors whose names have similar spellings of all words; used only if nothing else is found. */
function findNear({ words, isOfOtherScript }) {
  if (!words.some((word) => nearBy(word))) return [];
  const isLike = (key) => words.every((word) => key.words.includes(word) || key.words.trim().split(" ").some((one) => isNear(word, one, nearBy(word, isOfOtherScript))));
  return searched().actors.flatMap(({ index, names, keys }) => {
    const which = keys.findIndex(isLike);
    return which < 0 ? [] : [{ kind: "actor", index, inSummary: false, member: scene.overview ? names[0] : null, alias: which ? names[which] : null }];
  }).sort((a, b) => actors[b.index].degree - actors[a.index].degree || a.index - b.index);
}

const NEAR_GROUP = { title: t("Similar names"), first: 8, words: (count) => counted(count, "similar name", "similar names"), find: findNear };

/** The groups of results, and how many of each show at first. */
const FOUND_GROUPS = [
  { title: t("Actors"), first: 8, words: (count) => counted(count, "actor", "actors"), find: findActors },
  { title: t("Claims"), first: 4, words: (count) => counted(count, "claim", "claims"), find: findClaims },
  { title: t("Sources"), first: 3, words: (count) => counted(count, "source", "sources"), find: findSources },
];

/** The results in groups, without empty ones. */
export function findAll(text, namesOnly) {
  const plain = folded(text);
  const wanted = { plain, words: wordsOf(plain), isOfOtherScript: hasOtherScript(text) };
  if (!plain.trim()) return [];
  const found = (groups) => groups.map((one) => ({ ...one, results: one.find(wanted, { namesOnly }) })).filter(({ results }) => results.length);
  const exact = found(namesOnly ? FOUND_GROUPS.slice(0, 1) : FOUND_GROUPS);
  return exact.length ? exact : found([NEAR_GROUP]);
}
