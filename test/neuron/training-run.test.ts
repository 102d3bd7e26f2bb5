import { describe, expect, it } from 'vitest';
import {
  adam,
  ConfigError,
  type Examples,
  evaluate,
  examples,
  momentum,
  type Network,
  network,
  type Optimiser,
  oneHot,
  optimiserNamed,
  predict,
  r2,
  random,
  sgd,
  squaredError,
  type TrainingOptions,
  trainingRun,
  trainNetwork,
  trainTestSplit,
} from '../../src/index.js';

const corners = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
];
const xor = examples(corners, [0, 1, 1, 0]);

/** Points in a square; the class is whether x and y have the same sign. */
function chequered(count: number): Examples {
  const numbers = random(5).rand(2 * count);
  const rows = Array.from({ length: count }, (_, i) => [
    2 * numbers[2 * i] - 1,
    2 * numbers[2 * i + 1] - 1,
  ]);
  return examples(
    rows,
    rows.map(([x, y]) => (x * y > 0 ? 1 : 0)),
  );
}

const small = (dropout = 0): Network =>
  network({
    inputs: 2,
    layers: [
      { name: 'hidden', size: 4, activation: 'tanh', dropout },
      { name: 'output', size: 1, activation: 'sigmoid' },
    ],
    rng: random(2),
  });

const optimisers: readonly Optimiser[] = [
  sgd({ learningRate: 2 }),
  momentum({ learningRate: 0.5 }),
  adam({ learningRate: 0.05 }),
];

describe('training', () => {
  it.each([...optimisers])('$name learns xor', (optimiser) => {
    const net = small();
    const result = trainNetwork(net, xor, {
      loss: 'binary cross-entropy',
      optimiser,
      epochs: 1500,
    });
    expect(result.stopped).toBe('all epochs done');
    expect(predict(net, corners).map(([y]) => Math.round(y))).toEqual([0, 1, 1, 0]);
    expect(evaluate(net, xor, 'binary cross-entropy')).toMatchObject({
      accuracy: 1,
      confusion: [
        [2, 0],
        [0, 2],
      ],
    });
  });

  it('learns three classes by softmax', () => {
    const data = chequered(60);
    const classes = Array.from({ length: 60 }, (_, i) =>
      data.inputs[2 * i] > 0.3 ? 2 : data.inputs[2 * i + 1] > 0 ? 1 : 0,
    );
    const rows = Array.from({ length: 60 }, (_, i) => [...data.inputs.slice(2 * i, 2 * i + 2)]);
    const three = examples(rows, oneHot(classes, 3));
    const net = network({
      inputs: 2,
      layers: [
        { size: 8, activation: 'tanh' },
        { size: 3, activation: 'softmax' },
      ],
    });
    trainNetwork(net, three, { loss: 'categorical cross-entropy', optimiser: adam(), epochs: 300 });
    expect(evaluate(net, three, 'categorical cross-entropy').accuracy).toBeGreaterThan(0.95);
  });

  it('one step is the slope times the learning rate', () => {
    const net = network({ inputs: 1, layers: [{ size: 1, weights: [[2]] }] });
    const run = trainingRun(net, examples([[3]], [5]), {
      loss: squaredError,
      optimiser: sgd({ learningRate: 0.01 }),
    });
    expect(run.step()).toBe(1);
    expect(net.parameters[0]).toBeCloseTo(2 - 0.06, 14);
    expect(net.parameters[1]).toBeCloseTo(-0.02, 14);
    expect(run.epochs).toBe(1);
  });

  it('the last batch may be smaller, and counts for as many examples as it has', () => {
    const still = sgd({ learningRate: 1e-300 });
    const data = chequered(7);
    const losses = [1, 3, 7, 100].map(
      (batchSize) =>
        trainingRun(small(), data, { loss: squaredError, optimiser: still, batchSize }).epoch()
          .loss,
    );
    for (const loss of losses) expect(loss).toBeCloseTo(losses[0], 14);
  });
});

describe('one seed, one run', () => {
  const settings: TrainingOptions = {
    loss: 'binary cross-entropy',
    optimiser: adam(),
    batchSize: 7,
    seed: 3,
    l1: 1e-4,
    l2: 1e-3,
  };
  const data = chequered(50);

  it('to the last bit, and another seed is another run', () => {
    const trained = (seed: number) => {
      const net = small(0.2);
      const run = trainingRun(net, data, { ...settings, seed });
      for (let i = 0; i < 20; i++) run.epoch();
      return net.parameters;
    };
    expect(trained(3)).toEqual(trained(3));
    expect(trained(3)).not.toEqual(trained(4));
  });

  it('to 1e-9 on every machine', () => {
    const net = small(0.2);
    const run = trainingRun(net, data, settings);
    for (let i = 0; i < 50; i++) run.epoch();
    // By Node 20; the logarithms and exponentials of another engine may differ in the last bit.
    const recorded = [0.4263082331430108, 0.2959682203228148, -0.05493763470612499];
    [0, 8, 16].forEach((at, i) => {
      expect(Math.abs(net.parameters[at] - recorded[i])).toBeLessThan(1e-9);
    });
  });

  it.each([...optimisers])('$name: goes back to any epoch and repeats what came', (optimiser) => {
    const net = small(0.2);
    const run = trainingRun(net, data, { ...settings, optimiser });
    const seen = [net.parameters.slice()];
    for (let i = 0; i < 600; i++) {
      run.epoch();
      seen.push(net.parameters.slice());
    }
    const history = run.history.slice();
    for (const epoch of [599, 333, 2, 0, 77]) {
      run.step(); // in the middle of an epoch, too
      const kept = run.kept(epoch);
      expect(kept).toBeLessThanOrEqual(epoch);
      if (epoch > 77) expect(epoch - kept).toBeLessThan(8);
      run.rewind(kept);
      expect(net.parameters).toEqual(seen[kept]);
      run.rewind(epoch);
      expect(run.epochs).toBe(epoch);
      expect(net.parameters).toEqual(seen[epoch]);
      expect(run.history).toEqual(history.slice(0, epoch));
    }
    for (let i = 77; i < 90; i++) run.epoch();
    expect(net.parameters).toEqual(seen[90]);
    expect(() => run.rewind(-1)).toThrow(ConfigError);
  });
});

describe('regularisation', () => {
  const spread = (net: Network) => net.layers[1].weights.reduce((sum, w) => sum + w * w, 0);
  const trained = (penalty: object) => {
    const net = small();
    trainNetwork(net, chequered(40), {
      loss: 'binary cross-entropy',
      optimiser: adam(),
      epochs: 200,
      ...penalty,
    });
    return net;
  };

  it('L2 makes weights smaller, L1 makes many of them nearly 0', () => {
    expect(spread(trained({ l2: 0.01 }))).toBeLessThan(0.8 * spread(trained({})));
    const small = (net: Network) => net.layers[1].weights.filter((w) => Math.abs(w) < 0.02).length;
    expect(small(trained({ l1: 0.03 }))).toBeGreaterThan(small(trained({})));
  });

  it('dropout silences in training only, and keeps the mean', () => {
    const net = network({
      inputs: 1,
      layers: [
        { size: 500, weights: Array.from({ length: 500 }, () => [1]), dropout: 0.4 },
        { size: 1, weights: [Array.from({ length: 500 }, () => 0.002)] },
      ],
    });
    expect(predict(net, [[1]])[0][0]).toBeCloseTo(1, 12);
    const still = sgd({ learningRate: 1e-300 });
    const run = trainingRun(net, examples([[1]], [0]), { loss: squaredError, optimiser: still });
    const seen = Array.from({ length: 50 }, () => Math.sqrt(run.step()));
    expect(new Set(seen).size).toBeGreaterThan(20);
    expect(seen.reduce((a, b) => a + b) / 50).toBeCloseTo(1, 1);
  });
});

describe('early stopping', () => {
  it('goes back to the weights of the best epoch', () => {
    const { train, test } = trainTestSplit(chequered(30), 0.5, random(1));
    const net = network({
      inputs: 2,
      layers: [
        { size: 16, activation: 'tanh' },
        { size: 1, activation: 'sigmoid' },
      ],
    });
    const options = { loss: 'binary cross-entropy', optimiser: adam({ learningRate: 0.1 }), test };
    const result = trainNetwork(net, train, { ...options, epochs: 2000, patience: 20 });
    expect(result.stopped).toBe('no better for a while');
    const best = Math.min(...result.history.map(({ testLoss = Infinity }) => testLoss));
    expect(evaluate(net, test, 'binary cross-entropy').loss).toBe(best);
    expect(result.history.length).toBe(result.epoch + 20);
  });

  it('needs test examples', () => {
    expect(() =>
      trainNetwork(small(), xor, { loss: 'squared error', epochs: 1, patience: 3 }),
    ).toThrow('trainNetwork: got patience without test; expected test examples');
  });

  it('stops when asked', () => {
    const onEpoch = ({ epoch }: { epoch: number }) => epoch < 3;
    const result = trainNetwork(small(), xor, { loss: 'squared error', epochs: 10, onEpoch });
    expect(result).toMatchObject({ epoch: 3, stopped: 'asked to' });
  });
});

describe('a split', () => {
  it('keeps every example, once', () => {
    const data = chequered(11);
    const { train, test } = trainTestSplit(data, 0.3, random(1));
    expect([train.count, test.count]).toEqual([8, 3]);
    const all = [...train.inputs, ...test.inputs].sort();
    expect(all).toEqual([...data.inputs].sort());
  });

  it.each([
    [() => trainTestSplit(xor, 1, random(0)), 'trainTestSplit: got share 1; expected between 0'],
    [() => trainTestSplit(examples([[1]], [1]), 0.5, random(0)), 'expected two or more'],
  ])('refuses what cannot be split: %#', (attempt, message) => {
    expect(attempt).toThrow(message);
  });
});

describe('when training runs away', () => {
  it.each([1e6, 1e5])('learning rate %d: says which layer, and what to do', (learningRate) => {
    const net = small();
    const optimiser = sgd({ learningRate });
    const result = trainNetwork(net, chequered(40), {
      loss: 'squared error',
      optimiser,
      epochs: 50,
    });
    expect(result.stopped).toBe('diverged');
    expect(result.message).toMatch(/^training diverged in epoch \d+: layer '(hidden|output)' has/);
    expect(result.message).toContain(`the learning rate is ${learningRate}; try 0.1`);
  });

  it('names the first layer whose numbers overflow', () => {
    const layers = [1, 1e200, 1e200, 1].map((weight, i) => ({
      name: `layer ${i + 1}`,
      size: 1,
      weights: [[weight]],
    }));
    const net = network({ inputs: 1, layers });
    const run = trainingRun(net, examples([[1]], [1]), { loss: 'squared error' });
    run.epoch();
    expect(run.diverged).toMatchObject({ epoch: 1, layer: 'layer 3' });
    expect(run.diverged?.message).toContain("layer 'layer 3' has a net input of Infinity");
    expect(run.step()).toBeNaN();
    run.rewind(0);
    expect(run.diverged).toBeUndefined();
    expect(net.parameters.every(Number.isFinite)).toBe(true);
  });
});

describe('what cannot be trained is refused', () => {
  it.each([
    [
      () => trainingRun(small(), examples([[1]], [1]), { loss: 'squared error' }),
      'expected 2 and 1',
    ],
    [() => trainingRun(small(), xor, { loss: 'squared eror' }), "did you mean 'squared error'?"],
    [() => trainingRun(small(), xor, { loss: 'squared error', batchSize: 0 }), 'batchSize: got 0'],
    [() => trainingRun(small(), xor, { loss: 'squared error', l2: -1 }), 'got l2 -1; expected 0'],
    [() => sgd({ learningRate: 0 }), 'sgd: got learningRate 0; expected a number above 0'],
    [() => momentum({ momentum: 1 }), 'momentum: got momentum 1; expected 0 up to, not with, 1'],
    [() => optimiserNamed('adan'), "unknown optimiser: got 'adan'; did you mean 'adam'?"],
    [
      () =>
        trainingRun(network({ inputs: 2, layers: [{ size: 1, activation: 'tanh' }] }), xor, {
          loss: 'binary cross-entropy',
        }),
      'binary cross-entropy: got answers of tanh, from -1 to 1; expected shares from 0 to 1: sigmoid',
    ],
    [
      () => {
        const net = small();
        net.parameters[13] = Number.NaN;
        trainingRun(net, xor, { loss: 'squared error' });
      },
      "weights of layer 'output': got NaN at 2 of 4; expected finite numbers",
    ],
    [() => small(1), "layer 'hidden': got dropout 1; expected 0 up to, not with, 1"],
  ])('%#', (attempt, message) => {
    expect(attempt).toThrow(message);
  });
});

describe('r2', () => {
  it('knows truths without spread', () => {
    expect(r2([2, 2], [2, 2])).toBe(1);
    expect(r2([2, 3], [2, 2])).toBe(0);
    expect(() => r2([], [])).toThrow('r2: got 0 predictions and 0 truths');
  });
});
