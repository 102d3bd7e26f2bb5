/** The words that the micro model was trained with: `words.json` in its folder. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CheckpointError } from '../math/errors.js';
import type { KnownWords } from '../text/unknown-words.js';
import { microFolder, wayBack } from './micro-folder.node.js';

/**
 * Reads them.
 *
 * @throws CheckpointError when the file is missing or damaged
 *
 * @example
 * const { objects, words } = microWords();
 * words.includes('pizza'); // true
 */
export function microWords(folder: string = microFolder): KnownWords {
  const file = join(folder, 'words.json');
  let read: Partial<KnownWords> | null = null;
  try {
    read = JSON.parse(readFileSync(file, 'utf8')) as Partial<KnownWords> | null;
  } catch {}
  const { objects, words } = read ?? {};
  const good =
    Array.isArray(words) &&
    words.every((word) => typeof word === 'string') &&
    Array.isArray(objects) &&
    objects.every((one) => typeof one?.emoji === 'string' && typeof one.label === 'string');
  if (good) return { objects, words };
  throw new CheckpointError(
    `${file}: got no list of words; expected { "objects": [...], "words": [...] }. ${wayBack}`,
  );
}
