import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { buildLessons } from '../../tools/lessons/build.mjs';
import { printed } from '../../tools/lessons/problem.mjs';
import { runLessons } from '../../tools/lessons/run.mjs';
import { lessonText, sampleCourse } from './sample.js';

const file = 'lessons/01-twice/lesson.md';

/** A library whose show() tells the recorder, and whose check() keeps the progress. */
const library = `
import { mkdirSync, readFileSync, writeFileSync, existsSync } from 'node:fs';
const file = process.env.N2D_WORKSPACE + '/.n2d/progress.json';
const progress = () => existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { exercises: {}, quizzes: {} };
const keep = (kind, id, record) => {
  const now = progress();
  now[kind][id] = record;
  mkdirSync(process.env.N2D_WORKSPACE + '/.n2d', { recursive: true });
  writeFileSync(file, JSON.stringify(now));
};
export const nearest = (word, names) => names.filter((name) => name.startsWith(word));
export const check = async (id, fn) => {
  let right = false;
  try { right = fn(3) === 6; } catch {}
  keep('exercises', id, { solved: right ? 'now' : null });
  console.log(right ? 'right' : 'not yet');
};
export const guess = (id, letter) => letter && keep('quizzes', id, { right: letter === 'b' });
export const figure = (controls) => globalThis.__n2dRecorder.views.push({ kind: 'figure', controls, alt: 'a figure of many things' });
`;
const declarations = `
export declare function nearest(word: string, names: readonly string[]): string[];
export declare function check(id: string, fn: unknown): Promise<void>;
export declare function guess(id: string, letter: string): void;
export declare function figure(controls: number): void;
`;

/** Runs the sample's first lesson with these cells before its exercise. */
async function run(
  cells: readonly string[],
  more: Record<string, string> = {},
  mode: 'run' | 'check' | 'write' = 'run',
): Promise<{ root: string; problems: string[]; lines: string[] }> {
  const fences = ['import { figure } from "neuron-to-diffusion";\nfigure(2);', ...cells]
    .map((code) => `\`\`\`typescript\n${code}\n\`\`\`\n`)
    .join('\nThen\n');
  const lesson = lessonText.replace('Read only:', `${fences}\nRead only:`);
  const { root } = sampleCourse({
    [file]: lesson,
    'dist/index.js': library,
    'dist/index.d.ts': declarations,
    ...more,
  });
  buildLessons({ root });
  const lines: string[] = [];
  const say = (line: string): void => {
    lines.push(line);
  };
  const problems = await runLessons({ root, only: ['01-twice'], mode, say });
  return { root, problems: problems.map(printed), lines };
}

// Each case starts a compiler or two: seconds when the machine is idle, more when it is not.
vi.setConfig({ testTimeout: 300_000 });

describe('a lesson that runs', () => {
  it('runs untouched and solved, and is measured', async () => {
    const { root, problems, lines } = await run([], {}, 'write');
    expect(problems).toEqual([]);
    expect(lines.map((line) => line.replace(/ cells.*$/, ''))).toEqual([
      '01-twice: 4',
      '01-twice, solved: 4',
    ]);
    const measured = path.join(root, 'lessons/01-twice/measured.json');
    expect(JSON.parse(readFileSync(measured, 'utf8'))).toEqual({
      cells: 12,
      figures: 1,
      controls: 2,
      diagrams: 0,
      tables: 0,
      labs: 0,
    });
    expect(await runLessons({ root, only: ['01-twice'], mode: 'check' })).toEqual([]);
  });

  it('must show what its measured.json says, and enough of it', async () => {
    const { root, problems } = await run(['figure(0);'], {}, 'check');
    expect(problems).toEqual([
      'lessons/01-twice/measured.json:1: got no such file; the lesson shows { "cells": 14, "figures": 2, "controls": 2, "diagrams": 0, "tables": 0, "labs": 0 }; to mend it: npm run lessons:measure',
    ]);
    expect(existsSync(path.join(root, 'lessons/01-twice/measured.json'))).toBe(false);
    const { problems: poor } = await run([], {
      'dist/index.js': library.replace("kind: 'figure'", "kind: 'table'"),
    });
    expect(poor).toEqual([
      `${file}:1: a lesson shows at least one figure and two controls; got 0 and 2`,
    ]);
  });
});

describe('a lesson that does not run', () => {
  it.each<[string, string, string]>([
    ['throws', 'const a = 1;\nthrow new Error("no");', '35: the cell fails: Error: no'],
    [
      'throws later',
      'await new Promise((_, no) => setTimeout(() => no(new TypeError("late")), 5));',
      '35: the cell fails: TypeError: late',
    ],
    [
      'leaves a promise that fails',
      'Promise.reject(new Error("lost"));',
      '35: the cell fails: a promise failed that no one waits for: Error: lost',
    ],
    [
      'does not type-check in the kernel',
      'const b = 1;\nb.foo;',
      "36: the cell fails: 2:3 - Property 'foo' does not exist on type '1'.",
    ],
    [
      'ends the kernel',
      '[1].forEach(() => process.kill(process.pid, 9));\nawait new Promise(() => setTimeout(() => {}, 1000));',
      '35: the kernel dies at this cell: the signal SIGKILL',
    ],
  ])('because a cell %s: file and line', async (_, cell, line) => {
    const { problems } = await run([cell]);
    expect(problems).toEqual([`${file}:${line}`]);
  });

  it('because its exercises are not what they should be', async () => {
    const always = library.replace('fn(3) === 6', 'true');
    const earned = await run([], { 'dist/index.js': always });
    expect(earned.problems).toEqual([
      `${file}:39: exercise 'twice' is earned by the untouched stub`,
    ]);
    const never = library.replace('fn(3) === 6', 'false').replace("=== 'b'", "=== 'a'");
    const { problems } = await run([], { 'dist/index.js': never });
    expect(problems).toEqual([
      "lessons/01-twice/exercises/twice.md:1: the solution of 'twice' does not pass its check: not yet",
      `${file}:13: quiz 'twice-three': the right answer is not taken for right`,
    ]);
  });

  it('because nothing is built', async () => {
    const { root } = sampleCourse();
    expect((await runLessons({ root })).map(printed)).toEqual([
      "package.json:1: dist/lessons/catalogue.json is not there; 'npm run build' makes it",
    ]);
  });
});
