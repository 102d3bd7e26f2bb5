/** A tiny course in a temporary folder: the test bed of the lesson tools. */

import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

export const project: string = path.resolve(import.meta.dirname, '../..');

export const lessonText = `---
title: Twice a number
minutes: 5
prerequisites: []
needs: numbers
---
<!-- a note that no reader sees -->
# Twice a number
What is twice a number? See [below](#by-hand) and the
[next lesson](../02-thrice/lesson.md#by-hand).

## Predict
<!-- quiz: twice-three -->
What is twice three?
- [ ] five :: that is three and two.
- [x] six :: yes: three
  and three.

Then go on.

## By hand
\`\`\`typescript
import { check, nearest } from 'neuron-to-diffusion';

const three = 3;
console.log(nearest('thr', ['two', 'three']), three + three);
\`\`\`
Read only:
\`\`\`ts
for await (const x of y) {}
\`\`\`

## Exercise: twice
<!-- exercise: twice -->
Write \`twice(x)\`.
\`\`\`typescript
function twice(x: number): number {
  throw new Error('your turn: replace this line');
}
await check('twice', twice);
\`\`\`

## Now you can
- double a number.
`;

export const exerciseText = `---
title: Twice a number
function: twice
---
## Hint
Add it to itself.
## Hint
Once more.
## Hint
\`x + x\`
## Solution
\`\`\`typescript
function twice(x: number): number {
  return x + x;
}
\`\`\`
## Wrong: squared
says: squared
\`\`\`typescript
function twice(x: number): number {
  return x * x;
}
\`\`\`
## Wrong: plus two
\`\`\`typescript
function twice(x: number): number {
  return x + 2;
}
\`\`\`
## Wrong: as it was
\`\`\`typescript
function twice(x: number): number {
  return x;
}
\`\`\`
`;

const checkText = `export const check = { reference: (x) => 2 * x, tries: [[1]], read: 'By hand' };\n`;

/** A built library with the few names that the sample needs, and its declarations. */
const libraryText = `
export const nearest = (word, names) => names.filter((name) => name.startsWith(word));
export const check = async (id, fn) => console.log('check', id, typeof fn);
export const guess = (id, letter) => console.log('guess', id, letter);
`;

const declarationText = `
export declare function nearest(word: string, names: readonly string[]): string[];
export declare function check(id: string, fn: unknown): Promise<void>;
export declare function guess(id: string, letter: string): void;
export interface Result {
  readonly loss: number;
  readonly steps: Float32Array;
}
export declare function train(steps?: number): Result;
`;

const packageText = JSON.stringify({
  name: 'neuron-to-diffusion',
  type: 'module',
  main: './dist/index.js',
  types: './dist/index.d.ts',
  exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' } },
});

export interface Sample {
  readonly root: string;
  write(file: string, text: string): void;
}

/** The sample course, removed when the test ends; `files` are added or put in place of its own. */
export function sampleCourse(files: Readonly<Record<string, string>> = {}): Sample {
  const sample = makeSample(files);
  onTestFinished(() => rmSync(sample.root, { recursive: true, force: true }));
  return sample;
}

/** The same, to be removed by whoever makes it. */
export function makeSample(files: Readonly<Record<string, string>>): Sample {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'n2d lessons ü ')));
  const write = (file: string, text: string): void => {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  };
  const thrice = lessonText
    .replaceAll('twice', 'thrice')
    .replaceAll('Twice', 'Thrice')
    .replaceAll('../02-thrice/', '../01-twice/')
    .replaceAll('next lesson', 'lesson before');
  const all: Record<string, string> = {
    'lessons/01-twice/lesson.md': lessonText,
    'lessons/01-twice/exercises/twice.md': exerciseText,
    'lessons/01-twice/exercises/twice.check.ts': checkText,
    'lessons/02-thrice/lesson.md': thrice,
    'lessons/02-thrice/exercises/thrice.md': exerciseText.replaceAll('twice', 'thrice'),
    'lessons/02-thrice/exercises/thrice.check.ts': checkText,
    'lessons/start/lesson.md':
      '---\ntitle: Start\n---\n# Start\n\n## Lessons\n<!-- lessons -->\n\nGo.\n',
    'package.json': packageText,
    'dist/index.js': libraryText,
    'dist/index.d.ts': declarationText,
    'notebooks/.gitkeep': '',
    ...files,
  };
  for (const [file, text] of Object.entries(all)) write(file, text);
  const modules = path.join(root, 'node_modules');
  mkdirSync(modules);
  for (const name of ['tslab', '@tslab', '@types', 'typescript']) {
    symlinkSync(path.join(project, 'node_modules', name), path.join(modules, name), 'dir');
  }
  symlinkSync(root, path.join(modules, 'neuron-to-diffusion'), 'dir');
  return { root, write };
}
