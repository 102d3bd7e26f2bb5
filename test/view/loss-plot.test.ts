import { describe, expect, it } from 'vitest';
import {
  examples,
  lossPlot,
  multilayerPerceptron,
  network,
  random,
  sgd,
  trainingRun,
} from '../../src/index.js';

describe('lossPlot', () => {
  const data = examples(
    [
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ],
    [0, 1, 1, 0],
  );
  const run = (learningRate: number, test = false) => {
    const net = network(multilayerPerceptron([2, 3, 1], { rng: random(1) }));
    const loss = 'squared error';
    const optimiser = sgd({ learningRate });
    const going = trainingRun(net, data, { loss, optimiser, ...(test ? { test: data } : {}) });
    for (let i = 0; i < 5; i++) going.epoch();
    return going.history;
  };

  it('compares two runs in one plot, with a table of the same numbers', () => {
    const [slow, fast] = [run(0.01), run(0.2, true)];
    const view = lossPlot({ slow, fast }, { title: 'Two runs' });
    expect(view.data.map(({ name }) => name)).toEqual(['slow', 'fast', 'fast, test']);
    const drawn = fast.map(({ loss }) => Number(loss.toPrecision(6)));
    expect(view.data[1]).toMatchObject({ x: [1, 2, 3, 4, 5], y: drawn });
    expect(view.alt).toMatch(/^Line plot 'Two runs'. epoch from 1 to 5. slow: from /);
    expect(Object.values(view.table.columns).flat()).toContain(slow[4].loss);
  });

  it('needs a run', () => {
    expect(() => lossPlot({})).toThrow('got no series; expected at least one');
  });
});
