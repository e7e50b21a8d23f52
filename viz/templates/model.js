// The data of the page, how each tie is to be drawn, and who is connected to whom.

/** Data lies packed in the page: a large file would take too long to send and to read otherwise. */
async function unpacked(id) {
  const bytes = Uint8Array.from(atob(byId(id).textContent), (letter) => letter.charCodeAt(0));
  const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(plain).text());
}

const stored = await unpacked("data");

/** The group of an overview that the page's address names; null shows the page's own picture. */
const group = (() => {
  const number = parseAddress(window.location.hash).values.get("group");
  return /^\d+$/.test(number ?? "") && stored.scene.overview && byId(`group-${number}`) ? { number: Number(number) } : null;
})();

const payload = group === null ? stored : { ...stored, ...(await unpacked(`group-${group.number}`)) };
const scene = payload.scene;
const actors = scene.actors;
const ties = scene.ties;
/** The claims about the ties; a line between two groups of an overview stands for its own count of them. */
const claims = scene.overview ? ties.map((tie, index) => ({ ...tie, tie: index })) : scene.claims;
if (scene.overview) ties.forEach((tie, index) => { tie.claims = [index]; });

const tiesOf = actors.map(() => []);
ties.forEach((tie, index) => {
  tiesOf[tie.a].push(index);
  if (tie.a !== tie.b) tiesOf[tie.b].push(index);
});

/**
 * How to draw each visible tie, judged by its visible claims alone: its `state`, the index of its firmest certainty,
 * whether a plan or purpose is `contested`, the `doubt` that it is of the chosen time, if any, and whether an
 * end is faded.
 */
const tieStates = ties.map(() => null);

/** What holds of a tie by some of its claims: the first of the kinds that occur, or that it is disputed. */
function stateOf(tie, shown) {
  if (scene.overview) return "affirmed";
  const kinds = new Set(shown.map((index) => claims[index].kind));
  const first = scene.claimKinds.findIndex((_, index) => kinds.has(index));
  const isDenied = scene.claimKinds.some((kind, index) => kind.key === "denied" && kinds.has(index));
  const state = scene.claimKinds[first].key;
  return state === "affirmed" && isDenied && tie.disputed ? "disputed" : state;
}

function tieStateOf(tie, shown) {
  const first = Math.min(...shown.map((index) => claims[index].kind ?? 0));
  const firmest = shown.filter((index) => (claims[index].kind ?? 0) === first);
  const state = stateOf(tie, shown);
  const isDenial = ({ columns }) => columns?.polarity?.toLowerCase() === "denies" && columns.modality?.toLowerCase() === state;
  return {
    state,
    contested: Boolean(tie.contested?.includes(state)) && shown.some((index) => isDenial(claims[index])),
    certainty: Math.min(...firmest.map((index) => claims[index].certainty)),
    isFaded: faded.has(tie.a) || faded.has(tie.b),
    doubt: DOUBTS[Math.min(...firmest.map((index) => DOUBTS.indexOf(holdsThen(claims[index]))))],
  };
}

function otherEnd(tie, actor) {
  return tie.a === actor ? tie.b : tie.a;
}

/** The seen claims about a tie: what affirms it first. */
function seenClaimsOf(tie) {
  return ties[tie].claims.filter((index) => seen.claims[index]);
}

/** Whether somebody says that a seen tie holds. */
function isAffirmed(tie) {
  return tieStates[tie].state === "affirmed" || tieStates[tie].state === "disputed";
}

/** "3 ties", and those beside them that nobody affirms. */
function tieWords(shown) {
  const affirmed = shown.filter(isAffirmed).length;
  const words = counted(affirmed, "tie", "ties");
  return affirmed === shown.length ? words : `${words}, and ${(shown.length - affirmed).toLocaleString("en")} that nobody affirms`;
}

/** The seen ties of an actor. */
function seenTiesOf(actor) {
  return tiesOf[actor].filter((index) => seen.ties[index]);
}
