// The data of the page, as viz/picture/scene.py writes it. Indices are positions in the lists of the scene.

interface Scene {
  title: string;
  question: string;
  dataDate: string;
  asOf?: string;
  notes?: Message[];
  facts?: Message;
  heading?: { title?: Message; question?: Message };
  overview?: boolean;
  scales?: Scale[];
  /** The property of actors whose values are the kinds; without it, labels are. */
  groupedBy?: string;
  actors: Actor[];
  ties: Tie[];
  claims: Claim[];
  claimKinds: ClaimKind[];
  kinds: ActorKind[];
  types: TieType[];
  certainties: Certainty[];
  claimants: Entry[];
  texts: Entry[];
  sources: Source[];
}

/** Numbers, each with the colour (an index), radius or width that it has; `gaps` is the look of what has no number. */
interface Scale {
  of: "color" | "size" | "width";
  property: string;
  steps: [number, number][];
  logarithmic?: boolean;
  mean?: boolean;
  gaps?: number;
}

/** A text of viz/texts.csv with its values. */
interface Message {
  text: string;
  values: Record<string, any>;
}

interface Actor {
  id: string;
  name: string;
  kind: number;
  degree: number;
  colour?: number;
  lines?: string[];
  labels?: string[];
  kinds?: number[];
  aliases?: string[];
  summary?: string;
  country?: string;
  url?: string;
  link?: string;
  more?: Properties;
  outside?: number;
  // of a group in an overview
  size?: number;
  ties?: number;
  inside?: [number, number][];
  best?: [string, number][];
  members?: string[][];
  opens?: boolean;
  in?: Record<string, { name: string; lines: string[] }>;
}

interface Tie {
  a: number;
  b: number;
  type: number;
  claims: number[];
  undirected?: boolean;
  disputed?: boolean;
  contested?: string[];
  independent?: number;
  conflicts?: { words: string; claims?: number[] }[];
  support?: string;
  verbs?: Record<string, [string, string]>;
  // of a line between two groups of an overview
  certainty?: number;
  count?: number;
  voices?: number;
  cited?: number;
  width?: number;
}

interface Claim {
  id: string;
  a: number;
  b: number;
  tie: number;
  kind: number;
  certainty: number;
  claimant?: number;
  text?: number;
  says?: string;
  nameless?: boolean;
  role?: string;
  start?: string;
  end?: string;
  when?: string;
  first?: string;
  last?: string;
  within?: boolean;
  paragraph?: string;
  sources?: number[];
  cites?: number[];
  via?: string[];
  why?: string;
  quote?: string;
  mention?: string;
  summary?: string;
  columns?: Properties;
  more?: Properties;
  count?: number;
  width?: number;
}

type Properties = Record<string, string>;

interface Entry {
  key?: string;
  name?: string;
  title?: string;
  meaning?: string;
  description?: string;
  count?: number;
  source?: number;
  hidden?: boolean;
}

interface ClaimKind extends Entry {
  key: string;
  name: string;
}

interface ActorKind extends Entry {
  in?: Record<string, { name: string }>;
  colour: number;
  shape: string;
}

interface Certainty extends Entry {
  width: number;
  dashes: number[];
}

interface TieType extends Entry {
  type?: string;
  words: string;
  backward?: string;
  directed?: boolean;
  modal?: Record<string, [string, string]>;
}

interface Source {
  id: string;
  title?: string;
  author?: string;
  publisher?: string;
  date?: string;
  language?: string;
  url?: string;
  link?: string;
  archived_url?: string;
  read?: boolean;
  more?: Properties;
}

/** The decompressed data of the page: the scene, and the drawing in vis-network's format. */
interface Payload {
  scene: Scene;
  nodes: { id: number; x: number; y: number; size: number }[];
  edges: { id: number; from: number; to: number; arrows?: string }[];
  options: Record<string, any>;
  colours: [string, string][];
  outlines: Record<string, [number, number][]>;
}

/** A facet of the filters: see `facets` in page/filters/filters.js. */
interface Facet {
  key: string;
  title: string;
  of: "claims" | "actors";
  entries: Entry[];
  values: (number | number[])[];
  off: Set<number>;
  counts: number[];
  perTie?: boolean;
  isProperty?: boolean;
}

/** A facet before anything is switched off or counted. */
type GivenFacet = Omit<Facet, "off" | "counts">;

interface Window {
  /** The part that shows without scripts; removed while the page is live. */
  staticPart: HTMLElement;
}

/** vis-network, which the page includes before our scripts. */
declare const vis: { Network: new (element: HTMLElement, data: object, options: object) => any };

/** The events of the page and their values: see page/events.js. */
interface PageEvents {
  /** The filters were applied again. */
  filtered: [];
  /** The page shows something else: its address becomes a new entry of the history, unless `push` is false. */
  changed: [options?: { push?: boolean }];
  /** The panel was opened. */
  opened: [];
  /** The reader chose an actor or a tie in the picture, or the background (null). */
  chosen: [what: { kind: "actor" | "tie"; index: number } | null];
  /** The reader asks for paths from an actor. */
  pathStarted: [actor: number];
}
