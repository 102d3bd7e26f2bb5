// @ts-check
/**
 * How fast each backend computes: `npm run bench -- [--python PATH] [--rounds 7] [--only WORD] [--json]`.
 *
 * Every round runs every backend once on every case, one after the other, so that a disturbance of
 * the machine hits all alike; the median over the rounds counts. With `--python PATH` (of an
 * environment that has torch) torch runs in the same rounds, with as many threads as the machine
 * has cores; its threads wait without spinning, as TensorFlow's do: on a machine with other work a
 * spinning wait makes torch look ten times slower than it is. Goals: native TensorFlow at least 0.9 times torch, and training on wasm at least 25
 * times as fast as on the plain JavaScript backend.
 *
 * Leaves out: the plain JavaScript backend where a run would take minutes ('-').
 */
import { spawn } from 'node:child_process';
import { cpus } from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import * as library from 'neuron-to-diffusion';
import { cases } from './cases.mjs';

const { values: options } = parseArgs({
  options: {
    python: { type: 'string' },
    rounds: { type: 'string', default: '7' },
    only: { type: 'string', default: '' },
    json: { type: 'boolean', default: false },
  },
});

/** A turn repeats its case until it has lasted about this long, in seconds. */
const turn = 0.1;

/** A case that takes longer than this, in seconds, runs once. */
const tooLong = 2;

/**
 * One way to compute: runs a case `repeats` times and gives the seconds of one run.
 *
 * @typedef {(name: string, repeats: number) => Promise<number>} Runner
 */

/** @type {Map<string, Runner>} */
const runners = new Map();

for (const backend of ['tensorflow', 'wasm', 'cpu']) {
  try {
    await library.useBackend(backend);
  } catch (error) {
    console.error(`${backend} left out: ${/** @type {Error} */ (error).message}`);
    continue;
  }
  /** @type {Map<string, () => void>} */
  const ready = new Map();
  runners.set(backend, async (name, repeats) => {
    await library.useBackend(backend);
    const run = ready.get(name) ?? cases.find((c) => c.name === name)?.prepare(library);
    if (run === undefined) return Number.NaN;
    ready.set(name, run);
    const start = performance.now();
    for (let i = 0; i < repeats; i++) run();
    return (performance.now() - start) / 1000 / repeats;
  });
}

const threads = cpus().length;
const torch = options.python === undefined ? undefined : await startTorch(options.python);
if (torch !== undefined) runners.set('torch', torch.run);

/** @typedef {{ name: string, flops: number, goal: string, seconds: Record<string, number> }} Row */
/** @type {Row[]} */
const rows = [];
for (const { name, flops, goal, slow } of cases.filter((c) => c.name.includes(options.only))) {
  const present = [...runners].filter(([runner]) => !(slow && runner === 'cpu'));
  /** @type {Map<string, number>} */
  const repeats = new Map();
  /** @type {Record<string, number[]>} */
  const times = {};
  for (const [runner, run] of present) {
    const first = await run(name, 1); // prepares, and warms up
    const once = first > tooLong ? first : await run(name, 1);
    repeats.set(runner, Math.max(1, Math.round(turn / once)));
    times[runner] = once > tooLong ? [once] : [];
  }
  for (let round = 0; round < Number(options.rounds); round++) {
    for (const [runner, run] of present) {
      if (times[runner][0] > tooLong) continue;
      times[runner].push(await run(name, repeats.get(runner) ?? 1));
    }
  }
  const seconds = Object.fromEntries(Object.entries(times).map(([k, v]) => [k, median(v)]));
  rows.push({ name, flops, goal, seconds });
  if (!options.json) printRow(rows[rows.length - 1], rows.length === 1);
}
torch?.stop();
summary();

/** @param {number[]} values */
function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1];
}

/** @param {Row} row @param {boolean} first */
function printRow({ name, flops, seconds }, first) {
  const columns = [...runners.keys()];
  if (first) {
    console.log(`${cpus()[0].model}, ${threads} cores, Node ${process.version}`);
    if (torch !== undefined) console.log(`torch ${torch.version}, ${threads} threads`);
    const heads = columns.map((c) => c.padStart(18)).join('');
    console.log(`\n${'milliseconds, GFLOP/s'.padEnd(46)}${heads}`);
  }
  const cells = columns.map((column) => {
    const time = seconds[column];
    if (time === undefined) return '-'.padStart(18);
    return `${(time * 1000).toFixed(2)} ${(flops / time / 1e9).toFixed(1).padStart(7)}`.padStart(
      18,
    );
  });
  console.log(name.padEnd(46) + cells.join(''));
}

/** The ratios that the goals are about. */
function summary() {
  /** @param {(row: Row) => boolean} take @param {string} slower @param {string} faster */
  const ratios = (take, slower, faster) =>
    rows
      .filter((row) => take(row) && row.seconds[slower] && row.seconds[faster])
      .map((row) => ({ name: row.name, ratio: row.seconds[slower] / row.seconds[faster] }));
  const native = ratios(() => true, 'torch', 'tensorflow');
  const wasm = ratios((row) => row.goal === 'training', 'cpu', 'wasm');
  if (options.json) {
    console.log(JSON.stringify({ threads, rows, native, wasm }, null, 2));
    return;
  }
  console.log('');
  for (const { name, ratio } of native) {
    console.log(`native / torch  ${ratio.toFixed(2).padStart(7)}  ${mark(ratio, 0.9)}  ${name}`);
  }
  for (const { name, ratio } of wasm) {
    console.log(`wasm / cpu      ${ratio.toFixed(1).padStart(7)}  ${mark(ratio, 25)}  ${name}`);
  }
}

/** @param {number} ratio @param {number} goal */
function mark(ratio, goal) {
  return ratio >= goal ? `reaches ${goal}` : `below ${goal}  `;
}

/**
 * Torch in a process of its own, asked line by line.
 *
 * @param {string} python
 * @returns {Promise<{ run: Runner, version: string, stop: () => void } | undefined>}
 */
async function startTorch(python) {
  const script = fileURLToPath(new URL('torch_cases.py', import.meta.url));
  const child = spawn(python, [script, String(threads)], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, OMP_WAIT_POLICY: 'passive', GOMP_SPINCOUNT: '0' },
  });
  child.on('error', (error) => console.error(`torch left out: ${error.message}`));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const { value: version, done } = await lines.next();
  if (done) {
    console.error(`torch left out: ${python} cannot import it`);
    return undefined;
  }
  return {
    version,
    run: async (name, repeats) => {
      child.stdin.write(`${name}\t${repeats}\n`);
      return Number((await lines.next()).value);
    },
    stop: () => child.stdin.end(),
  };
}
