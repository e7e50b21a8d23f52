import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { test } from "node:test";

const SCRIPTS = new URL("../../../viz/scripts/", import.meta.url);

/** The layers of each page, from the top; a module is on the most exact line. It imports from its own line and from those below. */
const LAYERS = {
  page: [
    "main",
    "address/navigation",
    "save",
    "time/time",
    "filters/legend",
    "panel search",
    "picture",
    "panel/words",
    "picture/looks picture/dashes",
    "filters",
    "model live events address time",
  ],
  review: ["main", "claims", "form", "text", "model"],
  duplicates: ["main", "pairs", "model"],
  compare: ["main"],
  common: ["files fold theme", "texts", "dom language"],
};

/** The modules that each module imports, by their paths without ".js". */
function importsOf(texts) {
  const addresses = (text) => [...text.matchAll(/^import (?:\{[^}]*\} from )?"([^"]+)";$/gm)].map(([, address]) => address);
  return new Map(texts.map(([path, text]) => [path, addresses(text).map((address) => posix.join(posix.dirname(path), address).replace(/\.js$/, ""))]));
}

/** The first circle of imports that is found; empty if there is none. */
function circle(imports) {
  const done = new Set();
  const follow = (path, way) => {
    if (way.includes(path)) return [...way.slice(way.indexOf(path)), path];
    if (done.has(path)) return [];
    for (const next of imports.get(path) ?? []) {
      const found = follow(next, [...way, path]);
      if (found.length) return found;
    }
    done.add(path);
    return [];
  };
  return [...imports.keys()].map((path) => follow(path, [])).find((found) => found.length) ?? [];
}

/** The number of a module's line from the top; -1 if it has none. */
function lineOf(page, name) {
  const lengthOn = (line) => Math.max(0, ...line.split(" ").filter((part) => name === part || name.startsWith(`${part}/`)).map((part) => part.length));
  const lengths = LAYERS[page].map(lengthOn);
  return Math.max(...lengths) ? lengths.indexOf(Math.max(...lengths)) : -1;
}

/** Imports from a higher line or from another page, and modules on no line. */
function faults(imports) {
  const found = [];
  for (const [path, below] of imports) {
    const [page, name] = [path.split("/")[0], path.split("/").slice(1).join("/")];
    if (lineOf(page, name) < 0) found.push(`${path} is on no line`);
    for (const other of below) {
      const [otherPage, otherName] = [other.split("/")[0], other.split("/").slice(1).join("/")];
      if (otherPage === page ? lineOf(page, otherName) < lineOf(page, name) : otherPage !== "common") found.push(`${path} imports ${other}`);
    }
  }
  return found;
}

const modules = readdirSync(SCRIPTS, { recursive: true, encoding: "utf-8" }).map((path) => path.replaceAll("\\", "/")).filter((path) => path.endsWith(".js") && path.includes("/"));
const own = importsOf(modules.map((path) => [path.replace(/\.js$/, ""), readFileSync(new URL(path, SCRIPTS), "utf-8")]));

test("the modules import in no circle", () => {
  assert.ok(own.size > 40);
  assert.deepEqual(circle(own), []);
});

test("a module imports from its own line and from those below", () => {
  assert.deepEqual(faults(own), []);
});

test("a circle is found, however long, and however it starts", () => {
  const imports = importsOf([["page/main", 'import { a } from "./a.js";\n'], ["page/a", 'import "./b.js";\n'], ["page/b", 'import { a } from "./a.js";\n']]);
  assert.deepEqual(circle(imports), ["page/a", "page/b", "page/a"]);
});

test("an import from a higher line, one from another page, and a module on no line are found", () => {
  const imports = importsOf([
    ["page/filters/states", 'import { filterWords } from "./legend.js";\n'],
    ["page/picture/looks", 'import { tone } from "../panel/words.js";\n'],
    ["review/text", 'import { claims } from "../page/model.js";\n'],
    ["review/new", 'import { t } from "../common/texts.js";\n'],
  ]);
  assert.deepEqual(faults(imports), [
    "page/filters/states imports page/filters/legend", "page/picture/looks imports page/panel/words", "review/text imports page/model", "review/new is on no line",
  ]);
});
