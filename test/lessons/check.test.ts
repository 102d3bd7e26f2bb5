import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { linkProblems } from '../../tools/lessons/anchors.mjs';
import { checkLessons } from '../../tools/lessons/check.mjs';
import { forbiddenIn } from '../../tools/lessons/forbidden.mjs';
import { loadLessons } from '../../tools/lessons/load.mjs';
import { minutesOf } from '../../tools/lessons/minutes.mjs';
import { printed } from '../../tools/lessons/problem.mjs';
import { proseProblems } from '../../tools/lessons/prose.mjs';
import { exerciseText, lessonText, makeSample, project, sampleCourse } from './sample.js';

const file = 'lessons/01-twice/lesson.md';
const hand = '## By hand\n';
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });
const fence = (code: string): string => `\`\`\`typescript\n${code}\n\`\`\`\n`;

/** What is said of the sample when its first lesson reads otherwise. */
function said(
  lesson: string,
  more: Record<string, string> = {},
  only: readonly string[] = ['01-twice'],
): string[] {
  const { root } = sampleCourse({ [file]: lesson, ...more });
  return checkLessons({ root, only }).problems.map(printed);
}

/** The sample with one more cell before its exercise. */
function withCells(...cells: string[]): string {
  return lessonText.replace('Read only:', `${cells.map(fence).join('\nThen\n')}\nRead only:`);
}

describe('a lesson that is in order', () => {
  it('has no problems', () => {
    const { root } = sampleCourse();
    const { problems, lessons } = checkLessons({ root });
    expect(problems).toEqual([]);
    expect(lessons.map((lesson) => lesson.name)).toEqual(['01-twice', '02-thrice']);
  });

  it('may do what the kernel can: redeclare, change, await, use types of earlier cells', () => {
    const lesson = withCells(
      "import { train, type Result } from 'neuron-to-diffusion';\nlet total = 0;\nconst one: Result = train();",
      'total += one.loss;\nconst one2: Result = await Promise.resolve(one);',
      "const one = 'another';\nconst { loss: first } = train();\ninterface Point { x: number }",
      'const point: Point = { x: first + one.length + total + one2.loss };\nfunction f() { return point; }',
      'class Box { x = f().x }\nnew Box().x;',
    );
    expect(said(lesson)).toEqual([]);
  });

  it('is checked against the length on its label', () => {
    const { root } = sampleCourse();
    const [lesson] = loadLessons(root).lessons;
    expect(minutesOf(lesson)).toBe(4);
    expect(said(lessonText.replace('minutes: 5', 'minutes: 3'))).toEqual([
      `${file}:1: minutes: got 3; its contents take about 4: make the lesson shorter or the label honest`,
    ]);
    expect(said(lessonText.replace('minutes: 5', 'minutes: 45'))[0]).toContain('frightens');
  });
});

const refused: readonly [string, string[], string[]][] = [
  [
    'a name that the library does not have, with the nearest',
    ["import { nearset } from 'neuron-to-diffusion';\nnearset('a', []);"],
    [
      "8: does not type-check strictly: '\"neuron-to-diffusion\"' has no exported member named 'nearset'. Did you mean 'nearest'? (TS2724)",
      "8: the kernel refuses it: '\"neuron-to-diffusion\"' has no exported member named 'nearset'. Did you mean 'nearest'?",
    ],
  ],
  [
    'what only the strict checker sees',
    ['const first = 1;', 'const text: string = null;\nfunction f(x) { return x; }\nf(text);'],
    [
      "13: does not type-check strictly: Type 'null' is not assignable to type 'string'. (TS2322)",
      "14: does not type-check strictly: Parameter 'x' implicitly has an 'any' type. (TS7006)",
    ],
  ],
  [
    'a wrong argument in a later cell',
    ['const numbers = [1, 2];', 'const wrong: string[] = numbers;\nwrong.length;'],
    [
      "13: does not type-check strictly: Type 'number[]' is not assignable to type 'string[]'.\n    Type 'number' is not assignable to type 'string'. (TS2322)",
      "13: the kernel refuses it: Type 'number[]' is not assignable to type 'string[]'.",
      "13: the kernel refuses it: Type 'number' is not assignable to type 'string'.",
    ],
  ],
  [
    'a name that is declared further down',
    ['later;', 'const later = 1;'],
    [
      "8: does not type-check strictly: Cannot find name 'later'. (TS2304)",
      "8: the kernel refuses it: Cannot find name 'later'.",
    ],
  ],
  [
    'the browser, which a kernel is not',
    ['document.title;'],
    [
      "8: does not type-check strictly: Cannot find name 'document'. Do you need to change your target library? Try changing the 'lib' compiler option to include 'dom'. (TS2584)",
    ],
  ],
  [
    'a name that is imported for nothing',
    ["import { train } from 'neuron-to-diffusion';"],
    ["8: 'train' is imported and no cell of the lesson uses it; leave it out"],
  ],
  [
    'renaming what an earlier cell typed, which the kernel breaks',
    ['const run = () => ({ loss: 1 });', 'const { loss: l2 } = run();\nl2;'],
    [
      "13: destructuring renames a property whose type comes from an earlier cell, as in 'const { loss: l2 } = result': the kernel breaks it; write 'const l2 = result.loss'",
    ],
  ],
  [
    'the short form of a property that an earlier cell named, which the kernel does not find',
    ['const bias = 1;', 'const near = (y: number) => ({\n  y, NaN,\n  bias,\n});\nnear(2);'],
    [
      "15: '{ bias }' with a name of an earlier cell: the kernel does not find it there ('bias is not defined'); write 'bias: bias'",
    ],
  ],
  [
    'the same in a loop, where the kernel breaks it without a word',
    ['const all = [{ loss: 1 }];', 'for (const { loss: l2 } of all) console.log(l2, all);'],
    [
      "13: destructuring renames a property whose type comes from an earlier cell, as in 'const { loss: l2 } = result': the kernel breaks it; write 'const l2 = result.loss'",
    ],
  ],
];

describe('types', () => {
  const said = new Map<string, string[]>();

  beforeAll(() => {
    const lessons = refused.map(([, cells], i): [string, string] => {
      const text = cells.map(fence).join('\nThen\n');
      const header = '---\ntitle: Case\nminutes: 1\n---\n# Case\n\n';
      return [`lessons/${i + 10}-case/lesson.md`, header + text];
    });
    const { root } = makeSample(Object.fromEntries(lessons));
    for (const { file, line, message } of checkLessons({ root }).problems) {
      said.set(file, [...(said.get(file) ?? []), `${line}: ${message}`]);
    }
    return () => rmSync(root, { recursive: true, force: true });
  });

  it.each(refused.map(([what, , lines], i) => [what, i, lines] as const))(
    'refuse %s',
    (_, i, lines) => {
      expect(said.get(`lessons/${i + 10}-case/lesson.md`)).toEqual(lines);
    },
  );

  it('are those of solutions and wrong answers too, with the line in their own file', () => {
    const own = 'lessons/01-twice/exercises/twice.md';
    const wrong = exerciseText
      .replace('return x + x;', "return 'x';")
      .replaceAll(
        'function twice(x: number): number {\n  return x + 2;',
        'function two(x: number) {',
      );
    const { root } = sampleCourse({ [own]: wrong });
    const { problems } = checkLessons({ root, only: ['01-twice'] });
    expect(problems.map(printed)).toEqual([
      `${own}:14: does not type-check strictly: Type 'string' is not assignable to type 'number'. (TS2322)`,
      `${own}:26: an answer of 'twice' has no function 'twice'`,
      `${own}:28: does not type-check strictly: Cannot find name 'twice'. (TS2304)`,
    ]);
  });

  it('need a built library', () => {
    const { root } = sampleCourse();
    const { problems } = checkLessons({ root: path.join(root, 'notebooks') });
    expect(problems.map(printed)).toEqual([
      "package.json:1: dist/index.d.ts is not there; 'npm run build' makes it",
    ]);
  });
});

describe('a cell may not contain', () => {
  it.each<[string, string, RegExp]>([
    ["top-level 'for await'", 'for await (const x of []) x;', /top level is a syntax error in the/],
    ["'using'", 'using x = null;', /newer than the kernel's TypeScript 5\.0/],
    ["'await using'", 'await using x = null;', /newer than the kernel's TypeScript 5\.0/],
    [
      'TypeScript of the project',
      "import { x } from '../src/x';",
      /outside of the notebook's folder/,
    ],
    ['another package', "import fs from 'node:fs';", /'neuron-to-diffusion' and nothing else/],
    ['import =', "import x = require('x');", /nothing else/],
    ['import()', "const x = await import('neuron-to-diffusion');", /turns import\(\) into require/],
    ['require()', "const x = require('x');", /turns import\(\) into require/],
    ['export', 'export const x = 1;', /exports every name of a cell by itself/],
    ['export { }', 'const x = 1;\nexport { x };', /exports every name of a cell by itself/],
    ['a name of the kernel', 'const exports = 1;', /'exports' is a name that the kernel uses/],
    ['a function named so', 'function require() {}', /'require' is a name that the kernel uses/],
    ['Math.random', 'Math.random();', /other numbers every time/],
    [
      'console.log in an inner loop',
      'for (const x of [1]) for (const y of [2]) console.log(x, y);',
      /loop inside a loop/,
    ],
    ['the same by forEach', '[1].forEach((x) => [2].forEach(console.log));', /^$/],
    ['the same by map', '[1].map((x) => { for (;;) console.log(x); });', /loop inside a loop/],
    ['process.exit', 'process.exit();', /take the kernel away/],
    ['setInterval', 'setInterval(() => {}, 1);', /goes on after the stop button/],
    ['fetch', "await fetch('https://example.org');", /no lesson needs the network/],
    ['any', 'const x: any = 1;', /turns the type checker off/],
    ['comments against the checker', '// @ts-ignore\nlet x = y;', /silences the type checker/],
    ['cells that are modules', '/** @module m */\nconst x = 1;', /treat a cell as another file/],
    ['commands', '%%bash\nls', /no commands with '%'/],
  ])('%s', (_, source, reason) => {
    const findings = forbiddenIn(source);
    if (reason.source === '^$') expect(findings).toEqual([]);
    else expect(findings.map((finding) => finding.message).join('\n')).toMatch(reason);
  });

  it.each([
    ['for await in a function', 'async function f() { for await (const x of []) x; }\nawait f();'],
    ['console.log in one loop', 'for (const x of [1]) console.log(x);'],
    [
      'a member called like a name of the kernel',
      'const a = { exports: 1, require: 2 };\na.require;',
    ],
    ['such a name in a function', 'const f = (module: number) => module;'],
  ])('but may: %s', (_, source) => {
    expect(forbiddenIn(source)).toEqual([]);
  });

  it('any of it, without the line being told', () => {
    expect(said(withCells('const a = 1;\nconst b = Math.random() + a;\nb;'))).toEqual([
      `${file}:30: Math.random() gives other numbers every time; the same notebook shows the same pictures: take random(seed)`,
    ]);
  });
});

/** What is said of the sample's form alone, without its types: quicker. */
function saidOfForm(lesson: string, more: Record<string, string> = {}): string[] {
  const { root } = sampleCourse({ [file]: lesson, ...more });
  const { lessons } = loadLessons(root, { only: ['01-twice'] });
  return [...proseProblems(root, lessons), ...linkProblems(root, lessons)].map(printed);
}

describe('the form of a lesson', () => {
  it.each<[string, (text: string) => string, string]>([
    [
      'a link to a file that is not there',
      (text) => text.replace('../02-thrice/lesson.md#by-hand', '../03-more/lesson.md'),
      "10: a link to '../03-more/lesson.md' leads nowhere: there is no lessons/03-more/lesson.md",
    ],
    [
      'a link to a heading that is not there',
      (text) => text.replace('#by-hand)', '#by-foot)'),
      `9: a link to '#by-foot' leads nowhere: ${file} has no such heading; there are: twice-a-number, predict, by-hand, exercise-twice, now-you-can`,
    ],
    [
      'a link out of the project',
      (text) => text.replace('../02-thrice/lesson.md#by-hand', '../../../secret'),
      "10: a link to '../../../secret' leads nowhere: there is no ../secret",
    ],
    [
      'a link of another kind',
      (text) => text.replace('../02-thrice/lesson.md#by-hand', 'file:///etc/passwd'),
      "10: a link to 'file:///etc/passwd'; links are relative, or begin with https://",
    ],
    [
      'a word that makes the reader feel small',
      (text) => text.replace('Then go on.', 'Now it is Simply there.'),
      "19: 'simply': for whom? leave the word out",
    ],
    [
      'a long line of code',
      (text) => text.replace('const three = 3;', `const three = 3; // ${'x'.repeat(70)}`),
      '25: a line of code of 90 letters; the page has 80',
    ],
    [
      'a cell longer than a screen',
      (text) => text.replace('const three = 3;', `const three = 3;${'\n'.repeat(24)}`),
      '23: a cell of 28 lines; a screen has about 24: make two of it',
    ],
  ])('is refused: %s', (_, change, line) => {
    expect(saidOfForm(change(lessonText))).toEqual([`${file}:${line}`]);
  });

  it('has every term in the glossary', () => {
    const lesson = lessonText.replace(
      'Then go on.',
      'A **number**, two **numbers**, a **neuron**. **Read this.** **What a long phrase this is**',
    );
    const glossary =
      '| word | is | in |\n|---|---|---|\n| number (of any kind) | 3 | [01](01-x.md) |\n';
    expect(saidOfForm(lesson, { 'lessons/glossary.md': glossary })).toEqual([
      "lessons/01-twice/lesson.md:19: 'neuron' is in bold, and the glossary does not know it",
      "lessons/glossary.md:3: a link to '01-x.md' leads nowhere: there is no lessons/01-x.md",
    ]);
  });

  it('sends a learner who is stuck to a heading that is there', () => {
    const check = 'lessons/01-twice/exercises/twice.check.ts';
    expect(
      saidOfForm(lessonText, { [check]: "export const check = {\n  read: 'By foot',\n};\n" }),
    ).toEqual([
      `${check}:2: 'read' names no heading of the lesson: got 'By foot'; there are: Twice a number, Predict, By hand, Exercise: twice, Now you can`,
    ]);
    expect(hand).toContain('By hand');
  });
});

describe('the lessons of the course', () => {
  it('are in order', (context) => {
    if (!readdirSync(project).includes('dist')) context.skip("needs dist/: 'npm run build'");
    expect(checkLessons({ root: project }).problems.map(printed)).toEqual([]);
  });

  it('have hint and solution at hand wherever there is an exercise', () => {
    const pages = loadLessons(project).lessons.filter(({ exercises }) => exercises.length > 0);
    expect(pages.length).toBeGreaterThan(20);
    for (const { name, cells } of pages) {
      const imports = cells.find(({ type }) => type === 'code')?.source ?? '';
      expect(imports, name).toMatch(/\bhint,[^;]*\bsolution,/);
    }
  });
});
