// The data of the page, what the filters leave of it, and who stands next to whom.

const stored = JSON.parse(byId("data").textContent);

/** The group of an overview that the page's address names; null shows the page's own picture. */
const group = (() => {
  const named = /^#group-(\d+)$/.exec(window.location.hash);
  return named && stored.scene.overview && byId(`group-${named[1]}`) ? Number(named[1]) : null;
})();

/** What a group opens to lies packed in the page: large pages would not fit into a file otherwise. */
async function unpacked(number) {
  const bytes = Uint8Array.from(atob(byId(`group-${number}`).textContent), (letter) => letter.charCodeAt(0));
  const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(plain).text());
}

const payload = group === null ? stored : { ...stored, ...(await unpacked(group)) };
const scene = payload.scene;
const actors = scene.actors;
const ties = scene.ties;

const tiesOf = actors.map(() => []);
ties.forEach((tie, place) => {
  tiesOf[tie.a].push(place);
  if (tie.a !== tie.b) tiesOf[tie.b].push(place);
});

/** What the legend has switched off: places in the scene's lists. */
const off = { kinds: new Set(), types: new Set(), certainties: new Set(), claimants: new Set() };

/** The day that the picture stands for (null: all days), and what to do with ties that have ended or no date. */
const when = { day: null, ended: false, undated: true };

const seen = { actors: new Uint8Array(actors.length).fill(1), ties: new Uint8Array(ties.length).fill(1) };

function holdsThen(tie) {
  if (when.day === null) return true;
  if (!tie.first && !tie.last) return when.undated;
  if (tie.first && tie.first > when.day) return false;
  return when.ended || !tie.last || tie.last >= when.day;
}

function anyFilter() {
  return when.day !== null || Object.values(off).some((set) => set.size > 0);
}

/** Work out anew what is seen. An actor whose ties are all filtered away goes with them. */
function sift() {
  const left = new Uint8Array(actors.length);
  ties.forEach((tie, place) => {
    const shown =
      !off.types.has(tie.type) && !off.certainties.has(tie.certainty) && !off.claimants.has(tie.claimant) &&
      !off.kinds.has(actors[tie.a].kind) && !off.kinds.has(actors[tie.b].kind) && holdsThen(tie);
    seen.ties[place] = shown ? 1 : 0;
    if (shown) left[tie.a] = left[tie.b] = 1;
  });
  actors.forEach((actor, place) => {
    const shown = !off.kinds.has(actor.kind) && (left[place] === 1 || tiesOf[place].length === 0);
    seen.actors[place] = shown ? 1 : 0;
  });
}

function otherEnd(tie, actor) {
  return tie.a === actor ? tie.b : tie.a;
}

/** The seen ties of an actor. */
function seenTiesOf(actor) {
  return tiesOf[actor].filter((place) => seen.ties[place]);
}

/** Text without case and accents, as the scene's search keys are folded. */
function folded(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/ß/g, "ss").split(/\s+/).filter(Boolean).join(" ");
}

