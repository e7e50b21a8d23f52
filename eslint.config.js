import js from "@eslint/js";
import globals from "globals";

/** What vis-network does not document; see viz/scripts/page/picture/vis_network.js. */
const PRIVATE = ["edgeType", "nodeIndices", "edgeIndices", "emitter", "drawArrows"].map((property) => ({
  property,
  message: "Private to vis-network: add a function to page/picture/vis_network.js.",
}));

export default [
  { ignores: [".venv*/", "**/pyvis/", "build/", "src/"] },
  js.configs.recommended,
  {
    files: ["viz/scripts/**/*.js"],
    languageOptions: { globals: globals.browser },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      complexity: ["error", 15],
      eqeqeq: "error",
      "func-style": ["error", "declaration", { allowArrowFunctions: true }],
      "max-lines": ["error", 400],
      "max-lines-per-function": ["error", 75],
      "no-control-regex": "off",
      "no-import-assign": "error",
      "no-restricted-globals": ["error", { name: "vis", message: "Only page/picture/vis_network.js knows it." }],
      "no-restricted-properties": ["error", ...PRIVATE],
      "no-restricted-syntax": [
        "error",
        { selector: "ImportDefaultSpecifier, ImportNamespaceSpecifier, ExportDefaultDeclaration, ExportAllDeclaration, ExportSpecifier", message: "Export and import declarations by their names; viz/script.py joins nothing else." },
        { selector: "[property.name=/^(innerHTML|outerHTML|insertAdjacentHTML)$/]", message: "The page never parses HTML from data." },
      ],
      "no-unused-vars": ["error", { varsIgnorePattern: "^_$" }],
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": ["error", { destructuring: "all" }],
    },
  },
  {
    files: ["viz/scripts/page/picture/vis_network.js"],
    languageOptions: { globals: { vis: "readonly" } },
    rules: { "no-restricted-globals": "off", "no-restricted-properties": "off" },
  },
  { files: ["viz/scripts/begin.js"], languageOptions: { sourceType: "script" } },
  { files: ["tests/**/*.js", "*.js"], languageOptions: { globals: { ...globals.node, window: "readonly" } } },
];
