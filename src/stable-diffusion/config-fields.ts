/**
 * Reads the fields of a `config.json` as diffusers and transformers write them, and says which field
 * is wrong. A field that asks for something these models do not do is refused, not ignored.
 */
import { ConfigError } from '../math/errors.js';

/** Of any count, and of the levels of a network; that of its layers is 100. */
const largest = 2 ** 20;
const mostLevels = 16;
export const mostLayers = 100;

/** The fields of one config.json. */
export interface Fields {
  /** A whole number, from 1 to `most` (2 ** 20): a file must not ask for a network without an end. */
  count(name: string, otherwise?: number, most?: number): number;
  number(name: string, otherwise: number): number;
  flag(name: string, otherwise: boolean): boolean;
  text(name: string, otherwise?: string): string;
  /** A list of whole numbers, one for each level; one number stands for all. */
  counts(name: string, length: number, otherwise?: number, most?: number): readonly number[];
  texts(name: string): readonly string[];
  has(name: string): boolean;
  /** Throws unless the field is left out, null or one of these. */
  only(name: string, ...allowed: readonly unknown[]): void;
}

/**
 * @param where what is read, for the messages
 * @throws ConfigError when `json` is no object
 *
 * @example
 * fieldsOf('unet', { in_channels: 4 }).count('in_channels'); // 4
 */
export function fieldsOf(where: string, json: unknown): Fields {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new ConfigError(`${where} config: got ${show(json)}; expected an object of fields`);
  }
  const fields = json as Readonly<Record<string, unknown>>;
  const wrong = (name: string, expected: string): ConfigError =>
    new ConfigError(`${where} config: got ${name} ${show(fields[name])}; expected ${expected}`);
  const has = (name: string): boolean => fields[name] !== undefined && fields[name] !== null;
  const get = (name: string, otherwise: unknown): unknown => (has(name) ? fields[name] : otherwise);
  return {
    has,
    count(name, otherwise, most = largest) {
      const value = get(name, otherwise);
      if (!isCount(value, most)) throw wrong(name, `a whole number from 1 to ${most}`);
      return value;
    },
    number(name, otherwise) {
      const value = get(name, otherwise);
      if (typeof value !== 'number' || !Number.isFinite(value)) throw wrong(name, 'a number');
      return value;
    },
    flag(name, otherwise) {
      const value = get(name, otherwise);
      if (typeof value !== 'boolean') throw wrong(name, 'true or false');
      return value;
    },
    text(name, otherwise) {
      const value = get(name, otherwise);
      if (typeof value !== 'string') throw wrong(name, 'a text');
      return value;
    },
    counts(name, length, otherwise, most = largest) {
      const value = get(name, otherwise);
      if (isCount(value, most) && length > 0) return Array<number>(length).fill(value);
      const fits = Array.isArray(value) && (length === 0 || value.length === length);
      const all = fits && value.length > 0 && value.length <= mostLevels;
      if (!all || !value.every((one) => isCount(one, most))) {
        const many = length === 0 ? `at most ${mostLevels}, one` : `${length}, one`;
        throw wrong(name, `whole numbers, ${many} for each level, none above ${most}`);
      }
      return value as number[];
    },
    texts(name) {
      const value = fields[name];
      if (!Array.isArray(value) || !value.every((text) => typeof text === 'string')) {
        throw wrong(name, 'a list of texts');
      }
      return value as string[];
    },
    only(name, ...allowed) {
      const value = fields[name];
      if (!has(name) || allowed.some((one) => same(one, value))) return;
      const wish = allowed.length > 0 ? allowed.map(show).join(' or ') : 'none';
      throw wrong(name, `${wish}, as in Stable Diffusion 1 and 2`);
    },
  };
}

function isCount(value: unknown, most: number): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 1 && value <= most;
}

function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
