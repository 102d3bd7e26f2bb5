// @ts-check
/**
 * TensorFlow's own library for Node, out of the wheel that Python uses: the newest there is, where
 * the library that @tensorflow/tfjs-node-gpu would download dates from 2022. Only the library and
 * the few headers that the addon includes are kept. With an NVIDIA GPU the CUDA build is taken
 * first; that path has never run on such a machine.
 */
import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './child.mjs';
import { SetupError } from './error.mjs';
import { moveInto, readJson, sizeOf, temporaryFolder, writeWhole } from './files.mjs';
import { pip, pythonEnv } from './python.mjs';

export const tensorflowVersion = '2.21.0';

const flavours = {
  cpu: { requirements: 'requirements-tensorflow.txt', bytes: 274e6 },
  cuda: { requirements: 'requirements-tensorflow-cuda.txt', bytes: 620e6 },
};
/** @typedef {keyof typeof flavours} Flavour */
/** @typedef {import('./paths.mjs').Paths} Paths */

const libraries = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];
const wanted = [
  ...libraries.map((name) => `tensorflow/${name}`),
  'tensorflow/include/tensorflow/c/',
  'tensorflow/include/tensorflow/core/platform/ctstring',
  'tensorflow/include/tsl/platform/ctstring',
  'tensorflow/include/xla/tsl/c/',
];

/** This system in one word: `linux-x64`, `linux-x64-musl`, `darwin-arm64`. */
function thisSystem() {
  return `${process.platform}-${process.arch}${isMusl() ? '-musl' : ''}`;
}

/**
 * Why native TensorFlow cannot be had on a system at all; null when it can.
 * @returns {SetupError | null}
 */
export function systemObstacle(system = thisSystem()) {
  if (system === 'linux-x64') return null;
  if (system === 'linux-x64-musl') {
    return new SetupError(
      'native TensorFlow needs glibc, and this system has musl',
      'nothing to do: WebAssembly computes instead; a glibc system (Debian, Ubuntu) is faster',
    );
  }
  return new SetupError(
    `native TensorFlow is set up on linux-x64 only, and this is ${system}`,
    'nothing to do: WebAssembly computes instead',
  );
}

function isMusl() {
  if (process.platform !== 'linux') return false;
  const report = /** @type {{ header: { glibcVersionRuntime?: string } }} */ (
    process.report.getReport()
  );
  return report.header.glibcVersionRuntime === undefined;
}

/** An NVIDIA GPU with its driver loaded. */
export function hasNvidia() {
  return existsSync('/proc/driver/nvidia/version') && existsSync('/dev/nvidiactl');
}

/**
 * Where one build of the library lives.
 * @param {Paths} place
 * @param {Flavour} flavour
 */
export function libraryFolder(place, flavour) {
  return join(place.tensorflow, `${tensorflowVersion}-${flavour}`);
}

/**
 * Which build is there, whole; null when none is.
 * @param {Paths} place
 * @returns {Flavour | null}
 */
export function libraryFlavour(place) {
  if (hasNvidia() && isWhole(place, 'cuda')) return 'cuda';
  return isWhole(place, 'cpu') ? 'cpu' : null;
}

/**
 * Its manifest was written last, and every library still has the size it had then.
 * @param {Paths} place
 * @param {Flavour} flavour
 */
function isWhole(place, flavour) {
  const home = libraryFolder(place, flavour);
  const manifest = readJson(join(home, 'manifest.json'));
  if (typeof manifest !== 'object' || manifest === null) return false;
  const sizes = /** @type {Record<string, unknown>} */ (manifest);
  return libraries.every((name) => {
    const path = join(home, 'tensorflow', name);
    return existsSync(path) && statSync(path).size === sizes[name];
  });
}

/** @param {Paths} place @returns {import('./steps.mjs').Step} */
export function libraryStep(place) {
  return {
    name: 'tensorflow',
    title: 'native TensorFlow',
    needs: ['venv'],
    optional: true,
    isDone: () => systemObstacle() === null && libraryFlavour(place) !== null,
    run: async (progress) => {
      const obstacle = systemObstacle();
      if (obstacle !== null) throw obstacle;
      if (hasNvidia()) {
        try {
          await fetchLibrary(place, 'cuda', progress);
          return;
        } catch {
          // the CPU build is next; doctor says that the GPU is not used
        }
      }
      await fetchLibrary(place, 'cpu', progress);
    },
  };
}

/**
 * @param {Paths} place
 * @param {Flavour} flavour
 * @param {import('./progress.mjs').Progress} progress
 */
async function fetchLibrary(place, flavour, progress) {
  const { requirements, bytes } = flavours[flavour];
  const folder = temporaryFolder(place, 'tensorflow');
  const download = join(folder, 'download');
  mkdirSync(download);
  const watch = setInterval(() => progress(Math.min(bytes, sizeOf(download)), bytes), 300);
  try {
    const file = join(place.root, 'tools', requirements);
    const which = ['--platform=manylinux_2_27_x86_64', '--python-version=3.12'];
    await pip(
      place,
      ['download', '--no-deps', '--no-cache-dir', ...which, `--dest=${download}`, '-r', file],
      'tensorflow.log',
      { what: 'native TensorFlow', env: { TMPDIR: download } },
    );
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  } finally {
    clearInterval(watch);
  }
  const wheel = readdirSync(download).find((name) => name.endsWith('.whl'));
  if (wheel === undefined) throw new SetupError('native TensorFlow: pip left no wheel', null);
  const home = join(folder, 'home');
  const script = join(place.root, 'tools', 'setup', 'unpack.py');
  await run(place.python, [script, join(download, wheel), home, ...wanted], {
    env: pythonEnv(),
    log: join(place.logs, 'unpack.log'),
    onLine: (line) => {
      const [done, total] = line.split(' ').map(Number);
      if (total > 0) progress(done, total);
    },
  });
  if (flavour === 'cuda') await fetchCuda(place, home);
  const sizes = libraries.map((name) => [name, statSync(join(home, 'tensorflow', name)).size]);
  writeWhole(join(home, 'manifest.json'), JSON.stringify(Object.fromEntries(sizes), null, 2));
  moveInto(home, libraryFolder(place, flavour), place);
  rmSync(folder, { recursive: true, force: true });
}

/**
 * The CUDA libraries, beside the library that looks for them in `../nvidia`.
 * @param {Paths} place
 * @param {string} home
 */
async function fetchCuda(place, home) {
  const file = join(place.root, 'tools', 'requirements-cuda.txt');
  await pip(
    place,
    ['install', '--no-deps', '--no-cache-dir', '--no-compile', `--target=${home}`, '-r', file],
    'cuda.log',
    { what: 'CUDA libraries' },
  );
}
