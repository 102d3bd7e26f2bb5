// @ts-check
/**
 * `npm run build`: the library, the exercise checks, the labs, the notebooks and their catalogue.
 * A part whose sources and results are as they were is not built again.
 *
 *   node tools/build.mjs [--force]
 */
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  buildParts,
  builtFile,
  filesUnder,
  isBuilt,
  madeMark,
  sourcesMark,
} from './setup/build-step.mjs';
import { ChildError, run } from './setup/child.mjs';
import { messageOf } from './setup/error.mjs';
import { readJson, writeWhole } from './setup/files.mjs';
import { takeLock } from './setup/lock.mjs';
import { coursePaths } from './setup/paths.mjs';

/** @typedef {import('./setup/paths.mjs').Paths} Paths */

/** What makes each part of `buildParts`. @type {Record<string, (place: Paths) => Promise<void>>} */
const makers = {
  library: (place) => compile(place, 'tsconfig.json', '.tsbuildinfo'),
  'exercise checks': (place) => compile(place, 'lessons/tsconfig.json', '.tsbuildinfo.lessons'),
  labs: async ({ root }) => {
    const { buildLabs } = await import('./labs.mjs');
    await buildLabs(root);
  },
  notebooks: async ({ root }) => {
    const { buildLessons } = await import('./lessons/build.mjs');
    buildLessons({ root });
  },
};

/**
 * Build what is not up to date.
 * @param {Paths} place
 * @param {{ force?: boolean, say?: (line: string) => void }} options
 * @returns {Promise<string[]>} the names of the parts that were built
 */
export async function build(place, { force = false, say = () => {} } = {}) {
  mkdirSync(place.dist, { recursive: true });
  const done = [];
  for (const part of buildParts) {
    if (!force && isBuilt(place, part)) continue;
    const began = Date.now();
    const sources = sourcesMark(place, part);
    await makers[part.name](place);
    const built = /** @type {Record<string, unknown> | null} */ (readJson(builtFile(place)));
    const entry = { sources, made: madeMark(place, part) };
    writeWhole(builtFile(place), JSON.stringify({ ...built, [part.name]: entry }, null, 2));
    done.push(part.name);
    say(`built ${part.name} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
  }
  return done;
}

/**
 * The compiler, incrementally when its earlier results are all there.
 * @param {Paths} place
 * @param {string} project
 * @param {string} info
 */
async function compile(place, project, info) {
  const part = buildParts[project === 'tsconfig.json' ? 0 : 1];
  const built = /** @type {Record<string, { made?: string }> | null} */ (
    readJson(builtFile(place))
  );
  if (built?.[part.name]?.made !== madeMark(place, part)) {
    rmSync(join(place.dist, info), { force: true }); // it would leave out what is missing
  }
  removeOrphans(place);
  const compiler = join(place.modules, 'typescript', 'bin', 'tsc');
  await run(process.execPath, [compiler, '-p', join(place.root, project)], { cwd: place.root });
}

/**
 * Results whose source is gone.
 * @param {Paths} place
 */
function removeOrphans({ root }) {
  for (const file of filesUnder(root, 'dist')) {
    const match = /^dist\/(.*?)(?:\.d\.ts|\.js)$/.exec(file);
    if (match === null) continue;
    const source = match[1].startsWith('lessons/') ? match[1] : `src/${match[1]}`;
    if (!existsSync(join(root, `${source}.ts`))) rmSync(join(root, file));
  }
}

/** @param {string[]} args */
async function main(args) {
  const place = coursePaths();
  const free = process.env.N2D_LOCKED === '1' ? () => {} : await takeLock(place.lock);
  try {
    await build(place, { force: args.includes('--force'), say: console.log });
  } catch (error) {
    console.error(error instanceof ChildError ? error.output.trim() : messageOf(error));
    process.exitCode = 1;
  } finally {
    free();
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main(process.argv.slice(2));
}
