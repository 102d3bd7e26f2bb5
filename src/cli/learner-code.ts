/**
 * The function of an exercise out of the cells of a notebook, without a kernel.
 *
 * The cell of the exercise runs; of the other cells only what declares something without computing:
 * imports, functions, types, and constants that are functions or plain values. So a check needs no
 * training that a lesson does above it. TypeScript is translated, not type-checked, as in Jupyter.
 *
 * Leaves out: values that another cell computes. A function that needs one fails with its name.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import ts from 'typescript';
import { guarded } from '../course/guard.node.js';
import { workspaceFolder } from '../course/place.node.js';
import { errorText } from '../course/thrown.js';
import { nearest, PlaygroundError } from '../math/errors.js';

/** How long the cell itself may take, in milliseconds; its function has a limit of its own. */
const patience = 10_000;

/** Calls that a cell makes to the course, and that a check from the terminal leaves out. */
const toTheCourse = /^\s*(await\s+)?(check|hint|solution|guess|progress|show|console\.log)\b/;

/**
 * Runs the code of an exercise and hands back its function, or what it has in its place.
 *
 * @param name of the function
 * @param code the cell of the exercise
 * @param others the other code cells of the lesson, in order
 * @param library what `neuron-to-diffusion` is in that code
 * @throws PlaygroundError when the code cannot be translated, throws or does not end; the message
 *   says which
 */
export async function functionIn(
  name: string,
  code: string,
  others: readonly string[],
  library: object,
): Promise<unknown> {
  const own = statements(code).filter(
    (one) => !(ts.isExpressionStatement(one.node) && toTheCourse.test(one.text)),
  );
  const taken = new Set(own.flatMap(({ node }) => declared(node)));
  const declarations: string[] = [];
  for (const { node, text } of others.flatMap(statements).reverse()) {
    const names = declared(node);
    const clash = names.some((one) => taken.has(one));
    if (ts.isImportDeclaration(node)) declarations.unshift(importText(node, taken));
    else if (!clash && onlyDeclares(node)) declarations.unshift(text);
    else continue;
    for (const one of names) taken.add(one);
  }
  const source = [...declarations, ...own.map(({ text }) => text)].join('\n');
  const { outputText } = ts.transpileModule(
    `${source}\nmodule.exports = () => typeof ${name} === 'undefined' ? undefined : ${name};`,
    {
      compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS },
    },
  );
  return run(name, outputText, library);
}

interface Statement {
  readonly node: ts.Statement;
  readonly text: string;
}

function statements(code: string): Statement[] {
  const file = ts.createSourceFile('cell.ts', code, ts.ScriptTarget.ES2022, true);
  const wrong = (file as unknown as { parseDiagnostics: ts.Diagnostic[] }).parseDiagnostics[0];
  if (wrong !== undefined) {
    const { line } = file.getLineAndCharacterOfPosition(wrong.start ?? 0);
    const text = ts.flattenDiagnosticMessageText(wrong.messageText, ' ');
    const shown = code.split('\n')[line]?.trim() ?? '';
    throw new PlaygroundError(`a cell cannot be read: ${text} Line ${line + 1}: ${shown}`);
  }
  return file.statements.map((node) => ({ node, text: node.getFullText(file) }));
}

/** The names that a statement gives to the cell. */
function declared(node: ts.Statement): string[] {
  if (ts.isVariableStatement(node)) {
    return node.declarationList.declarations.flatMap(({ name }) =>
      ts.isIdentifier(name) ? [name.text] : [],
    );
  }
  if (ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node)) {
    return node.name ? [node.name.text] : [];
  }
  return [];
}

/** Whether running the statement computes nothing. */
function onlyDeclares(node: ts.Statement): boolean {
  if (ts.isVariableStatement(node)) {
    return node.declarationList.declarations.every(
      ({ name, initializer }) => ts.isIdentifier(name) && (!initializer || isPlain(initializer)),
    );
  }
  return (
    ts.isFunctionDeclaration(node) ||
    ts.isClassDeclaration(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node)
  );
}

/** Numbers, texts, functions, and lists and objects of such. */
function isPlain(node: ts.Expression): boolean {
  if (ts.isArrayLiteralExpression(node)) return node.elements.every(isPlain);
  if (ts.isObjectLiteralExpression(node)) {
    return node.properties.every((one) => ts.isPropertyAssignment(one) && isPlain(one.initializer));
  }
  if (ts.isPrefixUnaryExpression(node)) return isPlain(node.operand);
  if (ts.isAsExpression(node) || ts.isParenthesizedExpression(node))
    return isPlain(node.expression);
  return (
    ts.isArrowFunction(node) ||
    ts.isFunctionExpression(node) ||
    ts.isLiteralExpression(node) ||
    node.kind === ts.SyntaxKind.TrueKeyword ||
    node.kind === ts.SyntaxKind.FalseKeyword ||
    node.kind === ts.SyntaxKind.NullKeyword
  );
}

/** An import without the names that the cells declare themselves, as a `const`. */
function importText(node: ts.ImportDeclaration, taken: ReadonlySet<string>): string {
  const clause = node.importClause;
  const from = `require(${node.moduleSpecifier.getText()})`;
  if (clause === undefined || clause.isTypeOnly) return '';
  const { namedBindings } = clause;
  if (namedBindings === undefined) return '';
  if (ts.isNamespaceImport(namedBindings)) return `const ${namedBindings.name.text} = ${from};`;
  const names = namedBindings.elements
    .filter((one) => !one.isTypeOnly && !taken.has(one.name.text))
    .map(({ name, propertyName }) =>
      propertyName ? `${propertyName.getText()}: ${name.text}` : name.text,
    );
  return names.length === 0 ? '' : `var { ${names.join(', ')} } = ${from};`;
}

const AsyncFunction = (async () => {}).constructor as new (
  ...parts: string[]
) => (...values: unknown[]) => Promise<void>;

/** The library; a name that it does not have is refused with the nearest one. */
function withNearestNames(library: object): object {
  return new Proxy(library, {
    get: (target, name) => {
      if (typeof name === 'symbol' || name in target || name === '__esModule') {
        return Reflect.get(target, name) as unknown;
      }
      const close = nearest(name, Object.keys(target));
      const guess = close.length > 0 ? `; did you mean ${close.join(' or ')}?` : '';
      throw new Error(`neuron-to-diffusion has no ${name}${guess}`);
    },
  });
}

async function run(name: string, js: string, library: object): Promise<unknown> {
  const ours = withNearestNames(library);
  const ordinary = createRequire(join(workspaceFolder(), 'cell.js'));
  const require = (id: string): unknown => (id === 'neuron-to-diffusion' ? ours : ordinary(id));
  const module = { exports: (): unknown => undefined };
  let started: Promise<void> = Promise.resolve();
  const outcome = guarded(() => {
    const cell = new AsyncFunction('require', 'module', 'exports', js);
    started = cell(require, module, {});
    started.catch(() => {});
  }, patience);
  if (outcome.kind === 'threw') throw failed(outcome.error);
  if (outcome.kind !== 'value') {
    throw new PlaygroundError(`the cell of ${name} did not come to an end; is a loop endless?`);
  }
  const late = new Promise<'late'>((resolve) => setTimeout(resolve, patience, 'late').unref());
  try {
    if ((await Promise.race([started, late])) === 'late') {
      throw new PlaygroundError(`the cell of ${name} waits for something that never comes`);
    }
    return module.exports();
  } catch (error) {
    throw error instanceof PlaygroundError ? error : failed(error);
  }
}

function failed(error: unknown): PlaygroundError {
  if (error instanceof PlaygroundError) return error;
  return new PlaygroundError(`the cell stopped with an error: ${errorText(error)}`);
}
