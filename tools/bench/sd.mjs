// @ts-check
/**
 * How fast Stable Diffusion 1.5 runs at full size:
 * `npm run bench:sd -- [--python PATH] [--rounds 5] [--only WORD] [--backend tensorflow] [--profile]
 * [--steps N] [--dtype fp32|bf16] [--json]`.
 *
 * With `--python PATH` (of an environment that has torch, diffusers and transformers) each case runs
 * there as well, in turns with ours so that a disturbance of the machine hits both; the median
 * counts. Both sides have as many threads as the machine has cores, random weights of the same
 * shapes, and a process of their own for each case, so that the highest resident memory is that of
 * the case, its weights included. Torch's threads wait without spinning, as TensorFlow's do.
 *
 * Beside the time on the clock stands the time that the cores worked (two cores for a second: 2 s):
 * on a machine with other work it is the steadier of the two.
 *
 * `--profile` shows where our time goes, by kind of operation, and how near the two kinds that
 * multiply matrices come to the speed of one large product and one large convolution, measured in
 * the same process.
 *
 * `--steps 50` runs each case so often and says how many tensors there are and how much memory is
 * resident on the way: neither may grow.
 *
 * Goals: each case at most 1.0 times the time of diffusers, and 1.1 times its memory.
 */
import { spawn } from 'node:child_process';
import { cpus } from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values: options } = parseArgs({
  options: {
    python: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    only: { type: 'string', default: '' },
    backend: { type: 'string', default: 'tensorflow' },
    dtype: { type: 'string', default: 'fp32' },
    profile: { type: 'boolean', default: false },
    steps: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});

const cases = [
  { name: 'unet 256', what: 'one guided step of the U-Net, 256 x 256' },
  { name: 'unet 512', what: 'one guided step of the U-Net, 512 x 512' },
  { name: 'vae 512', what: 'VAE decode, 512 x 512' },
  { name: 'text', what: 'text encoder, two prompts' },
].filter(({ name }) => name.includes(options.only));
const threads = cpus().length;

/**
 * A process that answers each line with a line of JSON.
 *
 * @param {string} command @param {string[]} args
 */
async function serve(command, args) {
  const child = spawn(command, args, {
    stdio: ['pipe', 'pipe', process.env.BENCH_NOISE ? 'inherit' : 'ignore'],
    env: {
      ...process.env,
      OMP_WAIT_POLICY: 'passive',
      GOMP_SPINCOUNT: '0',
      OMP_NUM_THREADS: String(threads),
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
    /** @param {string} line */
    ask: async (line) => {
      child.stdin.write(`${line}\n`);
      return read();
    },
    stop: () => child.stdin.end(),
  };
}

const here = (/** @type {string} */ file) => fileURLToPath(new URL(file, import.meta.url));
/** @type {Record<string, unknown>[]} */
const rows = [];
if (!options.json) {
  console.log(
    `${cpus()[0].model}, ${threads} cores, Node ${process.version}, medians of ${options.rounds}`,
  );
}
for (const { name, what } of cases) {
  const ours = await serve(process.execPath, [
    here('sd-case.mjs'),
    name,
    options.backend,
    options.dtype,
  ]);
  const theirs =
    options.python === undefined
      ? undefined
      : await serve(options.python, [here('sd_case.py'), name, String(threads), options.dtype]);
  await ours.ask('run');
  await theirs?.ask('run');
  /** @type {{ seconds: number, cpu: number }[][]} */
  const runs = [[], []];
  for (let round = 0; round < Number(options.rounds); round++) {
    runs[0].push(await ours.ask('run'));
    if (theirs !== undefined) runs[1].push(await theirs.ask('run'));
  }
  const memory = [await ours.ask('memory'), await theirs?.ask('memory')];
  const profile = options.profile ? await ours.ask('profile') : undefined;
  const steps = options.steps === undefined ? [] : await ours.ask(`steps ${options.steps}`);
  ours.stop();
  theirs?.stop();
  const [mine, other] = runs.map((side, i) => ({
    seconds: median(side.map((run) => run.seconds)),
    cpu: median(side.map((run) => run.cpu)),
    memory: memory[i],
  }));
  rows.push({ name, ours: mine, diffusers: theirs && other, profile, steps });
  if (options.json) continue;
  /** @param {'seconds' | 'cpu' | 'memory'} key */
  const ratio = (key) => (mine[key] / other[key]).toFixed(2);
  console.log(`${what}\n    ours         ${sideText(mine)}`);
  if (theirs !== undefined) {
    console.log(`    diffusers    ${sideText(other)}`);
    const cells = [ratio('seconds'), ratio('cpu'), ratio('memory')];
    console.log(`    ratio        ${cells.map((cell) => cell.padStart(9)).join('    ')}`);
  }
  if (profile !== undefined) printProfile(profile);
  for (const { step, tensors, resident } of steps) {
    console.log(
      `    step ${String(step).padStart(4)}  ${tensors} tensors, resident ${gib(resident)}`,
    );
  }
}
if (options.json) console.log(JSON.stringify({ threads, dtype: options.dtype, rows }, null, 2));

/** @param {{ total: number, peak: Record<string, number>, kinds: Record<string, { seconds: number, calls: number, flops: number }> }} profile */
function printProfile({ total, peak, kinds }) {
  const sorted = Object.entries(kinds).sort(([, a], [, b]) => b.seconds - a.seconds);
  for (const [kind, { seconds: time, calls, flops }] of sorted) {
    const speed = flops / time / 1e9;
    const share =
      peak[kind] === undefined
        ? ''
        : `, ${percent(speed / peak[kind])} of the peak ${peak[kind].toFixed(0)}`;
    const rate = flops > 0 ? `  ${speed.toFixed(0)} GFLOP/s${share}` : '';
    console.log(
      `    ${kind.padEnd(12)} ${seconds(time)} ${percent(time / total)} ${String(calls).padStart(6)} calls${rate}`,
    );
  }
  const inside = sorted.reduce((sum, [, { seconds: time }]) => sum + time, 0);
  console.log(
    `    ${'outside'.padEnd(12)} ${seconds(total - inside)} ${percent(1 - inside / total)}`,
  );
}

/** @param {{ seconds: number, cpu: number, memory: number }} side */
function sideText({ seconds: time, cpu, memory }) {
  return `${seconds(time)}    ${seconds(cpu)} of cores    ${gib(memory)}`;
}

/** @param {number[]} values */
function median(values) {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}

/** @param {number} value */
function seconds(value) {
  return `${value.toFixed(3)} s`.padStart(9);
}

/** @param {number} bytes */
function gib(bytes) {
  return `${(bytes / 2 ** 30).toFixed(2)} GiB`.padStart(9);
}

/** @param {number} share */
function percent(share) {
  return `${(100 * share).toFixed(0)} %`.padStart(5);
}
