/** The files of an evaluation, and what a reader of its test for eyes adds to them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileError, writeFileAtomic } from '../files/atomic.node.js';
import { PlaygroundError } from '../math/errors.js';
import { random } from '../math/random.js';
import { pngBytes } from '../view/picture.js';
import { evaluationPage, withFigures } from './evaluation-page.js';
import { eyeQuestions, eyeSheet, eyeSheetText, readersScore } from './eye-test.js';
import { type FigureSettings, type Figures, figureMarkdown } from './figures.js';
import type { DrawnPrompts } from './measure-drawn.js';
import { pixelsOf } from './nearest-thing.js';

/** How many pictures a reader sees. */
const forEyes = 96;

/** What goes into the files. */
export interface EvaluationFiles {
  readonly figures: Figures;
  readonly drawn: DrawnPrompts;
  readonly side: number;
  /** Of all things in scope: the test for eyes chooses among them. */
  readonly labels: readonly string[];
}

/** Writes the figures, the table, the page and the test for eyes. */
export function writeEvaluation(folder: string, files: EvaluationFiles): void {
  const { figures, drawn, side } = files;
  writeFileAtomic(join(folder, 'index.html'), evaluationPage(figures, drawn, side));
  writeEyeTest(folder, files);
  writeFigures(folder, figures);
}

function writeFigures(folder: string, figures: Figures): void {
  writeFileAtomic(join(folder, 'figures.json'), jsonText(figures));
  writeFileAtomic(join(folder, 'table.md'), figureMarkdown(figures));
}

const jsonText = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** Of the pictures of pairs, seen and held-out, the first 96 of a shuffle. */
function writeEyeTest(folder: string, { figures, drawn, side, labels }: EvaluationFiles): void {
  const rng = random(figures.settings.seed);
  const pairs = [drawn.seen, drawn['held-out']];
  const all = pairs.flatMap(({ prompts, drawn: pixels }) =>
    prompts.map(({ object }, i) => ({ label: object.label, pixels, i })),
  );
  const some = rng.shuffled(all).slice(0, forEyes);
  const questions = eyeQuestions(
    some.map(({ label }) => label),
    labels,
    rng,
  );
  const pixels = Uint8Array.from(
    some.flatMap((one) => [...pixelsOf({ pixels: one.pixels, side }, [one.i])]),
  );
  const answers = questions.map(({ answer }, i) => [i + 1, answer]);
  writeFileAtomic(join(folder, 'eye-test.png'), pngBytes(eyeSheet(pixels, side)));
  writeFileAtomic(join(folder, 'eye-test.md'), eyeSheetText(questions));
  writeFileAtomic(join(folder, 'eye-answers.json'), jsonText(Object.fromEntries(answers)));
}

/**
 * What a reader told right before, when the folder is about the same pictures.
 *
 * @returns nothing to add, or `eye`
 */
export function eyeOfBefore(folder: string, settings: FigureSettings): Pick<Figures, 'eye'> {
  try {
    const before = JSON.parse(readFileSync(join(folder, 'figures.json'), 'utf8')) as Figures;
    const same = JSON.stringify(before.settings) === JSON.stringify(settings);
    return same && before.eye ? { eye: before.eye } : {};
  } catch {
    return {};
  }
}

/**
 * Compares a reader's answers with the right ones, and puts the share into the figures, the table
 * and the page.
 *
 * @param folder of the evaluation
 * @param file the reader's answers
 * @throws FileError when a file cannot be read, PlaygroundError when the answers have another form
 */
export function scoreReader(folder: string, file: string): Figures {
  const read = readJson(file, 'a JSON object with a name for each number');
  const written = 'what n2d evaluate wrote; run it again';
  const answers = readJson(join(folder, 'eye-answers.json'), written) as Record<string, string>;
  const before = readJson(join(folder, 'figures.json'), written) as Figures;
  const figures = { ...before, eye: readersScore(read, answers) };
  const page = join(folder, 'index.html');
  writeFileAtomic(page, withFigures(readText(page), figures));
  writeFigures(folder, figures);
  return figures;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw fileError('read', file, error);
  }
}

function readJson(file: string, expected: string): unknown {
  const text = readText(file);
  try {
    return JSON.parse(text);
  } catch {
    throw new PlaygroundError(`${file}: got no JSON; expected ${expected}`);
  }
}
