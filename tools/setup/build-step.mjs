// @ts-check
/**
 * The build as a step of set-up. What was built is compared by content: the fingerprint of each
 * part's sources, and names and sizes of what came out of them.
 */

import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ChildError, run } from './child.mjs';
import { SetupError } from './error.mjs';
import { readJson, readText } from './files.mjs';

/** @typedef {import('./paths.mjs').Paths} Paths */
/**
 * @typedef {object} BuildPart
 * @property {string} name
 * @property {readonly string[]} sources files and folders
 * @property {readonly string[]} made files and folders
 * @property {readonly string[]} [except] what in `made` belongs to another part
 */

/** @type {readonly BuildPart[]} */
export const buildParts = [
  {
    name: 'library',
    sources: ['src', 'tsconfig.json', 'package-lock.json'],
    made: ['dist'],
    except: ['dist/lessons', 'dist/lab', 'dist/built.json', 'dist/.tsbuildinfo'],
  },
  {
    name: 'exercise checks',
    sources: ['src', 'lessons', 'tsconfig.json', 'package-lock.json'],
    made: ['dist/lessons'],
    except: ['dist/lessons/catalogue.json'],
  },
  {
    name: 'labs',
    sources: ['src', 'tools/labs.mjs', 'package-lock.json'],
    made: ['dist/lab'],
  },
  {
    name: 'notebooks',
    sources: ['lessons', 'tools/lessons', 'package-lock.json'],
    made: ['dist/lessons/catalogue.json', 'notebooks'],
  },
];

/** @param {Paths} place */
export const builtFile = (place) => join(place.dist, 'built.json');

/** @param {Paths} place @returns {import('./steps.mjs').Step} */
export function buildStep(place) {
  return {
    name: 'build',
    title: 'library, labs, notebooks',
    needs: ['npm'],
    isDone: () => buildParts.every((part) => isBuilt(place, part)),
    run: async () => {
      const log = join(place.logs, 'build.log');
      try {
        await run(process.execPath, [join(place.root, 'tools', 'build.mjs')], {
          cwd: place.root,
          env: { ...process.env, N2D_LOCKED: '1' },
          log,
        });
      } catch (error) {
        if (!(error instanceof ChildError)) throw error;
        const said = error.output.trim().split('\n').slice(0, 12).join('\n');
        throw new SetupError(`the build failed\n${said}`, `see ${log}`);
      }
    },
  };
}

/**
 * Sources and results are as they were when the part was built.
 * @param {Paths} place
 * @param {BuildPart} part
 */
export function isBuilt(place, part) {
  const built = /** @type {Record<string, { sources?: string, made?: string }> | null} */ (
    readJson(builtFile(place))
  );
  const found = built?.[part.name];
  if (typeof found !== 'object' || found === null) return false;
  return found.sources === sourcesMark(place, part) && found.made === madeMark(place, part);
}

/**
 * @param {Paths} place
 * @param {BuildPart} part
 */
export function sourcesMark(place, part) {
  const hash = createHash('sha256');
  for (const file of part.sources.flatMap((path) => filesUnder(place.root, path))) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(place.root, file)))
      .update('\0');
  }
  return hash.digest('hex').slice(0, 32);
}

/**
 * @param {Paths} place
 * @param {BuildPart} part
 */
export function madeMark(place, part) {
  const hash = createHash('sha256');
  const except = part.except ?? [];
  const files = part.made
    .flatMap((path) => filesUnder(place.root, path))
    .filter((file) => !except.some((path) => file === path || file.startsWith(`${path}/`)))
    .filter((file) => !file.includes('.tsbuildinfo'));
  for (const file of files) hash.update(`${file} ${lstatSync(join(place.root, file)).size}\0`);
  return files.length === 0 ? 'nothing' : hash.digest('hex').slice(0, 32);
}

/**
 * Paths of all files under a path, in order, with '/' on every system.
 * @param {string} root
 * @param {string} path
 * @returns {string[]}
 */
export function filesUnder(root, path) {
  let entries;
  try {
    entries = readdirSync(join(root, path), { withFileTypes: true });
  } catch {
    return readText(join(root, path)) === null ? [] : [path];
  }
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const inside = `${path}/${entry.name}`;
    return entry.isDirectory() ? filesUnder(root, inside) : [inside];
  });
}
