/**
 * The emoji data set: drawn on first use from the npm packages, kept in `.n2d/emoji/`, and read from
 * there afterwards. `datasets/emoji/` has what makes it the same everywhere: the hashes of the
 * packages' files and of the result, the held-out pairs, the absent objects.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeFileAtomic } from '../files/atomic.node.js';
import { PlaygroundError } from '../math/errors.js';
import { type EmojiObject, type EmojiSet, type EmojiStyle, emojiStyles } from './emoji.js';
import { emojiSide, loadDraw } from './emoji-draw.node.js';
import { iconSvg } from './emoji-icons.js';
import { readEmojiSources } from './emoji-packages.node.js';
import { checkThumbnails } from './emoji-thumbnails.js';

/** Folder of the data set in the repository. */
export const emojiHome: string = fileURLToPath(new URL('../../datasets/emoji/', import.meta.url));
const cache = fileURLToPath(new URL('../../.n2d/emoji/', import.meta.url));

/** `datasets/emoji/manifest.json` */
export interface EmojiManifest {
  /** sha256 of the packages' files. */
  readonly sources: Readonly<Record<string, string>>;
  readonly pictures: number;
  /** sha256 of objects and pictures, in JSON. */
  readonly index: string;
  /** sha256 of the pixels as Linux on x64 draws them. */
  readonly pixels: string;
}

export interface LoadEmojiOptions {
  /** Draws even when there are pictures from before (default false). */
  readonly again?: boolean;
  /** Called now and then while drawing, with the share that is done. */
  readonly onProgress?: (share: number) => void;
}

/** What is kept: who is drawn where. */
interface Index {
  readonly objects: readonly EmojiObject[];
  /** Of each picture: the place of its object, and of its style in `emojiStyles`. */
  readonly pictures: readonly (readonly [object: number, style: number])[];
}

/**
 * All pictures, with the part that each belongs to. Draws them when that was not done yet: about
 * twenty seconds on two cores.
 *
 * @throws PlaygroundError when a package is missing or changed, or the pictures come out otherwise
 *
 * @example
 * const emoji = await loadEmoji();
 * const { object, style } = emoji.pictures[0];
 * `${object.label}, ${style} style`; // 'grinning face, fluent style'
 */
export async function loadEmoji(options: LoadEmojiOptions = {}): Promise<EmojiSet> {
  const manifest = readEmojiManifest();
  const kept = options.again ? undefined : readCache(manifest);
  const { index, pixels, sha256: hash } = kept ?? (await makeEmoji(manifest, options));
  const heldOut = new Set(readHome<[string, string][]>('held-out.json').map(([a, b]) => a + b));
  const absent = new Set(readHome<{ hex: string }[]>('absent.json').map(({ hex }) => hex));
  const pictures = index.pictures.map(([at, styleAt]) => {
    const object = index.objects[at];
    const style = emojiStyles[styleAt];
    const isHeldOut = heldOut.has(object.hex + style);
    const part = absent.has(object.hex) ? 'absent' : isHeldOut ? 'held-out' : 'train';
    return { object, style, part } as const;
  });
  return { side: emojiSide, pictures, pixels, sha256: hash };
}

/** What the data set must be. */
export function readEmojiManifest(): EmojiManifest {
  return readHome('manifest.json');
}

type Made = { readonly index: Index; readonly pixels: Uint8Array; readonly sha256: string };

async function makeEmoji(manifest: EmojiManifest, options: LoadEmojiOptions): Promise<Made> {
  const made = await drawEmoji(manifest.sources, options.onProgress);
  const index = JSON.stringify(made.index);
  if (sha256(index) !== manifest.index) {
    throw new PlaygroundError(
      `emoji: got other objects or captions (sha256 ${sha256(index).slice(0, 12)}...); ` +
        `expected ${manifest.index.slice(0, 12)}.... Get the data set's files back with: ` +
        'git checkout -- datasets/emoji',
    );
  }
  const pixels = made.sha256;
  if (pixels !== manifest.pixels) {
    // Another machine's renderer may round otherwise; the pictures must be the same to the eye.
    checkThumbnails(made.pixels, readHomeBytes('thumbnails.bin'));
  }
  writeFileAtomic(join(cache, 'pixels.bin'), made.pixels);
  writeFileAtomic(join(cache, 'index.json'), index);
  writeFileAtomic(join(cache, 'made.json'), JSON.stringify({ index: manifest.index, pixels }));
  return made;
}

/**
 * Draws all pictures, from packages with these hashes; checks nothing else. For those who make the
 * manifest; everybody else wants `loadEmoji`.
 */
export async function drawEmoji(
  sources: Readonly<Record<string, string>>,
  onProgress?: (share: number) => void,
): Promise<Made & { readonly hashes: Readonly<Record<string, string>> }> {
  const draw = await loadDraw();
  const { objects, drawings, hashes } = readEmojiSources(sources);
  const jobs = objects.flatMap(({ hex }, at) =>
    drawings.flatMap(({ style, icons, byHex }) => {
      const name = byHex.get(hex);
      return name === undefined
        ? []
        : [{ at, style, svg: () => iconSvg(icons, name, 2 * emojiSide) }];
    }),
  );
  const size = emojiSide * emojiSide * 3;
  const pixels = new Uint8Array(jobs.length * size);
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let i = next++; i < jobs.length; i = next++) {
      pixels.set(await draw(jobs[i].svg()), i * size);
      if (i % 50 === 0) onProgress?.(i / jobs.length);
    }
  };
  await Promise.all([worker(), worker(), worker(), worker()]);
  const styleAt = (style: EmojiStyle): number => emojiStyles.indexOf(style);
  const pictures = jobs.map(({ at, style }) => [at, styleAt(style)] as const);
  return { index: { objects, pictures }, pixels, sha256: sha256(pixels), hashes };
}

/** The pictures from before, when they are those of this manifest and undamaged. */
function readCache(manifest: EmojiManifest): Made | undefined {
  try {
    const made = JSON.parse(readFileSync(join(cache, 'made.json'), 'utf8')) as EmojiManifest;
    const index = readFileSync(join(cache, 'index.json'), 'utf8');
    const pixels = new Uint8Array(readFileSync(join(cache, 'pixels.bin')));
    if (made.index !== manifest.index || sha256(index) !== manifest.index) return undefined;
    if (sha256(pixels) !== made.pixels) return undefined;
    return { index: JSON.parse(index) as Index, pixels, sha256: made.pixels };
  } catch {
    return undefined;
  }
}

const sha256 = (data: string | Uint8Array): string =>
  createHash('sha256').update(data).digest('hex');

function readHome<T>(file: string): T {
  try {
    return JSON.parse(readHomeBytes(file).toString('utf8')) as T;
  } catch (error) {
    if (error instanceof PlaygroundError) throw error;
    throw new PlaygroundError(`emoji: damaged ${file}: got no JSON; expected some. ${remedy}`);
  }
}

function readHomeBytes(file: string): Buffer {
  try {
    return readFileSync(join(emojiHome, file));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unreadable';
    throw new PlaygroundError(
      `emoji: cannot read ${file}: got ${code}; expected a file. ${remedy}`,
    );
  }
}

const remedy = 'Get it back with: git checkout -- datasets/emoji';
