/**
 * A test for eyes: pictures with numbers, for each eight names, one of them right. Whoever reads it
 * sees no prompts; what was read is compared with the answers.
 */
import { PlaygroundError } from '../math/errors.js';
import type { Random } from '../math/random.js';
import type { Picture } from '../view/view.js';

/** How many names a picture has. */
const choices = 8;
const columns = 12;
/** Screen pixels for one pixel of a picture, and what is above each for its number. */
const times = 2;
const head = 18;
const gap = 8;

/** One picture of the test. */
export interface EyeQuestion {
  /** Eight names, by lot. */
  readonly names: readonly string[];
  readonly answer: string;
}

/**
 * Eight names for each picture: the right one, and seven others by lot.
 *
 * @param answers of each picture the name of its thing
 * @param names of all things in scope
 *
 * @example
 * eyeQuestions(['cat'], ['cat', 'dog', 'sun'], random(0))[0].names; // ['cat', 'sun', 'dog']
 */
export function eyeQuestions(
  answers: readonly string[],
  names: readonly string[],
  rng: Random,
): EyeQuestion[] {
  return answers.map((answer) => {
    const others = rng.shuffled(names.filter((name) => name !== answer)).slice(0, choices - 1);
    return { names: rng.shuffled([answer, ...others]), answer };
  });
}

/** The names of each number, as Markdown, with what a reader is to do. */
export function eyeSheetText(questions: readonly EyeQuestion[]): string {
  const lines = questions.map(({ names }, i) => `${i + 1}. ${names.join(' | ')}`);
  return [
    '# What do you see?',
    '',
    `For each of the ${questions.length} pictures of eye-test.png choose the one name that fits best.`,
    'Write a file answers.json of this form, a name for each number, then run the command\n(with the --out of the evaluation, if it had one):',
    '',
    '    { "1": "a name", "2": "another name" }',
    '',
    '    n2d evaluate --read answers.json',
    '',
    ...lines,
    '',
  ].join('\n');
}

/**
 * How many names are right. A picture without a name counts as wrong.
 *
 * @param read what the reader's file holds, as JSON.parse gives it
 * @param answers of each number the right name
 * @throws PlaygroundError when the file has another form
 *
 * @example
 * readersScore({ 1: 'cat', 2: 'dog' }, { 1: 'cat', 2: 'sun' }); // { right: 1, pictures: 2 }
 */
export function readersScore(
  read: unknown,
  answers: Readonly<Record<string, string>>,
): { right: number; pictures: number } {
  const names = Object.entries(
    typeof read === 'object' && read !== null && !Array.isArray(read) ? read : {},
  );
  const strange = names.find(([number, name]) => !(number in answers) || typeof name !== 'string');
  if (names.length === 0 || strange) {
    throw new PlaygroundError(
      `eye test: got ${strange ? JSON.stringify(Object.fromEntries([strange])) : 'no answers'}; ` +
        'expected a JSON object with a name for each number of eye-test.png: { "1": "pizza", ... }',
    );
  }
  const right = names.filter(([number, name]) => answers[number] === name.trim()).length;
  return { right, pictures: Object.keys(answers).length };
}

/**
 * The pictures in rows of twelve, twice as large, with their numbers.
 *
 * @param pixels [pictures, side, side, 3], 0 to 255
 */
export function eyeSheet(pixels: Uint8Array, side: number): Picture {
  const count = pixels.length / (side * side * 3);
  const cell = { width: side * times + gap, height: side * times + gap + head };
  const width = columns * cell.width;
  const height = Math.ceil(count / columns) * cell.height;
  const sheet = new Uint8Array(4 * width * height).fill(255);
  const paint = (x: number, y: number, rgb: ArrayLike<number>): void => {
    sheet.set([rgb[0], rgb[1], rgb[2]], 4 * (y * width + x));
  };
  for (let n = 0; n < count; n++) {
    const left = (n % columns) * cell.width + gap / 2;
    const top = Math.floor(n / columns) * cell.height + gap / 2;
    drawNumber(n + 1, (x, y) => paint(left + x, top + y, [0, 0, 0]));
    for (let y = 0; y < side * times; y++) {
      for (let x = 0; x < side * times; x++) {
        const row = n * side + Math.floor(y / times);
        const at = 3 * (row * side + Math.floor(x / times));
        paint(left + x, top + head + y, pixels.subarray(at, at + 3));
      }
    }
  }
  const alt = `${count} numbered pictures, ${columns} in a row`;
  return { kind: 'picture', width, height, scale: 1, pixels: sheet, alt };
}

/** Digits of 3 x 5 dots; a row of three dots is a number from 0 to 7. */
const digits = [
  '75557',
  '26227',
  '71747',
  '71717',
  '55711',
  '74717',
  '74757',
  '71122',
  '75757',
  '75717',
];
const dot = 3;

function drawNumber(number: number, ink: (x: number, y: number) => void): void {
  for (const [place, digit] of [...String(number)].entries()) {
    for (const [row, bits] of [...digits[Number(digit)]].entries()) {
      for (let i = 0; i < 3 * dot * dot; i++) {
        const [x, y] = [i % (3 * dot), Math.floor(i / (3 * dot))];
        if ((Number(bits) >> (2 - Math.floor(x / dot))) & 1)
          ink(place * 4 * dot + x, row * dot + y);
      }
    }
  }
}
