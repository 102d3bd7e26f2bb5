// @ts-check
/**
 * How fast weights are loaded: `npm run bench:load -- [--python PATH] [--rounds 3]`.
 *
 * The file is a U-Net of Stable Diffusion 1.5 with random weights, 3.4 GB of 32-bit numbers, and is in
 * the system's file cache. Ours makes tensors of it, in the order that the layers want; numpy (of
 * the Python, if one is given) reads, turns and copies the same tensors. In turns; medians.
 *
 * Goal: at most 1.3 times the time of numpy.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { piecesOf } from '../../dist/checkpoint/folder.node.js';
import { loadPart } from '../../dist/checkpoint/load.node.js';
import { openCheckpoint } from '../../dist/checkpoint/shards.node.js';
import { writeSafetensors } from '../../dist/checkpoint/write.node.js';
import { disposeWeights, random, sd15Unet, unetShapes, useBackend } from '../../dist/index.js';

const { values: options } = parseArgs({
  options: {
    python: { type: 'string' },
    rounds: { type: 'string', default: '3' },
    to: { type: 'string', default: tmpdir() },
  },
});

await useBackend('tensorflow');
const folder = mkdtempSync(join(options.to, 'bench-load-'));
const path = join(folder, 'unet.safetensors');
const shapes = unetShapes(sd15Unet);
try {
  const pool = random(0).randn(1 << 20);
  const tensors = Object.entries(shapes).map(([name, shape]) => {
    const size = shape.reduce((a, b) => a * b, 1);
    const data = () => Float32Array.from({ length: size }, (_, i) => pool[i & 0xfffff]);
    return { name, dtype: 'F32', shape, data };
  });
  await writeSafetensors(path, tensors);
  const python = options.python ? await startPython(options.python) : undefined;
  /** @type {number[]} */
  const ours = [];
  /** @type {number[]} */
  const theirs = [];
  for (let round = 0; round <= Number(options.rounds); round++) {
    const mine = await load();
    const other = await python?.();
    if (round === 0) continue; // fills the caches
    ours.push(mine);
    if (other !== undefined) theirs.push(other);
  }
  const [a, b] = [median(ours), median(theirs)];
  console.log(`ours: ${a.toFixed(2)} s`);
  if (python) console.log(`numpy: ${b.toFixed(2)} s; ratio ${(a / b).toFixed(2)}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exit(0);

async function load() {
  const began = performance.now();
  const file = await openCheckpoint(path);
  const pieces = piecesOf('unet', file.entries);
  const { weights } = await loadPart(file, { part: 'unet', pieces, shapes });
  await file.close();
  const seconds = (performance.now() - began) / 1000;
  disposeWeights(weights);
  return seconds;
}

/** @param {string} command */
async function startPython(command) {
  const script = join(import.meta.dirname, 'load_case.py');
  const child = spawn(command, [script, path], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  await lines.next();
  return async () => {
    child.stdin.write('go\n');
    const { value, done } = await lines.next();
    if (done) throw new Error('python stopped');
    return /** @type {number} */ (JSON.parse(value).seconds);
  };
}

/** @param {number[]} list */
function median(list) {
  return [...list].sort((x, y) => x - y)[Math.floor(list.length / 2)] ?? Number.NaN;
}
