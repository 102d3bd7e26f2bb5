// @ts-check
/**
 * How fast the parts of the micro model are trained:
 * `npm run bench:train -- [--python PATH] [--rounds 7] [--only vae|unet] [--threads 2] [--json]`.
 *
 * With `--python PATH` (of an environment that has torch and diffusers) each case runs there as well,
 * step by step in turns with ours, so that a disturbance of the machine hits both; the median counts.
 * Both sides compute in float32 with the same threads, networks, loss, optimiser and average.
 *
 * Beside the time on the clock stands that of the processor (two cores for a second: 2 s): on a
 * machine with other work it is the steadier of the two.
 *
 * Goal: at least 0.8 times the speed of PyTorch.
 */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values: options } = parseArgs({
  options: {
    python: { type: 'string' },
    rounds: { type: 'string', default: '7' },
    only: { type: 'string', default: '' },
    threads: { type: 'string', default: '2' },
    json: { type: 'boolean', default: false },
  },
});
const cases = [
  { name: 'vae', batch: 16 },
  { name: 'unet', batch: 64 },
].filter(({ name }) => name.includes(options.only));

/** @typedef {{ seconds: number, cpu: number, memory: number }} Step */

/**
 * A process that makes one training step for each line.
 *
 * @param {string} command @param {string[]} args
 */
async function serve(command, args) {
  const child = spawn(command, args, {
    stdio: ['pipe', 'pipe', process.env.BENCH_NOISE ? 'inherit' : 'ignore'],
    env: {
      ...process.env,
      OMP_NUM_THREADS: options.threads,
      OMP_WAIT_POLICY: 'passive',
      GOMP_SPINCOUNT: '0',
      TF_NUM_INTRAOP_THREADS: options.threads,
    },
  });
  child.on('error', () => {});
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const read = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`${command} stopped; BENCH_NOISE=1 shows what it says`);
    return JSON.parse(value);
  };
  await read();
  return {
    /** @returns {Promise<Step>} */
    step: () => {
      child.stdin.write('step\n');
      return read();
    },
    end: () => child.stdin.end(),
  };
}

/** @param {Step[]} steps @param {keyof Step} key */
const median = (steps, key) =>
  steps.map((step) => step[key]).sort((a, b) => a - b)[Math.floor(steps.length / 2)];

/** @param {string} file */
const here = (file) => fileURLToPath(new URL(file, import.meta.url));
const results = [];
for (const { name, batch } of cases) {
  const sides = [await serve(process.execPath, [here('train-case.mjs'), name, String(batch)])];
  if (options.python !== undefined) {
    const args = [here('train_case.py'), name, String(batch), options.threads];
    sides.push(await serve(options.python, args));
  }
  /** @type {Step[][]} */
  const steps = sides.map(() => []);
  for (let round = -2; round < Number(options.rounds); round++) {
    for (const [i, side] of sides.entries()) {
      const step = await side.step();
      if (round >= 0) steps[i].push(step); // the first two warm up
    }
  }
  for (const side of sides) side.end();
  const [ours, torch] = steps.map((side) => ({
    perSecond: batch / median(side, 'seconds'),
    perCpuSecond: batch / median(side, 'cpu'),
    memory: Math.max(...side.map(({ memory }) => memory)),
  }));
  results.push({ name, batch, threads: Number(options.threads), ours, torch });
  if (options.json) continue;
  /** @param {typeof ours} side */
  const text = (side) =>
    `${side.perSecond.toFixed(1)} pictures/s, ${side.perCpuSecond.toFixed(1)} a second of the ` +
    `processor, ${(side.memory / 2 ** 30).toFixed(2)} GiB`;
  console.log(`${name}, batch ${batch}, ${options.threads} threads`);
  console.log(`  here     ${text(ours)}`);
  if (torch === undefined) continue;
  console.log(`  PyTorch  ${text(torch)}`);
  const ratio = ours.perSecond / torch.perSecond;
  const ofCpu = ours.perCpuSecond / torch.perCpuSecond;
  console.log(`  ${ratio.toFixed(2)} times its speed; ${ofCpu.toFixed(2)} by the processor`);
}
if (options.json) console.log(JSON.stringify(results, null, 2));
