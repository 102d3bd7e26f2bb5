/**
 * The files of the npm packages that the emoji come from. Each must have the hash that the manifest
 * of the data set names: other files would make other pictures, quietly.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { PlaygroundError } from '../math/errors.js';
import type { EmojiObject, EmojiStyle } from './emoji.js';
import {
  type IconChars,
  type IconSet,
  iconsByChars,
  iconsByNames,
  type ObjectNames,
} from './emoji-icons.js';
import { type EmojibaseGroups, type EmojibaseLine, emojiObjects } from './emoji-objects.js';

/** One set of drawings, and which of them shows which object (by hex). */
export interface EmojiDrawings {
  readonly style: EmojiStyle;
  readonly icons: IconSet;
  readonly byHex: ReadonlyMap<string, string>;
}

export interface EmojiSources {
  readonly objects: readonly EmojiObject[];
  /** In the order of `emojiStyles`. */
  readonly drawings: readonly EmojiDrawings[];
  /** Every file that was read, as `package/file`, with its sha256. */
  readonly hashes: Readonly<Record<string, string>>;
}

/** The style and the package it comes from; `chars` is the package whose table it uses. */
const sets: readonly { style: EmojiStyle; name: string; chars?: string }[] = [
  { style: 'fluent', name: 'fluent-emoji', chars: 'fluent-emoji-flat' },
  { style: 'flat', name: 'fluent-emoji-flat', chars: 'fluent-emoji-flat' },
  { style: 'noto', name: 'noto', chars: 'noto' },
  { style: 'blob', name: 'noto-v1' },
  { style: 'twemoji', name: 'twemoji', chars: 'twemoji' },
  { style: 'firefox', name: 'fxemoji' },
  { style: 'emojione', name: 'emojione' },
];

const nicknameFiles = ['emojibase', 'emojibase-legacy', 'github', 'iamcal', 'joypixels', 'cldr'];

/** Drawings whose names are those of something else, by hex; '' for an object that has none. */
const corrections: Partial<Record<EmojiStyle, Readonly<Record<string, string>>>> = {
  blob: { '1F52B': '' }, // not a water pistol but a revolver; the next two sets alike
  emojione: { '1F52B': '' },
  firefox: {
    '1F52B': '',
    '1F44B': '', // 'wave' is one of the sea
    '1F621': 'pouting',
    '1F64E': 'pout',
    '1F47F': 'imp', // an angry one
    '1F608': '',
    '1F647': 'bowing',
    '1F3F9': '', // 'bow' is one of ribbon
    2328: 'wiredkeyboard', // 'keyboard' makes music
    '1F576': 'darksunglasses', // 'sunglasses' are on a face
    '1F405': 'tigerside', // without 'side' only the face
    '1F415': 'dogside',
    '1F408': 'catside',
    '1F416': 'pigside',
    '1F401': 'mouseside',
    '1F417': '',
    '1F433': 'spurtingwhale',
    '1F68B': '', // black silhouettes
    '1F688': '',
  },
};

/**
 * Reads the packages.
 *
 * @param expected sha256 of each file; a file that is not named is not checked
 * @throws PlaygroundError when a file is missing or another than expected
 */
export function readEmojiSources(expected: Readonly<Record<string, string>>): EmojiSources {
  const hashes: Record<string, string> = {};
  const read = <T>(file: string): T => {
    const bytes = readPackageFile(file);
    hashes[file] = createHash('sha256').update(bytes).digest('hex');
    if (Object.hasOwn(expected, file) && hashes[file] !== expected[file]) {
      throw new PlaygroundError(
        `emoji: another ${file}: got sha256 ${hashes[file].slice(0, 12)}...; ` +
          `expected ${expected[file].slice(0, 12)}.... ${remedy}`,
      );
    }
    return JSON.parse(bytes.toString('utf8')) as T;
  };
  const objects = emojiObjects(
    read<EmojibaseLine[]>('emojibase-data/en/data.json'),
    read<EmojibaseGroups>('emojibase-data/meta/groups.json'),
  );
  const icons = sets.map(({ name }) => read<IconSet>(`@iconify-json/${name}/icons.json`));
  const tables = new Map(
    sets
      .filter(({ name, chars }) => name === chars)
      .map(({ name }) => [name, read<IconChars>(`@iconify-json/${name}/chars.json`)]),
  );
  const byChars = sets.map(({ chars }, i) => {
    const table = chars === undefined ? undefined : tables.get(chars);
    return table && iconsByChars(icons[i], table, objects);
  });
  const nicknames = nicknameFiles.map((name) =>
    read<Record<string, string | string[]>>(`emojibase-data/en/shortcodes/${name}.json`),
  );
  const names: ObjectNames[] = objects.map((object) => ({
    object,
    certain: [object.label, ...byChars.flatMap((found) => found?.get(object.hex) ?? [])],
    nicknames: nicknames.flatMap((table) => table[object.hex] ?? []),
  }));
  const drawings = sets.map(({ style }, i) => ({
    style,
    icons: icons[i],
    byHex: byChars[i] ?? iconsByNames(icons[i], names, corrections[style] ?? {}),
  }));
  return { objects, drawings, hashes };
}

function readPackageFile(file: string): Buffer {
  try {
    return readFileSync(createRequire(import.meta.url).resolve(file));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unreadable';
    throw new PlaygroundError(
      `emoji: cannot read ${file}: got ${code}; expected a file. ${remedy}`,
    );
  }
}

const remedy = 'Get the packages back with: npm ci';
