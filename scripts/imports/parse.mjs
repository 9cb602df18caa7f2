import { parseSync, visitorKeys } from "oxc-parser";

/** Parses one TypeScript or JavaScript file; throws on a syntax error. */
export function parse(file, text) {
  const { program, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0].message}`);
  return program;
}

/** Every node of a syntax tree, parents first. */
export function* nodes(node) {
  yield node;
  for (const key of visitorKeys[node.type] ?? []) {
    for (const child of [node[key]].flat()) if (child) yield* nodes(child);
  }
}

/** The module that a node asks for, or undefined: static, dynamic, `export from`, types and `require`. */
export function importedModule(node) {
  switch (node.type) {
    case "ImportDeclaration":
    case "ExportAllDeclaration":
    case "ExportNamedDeclaration":
    case "ImportExpression":
    case "TSImportType":
      return literalText(node.source);
    case "TSExternalModuleReference":
      return literalText(node.expression);
    case "CallExpression":
      return node.callee.name === "require" ? literalText(node.arguments[0]) : undefined;
    default:
      return undefined;
  }
}

/** The 1-based line of a character offset. */
export function lineAt(text, offset) {
  return text.slice(0, offset).split("\n").length;
}

function literalText(node) {
  if (node?.type === "Literal") return node.value;
  if (node?.type === "TemplateLiteral" && node.expressions.length === 0) return node.quasis[0].value.cooked;
  return undefined;
}
