// The data of the page, and who is connected to whom.

import { byId } from "../common/dom.js";
import { language } from "../common/language.js";
import { parseAddress } from "./address/address.js";

/** The data is compressed: a large file would otherwise take too long to send and to read. */
async function unpacked(id) {
  const bytes = Uint8Array.from(atob(byId(id).textContent), (letter) => letter.charCodeAt(0));
  const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(plain).text());
}

/** @type {Payload} */
export const stored = await unpacked("data");

/** The group of an overview that the address names; null for the page's own picture. */
export const group = (() => {
  const number = parseAddress(window.location.hash).values.get("group");
  return /^\d+$/.test(number ?? "") && stored.scene.overview && byId(`group-${number}`) ? { number: Number(number) } : null;
})();

// the page itself names the groups
if (stored.scene.overview) for (const one of [...stored.scene.actors, ...stored.scene.kinds]) Object.assign(one, one.in?.[language()]);

export const payload = group === null ? stored : { ...stored, ...(await unpacked(`group-${group.number}`)) };
export const scene = payload.scene;
export const actors = scene.actors;
export const ties = scene.ties;
/** The claims about the ties; in an overview, each line between two groups is itself a count of claims. */
export const claims = scene.overview ? ties.map((tie, index) => ({ ...tie, tie: index })) : scene.claims;
if (scene.overview) ties.forEach((tie, index) => { tie.claims = [index]; });

export const tiesOf = actors.map(() => []);
ties.forEach((tie, index) => {
  tiesOf[tie.a].push(index);
  if (tie.a !== tie.b) tiesOf[tie.b].push(index);
});

/** The loader keeps the words of a sheet in `certainty_as_written` and so on; files repeat them, readers see their meaning. */
const AS_WRITTEN = /_as_written$/;

/** The properties of an actor, claim or source that readers see, beside those with a place of their own. */
export function propertiesOf(thing) {
  return Object.entries(thing.more || {}).filter(([name]) => !AS_WRITTEN.test(name));
}

export function otherEnd(tie, actor) {
  return tie.a === actor ? tie.b : tie.a;
}
