// @ts-check
/**
 * Which backend the lessons will use on this machine: asked of the library itself, in a process of
 * its own, with a small product and a gradient computed on it.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ChildError, run } from './child.mjs';
import { messageOf } from './error.mjs';
import { hasNvidia, tensorflowVersion } from './tensorflow.mjs';

/** @typedef {import('./paths.mjs').Paths} Paths */
/** @typedef {{ backend: string, name: string, why: string }} Backend */

const titles = {
  tensorflow: `native TensorFlow ${tensorflowVersion}`,
  wasm: 'WebAssembly, with our gradient kernels',
  cpu: 'plain JavaScript (slow)',
};

/**
 * @param {Paths} place
 * @param {Map<string, import('./steps.mjs').Result>} results
 * @param {string} wish
 * @returns {Promise<Backend>}
 */
export async function backendHere(place, results, wish = 'auto') {
  const door = pathToFileURL(join(place.dist, 'index.js')).href;
  const code = `
    const { tf, useBackend } = await import(${JSON.stringify(door)});
    const { backend, why } = await useBackend();
    const x = tf.ones([1, 4, 4, 1]);
    const slope = tf.grad((w) => tf.conv2d(x, w, 1, 'same').sum())(tf.ones([3, 3, 1, 1]));
    if (slope.dataSync()[4] !== 16) throw new Error('a gradient is wrong');
    process.stdout.write('\\n' + JSON.stringify({ backend, why }));`;
  const asked = wish === 'auto' ? {} : { N2D_BACKEND: wish };
  const env = { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2', ...asked };
  try {
    const args = ['--input-type=module', '--disable-warning=ExperimentalWarning', '-e', code];
    const out = await run(process.execPath, args, { cwd: place.root, env, timeout: 120_000 });
    /** @type {{ backend: keyof typeof titles, why: string }} */
    const { backend, why } = JSON.parse(out.trim().split('\n').at(-1) ?? '');
    return { backend, name: titles[backend] ?? backend, why: reason(backend, why, results, wish) };
  } catch (error) {
    const output = error instanceof ChildError ? error.output : '';
    const said = /^\w*Error: .*/m.exec(output)?.[0] ?? messageOf(error);
    return { backend: 'none', name: 'none', why: `no backend computes here: ${said}` };
  }
}

/**
 * Set-up knows better than the library why native TensorFlow is absent.
 * @param {string} backend
 * @param {string} why
 * @param {Map<string, import('./steps.mjs').Result>} results
 * @param {string} wish
 */
function reason(backend, why, results, wish) {
  if (wish !== 'auto' && wish === backend) return `--backend ${wish} asks for it`;
  if (backend === 'tensorflow') {
    return hasNvidia()
      ? 'the fastest here (an NVIDIA GPU is used when its libraries could be had: see n2d doctor)'
      : 'the fastest here: no NVIDIA GPU with its driver was found';
  }
  for (const name of ['tensorflow', 'addon']) {
    const result = results.get(name);
    if (result?.outcome === 'failed' || result?.outcome === 'blocked') {
      const remedy = result.remedy === null ? '' : `; ${result.remedy}`;
      return `${result.why.split('\n')[0]}${remedy}`;
    }
    if (result === undefined) return '--skip-native: native TensorFlow was left out';
  }
  return why;
}
