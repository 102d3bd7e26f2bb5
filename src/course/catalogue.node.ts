/**
 * The catalogue of the course, as the notebook builder wrote it: every lesson with its cells,
 * exercises and quizzes. Read once, and again when the file has changed.
 */
import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fileError } from '../files/atomic.node.js';
import { PlaygroundError, unknownName } from '../math/errors.js';
import type { ExerciseCheck, ExerciseFunction } from './exercise.js';
import { catalogueFile } from './place.node.js';

export interface Cell {
  readonly id: string;
  readonly type: 'code' | 'markdown';
  readonly source: string;
  readonly line: number;
  readonly exercise?: string;
  readonly quiz?: string;
}

export interface WrongAnswer {
  readonly title: string;
  readonly code: string;
  /** What the learner must read when this is the answer. */
  readonly says?: string;
}

export interface Exercise {
  readonly id: string;
  readonly title: string;
  /** Name of the function that the learner writes. */
  readonly function: string;
  readonly stub: string;
  readonly solution: string;
  readonly hints: readonly string[];
  readonly wrong: readonly WrongAnswer[];
  /** Path of the compiled check, from the folder of the catalogue. */
  readonly checkModule: string;
  readonly line: number;
}

export interface Quiz {
  readonly id: string;
  readonly question: string;
  readonly options: readonly {
    readonly text: string;
    readonly right: boolean;
    readonly reason: string;
  }[];
}

export interface Lesson {
  readonly name: string;
  readonly title: string;
  readonly minutes: number;
  readonly prerequisites: readonly string[];
  readonly needs: string;
  /** Views that its cells show, and controls in them, as measured by running it. */
  readonly figures: number;
  readonly controls: number;
  readonly cells: readonly Cell[];
  readonly exercises: readonly Exercise[];
  readonly quizzes: readonly Quiz[];
}

export interface Catalogue {
  readonly lessons: readonly Lesson[];
}

let known: { file: string; stamp: string; catalogue: Catalogue } | undefined;

/**
 * The catalogue.
 *
 * @throws PlaygroundError when it is not there or damaged; it says how to make it
 */
export function readCatalogue(): Catalogue {
  const file = catalogueFile();
  let text: string;
  let stamp: string;
  try {
    const { mtimeMs, size } = statSync(file);
    stamp = `${mtimeMs} ${size}`;
    if (known?.file === file && known.stamp === stamp) return known.catalogue;
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ENOENT') throw fileError('read', file, error);
    throw new PlaygroundError('the course is not built yet: `npm run build` builds it');
  }
  const catalogue = parsed(text, file);
  known = { file, stamp, catalogue };
  return catalogue;
}

function parsed(text: string, file: string): Catalogue {
  try {
    const value = JSON.parse(text) as Partial<Catalogue> | null;
    if (Array.isArray(value?.lessons)) return value as Catalogue;
  } catch {
    // Told below.
  }
  throw new PlaygroundError(`${file} is damaged: \`npm run build\` makes it new`);
}

/** The lesson of that name; `1`, `01` and `one-neuron` find `01-one-neuron` too. */
export function lessonNamed(name: string, catalogue: Catalogue = readCatalogue()): Lesson {
  const word = name.replace(/\.ipynb$/, '').replace(/^.*[\\/]/, '');
  const { lessons } = catalogue;
  const exact = lessons.find((lesson) => lesson.name === word);
  const short = lessons.filter(
    (lesson) =>
      lesson.name.replace(/^\d+-/, '') === word ||
      (/^\d+$/.test(word) && Number.parseInt(lesson.name, 10) === Number(word)),
  );
  const found = exact ?? (short.length === 1 ? short[0] : undefined);
  if (found) return found;
  const names = lessons.map((lesson) => lesson.name);
  throw unknownName('lesson', word, names);
}

/** The exercise of that id, and its lesson. */
export function exerciseNamed(
  id: string,
  catalogue: Catalogue = readCatalogue(),
): { readonly lesson: Lesson; readonly exercise: Exercise } {
  for (const lesson of catalogue.lessons) {
    const exercise = lesson.exercises.find((one) => one.id === id);
    if (exercise) return { lesson, exercise };
  }
  const ids = catalogue.lessons.flatMap((lesson) => lesson.exercises.map((one) => one.id));
  throw unknownName('exercise', String(id), ids);
}

/** The quiz of that id, and its lesson. */
export function quizNamed(
  id: string,
  catalogue: Catalogue = readCatalogue(),
): { readonly lesson: Lesson; readonly quiz: Quiz } {
  for (const lesson of catalogue.lessons) {
    const quiz = lesson.quizzes.find((one) => one.id === id);
    if (quiz) return { lesson, quiz };
  }
  const ids = catalogue.lessons.flatMap((lesson) => lesson.quizzes.map((one) => one.id));
  throw unknownName('quiz', String(id), ids);
}

/** Loads the check of an exercise. */
export async function checkOf(exercise: Exercise): Promise<ExerciseCheck<ExerciseFunction>> {
  const file = join(dirname(catalogueFile()), exercise.checkModule);
  let found: unknown;
  try {
    const loaded = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as {
      check?: unknown;
    };
    found = loaded.check;
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new PlaygroundError(
      `the check of '${exercise.id}' cannot be loaded (${why}): \`npm run build\` makes it new`,
    );
  }
  if (typeof found !== 'object' || found === null) {
    throw new PlaygroundError(`${exercise.checkModule} has no 'check': export const check = ...`);
  }
  return found as ExerciseCheck<ExerciseFunction>;
}
