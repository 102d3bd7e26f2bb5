// @ts-check
/**
 * Shows that published weights would load by their names alone: a random model of full size, written
 * by diffusers, is loaded by this library from its folder and from one original file, and makes the
 * same latents and picture; the file that this library writes is read by diffusers.
 *
 *   node tools/full-size/full-size.mjs --python PATH [--version 1|2] [--size 256] [--steps 2] [--to FOLDER]
 *
 * PATH is a Python with torch, diffusers and transformers. About 7 GB of disk and 10 GB of memory.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import {
  disposeModel,
  loadClipMerges,
  loadModel,
  saveModel,
  textToImage,
  useBackend,
} from '../../dist/index.js';

const { values: options } = parseArgs({
  options: {
    python: { type: 'string' },
    version: { type: 'string', default: '1' },
    size: { type: 'string', default: '256' },
    steps: { type: 'string', default: '2' },
    to: { type: 'string', default: tmpdir() },
    ours: { type: 'string', multiple: true },
  },
});
const prompt = 'a photograph of an astronaut riding a horse';
const here = fileURLToPath(import.meta.url);
const size = Number(options.size);
const steps = Number(options.steps);

/** @param {string} file @returns {Float32Array} the numbers of a .npy file of float32 */
function numbersIn(file) {
  const bytes = readFileSync(file);
  const start = 10 + bytes.readUInt16LE(8);
  return new Float32Array(new Uint8Array(bytes.subarray(start)).buffer);
}

/** In a process of its own, so that its highest memory is its own. @param {string[]} what */
async function ours([model, out, save]) {
  await useBackend('tensorflow');
  let now = performance.now();
  const seconds = () => {
    const passed = (performance.now() - now) / 1000;
    now = performance.now();
    return passed;
  };
  const loaded = await loadModel(model);
  const load = seconds();
  const { latents, images } = await textToImage(loaded, {
    prompt,
    steps,
    width: size,
    height: size,
  });
  const run = seconds();
  writeFileSync(`${out}-latents.bin`, latents.values);
  writeFileSync(`${out}-image.bin`, images.values);
  const memory = process.resourceUsage().maxRSS / 2 ** 20;
  if (save) await saveModel(loaded, save, { dtype: 'F16' });
  disposeModel(loaded);
  console.log(JSON.stringify({ load, run, memory, save: save ? seconds() : undefined }));
}

/** @param {string} command @param {string[]} args */
function done(command, args) {
  const run = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (run.status !== 0) throw new Error(`${command} ${args[0]}: ${run.stderr.slice(-2000)}`);
  return run.stdout;
}

async function main() {
  const { python, version } = options;
  if (!python) throw new Error('expected --python PATH of an environment with torch and diffusers');
  const folder = mkdtempSync(join(options.to, 'full-size-'));
  const at = (/** @type {string} */ name) => join(folder, name);
  const script = join(here, '..', 'full_size.py');
  try {
    writeFileSync(at('merges.txt'), loadClipMerges());
    done(python, [script, 'write', version, at('model'), at('merges.txt')]);
    done(python, [script, 'run', at('model'), '', at('theirs'), String(size), String(steps)]);
    /** @type {[string, string, string[]][]} */
    const runs = [
      ['folder that diffusers wrote', 'model', [at('model'), at('a'), at('one.safetensors')]],
      ['single file, by its name alone', 'one.safetensors', [at('one.safetensors'), at('b')]],
    ];
    for (const [name, , args] of runs) {
      const flags = args.flatMap((one) => ['--ours', one]);
      const more = ['--size', String(size), '--steps', String(steps)];
      const { load, run, memory, save } = JSON.parse(
        done(process.execPath, [here, ...flags, ...more]),
      );
      report(name, at('theirs'), args[1]);
      console.log(
        `  loaded in ${load.toFixed(1)} s, ${steps} steps and decoding ${run.toFixed(1)} s, ` +
          `at most ${memory.toFixed(1)} GiB${save ? `; single file written in ${save.toFixed(1)} s` : ''}`,
      );
    }
    const args = ['run', at('one.safetensors'), at('model'), at('c'), String(size), String(steps)];
    done(python, [script, ...args]);
    report('diffusers from the single file that we wrote', at('theirs'), at('c'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} name @param {string} theirs @param {string} other */
function report(name, theirs, other) {
  const differences = ['latents', 'image'].map((what) => {
    const expected = numbersIn(`${theirs}-${what}.npy`);
    const file = other.endsWith('c') ? `${other}-${what}.npy` : `${other}-${what}.bin`;
    const got = other.endsWith('c')
      ? numbersIn(file)
      : new Float32Array(new Uint8Array(readFileSync(file)).buffer);
    if (got.length !== expected.length) throw new Error(`${name}: ${got.length} ${what}`);
    const largest = got.reduce((most, x, i) => Math.max(most, Math.abs(x - expected[i])), 0);
    const spread = expected.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
    return `${what} ${largest.toExponential(1)} (largest ${spread.toFixed(2)})`;
  });
  console.log(`${name}: largest differences from diffusers: ${differences.join(', ')}`);
}

if (options.ours) await ours(options.ours);
else await main();
