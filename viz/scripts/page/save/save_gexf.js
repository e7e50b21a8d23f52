// Saves what is shown as GEXF, Gephi's format. Its description holds what GEXF cannot represent, so it loads without loss.

import { offer } from "../../common/files.js";
import { claims } from "../model.js";
import { fileName, nodeLink } from "./save.js";
import { NOT_XML } from "./svg_context.js";

const XML_MARKS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;" };

function xml(value) {
  return String(value).replace(NOT_XML, "\ufffd").replace(/[&<>"\t\n\r]/g, (mark) => XML_MARKS[mark]);
}

/** A value of an attribute: a list with separators, or as JSON if it could not be split again. */
function attributeText(value) {
  if (!Array.isArray(value)) return String(value);
  const joined = value.join(" | ");
  return joined.startsWith("[") || value.some((one) => one.includes(" | ")) ? JSON.stringify(value) : joined;
}

/** Names that GEXF itself gives to nodes and edges; a property with such a name gets another. */
const RESERVED = { node: ["labels", "label"], edge: ["type", "label", "start", "end", "source", "target", "kind"] };

/** The attributes of nodes or of edges: first the labels or the type, then one for each property. */
function attributesOf(what, own, properties) {
  const titles = Object.keys(properties).map((name) => (RESERVED[what].includes(name) ? `property:${name}` : name));
  const types = Object.values(properties).map((type) => (type === "string[]" ? "string" : type));
  const declared = [[own, "string"], ...titles.map((title, at) => [title, types[at]])];
  const numbers = new Map(Object.keys(properties).map((name, at) => [name, at + 1]));
  return {
    renamed: Object.fromEntries(Object.keys(properties).map((name, at) => [titles[at], name]).filter(([title, name]) => title !== name)),
    declaration: [`    <attributes class="${what}">`, ...declared.map(([title, type], at) => `      <attribute id="${at}" title="${xml(title)}" type="${type}"/>`), "    </attributes>"],
    values: (ownValue, record) => [["0", ownValue], ...Object.entries(record).filter(([name]) => numbers.has(name)).map(([name, value]) => [numbers.get(name), attributeText(value)])]
      .map(([number, value]) => `<attvalue for="${number}" value="${xml(value)}"/>`).join(""),
  };
}

/** The first and the last day of a claim, for Gephi's timeline. */
function daysOf(id) {
  const claim = claimOf.get(id);
  return [["start", claim?.first], ["end", claim?.last]].filter(([, day]) => day).map(([name, day]) => ` ${name}="${day}"`).join("");
}

const claimOf = new Map(claims.map((claim) => [claim.id, claim]));

export function saveGexf() {
  const { nodes, edges, catalogue } = nodeLink();
  const nodeAttributes = attributesOf("node", "labels", catalogue.properties.nodes);
  const edgeAttributes = attributesOf("edge", "type", catalogue.properties.edges);
  const described = { ...catalogue, renamed: { nodes: nodeAttributes.renamed, edges: edgeAttributes.renamed } };
  const isTimed = edges.some(({ id }) => daysOf(id));
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>', '<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">',
    `  <meta>\n    <creator>sociogram</creator>\n    <description>${xml(JSON.stringify(described))}</description>\n  </meta>`,
    `  <graph defaultedgetype="directed" mode="${isTimed ? "dynamic" : "static"}"${isTimed ? ' timeformat="date"' : ""}>`,
    ...nodeAttributes.declaration, ...edgeAttributes.declaration, "    <nodes>",
    ...nodes.map(({ labels, ...record }) => `      <node id="${xml(record.id)}" label="${xml(record.name ?? record.id)}"><attvalues>${nodeAttributes.values(attributeText(labels), record)}</attvalues></node>`),
    "    </nodes>", "    <edges>",
    ...edges.map(({ key, source, target, type, ...record }) => `      <edge id="${xml(key)}" source="${xml(source)}" target="${xml(target)}" label="${xml(type)}" kind="${xml(type)}"${daysOf(record.id)}><attvalues>${edgeAttributes.values(type, record)}</attvalues></edge>`),
    "    </edges>", "  </graph>", "</gexf>", "",
  ];
  offer(fileName("gexf"), new Blob([lines.join("\n")], { type: "application/gexf+xml" }));
}
