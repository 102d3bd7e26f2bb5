import { fork, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  averageDecay,
  CheckpointError,
  clipSlopes,
  countTensors,
  expectNoLeak,
  type LongRun,
  longRun,
  PlaygroundError,
  readRunLog,
  tf,
  useBackend,
  warmHoldCosine,
} from '../../src/index.js';

beforeAll(async () => {
  await useBackend('cpu');
});
const home = mkdtempSync(join(tmpdir(), 'n2d-run-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

type Batch = { x: tf.Tensor; y: tf.Tensor };
const xs = Float32Array.from({ length: 40 }, (_, i) => i / 20 - 1);
const line = (name: string, more: Partial<LongRun<Batch>> = {}): LongRun<Batch> => ({
  folder: join(home, name),
  recipe: { model: 'line' },
  ...{ beta1: 0.9, beta2: 0.99, weightDecay: 0.01, clip: 1, averageDecay: 0.9 },
  ...{ seed: 5, steps: 30, examples: xs.length, batchSize: 8 },
  start: (rng) => ({ slope: tf.tensor1d(rng.randn(1)), start: tf.tensor1d(rng.randn(1)) }),
  rate: () => 0.1,
  batch: (examples, rng) => {
    const x = Float32Array.from(examples, (i) => xs[i]);
    const shake = rng.randn(1)[0] / 100;
    return { x: tf.tensor1d(x), y: tf.tensor1d(x.map((value) => 3 * value - 1 + shake)) };
  },
  loss: ({ slope, start }, { x, y }) =>
    tf.tidy(() => x.mul(slope).add(start).sub(y).square().mean() as tf.Scalar),
  ...more,
});

describe('a run of hours', () => {
  it('leaves nothing behind but the average, however many steps it takes', async () => {
    const counts: number[] = [];
    const result = await expectNoLeak(() =>
      longRun(line('leak', { onStep: () => void counts.push(countTensors()) })),
    );
    expect(new Set(counts).size).toBe(1);
    expect(result).toMatchObject({ steps: 30, stopped: false });
    tf.dispose(Object.values(result.average));
  });

  it('goes on after a stop to the very same numbers', async () => {
    const whole = await longRun(line('whole'));
    const controller = new AbortController();
    const onStep = ({ step }: { step: number }): void => {
      if (step === 13) controller.abort();
    };
    const half = await longRun(line('halves', { onStep, signal: controller.signal }));
    expect(half).toMatchObject({ steps: 13, stopped: true });
    const rest = await longRun(line('halves'));
    const numbers = (weights: typeof rest.average): number[][] =>
      Object.values(weights).map((tensor) => Array.from(tensor.dataSync()));
    expect(numbers(rest.average)).toEqual(numbers(whole.average));
    const log = (name: string): string => readFileSync(join(home, name, 'log.jsonl'), 'utf8');
    expect(log('halves')).toBe(log('whole'));
    expect(log('whole').trim().split('\n')).toHaveLength(30);
    for (const { average } of [whole, half, rest]) tf.dispose(Object.values(average));
  });

  it('shows every example once an epoch, in another order each time', async () => {
    const seen: number[] = [];
    const { batch } = line('');
    const look: LongRun<Batch>['batch'] = (examples, rng) => {
      seen.push(...examples);
      return batch(examples, rng);
    };
    const { average } = await longRun(line('epochs', { batch: look, steps: 10 }));
    tf.dispose(Object.values(average));
    const epochs = [seen.slice(0, 40), seen.slice(40, 80)];
    const all = Array.from(xs.keys());
    for (const epoch of epochs) expect(epoch.toSorted((a, b) => a - b)).toEqual(all);
    expect(epochs[0]).not.toEqual(epochs[1]);
  });

  it('refuses the folder of another run, and says what to do', async () => {
    const { average } = await longRun(line('mine', { steps: 2 }));
    tf.dispose(Object.values(average));
    const other = line('mine', { recipe: { model: 'curve' } });
    await expect(longRun(other)).rejects.toThrow(CheckpointError);
    await expect(longRun(other)).rejects.toThrow(/other settings .*"line".*"curve".*--out/);
  });

  it('refuses a batch that is larger than all examples', async () => {
    await expect(longRun(line('large', { batchSize: 41 }))).rejects.toThrow(
      /batch of 41; expected at most 40/,
    );
  });

  it('refuses a damaged state', async () => {
    const { average } = await longRun(line('damaged', { steps: 2 }));
    tf.dispose(Object.values(average));
    const file = join(home, 'damaged', 'state.safetensors');
    writeFileSync(file, readFileSync(file).subarray(0, 300));
    const before = countTensors();
    await expect(longRun(line('damaged'))).rejects.toThrow(CheckpointError);
    expect(countTensors()).toBe(before);
  });

  it('ends when the loss is no number, with the last good state on the disk', async () => {
    const before = countTensors();
    const wild = line('wild', {
      saveEvery: 0,
      loss: ({ slope, start }, { x }) =>
        tf.tidy(() => x.mul(slope).add(start).mean().div(0) as tf.Scalar),
    });
    await expect(longRun(wild)).rejects.toThrow(PlaygroundError);
    await expect(longRun(wild)).rejects.toThrow(/step 1; expected a number/);
    expect(countTensors()).toBe(before);
    expect(readdirSync(join(home, 'wild'))).toEqual(['log.jsonl']);
  });

  it('forgets half a line and lines behind the state', () => {
    const file = join(home, 'torn.jsonl');
    writeFileSync(file, '{"step":1,"loss":2}\n{"step":2,"loss":1}\n');
    appendFileSync(file, '\0\0\0\n[]\n{"step":3,"lo');
    expect(readRunLog(file)).toEqual([
      { step: 1, loss: 2 },
      { step: 2, loss: 1 },
    ]);
    expect(readRunLog(file, 1)).toHaveLength(1);
    expect(readRunLog(join(home, 'none.jsonl'))).toEqual([]);
  });
});

describe('a run that is killed', () => {
  const program = join(import.meta.dirname, '..', 'helpers', 'line-run.mjs');
  const killedAt = (folder: string, last: number): Promise<void> =>
    new Promise((resolve) => {
      const child = fork(program, [folder, 'cpu'], { stdio: 'ignore' });
      child.on('message', (step) => {
        if ((step as number) >= last) child.kill('SIGKILL');
      });
      child.on('exit', () => resolve());
    });

  it('goes on to the same losses, whenever it was', async () => {
    const calm = join(home, 'calm');
    const hunted = join(home, 'hunted');
    const straight = spawnSync(process.execPath, [program, calm, 'cpu']);
    for (const last of [3, 21, 44]) await killedAt(hunted, last);
    const last = spawnSync(process.execPath, [program, hunted, 'cpu']);
    expect(String(last.stdout)).toBe(String(straight.stdout));
    expect(String(last.stdout)).toMatch(/^60 /);
    const log = (folder: string): string => readFileSync(join(folder, 'log.jsonl'), 'utf8');
    expect(log(hunted)).toBe(log(calm));
    expect(readdirSync(hunted).sort()).toEqual(['log.jsonl', 'state.safetensors']);
  });
});

describe('the parts of a step', () => {
  it('shorten slopes that are too long, and only those', () => {
    const [a, b] = clipSlopes([tf.tensor1d([3]), tf.tensor1d([4])], 2.5);
    expect(a.dataSync()[0]).toBeCloseTo(1.5, 5);
    expect(b.dataSync()[0]).toBeCloseTo(2, 5);
    const [same] = clipSlopes([tf.tensor1d([0.3, 0.4])], 1);
    expect(Array.from(same.dataSync())).toEqual(Array.from(Float32Array.of(0.3, 0.4)));
  });

  it('have a rate that goes up, stays and comes down to the floor', () => {
    const plan = { steps: 100, peak: 2, warmUp: 10, hold: 40, floor: 0.1 };
    const rates = Array.from({ length: 100 }, (_, step) => warmHoldCosine(step, plan));
    expect(Math.max(...rates)).toBe(2);
    expect(rates[40]).toBe(2);
    expect(rates[99]).toBeGreaterThan(0.2);
    expect(rates[99]).toBeLessThan(0.203);
    expect(rates.slice(40).every((rate, i, all) => i === 0 || rate <= all[i - 1])).toBe(true);
  });

  it('follow the weights closely at first', () => {
    expect(averageDecay(0, 0.999)).toBe(0.1);
    expect(averageDecay(1e9, 0.999)).toBe(0.999);
  });
});
