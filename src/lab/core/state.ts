/**
 * The state of a lab as one readable line: `weights=0.8,-0.5&bias=0.1&activation=sigmoid`.
 *
 * The line travels in links and in saved notebooks, so it may come from a stranger or from an older
 * version. Reading never throws and never runs anything: a value that does not fit is put right or
 * left out, and each such repair is one sentence for the reader. Pure; the page is in `boot.ts`.
 */
import { nearest } from '../../math/errors.js';

/** What reading one value gave: the value, a sentence about what was wrong, or both. */
export interface Reading<T> {
  readonly value?: T;
  readonly note?: string;
}

/** How one value is written and read. */
export interface Field<T> {
  readonly fallback: T;
  readonly write: (value: T) => string;
  readonly read: (text: string) => Reading<T>;
}

/** One field for each property of a state; the property's name is the word in the line. */
export type Fields<S> = { readonly [K in keyof S]: Field<S[K]> };

/** A line longer than this is not ours: room for 10,000 points. */
export const LONGEST_STATE = 64_000;

/** A number between two bounds; outside of them it is moved to the nearer one. */
export function numberField(fallback: number, from: number, to: number): Field<number> {
  return {
    fallback,
    write: writeNumber,
    read: (text) => {
      const value = readNumber(text);
      if (value === undefined) return { note: `${quote(text)} is not a number` };
      return bounded(value, from, to);
    },
  };
}

/** One to `most` numbers with commas between them, each within the bounds. */
export function numbersField(
  fallback: readonly number[],
  from: number,
  to: number,
  most: number,
): Field<readonly number[]> {
  return {
    fallback,
    write: (values) => values.map(writeNumber).join(','),
    read: (text) => {
      const values = text.split(',').map(readNumber);
      if (values.includes(undefined)) return { note: `${quote(text)} is not a list of numbers` };
      const read = (values as number[]).map((value) => bounded(value, from, to));
      const note = read.find((reading) => reading.note)?.note;
      if (read.length > most) {
        return { note: `${read.length} numbers were given, and ${most} is the most` };
      }
      return { value: read.map((reading) => reading.value as number), note };
    },
  };
}

/** One of some names; a space in a name is written as `-`. */
export function choiceField<T extends string>(fallback: T, names: readonly T[]): Field<T> {
  return {
    fallback,
    write: slug,
    read: (text) => {
      const value = names.find((name) => slug(name) === slug(text));
      return value === undefined ? { note: unknown(text, names) } : { value };
    },
  };
}

/** Some of some names, in the order in which they are given, none twice. */
export function choicesField<T extends string>(
  fallback: readonly T[],
  names: readonly T[],
): Field<readonly T[]> {
  return {
    fallback,
    write: (values) => values.map(slug).join(','),
    read: (text) => {
      const words = text.split(',').filter((word) => word !== '');
      const found = words.map((word) => names.find((name) => slug(name) === slug(word)));
      const value = [...new Set(found.filter((name) => name !== undefined))];
      const wrong = words[found.indexOf(undefined)];
      const note = wrong === undefined ? undefined : unknown(wrong, names);
      return value.length === 0 && note !== undefined ? { note } : { value, note };
    },
  };
}

/** One number for each of some names, written `leaky-relu:0.2,elu:1.5`; only what was changed. */
export function settingsField(
  limits: Readonly<Record<string, { value: number; from: number; to: number }>>,
): Field<Readonly<Record<string, number>>> {
  const names = Object.keys(limits);
  const fallback = Object.fromEntries(names.map((name) => [name, limits[name].value]));
  return {
    fallback,
    write: (values) =>
      names
        .filter((name) => writeNumber(values[name]) !== writeNumber(fallback[name]))
        .map((name) => `${slug(name)}:${writeNumber(values[name])}`)
        .join(','),
    read: (text) => {
      const value = { ...fallback };
      let note: string | undefined;
      for (const part of text.split(',').filter((word) => word !== '')) {
        const [word, number] = part.split(':');
        const name = names.find((candidate) => slug(candidate) === slug(word));
        const read = readNumber(number ?? '');
        if (name === undefined) note ??= unknown(word, names);
        else if (read === undefined) note ??= `${quote(part)} is not a name and a number`;
        else {
          const kept = bounded(read, limits[name].from, limits[name].to);
          note ??= kept.note;
          value[name] = kept.value as number;
        }
      }
      return { value, note };
    },
  };
}

/** `on` or `off`. */
export function flagField(fallback: boolean): Field<boolean> {
  return {
    fallback,
    write: (value) => (value ? 'on' : 'off'),
    read: (text) =>
      text === 'on' || text === 'off'
        ? { value: text === 'on' }
        : { note: `${quote(text)} is neither on nor off` },
  };
}

/** The state that stands in a lab when nothing is said. */
export function initialState<S>(fields: Fields<S>): S {
  return fromKeys(fields, (key) => fields[key].fallback);
}

/**
 * The line that reproduces a state. What equals the lab's own beginning is left out.
 *
 * @example
 * encodeState({ bias: numberField(0, -5, 5) }, { bias: 0.5 }); // 'bias=0.5'
 */
export function encodeState<S>(fields: Fields<S>, state: S): string {
  return keysOf(fields)
    .map((key) => [key, fields[key].write(state[key]), fields[key].write(fields[key].fallback)])
    .filter(([, value, fallback]) => value !== fallback)
    .map(([key, value]) => `${key}=${value}`)
    .join('&');
}

/**
 * The state that a line describes, and a sentence for each thing in it that was not usable.
 *
 * A leading `#` or `?` is dropped; `%2C` and the like are decoded; the first of two equal words wins.
 *
 * @example
 * decodeState({ bias: numberField(0, -5, 5) }, 'bias=9').state; // { bias: 5 }
 * decodeState({ bias: numberField(0, -5, 5) }, 'bias=9').notes;
 * // ['bias: 9 is more than 5, so it is 5 here.']
 */
export function decodeState<S>(fields: Fields<S>, text: string): { state: S; notes: string[] } {
  const notes: string[] = [];
  const given = new Map<keyof S, S[keyof S]>();
  if (text.length > LONGEST_STATE) {
    notes.push(
      `The link was too long (${text.length} letters), so the lab starts from its beginning.`,
    );
    return { state: initialState(fields), notes };
  }
  const keys = keysOf(fields);
  for (const part of text.replace(/^[#?]/, '').split('&')) {
    if (part === '') continue;
    const [word, ...rest] = part.split('=');
    const key = keys.find((name) => name === unescaped(word));
    if (key === undefined) {
      notes.push(`There is no setting ${quote(unescaped(word))} in this lab, so it was left out.`);
      continue;
    }
    if (given.has(key)) continue;
    const { value, note } = fields[key].read(unescaped(rest.join('=')).trim());
    const kept =
      value === undefined ? `, so it stays ${fields[key].write(fields[key].fallback)}` : '';
    if (note !== undefined) notes.push(`${key}: ${note}${kept}.`);
    if (value !== undefined) given.set(key, value);
  }
  const state = fromKeys(fields, (key) =>
    given.has(key) ? (given.get(key) as S[typeof key]) : fields[key].fallback,
  );
  return { state, notes: notes.slice(0, 4) };
}

/** A name as it stands in a state line. */
export function slug(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, '-');
}

function fromKeys<S>(fields: Fields<S>, value: <K extends keyof S>(key: K) => S[K]): S {
  const state: Partial<S> = {};
  for (const key of keysOf(fields)) state[key] = value(key);
  return state as S;
}

function keysOf<S>(fields: Fields<S>): (keyof S & string)[] {
  return Object.keys(fields) as (keyof S & string)[];
}

function bounded(value: number, from: number, to: number): Reading<number> {
  const write = writeNumber(value);
  if (value < from)
    return { value: from, note: `${write} is less than ${from}, so it is ${from} here` };
  if (value > to) return { value: to, note: `${write} is more than ${to}, so it is ${to} here` };
  return { value };
}

function writeNumber(value: number): string {
  return String(Number(value.toFixed(4)) + 0);
}

function readNumber(text: string): number | undefined {
  return /^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i.test(text) && Number.isFinite(Number(text))
    ? Number(text) + 0
    : undefined;
}

function unknown(text: string, names: readonly string[]): string {
  const close = nearest(text, names);
  const guess = close.length > 0 ? ` (did you mean ${close.map(quote).join(' or ')}?)` : '';
  return `${quote(text)} is not one of its choices${guess}`;
}

/** A stranger's text, short and on one line, in quotation marks. */
function quote(text: string): string {
  const plain = text.replace(/[\p{C}\p{Z}]/gu, ' ');
  const letters = [...plain];
  return `“${letters.length > 24 ? `${letters.slice(0, 24).join('')}…` : plain}”`;
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
