/**
 * A pasted table as points: two columns of numbers and, last, a class or a number. Pure.
 *
 * Whatever is wrong with a row costs that row alone, and is said: how often, and where first.
 * Separators are commas, semicolons, tabs or blanks; with a semicolon or a tab, `0,5` is a half.
 */
import { random } from '../../math/random.js';
import { cellsOf, numberIn, separatorOf } from './csv-cells.js';
import { kept, MOST_CLASSES, MOST_POINTS, type OwnPoints, plainName } from './own-points.js';

export interface Pasted {
  /** Undefined where nothing could be used. */
  readonly points: OwnPoints | undefined;
  /** One sentence for each thing that a reader should know. */
  readonly notes: readonly string[];
}

/** A text longer than this is not read: 100,000 rows are a tenth of it. */
export const LONGEST_TABLE = 20_000_000;

interface Row {
  readonly x: number;
  readonly y: number;
  readonly label: string;
}

/**
 * Reads a table.
 *
 * @example
 * readTable('x,y,kind\n0.1,0.2,cat\n0.3,oops,dog\n0.5,0.6,dog').notes;
 * // ['1 row was left out because a cell is not a number: line 3 has “oops”.']
 */
export function readTable(text: string): Pasted {
  if (text.length > LONGEST_TABLE) {
    const size = Math.ceil(text.length / 1e6).toLocaleString('en-US');
    return nothing(`The table has ${size} million letters; 20 million are the most.`);
  }
  const { rows, notes } = readRows(text);
  if (rows.length === 0) {
    return nothing(
      ...notes,
      'There is no row that can be used. Expected lines such as 0.5, -0.2, cat: two numbers, then a class or a number.',
    );
  }
  const once = withoutCopies(rows, notes);
  const few = atMost(once, notes);
  const labelled = labels(few, notes);
  const [x, y] = (['x', 'y'] as const).map((key, i) =>
    scaled(
      labelled.rows.map((row) => row[key]),
      `column ${i + 1}`,
      notes,
    ),
  );
  const targets =
    labelled.classes.length > 0
      ? labelled.targets
      : scaled(labelled.targets, 'the last column', notes);
  const inputs = x.map((value, i) => [value, y[i]]);
  return { points: { classes: labelled.classes, inputs, targets }, notes };
}

function nothing(...notes: string[]): Pasted {
  return { points: undefined, notes };
}

function readRows(text: string): { rows: Row[]; notes: string[] } {
  const lines = text.split(/\r\n|\n|\r/);
  const first = lines.findIndex((line) => line.trim() !== '');
  const separator = separatorOf(lines[first] ?? '');
  const rows: Row[] = [];
  const missing = tally();
  const wordy = tally();
  for (let at = Math.max(0, first); at < lines.length; at++) {
    if (lines[at].trim() === '') continue;
    const cells = cellsOf(lines[at], separator);
    const [a, b] = cells.slice(0, 2).map((cell) => numberIn(cell, separator));
    const label = cells.length > 2 ? cells[cells.length - 1] : '';
    if (at === first && a === undefined && b === undefined) continue; // the names of the columns
    const empty = cells.slice(0, 2).some(isMissing) || isMissing(label);
    if (empty)
      missing.add(at + 1, cells.length < 3 ? `${cells.length} of 3 cells` : 'an empty cell');
    else if (a === undefined || b === undefined) {
      wordy.add(at + 1, quoted(a === undefined ? cells[0] : cells[1]));
    } else rows.push({ x: a, y: b, label });
  }
  const notes = [
    ...missing.say('because a value is missing'),
    ...wordy.say('because a cell is not a number'),
  ];
  return { rows, notes };
}

const isMissing = (cell: string): boolean => /^(|na|n\/a|nan|null|none|\?)$/i.test(cell);

function tally(): { add: (line: number, what: string) => void; say: (why: string) => string[] } {
  let count = 0;
  let where = '';
  return {
    add: (line, what) => {
      if (count === 0) where = `line ${line} has ${what}`;
      count++;
    },
    say: (why) => (count === 0 ? [] : [`${counted(count, 'row')} left out ${why}: ${where}.`]),
  };
}

function counted(count: number, word: string): string {
  return count === 1 ? `1 ${word} was` : `${count.toLocaleString('en-US')} ${word}s were`;
}

function quoted(text: string): string {
  const plain = text.replace(/[\p{C}\p{Z}]/gu, ' ');
  return `“${plain.length > 20 ? `${plain.slice(0, 20)}…` : plain}”`;
}

function withoutCopies(rows: readonly Row[], notes: string[]): Row[] {
  const seen = new Set<string>();
  const once = rows.filter(({ x, y, label }) => {
    const key = `${x} ${y} ${label}`;
    return seen.has(key) ? false : seen.add(key);
  });
  const copies = rows.length - once.length;
  if (copies > 0) notes.push(`${counted(copies, 'row')} there before: each is kept once.`);
  return once;
}

/** A random part of them, so that a sorted table stays whole in kind. */
function atMost(rows: readonly Row[], notes: string[]): readonly Row[] {
  if (rows.length <= MOST_POINTS) return rows;
  notes.push(
    `${rows.length.toLocaleString('en-US')} rows are more than this page draws: ` +
      `${MOST_POINTS.toLocaleString('en-US')} of them, drawn at random, are kept.`,
  );
  const places = random(0).permutation(rows.length).slice(0, MOST_POINTS).sort();
  return Array.from(places, (at) => rows[at]);
}

interface Labelled {
  readonly rows: readonly Row[];
  readonly classes: readonly string[];
  readonly targets: readonly number[];
}

function labels(rows: readonly Row[], notes: string[]): Labelled {
  const numbers = rows.map(({ label }) => numberIn(label, ';'));
  const counts = new Map<string, number>();
  for (const { label } of rows) counts.set(label, (counts.get(label) ?? 0) + 1);
  const numeric = !numbers.includes(undefined);
  if (numeric && (counts.size > MOST_CLASSES || !numbers.every(Number.isInteger))) {
    return { rows, classes: [], targets: numbers as number[] };
  }
  const common = [...counts].sort((a, b) => b[1] - a[1]).slice(0, MOST_CLASSES);
  const words = common
    .map(([word]) => word)
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  const used = rows.filter(({ label }) => words.includes(label));
  if (used.length < rows.length) {
    notes.push(
      `${counts.size} classes are more than this page has colours for: the ${MOST_CLASSES} largest ` +
        `are kept, and ${counted(rows.length - used.length, 'row')} left out.`,
    );
  }
  const classes = names(words);
  if (classes.length === 1) {
    notes.push(
      `All points are of class ${classes[0]}: there is nothing to tell apart. Add points of another class.`,
    );
    classes.push(classes[0] === 'B' ? 'A' : 'B');
  }
  return { rows: used, classes, targets: used.map(({ label }) => words.indexOf(label)) };
}

/** Names as a link can hold them, each another one. */
function names(words: readonly string[]): string[] {
  const made: string[] = [];
  for (const word of words) {
    const name = plainName(word) || 'class';
    let other = name;
    for (let i = 2; made.includes(other); i++) other = `${name.slice(0, 12)} ${i}`;
    made.push(other);
  }
  return made;
}

/** Numbers near -1 to 1 stay; others are moved and scaled so that they fill it. */
function scaled(values: readonly number[], name: string, notes: string[]): number[] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low >= -1.25 && high <= 1.25 && high - low > 0.2) return values.map(kept);
  if (low === high) {
    notes.push(`In ${name} every value is ${short(low)}: it tells nothing, and is 0 here.`);
    return values.map(() => 0);
  }
  notes.push(
    `${name[0].toUpperCase()}${name.slice(1)}: ${short(low)} to ${short(high)} became −1 to 1.`,
  );
  return values.map((value) => kept((2 * (value - low)) / (high - low) - 1));
}

function short(value: number): string {
  return String(Number(value.toPrecision(4))).replace('-', '−');
}
