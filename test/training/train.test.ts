import { beforeAll, describe, expect, it } from 'vitest';
import {
  adamStart,
  adamStep,
  countTensors,
  crossEntropy,
  expectNoLeak,
  type TrainOptions,
  tf,
  train,
  useBackend,
  type Weights,
  warmUpCosine,
} from '../../src/index.js';

beforeAll(async () => {
  await useBackend('cpu');
});

/** Points on a line y = 3 x - 1, to be found again. */
const xs = Float32Array.from({ length: 40 }, (_, i) => i / 20 - 1);
type Batch = { x: tf.Tensor; y: tf.Tensor };
const line = (more: Partial<TrainOptions<Batch>> = {}): TrainOptions<Batch> => ({
  weights: { slope: tf.tensor1d([0]), start: tf.tensor1d([0]) },
  examples: xs.length,
  batch: (indexes) => {
    const x = Float32Array.from(indexes, (i) => xs[i]);
    return { x: tf.tensor1d(x), y: tf.tensor1d(x.map((value) => 3 * value - 1)) };
  },
  loss: ({ slope, start }: Weights, { x, y }: Batch) =>
    tf.tidy(() => x.mul(slope).add(start).sub(y).square().mean() as tf.Scalar),
  epochs: 60,
  batchSize: 8,
  learningRate: 0.1,
  seed: 1,
  ...more,
});

describe('the training loop', () => {
  it('finds the line, leaves the start alone and nothing behind', async () => {
    const options = line();
    const losses: number[] = [];
    const before = countTensors();
    const result = await expectNoLeak(() =>
      train({ ...options, onStep: ({ loss }) => void losses.push(loss) }),
    );
    expect(countTensors() - before).toBe(2);
    expect(result).toMatchObject({ steps: 300, stopped: false });
    expect(result.weights.slope.dataSync()[0]).toBeCloseTo(3, 2);
    expect(result.weights.start.dataSync()[0]).toBeCloseTo(-1, 2);
    expect(options.weights.slope.dataSync()[0]).toBe(0);
    expect(losses).toHaveLength(300);
    expect(losses[299]).toBeLessThan(losses[0] / 1000);
  });

  it('gives the same numbers for the same seed, others for another', async () => {
    const slope = async (seed: number) =>
      (await train(line({ seed, epochs: 2 }))).weights.slope.dataSync()[0];
    expect(await slope(4)).toBe(await slope(4));
    expect(await slope(4)).not.toBe(await slope(5));
  });

  it('sees every example once in an epoch when they fill whole batches', async () => {
    const seen: number[] = [];
    const options = line({ epochs: 1 });
    await train({
      ...options,
      batch: (indexes, rng) => {
        seen.push(...indexes);
        return options.batch(indexes, rng);
      },
    });
    expect([...seen].sort((a, b) => a - b)).toEqual(Array.from(xs.keys()));
    expect(seen).not.toEqual(Array.from(xs.keys()));
  });

  it('stops when it is told to, and hands back what it has', async () => {
    const stop = new AbortController();
    const options = line({
      signal: stop.signal,
      onStep: ({ step }) => {
        if (step === 7) stop.abort();
      },
    });
    const result = await expectNoLeak(() => train(options));
    expect(result).toMatchObject({ steps: 7, stopped: true });
    expect(result.weights.slope.dataSync()[0]).not.toBe(0);
  });

  it('lets other work have its turn, so that a stop can arrive', async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 0);
    const result = await train(line({ signal: stop.signal, epochs: 2000 }));
    expect(result.stopped).toBe(true);
  });

  it('cleans up when the loss explodes or the reader throws, and says why', async () => {
    const before = countTensors();
    const wild = line({
      loss: ({ slope, start }) =>
        tf.tidy(() => slope.add(start).mul(Number.NaN).sum() as tf.Scalar),
    });
    await expect(train(wild)).rejects.toThrow(
      'train: got loss NaN at step 1; expected a number. Try a learning rate below 0.1',
    );
    const broken = line({
      onStep: () => {
        throw new Error('mine');
      },
    });
    await expect(train(broken)).rejects.toThrow('mine');
    const failing = line({
      loss: () => {
        throw new Error('also mine');
      },
    });
    await expect(train(failing)).rejects.toThrow('also mine');
    expect(countTensors() - before).toBe(6); // the three pairs of starting weights
  });

  it('refuses settings that make no sense', async () => {
    await expect(train(line({ epochs: 0 }))).rejects.toThrow('train: got epochs 0');
    await expect(train(line({ batchSize: -1 }))).rejects.toThrow('train: got batchSize -1');
    await expect(train(line({ learningRate: 0 }))).rejects.toThrow('got learningRate 0');
  });
});

describe('Adam', () => {
  it('takes the steps that TensorFlow takes', () => {
    const slopes = [
      [1, -2, 0.5],
      [0.3, 4, -0.5],
      [-2, 0.1, 0],
    ];
    const theirs = tf.variable(tf.tensor1d([1, 2, 3]));
    const optimiser = tf.train.adam(0.05);
    let weights: tf.Tensor[] = [tf.tensor1d([1, 2, 3])];
    let state = adamStart(weights);
    for (const slope of slopes) {
      optimiser.applyGradients([{ name: theirs.name, tensor: tf.tensor1d(slope) }]);
      ({ weights, state } = adamStep(weights, [tf.tensor1d(slope)], state, { learningRate: 0.05 }));
    }
    const expected = theirs.dataSync();
    weights[0].dataSync().forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i], 5);
    });
  });
});

describe('cross-entropy', () => {
  it('is the mean surprise, and its slope is share minus one-hot', () => {
    const scores = tf.tensor2d([
      [2, 1, -1],
      [0, 5, 0],
    ]);
    const labels = tf.tensor1d([1, 1], 'int32');
    const shares = tf.softmax(scores).arraySync() as number[][];
    const byHand = -(Math.log(shares[0][1]) + Math.log(shares[1][1])) / 2;
    const loss = expectNoLeak(() => crossEntropy(scores, labels));
    expect(loss.dataSync()[0]).toBeCloseTo(byHand, 6);
    const slope = tf.grad((x) => crossEntropy(x as tf.Tensor2D, labels))(scores);
    const expected = shares.map((row) => row.map((share, k) => (share - (k === 1 ? 1 : 0)) / 2));
    (slope.arraySync() as number[][]).flat().forEach((value, i) => {
      expect(value).toBeCloseTo(expected.flat()[i], 6);
    });
  });

  it('survives scores of 1000 and refuses labels that do not fit', () => {
    const loss = crossEntropy(tf.tensor2d([[1000, 999, 998]]), tf.tensor1d([0], 'int32'));
    expect(loss.dataSync()[0]).toBeCloseTo(0.4076, 4);
    expect(() => crossEntropy(tf.zeros([2, 3]), tf.tensor1d([0], 'int32'))).toThrow(
      'crossEntropy: got labels [1]; expected 2 labels',
    );
    expect(() => crossEntropy(tf.zeros([1, 3]), tf.tensor1d([0]))).toThrow('kind float32');
  });
});

describe('the schedule', () => {
  it('rises, peaks after a tenth, and falls to nearly nothing', () => {
    const rates = Array.from({ length: 200 }, (_, step) => warmUpCosine(step, 200, 1));
    expect(Math.max(...rates)).toBe(rates[20]);
    expect(rates[0]).toBeCloseTo(0.1, 12);
    expect(rates[199]).toBeLessThan(0.001);
    expect(warmUpCosine(0, 1, 1)).toBeGreaterThan(0);
  });
});
