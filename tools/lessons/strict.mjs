// @ts-check
/**
 * Type-checks every cell strictly, against the built declarations of the library.
 *
 * The kernel is lenient (no strict, and a later cell may declare a name again), so each cell becomes
 * a module of its own here: names of earlier cells are imported from the last cell that declared
 * them. Solutions and wrong answers are checked in the place of their stub.
 */

import path from 'node:path';
import ts from 'typescript';

/** @typedef {import('./load.mjs').FullLesson} FullLesson */
/** @typedef {import('./problem.mjs').Problem} Problem */
/** @typedef {'let' | 'value' | 'type'} Kind */
/** @typedef {Map<string, { module: string, kind: Kind }>} Scope names that are known, and from where */
/** @typedef {{ text: string, file: string, line: number }} Piece a module, and where its text stands */

/** What a reader who is stuck calls in a cell of their own. */
const ofTheReader = ['hint', 'solution'];

/** @type {ts.CompilerOptions} */
const options = {
  strict: true,
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2022.d.ts'],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  noFallthroughCasesInSwitch: true,
  allowUnreachableCode: true, // a stub throws before the place to write in
  skipLibCheck: true,
  noEmit: true,
  types: ['node'],
};

/**
 * @param {string} root
 * @param {readonly FullLesson[]} lessons the start page may be among them
 * @returns {Problem[]}
 */
export function strictProblems(root, lessons) {
  /** @type {Map<string, Piece>} */
  const pieces = new Map();
  /** @type {Problem[]} */
  const problems = [];
  for (const lesson of lessons) piecesOf(root, lesson, pieces, problems);
  const compilerOptions = {
    ...options,
    typeRoots: [path.join(root, 'node_modules', '@types')],
    paths: { 'neuron-to-diffusion': [path.join(root, 'dist', 'index.d.ts')] },
  };
  const host = ts.createCompilerHost(compilerOptions);
  const { fileExists, readFile } = host;
  host.fileExists = (file) => pieces.has(file) || fileExists(file);
  host.readFile = (file) => pieces.get(file)?.text ?? readFile(file);
  const program = ts.createProgram([...pieces.keys()], compilerOptions, host);
  for (const [name, piece] of pieces) {
    const file = /** @type {ts.SourceFile} */ (program.getSourceFile(name));
    for (const { line, word } of shorthands(file, program.getTypeChecker())) {
      const message = `'{ ${word} }' with a name of an earlier cell: the kernel does not find it there ('${word} is not defined'); write '${word}: ${word}'`;
      problems.push({ file: piece.file, line: piece.line + line - 1, message });
    }
    const found = [
      ...program.getSyntacticDiagnostics(file),
      ...program.getSemanticDiagnostics(file),
    ];
    for (const { file: at, start, messageText, code } of found) {
      const line = at && start !== undefined ? at.getLineAndCharacterOfPosition(start).line : 0;
      const last = piece.text.split('\n').length - 3;
      const message = ts.flattenDiagnosticMessageText(messageText, '\n  ');
      problems.push({
        file: piece.file,
        line: piece.line + Math.min(Math.max(line - 1, 0), Math.max(last, 0)),
        message: `does not type-check strictly: ${message} (TS${code})`,
      });
    }
  }
  return problems;
}

/**
 * Shorthand properties whose value comes from an earlier cell: the kernel turns such names into
 * `exports.name` wherever it meets them, but not here.
 *
 * @param {ts.SourceFile} file
 * @param {ts.TypeChecker} checker
 */
function shorthands(file, checker) {
  /** @type {{ line: number, word: string }[]} */
  const found = [];
  const lineOf = (/** @type {ts.Node} */ node) =>
    file.getLineAndCharacterOfPosition(node.getStart(file)).line;
  const visit = (/** @type {ts.Node} */ node) => {
    if (ts.isShorthandPropertyAssignment(node)) {
      const value = checker.getShorthandAssignmentValueSymbol(node);
      const early = value?.declarations?.some(
        (one) => one.getSourceFile() === file && lineOf(one) === 0,
      );
      if (early) found.push({ line: lineOf(node), word: node.name.text });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/**
 * @param {string} root
 * @param {FullLesson} lesson
 * @param {Map<string, Piece>} pieces
 * @param {Problem[]} problems
 */
function piecesOf(root, lesson, pieces, problems) {
  const folder = `${root.split(path.sep).join('/')}/lessons/${lesson.name}`;
  /** @type {Scope} */
  const scope = new Map();
  /** @type {Map<string, number>} names imported from the library, and the line */
  const imported = new Map();
  /** @type {Set<string>} */
  const used = new Set();
  const add = (
    /** @type {string} */ module,
    /** @type {string} */ source,
    /** @type {Omit<Piece, 'text'>} */ at,
  ) => {
    const { text, declared, uses, imports } = moduleOf(source, scope);
    pieces.set(`${folder}/${module}.ts`, { ...at, text });
    for (const name of uses) used.add(name);
    return { declared, imports };
  };
  for (const [i, cell] of lesson.cells.entries()) {
    if (cell.type !== 'code') continue;
    const exercise = lesson.exercises.find((one) => one.id === cell.exercise);
    const answers = exercise
      ? [{ code: exercise.solution, line: exercise.solutionLine }, ...exercise.wrong]
      : [];
    for (const [j, { code, line }] of answers.entries()) {
      const file = exercise?.file ?? '';
      const whole = `${code}\n${exercise?.checkLine}`;
      const { declared } = add(`answer-${i}-${j}`, whole, { file, line });
      if (exercise && !declared.has(exercise.function)) {
        const message = `an answer of '${exercise.id}' has no function '${exercise.function}'`;
        problems.push({ file, line, message });
      }
    }
    const at = { file: lesson.file, line: cell.line };
    const { declared, imports } = add(`cell-${i}`, cell.source, at);
    for (const [name, kind] of declared) scope.set(name, { module: `cell-${i}`, kind });
    for (const name of imports) if (!imported.has(name)) imported.set(name, cell.line);
  }
  for (const [name, line] of imported) {
    if (used.has(name) || ofTheReader.includes(name)) continue;
    const message = `'${name}' is imported and no cell of the lesson uses it; leave it out`;
    problems.push({ file: lesson.file, line, message });
  }
}

/**
 * A cell as a module: one line that brings in what it needs of earlier cells, the cell, one line
 * that hands on what it declares.
 *
 * @param {string} source
 * @param {Scope} scope
 */
function moduleOf(source, scope) {
  const file = ts.createSourceFile('cell.ts', source, ts.ScriptTarget.ES2022, true);
  const declared = declaredIn(file);
  /** @type {Set<string>} */
  const uses = new Set();
  const visit = (/** @type {ts.Node} */ node) => {
    if (ts.isImportDeclaration(node)) return;
    if (ts.isIdentifier(node)) uses.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(file);
  const header = [...uses]
    .filter((name) => scope.has(name) && !declared.has(name))
    .map((name) => {
      const { module, kind } = /** @type {{ module: string, kind: Kind }} */ (scope.get(name));
      return kind === 'let'
        ? `declare let ${name}: typeof import('./${module}').${name};`
        : `import { ${name} } from './${module}';`;
    });
  const text = `${header.join(' ')}\n${source}\nexport { ${[...declared.keys()].join(', ')} };\n`;
  const imports = file.statements
    .filter(ts.isImportDeclaration)
    .flatMap((statement) => {
      const bindings = statement.importClause?.namedBindings;
      return bindings && ts.isNamedImports(bindings) ? [...bindings.elements] : [];
    })
    .map((element) => element.name.text);
  return { text, declared, uses, imports };
}

/** Names that a cell declares at its top level. @param {ts.SourceFile} file */
function declaredIn(file) {
  /** @type {Map<string, Kind>} */
  const names = new Map();
  const bind = (/** @type {ts.BindingName} */ name, /** @type {Kind} */ kind) => {
    if (ts.isIdentifier(name)) names.set(name.text, kind);
    else for (const one of name.elements) if (ts.isBindingElement(one)) bind(one.name, kind);
  };
  for (const statement of file.statements) {
    if (ts.isVariableStatement(statement)) {
      const isConst = (statement.declarationList.flags & ts.NodeFlags.Const) !== 0;
      for (const one of statement.declarationList.declarations) {
        bind(one.name, isConst ? 'value' : 'let');
      }
    } else if (ts.isImportDeclaration(statement)) {
      const { name, namedBindings } = statement.importClause ?? {};
      if (name) names.set(name.text, 'value');
      if (namedBindings && ts.isNamespaceImport(namedBindings)) {
        names.set(namedBindings.name.text, 'value');
      } else if (namedBindings) {
        for (const element of namedBindings.elements) names.set(element.name.text, 'value');
      }
    } else if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) {
      if (statement.name) names.set(statement.name.text, 'value');
    } else if (ts.isEnumDeclaration(statement)) {
      names.set(statement.name.text, 'value');
    } else if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) {
      names.set(statement.name.text, 'type');
    }
  }
  return names;
}
