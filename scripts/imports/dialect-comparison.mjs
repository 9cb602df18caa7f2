const EQUALITY = ["===", "!==", "==", "!="];

/** Whether a node asks which dialect it has: `dialect === x`, `dialect.name !== x`, `switch (a.dialect.name)`. */
export function namesDialect(node) {
  if (node.type === "SwitchStatement") return isDialect(node.discriminant);
  if (node.type !== "BinaryExpression" || !EQUALITY.includes(node.operator)) return false;
  const { left, right } = node;
  // Asking whether there is a dialect at all is no question about its name.
  if (isNothing(left) || isNothing(right)) return false;
  return isDialect(left) || isDialect(right);
}

function isDialect(node) {
  const inner = unwrap(node);
  if (inner.type === "Identifier") return inner.name === "dialect";
  if (inner.type !== "MemberExpression") return false;
  const property = inner.computed ? inner.property.value : inner.property.name;
  if (property === "dialect") return true;
  return (property === "name" || property === "id") && isDialect(inner.object);
}

function isNothing(node) {
  return (node.type === "Literal" && node.value === null) || node.name === "undefined";
}

function unwrap(node) {
  const wrappers = ["ChainExpression", "ParenthesizedExpression", "TSAsExpression", "TSNonNullExpression"];
  return wrappers.includes(node.type) ? unwrap(node.expression) : node;
}
