// @ts-check
/**
 * The addon that joins Node and TensorFlow's library: two C++ files of @tensorflow/tfjs-node-gpu and
 * a small one of ours, compiled with one call of the compiler (no node-gyp, so neither make nor
 * Node's own headers are needed: the stable interface's four headers come as the package
 * node-api-headers). It finds the library by a path relative to itself, so the course may be moved
 * to another folder.
 */
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ChildError, lastLines, run } from './child.mjs';
import { SetupError } from './error.mjs';
import { fingerprint, readText, writeWhole } from './files.mjs';
import { libraryFlavour, libraryFolder } from './tensorflow.mjs';

/** @typedef {import('./paths.mjs').Paths} Paths */

/** Our own file: settings of the C library's memory. */
const keepMemory = fileURLToPath(new URL('native/keep-memory.cc', import.meta.url));

/** @param {Paths} place @returns {import('./steps.mjs').Step} */
export function addonStep(place) {
  return {
    name: 'addon',
    title: 'TensorFlow for Node',
    needs: ['npm', 'tensorflow'],
    optional: true,
    isDone: () => isCurrent(place),
    run: () => provide(place),
  };
}

/**
 * Where the package looks for its addon.
 * @param {Paths} place
 */
export function addonFile(place) {
  return join(place.binding, 'lib', 'napi-v8', 'tfjs_binding.node');
}

/**
 * What the addon depends on: the library's build and the sources.
 * @param {Paths} place
 */
function recipeOf(place) {
  const flavour = libraryFlavour(place);
  if (flavour === null) return null;
  const sources = ['tfjs_binding.cc', 'tfjs_backend.cc', 'tfjs_backend.h'].map(
    (name) => readText(join(place.binding, 'binding', name)) ?? '',
  );
  sources.push(readText(keepMemory) ?? '');
  return { flavour, mark: fingerprint(flavour, ...compilerFlags(place, flavour), ...sources) };
}

/** @param {Paths} place */
function isCurrent(place) {
  const recipe = recipeOf(place);
  if (recipe === null) return false;
  const mark = readText(join(dirname(addonFile(place)), 'n2d-mark'));
  if (mark === null || !existsSync(addonFile(place))) return false;
  return mark === `${recipe.mark} ${statSync(addonFile(place)).size}`;
}

/**
 * Compile unless the one kept beside the library will do (npm ci empties node_modules), try it in
 * a process of its own, then put it in place.
 * @param {Paths} place
 */
async function provide(place) {
  const recipe = recipeOf(place);
  if (recipe === null) throw new SetupError('TensorFlow for Node: its library is absent');
  const kept = join(libraryFolder(place, recipe.flavour), `addon-${recipe.mark.slice(0, 12)}.node`);
  // As deep as the final place, for the relative path to the library; native.node.ts must not find it.
  const trial = join(place.binding, 'lib', 'trial', `addon-${process.pid}.node`);
  mkdirSync(dirname(trial), { recursive: true });
  try {
    if (existsSync(kept)) copyFileSync(kept, trial);
    else await compile(place, recipe.flavour, trial);
    await tryOut(trial);
    if (!existsSync(kept)) {
      copyFileSync(trial, `${kept}.part`);
      renameSync(`${kept}.part`, kept);
    }
    const target = addonFile(place);
    mkdirSync(dirname(target), { recursive: true });
    const size = statSync(trial).size;
    renameSync(trial, target);
    writeWhole(join(dirname(target), 'n2d-mark'), `${recipe.mark} ${size}`);
  } catch (error) {
    rmSync(kept, { force: true });
    rmSync(dirname(addonFile(place)), { recursive: true, force: true });
    throw error;
  } finally {
    rmSync(dirname(trial), { recursive: true, force: true });
  }
}

/**
 * @param {Paths} place
 * @param {import('./tensorflow.mjs').Flavour} flavour
 */
function compilerFlags(place, flavour) {
  const library = join(libraryFolder(place, flavour), 'tensorflow');
  const home = relative(dirname(addonFile(place)), library);
  return [
    '-std=c++17',
    '-O2',
    '-fPIC',
    '-shared',
    '-w',
    '-DNAPI_VERSION=8',
    '-l:libtensorflow_cc.so.2',
    '-l:libtensorflow_framework.so.2',
    `-Wl,-rpath,$ORIGIN/${home}`,
  ];
}

/**
 * @param {Paths} place
 * @param {import('./tensorflow.mjs').Flavour} flavour
 * @param {string} target
 */
async function compile(place, flavour, target) {
  const library = join(libraryFolder(place, flavour), 'tensorflow');
  const sources = ['tfjs_backend.cc', 'tfjs_binding.cc'].map((name) => join('binding', name));
  const headers = [join(place.modules, 'node-api-headers', 'include'), join(library, 'include')];
  const args = [
    ...sources,
    keepMemory,
    ...headers.map((folder) => `-I${folder}`),
    `-L${library}`,
    ...compilerFlags(place, flavour),
    `-o${target}`,
  ];
  const compiler = await findCompiler();
  try {
    await run(compiler, args, { cwd: place.binding, log: join(place.logs, 'compile.log') });
  } catch (error) {
    if (!(error instanceof ChildError)) throw error;
    throw new SetupError(
      `TensorFlow for Node: ${compiler} failed\n${lastLines(error.output)}`,
      `see ${join(place.logs, 'compile.log')}`,
    );
  }
}

/** The C++ compiler: `CXX` when it is set, else the first there is. */
export async function findCompiler() {
  const named = process.env.CXX;
  for (const program of named ? [named] : ['g++', 'c++', 'clang++']) {
    try {
      await run(program, ['--version'], { timeout: 20_000 });
      return program;
    } catch {
      // the next one
    }
  }
  throw new SetupError('no C++ compiler was found (native TensorFlow needs one)', compilerRemedy());
}

function compilerRemedy() {
  if (existsSync('/etc/debian_version')) return 'sudo apt install g++, then start again';
  if (existsSync('/etc/fedora-release')) return 'sudo dnf install gcc-c++, then start again';
  if (existsSync('/etc/arch-release')) return 'sudo pacman -S gcc, then start again';
  return 'install g++ or clang++, then start again';
}

/**
 * Load the addon in another process: a processor that is too old for it ends that one, not ours.
 * @param {string} path
 */
async function tryOut(path) {
  const code = `require(${JSON.stringify(path)})`;
  try {
    const env = { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2' };
    await run(process.execPath, ['-e', code], { env, timeout: 120_000 });
  } catch (error) {
    if (!(error instanceof ChildError)) throw error;
    const reason = error.output.match(/Error: (.*)/)?.[1] ?? error.message;
    throw new SetupError(
      `TensorFlow for Node does not run on this machine: ${reason}`,
      'nothing to do: WebAssembly computes instead',
    );
  }
}
