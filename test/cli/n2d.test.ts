/**
 * `n2d` as a user runs it: the built program in a process of its own, on a workspace of its own,
 * over the real course.
 */
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const program = join(root, 'dist', 'cli', 'n2d.js');
const lesson = '01-one-neuron';
interface Listed {
  readonly name: string;
  readonly figures: number;
  readonly exercises: {
    wrong: { code: string }[];
    stub: string;
    solution: string;
    readonly state?: string;
  }[];
}
/** The lesson that is tried here; others may stand before it. */
const first = (lessons: readonly Listed[]): Listed =>
  lessons.find(({ name }) => name === lesson) as Listed;
const folder = mkdtempSync(join(tmpdir(), 'n2d wörk-'));
const workspace = join(folder, 'workspace');
const page = join(workspace, `${lesson}.ipynb`);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeEach(() => {
  rmSync(workspace, { recursive: true, force: true });
  mkdirSync(workspace);
  copyFileSync(join(root, 'notebooks', `${lesson}.ipynb`), page);
});

interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly errors: string;
}

function n2d(...args: string[]): Run {
  const { N2D_CATALOGUE, N2D_DEBUG, ...rest } = process.env;
  const env = { ...rest, N2D_WORKSPACE: workspace };
  const run = spawnSync(process.execPath, [program, ...args], {
    cwd: folder,
    env,
    timeout: 60_000,
  });
  return { code: run.status, out: String(run.stdout), errors: String(run.stderr) };
}

interface Notebook {
  readonly cells: { source: string | string[]; metadata: { n2d?: { exercise?: string } } }[];
}

/** Types an answer into the cell of an exercise. */
function type(exercise: string, code: string): void {
  const notebook = JSON.parse(readFileSync(page, 'utf8')) as Notebook;
  const cell = notebook.cells.find((one) => one.metadata.n2d?.exercise === exercise);
  if (cell === undefined) throw new Error(`no cell of ${exercise}`);
  cell.source = code;
  writeFileSync(page, JSON.stringify(notebook));
}

const signature = 'function netInput(inputs: number[], weights: number[], bias: number)';
const right = `${signature}: number {
  return inputs.reduce((sum, x, i) => sum + x * weights[i], bias);
}
await check('net-input', netInput);`;

/** Nothing that only a programmer can read. */
function isKind({ out, errors }: Run): void {
  expect(out + errors).not.toMatch(/^\s+at .*:\d+:\d+/m);
  expect(out + errors).not.toContain('fault of its own');
}

describe('n2d check', () => {
  it('finds every exercise of an untouched lesson open', () => {
    const run = n2d('check', lesson);
    expect(run.code).toBe(1);
    expect(run.out).toContain('○ net-input: your turn.');
    expect(run.out).toContain(`${lesson}: 0 of 4 right.`);
    isKind(run);
  });

  it('passes a right answer and writes it down', () => {
    type('net-input', right);
    const run = n2d('check', '1', 'net-input');
    expect(run.out).toContain('✓ net-input: right');
    expect(run.code).toBe(0);
    expect(n2d('progress').out).toContain('1 of 4 solved');
  });

  it('runs functions and imports of other cells, not their computations', () => {
    const notebook = JSON.parse(readFileSync(page, 'utf8')) as Notebook;
    notebook.cells.push({ source: 'const mul = (a: number, b: number) => a * b;', metadata: {} });
    notebook.cells.push({ source: "throw new Error('a cell that fails');", metadata: {} });
    for (const cell of notebook.cells.slice(-2)) Object.assign(cell, { cell_type: 'code' });
    writeFileSync(page, JSON.stringify(notebook));
    type('net-input', right.replace('x * weights[i]', 'mul(x, weights[i])'));
    expect(n2d('check', 'net-input').out).toContain('✓');
  });

  it('says what is likely wrong, in the words of a terminal', () => {
    type('net-input', right.replace(', bias);', ', 0);'));
    const run = n2d('check', 'net-input');
    expect(run.code).toBe(1);
    expect(run.out).toContain('The bias is missing');
    expect(run.out).toContain('n2d hint net-input');
    isKind(run);
  });

  it.each([
    ['throws', `throw new TypeError('oops');`, /TypeError: oops/],
    ['throws nothing', 'throw null;', /threw: null/],
    ['ends the program', 'process.exit(0);', /would end the whole program/],
    ['loops without an end', 'for (;;);', /stopped after 3 seconds/],
    ['gives NaN', 'return NaN;', /NaN/],
    ['gives nothing', 'return undefined as unknown as number;', /undefined/],
    ['gives a list', 'return [1] as unknown as number;', /list|\[1\]/],
    ['gives a promise', 'return Promise.resolve(1) as unknown as number;', /promise/i],
  ])('a function that %s is told so', (_, body, words) => {
    type('net-input', `${signature}: number { ${body} }`);
    const run = n2d('check', 'net-input');
    expect(run.code).toBe(1);
    expect(run.out).toMatch(words);
    isKind(run);
  });

  it.each([
    ['cannot be read', `${signature} { return 1; `, /cannot be read/],
    ['throws', `throw new Error('in the cell');\n${right}`, /stopped with an error: in the cell/],
    ['loops', `while (true) {}\n${right}`, /did not come to an end/],
    ['makes no function', `const netInput = 5;`, /no function to try/],
    ['is empty', '', /no function to try/],
    ['ends the program', `process.exit(0);\n${right}`, /would end the whole program/],
    [
      'imports a stranger',
      `import x from 'no-such';\n${right}\nx;`,
      /Cannot find module 'no-such'/,
    ],
    [
      'imports a name with a typing mistake',
      `import { sigmod } from 'neuron-to-diffusion';\n${signature} { return sigmod.apply(1); }`,
      /has no sigmod; did you mean sigmoid/,
    ],
  ])('a cell that %s is told so', (_, code, words) => {
    type('net-input', code);
    const run = n2d('check', 'net-input');
    expect(run.code).toBe(1);
    expect(run.out.replace(/\s+/g, ' ')).toMatch(words);
    isKind(run);
  });

  it.each([
    ['leaves a timer running', 'setInterval(() => {}, 10);', /^$/],
    ['fails in a timer', "setTimeout(() => { throw new Error('tick'); });", /failed later.*: tick/],
    ['drops a promise', "void Promise.reject(new Error('lost'));", /failed later.*: lost/],
  ])('a right answer that %s is right', (_, line, words) => {
    type('net-input', right.replace('{', `{ ${line}`));
    const run = n2d('check', 'net-input');
    expect(run.out).toContain('✓');
    expect(run.code).toBe(0);
    expect(run.errors.trim()).toMatch(words);
    isKind(run);
  });

  it('keeps what the learner prints out of an answer in JSON', () => {
    type('net-input', right.replace('{', "{ console.log('step');"));
    const run = n2d('check', 'net-input', '--json');
    expect(JSON.parse(run.out).right).toBe(1);
    expect(run.errors).toContain('step');
  });

  it('takes a file with one function', () => {
    const file = join(folder, 'answer.ts');
    writeFileSync(file, right);
    expect(n2d('check', 'net-input', '--file', file).code).toBe(0);
    const all = n2d('check', lesson, '--file', file);
    expect(all.errors).toContain('a .ts file answers one exercise');
    expect(all.code).toBe(1);
  });

  it('answers another program in JSON', () => {
    type('net-input', right);
    const { lesson: name, right: many, exercises } = JSON.parse(n2d('check', '1', '--json').out);
    expect([name, many, exercises.length]).toEqual([lesson, 1, 4]);
    expect(exercises[0]).toMatchObject({ id: 'net-input', passed: true, kind: 'right' });
  });

  it('names the nearest lesson and exercise', () => {
    expect(n2d('check', '01-one-neurn').errors).toContain("did you mean '01-one-neuron'?");
    expect(n2d('check', lesson, 'net-imput').errors).toContain("did you mean 'net-input'?");
    expect(n2d('hint', 'net-imput').errors).toContain("did you mean 'net-input'?");
    expect(n2d('hint', 'net-imput').code).toBe(1);
  });

  it('says where a notebook is missing or damaged', () => {
    writeFileSync(page, '{ "cells": [');
    expect(n2d('check', lesson).errors).toContain(`n2d reset ${lesson}`);
    rmSync(page);
    const run = n2d('check', lesson);
    expect(run.errors).toContain('there is no notebook at');
    isKind(run);
  });
});

describe('n2d hint, solution, progress, reset', () => {
  it('gives one hint after the other, then the way out', () => {
    const texts = [1, 2, 3, 4].map(() => n2d('hint', 'net-input').out);
    expect(texts[0]).toContain('Hint 1 of 3');
    expect(texts[2]).toContain('Hint 3 of 3');
    expect(texts[3]).toContain('n2d solution net-input --show-me');
  });

  it('shows the solution on an explicit wish only, and remembers it', () => {
    const kept = n2d('solution', 'net-input');
    expect(kept.code).toBe(1);
    expect(kept.out).not.toContain('return sum');
    expect(n2d('solution', 'net-input', '--show-me').out).toContain('return sum');
    type('net-input', right);
    n2d('check', 'net-input');
    const { lessons } = JSON.parse(n2d('progress', '--json').out);
    expect(first(lessons).exercises[0].state).toBe('solved, seen before');
  });

  it('resets one exercise and keeps the page', () => {
    type('net-input', right);
    type('soft-answer', '// mine');
    n2d('check', 'net-input');
    const run = n2d('reset', 'net-input');
    expect(run.code).toBe(0);
    const after = readFileSync(page, 'utf8');
    expect(after).toContain('your turn: replace this line');
    expect(after).toContain('// mine');
    const backups = readdirSync(join(workspace, '.n2d', 'backup'));
    const old = backups.find((name) => name.startsWith(lesson)) ?? '';
    expect(readFileSync(join(workspace, '.n2d', 'backup', old), 'utf8')).toContain('sum + x');
    expect(n2d('progress').out).toContain('0 of 4 solved');
  });

  it('resets a lesson and keeps the page', () => {
    type('net-input', right);
    expect(n2d('reset', '1').out).toContain('What you had is kept in');
    expect(readFileSync(page, 'utf8')).toBe(
      readFileSync(join(root, 'notebooks', `${lesson}.ipynb`), 'utf8'),
    );
  });

  it('answers another program in JSON', () => {
    const answer = (...args: string[]) => JSON.parse(n2d(...args, '--json').out);
    expect(answer('hint', 'net-input').text).toContain('Hint 1 of 3');
    expect(answer('solution', 'net-input').shown).toBe(false);
    expect(answer('solution', 'net-input', '--show-me').text).toContain('return sum');
    const { notebook, kept } = answer('reset', '1');
    expect(notebook).toBe(page);
    expect(kept).toHaveLength(2);
  });

  it('loses nothing to a damaged record', () => {
    const file = join(workspace, '.n2d', 'progress.json');
    mkdirSync(join(workspace, '.n2d'));
    writeFileSync(file, 'half a rec');
    expect(n2d('progress').errors).toContain('is damaged');
    type('net-input', right);
    expect(n2d('check', 'net-input').code).toBe(0);
    const kept = readdirSync(join(workspace, '.n2d'), { recursive: true }).map(String);
    const texts = kept
      .filter((name) => name.includes('progress') && existsSync(join(workspace, '.n2d', name)))
      .map((name) => readFileSync(join(workspace, '.n2d', name), 'utf8'));
    expect(texts).toContain('half a rec');
  });
});

describe('n2d course, audit, doctor', () => {
  it('lists the course', () => {
    const { lessons } = JSON.parse(n2d('course', '--json').out);
    expect(Object.keys(first(lessons))).toEqual([
      'name',
      'minutes',
      'cells',
      'figures',
      'controls',
      'exercises',
    ]);
    expect(first(lessons).figures).toBeGreaterThan(0);
    expect(first(lessons).exercises[0]).toEqual({ id: 'net-input', hints: 3, wrongAnswers: 5 });
    expect(n2d('course').out).toContain('net-input');
  });

  it('audits a lesson', () => {
    const run = n2d('audit', lesson);
    expect(run.code).toBe(0);
    expect(run.out).toContain('4 of 4 exercises hold');
  });

  it('fails an exercise whose wrong answer passes, whose stub earns and whose solution fails', () => {
    const catalogue = JSON.parse(
      readFileSync(join(root, 'dist', 'lessons', 'catalogue.json'), 'utf8'),
    );
    const one = first(catalogue.lessons);
    const [exercise] = one.exercises;
    exercise.wrong[0].code = exercise.solution;
    exercise.stub = exercise.solution;
    exercise.solution = exercise.wrong[1].code;
    catalogue.lessons = [{ ...one, exercises: [exercise] }];
    const file = join(root, 'dist', 'lessons', `audit-test-${process.pid}.json`);
    writeFileSync(file, JSON.stringify(catalogue));
    try {
      const env = { ...process.env, N2D_CATALOGUE: file, N2D_WORKSPACE: workspace };
      const run = spawnSync(process.execPath, [program, 'audit'], { env, timeout: 60_000 });
      expect(run.status).toBe(1);
      expect(String(run.stdout)).toContain('passes, though wrong: the bias is forgotten');
      expect(String(run.stdout)).toContain("the stub counts as 'right'");
      expect(String(run.stdout)).toContain('the solution is refused');
    } finally {
      rmSync(file);
    }
  });

  it('says how the machine is', () => {
    const { backend, parts } = JSON.parse(n2d('doctor', '--json').out);
    expect(typeof backend).toBe('string');
    expect(parts.map((part: { name: string }) => part.name)).toContain('native TensorFlow');
    expect(Object.keys(parts[0])).toEqual(['name', 'version', 'state', 'remedy']);
  });

  it('says how to use it', () => {
    expect(n2d('--help').out).toContain('n2d check 01-one-neuron');
    for (const name of [
      'check',
      'hint',
      'solution',
      'progress',
      'reset',
      'course',
      'audit',
      'doctor',
      'generate',
      'info',
    ]) {
      expect(n2d(name, '--help').out).toMatch(/Examples?:/);
    }
    const typo = n2d('chekc');
    expect(typo.code).toBe(1);
    expect(typo.errors).toContain('check');
    isKind(typo);
  });
});
