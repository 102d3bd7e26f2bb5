// @ts-check
/**
 * What a cell may not contain, because the kernel (tslab 1.0.22 on TypeScript 5.0) cannot run it or
 * runs it wrongly, or because a lesson must give the same pictures everywhere. Each with its reason.
 *
 * Only what the text itself shows. What depends on types (renaming destructuring) is found in the
 * kernel's own output: see kernel-types.mjs.
 */

import ts from 'typescript';

/** @typedef {{ line: number, message: string }} Finding */
/** @typedef {(line: ts.Node, message: string) => void} Refuse */

const reserved = ['exports', 'require', 'module', '__tslab__', 'tsLastExpr'];

/**
 * @param {string} source of a code cell
 * @returns {Finding[]} `line` counts from 0 in the cell
 */
export function forbiddenIn(source) {
  /** @type {Finding[]} */
  const findings = [];
  for (const [i, text] of source.split('\n').entries()) {
    for (const [form, message] of lineRules)
      if (form.test(text)) findings.push({ line: i, message });
  }
  const file = ts.createSourceFile('cell.ts', source, ts.ScriptTarget.ESNext, true);
  /** @type {Refuse} */
  const refuse = (node, message) => {
    const { line } = file.getLineAndCharacterOfPosition(node.getStart(file));
    findings.push({ line, message });
  };
  const visit = (/** @type {ts.Node} */ node) => {
    for (const rule of nodeRules) rule(node, refuse);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return findings.sort((a, b) => a.line - b.line);
}

/** @type {[RegExp, string][]} */
const lineRules = [
  [/^\s*[%!]/, "the kernel has no commands with '%' or '!': a cell is TypeScript"],
  [
    /\/\*\*\s*@(module|browser|jsx)\b/,
    "'@module', '@browser' and '@jsx' make the kernel treat a cell as another file; leave it out",
  ],
  [
    /@ts-(ignore|expect-error|nocheck)/,
    'a comment that silences the type checker; a lesson shows code that is right',
  ],
];

/** @type {((node: ts.Node, refuse: Refuse) => void)[]} */
const nodeRules = [
  function forAwait(node, refuse) {
    if (!ts.isForOfStatement(node) || !node.awaitModifier || inFunction(node)) return;
    refuse(
      node,
      "'for await' at the top level is a syntax error in the kernel; put it into an async function and await its call",
    );
  },
  function using(node, refuse) {
    if (!ts.isVariableDeclarationList(node)) return;
    const flags = node.flags & ts.NodeFlags.BlockScoped;
    if (flags !== ts.NodeFlags.Using && flags !== ts.NodeFlags.AwaitUsing) return;
    refuse(node, "'using' is newer than the kernel's TypeScript 5.0; call dispose() by hand");
  },
  function imports(node, refuse) {
    const from = moduleOf(node);
    if (from === null || from === 'neuron-to-diffusion') return;
    refuse(
      node,
      from.startsWith('.')
        ? `a cell imports '${from}': the kernel refuses files outside of the notebook's folder; import names from 'neuron-to-diffusion'`
        : `a cell imports '${from}'; lessons import names from 'neuron-to-diffusion' and nothing else`,
    );
  },
  function lateImports(node, refuse) {
    if (!ts.isCallExpression(node)) return;
    const { expression } = node;
    const late = expression.kind === ts.SyntaxKind.ImportKeyword || isName(expression, 'require');
    if (!late) return;
    refuse(
      node,
      "the kernel turns import() into require(), which not every module bears; import names from 'neuron-to-diffusion' at the top of a cell",
    );
  },
  function exported(node, refuse) {
    const marked = ts.canHaveModifiers(node)
      ? ts.getModifiers(node)?.some((one) => one.kind === ts.SyntaxKind.ExportKeyword)
      : false;
    const isExport = ts.isExportDeclaration(node) || ts.isExportAssignment(node);
    if ((!marked && !isExport) || !ts.isSourceFile(node.parent)) return;
    refuse(node, "'export' in a cell: the kernel exports every name of a cell by itself");
  },
  function names(node, refuse) {
    const name = /** @type {{ name?: ts.Node }} */ (node).name;
    if (!isDeclaration(node) || !name || !ts.isIdentifier(name)) return;
    if (!reserved.includes(name.text) || inFunction(node)) return;
    refuse(node, `'${name.text}' is a name that the kernel uses itself; choose another`);
  },
  function random(node, refuse) {
    if (!isMember(node, 'Math', 'random')) return;
    refuse(
      node,
      'Math.random() gives other numbers every time; the same notebook shows the same pictures: take random(seed)',
    );
  },
  function chatter(node, refuse) {
    if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return;
    if (!isName(node.expression.expression, 'console') || loopsAround(node) < 2) return;
    refuse(
      node,
      'console.log in a loop inside a loop: output by the thousand makes every front end slow; collect the lines, or show a table',
    );
  },
  function kernelLife(node, refuse) {
    if (!isMember(node, 'process', 'exit') && !isMember(node, 'process', 'chdir')) return;
    refuse(node, 'process.exit() and process.chdir() take the kernel away from under the notebook');
  },
  function background(node, refuse) {
    if (!ts.isCallExpression(node) || !isName(node.expression, 'setInterval')) return;
    refuse(
      node,
      'setInterval() goes on after the stop button and prints into later cells; write a loop that asks stopped()',
    );
  },
  function network(node, refuse) {
    if (!ts.isCallExpression(node) || !isName(node.expression, 'fetch')) return;
    refuse(node, 'fetch(): no lesson needs the network');
  },
  function anything(node, refuse) {
    if (node.kind !== ts.SyntaxKind.AnyKeyword) return;
    refuse(node, "'any' turns the type checker off; name the type, or 'unknown'");
  },
];

/** The module a statement names, or null. @param {ts.Node} node */
function moduleOf(node) {
  if (ts.isImportEqualsDeclaration(node)) return node.moduleReference.getText();
  if (!ts.isImportDeclaration(node)) return null;
  return ts.isStringLiteral(node.moduleSpecifier) ? node.moduleSpecifier.text : '';
}

/** @param {ts.Node} node */
function isDeclaration(node) {
  return (
    ts.isVariableDeclaration(node) ||
    ts.isFunctionDeclaration(node) ||
    ts.isClassDeclaration(node) ||
    ts.isBindingElement(node) ||
    ts.isImportSpecifier(node)
  );
}

/** @param {ts.Node} node @param {string} name */
function isName(node, name) {
  return ts.isIdentifier(node) && node.text === name;
}

/** @param {ts.Node} node @param {string} object @param {string} member */
function isMember(node, object, member) {
  return (
    ts.isPropertyAccessExpression(node) &&
    node.name.text === member &&
    isName(node.expression, object)
  );
}

/** @param {ts.Node} node */
function inFunction(node) {
  for (let up = node.parent; up; up = up.parent) if (ts.isFunctionLike(up)) return true;
  return false;
}

/** How many loops stand around a node, methods that loop over lists included. @param {ts.Node} node */
function loopsAround(node) {
  let count = 0;
  for (let up = node.parent; up; up = up.parent) {
    if (ts.isIterationStatement(up, false)) count++;
    else if (ts.isCallExpression(up) && ts.isPropertyAccessExpression(up.expression)) {
      if (['forEach', 'map', 'flatMap'].includes(up.expression.name.text)) count++;
    }
  }
  return count;
}
