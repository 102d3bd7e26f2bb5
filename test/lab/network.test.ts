import { describe, expect, test } from 'vitest';
import { networkLab, toyHeights, toyPoints } from '../../src/index.js';
import { decodeState, encodeState, initialState } from '../../src/lab/core/state.js';
import { buildNetwork } from '../../src/lab/network/build.js';
import { dataOf } from '../../src/lab/network/data.js';
import { createGrid } from '../../src/lab/network/grid.js';
import { kept, type OwnPoints, pointsField } from '../../src/lab/network/own-points.js';
import { rateAt, withRate } from '../../src/lab/network/rate.js';
import { scoreOf, scoreWords } from '../../src/lab/network/score.js';
import {
  ANSWERS,
  DATA_SETS,
  type NetworkState,
  networkFields,
  OPTIMISERS,
  STARTS,
  settleNetwork,
} from '../../src/lab/network/state.js';
import { createTrainer } from '../../src/lab/network/trainer.js';
import { random } from '../../src/math/random.js';
import { forward } from '../../src/neuron/neuron.js';

const state = (line: string): NetworkState => {
  const { state: read, notes } = decodeState(networkFields, line);
  expect(notes).toEqual([]);
  return settleNetwork(read);
};

/** A clock that stands still: nothing is ever out of time. */
const still = (): number => 0;
const LATE = 1;

describe('a run', () => {
  test.each(DATA_SETS.filter((name) => name !== 'own'))(
    '%s is learned better and better',
    (data) => {
      const trainer = createTrainer(state(`data=${data.replace(' ', '-')}&rate=0.1&layers=6:tanh`));
      expect(trainer.go(40, 0, LATE, still)).toBe(true);
      expect(trainer.epoch).toBe(40);
      expect(trainer.trouble).toBeUndefined();
      expect(trainer.past).toHaveLength(40);
      expect(trainer.past[39].loss).toBeLessThan(trainer.past[0].loss);
      const score = scoreOf(trainer.network, trainer.data);
      expect(scoreWords(trainer.data, score, 40, trainer.past[39])).toMatch(/^Epoch 40: loss 0\./);
    },
  );

  test('back and on again gives the same numbers, to the last bit, also with changed rates', () => {
    const begin = state('data=moons&optimiser=adam&rate=0.02&dropout=0.1&changes=100:0.005');
    const trainer = createTrainer(begin);
    trainer.go(12, 3, LATE, still);
    const once = Array.from(trainer.network.parameters);
    expect(trainer.rate).toBe(0.005);
    trainer.go(2, 0, LATE, still);
    expect(trainer.epoch).toBe(2);
    expect(trainer.rate).toBe(0.02);
    expect(trainer.past).toHaveLength(12);
    trainer.go(12, 3, LATE, still);
    expect(Array.from(trainer.network.parameters)).toEqual(once);
    const other = createTrainer(begin);
    other.go(12, 3, LATE, still);
    expect(Array.from(other.network.parameters)).toEqual(once);
  });

  test('a state that differs in what a run depends on is another run', () => {
    const begin = state('data=moons');
    const trainer = createTrainer(begin);
    trainer.go(1, 0, LATE, still);
    expect(trainer.serves({ ...begin, epoch: 7, look: { layer: 1, neuron: 0 } })).toBe(true);
    expect(trainer.serves({ ...begin, seed: 2 })).toBe(false);
    expect(trainer.serves({ ...begin, batch: 11 })).toBe(false);
    expect(trainer.serves({ ...begin, rate: 1 })).toBe(false);
    expect(trainer.serves({ ...begin, changes: [{ after: trainer.done, rate: 1 }] })).toBe(true);
  });

  test('a rate far too high: the layer that ran away is named, and what to try', () => {
    const trainer = createTrainer(state('data=plane&rate=1000000&layers=4:relu'));
    trainer.go(5, 0, LATE, still);
    expect(trainer.trouble).toMatch(/^Training diverged in epoch 1: layer '(hidden 1|output)' has/);
    expect(trainer.trouble).toMatch(/the learning rate is 1000000; try 0\.1/);
    trainer.go(0, 0, LATE, still);
    expect(trainer.trouble).toBeUndefined();
  });

  test('no points: a sentence, and nothing breaks', () => {
    const trainer = createTrainer(state('data=own'));
    trainer.go(3, 0, LATE, still);
    expect(trainer.trouble).toMatch(/There are no points to learn from/);
  });
});

describe('the learning rate', () => {
  test('a change holds from its step on, and drops what was planned for later', () => {
    const plan = withRate(withRate({ rate: 0.1, changes: [] }, 10, 0.01), 20, 0.001);
    expect([1, 10, 11, 20, 21].map((step) => rateAt(plan, step))).toEqual([
      0.1, 0.1, 0.01, 0.01, 0.001,
    ]);
    expect(withRate(plan, 15, 0.5).changes).toEqual([
      { after: 10, rate: 0.01 },
      { after: 15, rate: 0.5 },
    ]);
    expect(withRate(plan, 0, 0.5)).toEqual({ rate: 0.5, changes: [] });
  });
});

describe('the plane', () => {
  test('holds what forward() says, for every neuron that is shown', () => {
    const begin = state('features=x1,x2-squared&layers=3:tanh,2:relu');
    const network = buildNetwork({ ...begin, features: ['x1', 'x2 squared'] }, dataOf(begin));
    const grid = createGrid(12, ['x1', 'x2 squared']);
    expect(grid.advance(network, LATE, still)).toBe(true);
    expect(grid.values.map((units) => units.length)).toEqual([2, 3, 2, 1]);
    const at = (i: number): number => -1.3 + ((i + 0.5) * 2.6) / 12;
    for (const [i, j] of [
      [0, 0],
      [11, 3],
      [5, 9],
    ]) {
      const [x1, x2] = [at(i), at(j)];
      expect(grid.values[3][0][j * 12 + i]).toBeCloseTo(forward(network, [x1, x2 * x2])[0], 6);
    }
  });

  test('is worked through in parts when time is short, and ends up the same', () => {
    const begin = state('');
    const network = buildNetwork(begin, dataOf(begin));
    const [whole, parts] = [createGrid(30, begin.features), createGrid(30, begin.features)];
    whole.advance(network, LATE, still);
    let calls = 0;
    while (!parts.advance(network, 0, still)) calls++;
    expect(calls).toBe(8);
    expect(parts.values).toEqual(whole.values);
  });
});

describe('the link', () => {
  test('holds every setting', () => {
    const draw = random(5);
    const one = <T>(list: readonly T[]): T => list[draw.randint(0, list.length, 1)[0]];
    for (let i = 0; i < 200; i++) {
      const made: NetworkState = settleNetwork({
        ...initialState(networkFields),
        data: one(DATA_SETS),
        count: one([10, 500]),
        noise: one([0, 0.25]),
        test: one([0, 50]),
        seed: one([0, 77]),
        features: one([['x1'], ['x2', 'sin x1', 'x1 x2']]),
        layers: one([
          [],
          [{ size: 3, activation: 'leaky relu' }],
          [{ size: 30, activation: 'gelu' }],
        ]),
        answer: one(ANSWERS),
        start: one(STARTS),
        optimiser: one(OPTIMISERS),
        rate: one([0.00001, 3, 1e6]),
        changes: one([[], [{ after: 12, rate: 0.5 }]]),
        batch: one([1, 300]),
        l1: one([0, 0.001]),
        l2: one([0, 0.03]),
        dropout: one([0, 0.5]),
        epoch: one([0, 120]),
        step: one([0, 2]),
        edges: one(['weights', 'gradients']),
        sharp: one([true, false]),
        tests: one([true, false]),
        look: one([undefined, { layer: 0, neuron: 0 }]),
        hide: one([[], ['points', 'own points']]),
      });
      const line = encodeState(networkFields, made);
      expect(state(line)).toEqual(made);
    }
  });

  test('holds 10,000 own points exactly', () => {
    const draw = random(3);
    const numbers = draw.rand(20_000);
    const own: OwnPoints = {
      classes: ['cat', 'dog', 'Übermaß 3'],
      inputs: Array.from({ length: 10_000 }, (_, i) => [
        kept(4 * numbers[2 * i] - 2),
        kept(4 * numbers[2 * i + 1] - 2),
      ]),
      targets: Array.from({ length: 10_000 }, (_, i) => i % 3),
    };
    const read = pointsField.read(pointsField.write(own));
    expect(read.note).toBeUndefined();
    expect(read.value).toEqual(own);
    const heights: OwnPoints = { classes: [], inputs: [[0.5, -2.048]], targets: [kept(-0.1234)] };
    expect(pointsField.read(pointsField.write(heights)).value).toEqual(heights);
  });

  test.each([
    'A,B:AAA',
    'A,B:AAAA9',
    'A,A:AAAAA',
    'A:B:C',
    'A:AAAAA',
    'A,B:<img>',
    'A,B,C,D,E,F,G:',
  ])('damaged points are said to be damaged: %s', (text) => {
    expect(pointsField.read(text)).toEqual({ note: 'the points in the link are damaged' });
  });

  test('from a stranger: what does not fit is put right or left out, and said', () => {
    const { state: read, notes } = decodeState(
      networkFields,
      'layers=0:tanh&rate=1e9&noise=7&data=circle',
    );
    expect(notes[0]).toMatch(/a layer needs a whole number of neurons, 1 or more/);
    expect(notes[1]).toMatch(/the largest rate/);
    expect(notes[3]).toMatch(/did you mean “circles”/);
    expect(read.rate).toBe(1e6);
    const many = decodeState(networkFields, 'layers=5000:tanh,5000:tanh');
    expect(many.notes[0]).toMatch(/more than 50,000 weights are too many/);
    const odd = decodeState(networkFields, 'layers=4:tahn');
    expect(odd.notes[0]).toMatch(/no such activation \(did you mean tanh\?\)/);
  });
});

describe('networkLab', () => {
  test('takes options or a line, and says what it starts with', () => {
    const lab = networkLab({ data: 'three arms', layers: [8, 4], activation: ['relu', 'tanh'] });
    expect(lab.state).toBe('data=three-arms&layers=8:relu,4:tanh');
    expect(lab.alt).toMatch(
      /sees x₁ and x₂, has 2 hidden layers of 8 relu and 4 tanh neurons, and answers by softmax/,
    );
    expect(networkLab(lab.state).state).toBe(lab.state);
  });

  test('takes points of your own, and hides what it is told', () => {
    const set = toyPoints('moons', { count: 40, rng: random(3) });
    const lab = networkLab({ points: set, hide: ['own points'] });
    const read = state(lab.state);
    expect(read.data).toBe('own');
    expect(read.hide).toEqual(['own points']);
    expect(read.points.classes).toEqual(['0', '1']);
    read.points.inputs.forEach((point, i) => {
      expect(Math.abs(point[0] - set.inputs[i][0])).toBeLessThan(0.0006);
    });
    expect(state(networkLab({ points: toyHeights('hills') }).state).points.classes).toEqual([]);
    expect(() => networkLab({ points: { inputs: [[1, 150]], targets: [0] } })).toThrow(
      'got the point [1, 150]; expected pairs of numbers from -2 to 2',
    );
    expect(() => networkLab({ points: { inputs: [[1, 1]], targets: [] } })).toThrow(
      'got 1 points and 0 targets',
    );
    expect(() => networkLab({ points: { inputs: [[1, 1]], targets: [Number.NaN] } })).toThrow(
      'got the target NaN',
    );
    expect(() => networkLab({ hide: ['point'] })).toThrow("did you mean 'points'");
    expect(() => networkLab('weights=AAAAAAAAAAA')).toThrow('not as many as the layers need');
  });

  test('refuses what does not fit, with the way out', () => {
    expect(() => networkLab({ data: 'moon' })).toThrow("did you mean 'moons' or");
    expect(() => networkLab({ layers: [0] })).toThrow(
      'got 0 neurons in hidden 1; expected a whole number, 1 or more',
    );
    expect(() => networkLab({ layers: [4, 4], activation: ['relu', 'relu', 'relu'] })).toThrow(
      'got 3 activations for 2 hidden layers',
    );
    expect(() => networkLab({ learningRate: 0 })).toThrow('got learningRate 0');
    expect(() => networkLab({ learningRate: Number.NaN })).toThrow('got learningRate NaN');
    expect(() => networkLab('noise=9')).toThrow('network lab: noise: 9 is more than 0.5');
  });
});

describe('what lesson 06 says of the lab', () => {
  /** Accuracy on the training points, and the losses, after so many epochs. */
  const learned = (line: string, epochs: number) => {
    const trainer = createTrainer(state(line));
    trainer.go(epochs, 0, LATE, still);
    const right = scoreOf(trainer.network, trainer.data).train?.accuracy ?? Number.NaN;
    return { trainer, right, ...trainer.past[epochs - 1] };
  };

  test('three straight edges fence the disc in, two do not', () => {
    expect(learned('layers=3:tanh&rate=0.1', 300).right).toBeGreaterThan(0.98);
    for (const seed of [1, 2, 3, 4]) {
      expect(learned(`layers=2:tanh&rate=0.1&seed=${seed}`, 300).right).toBeLessThan(0.93);
    }
  });

  test('one neuron does XOR with the product, and does not without', () => {
    expect(learned('data=xor&layers=none', 100).right).toBeLessThan(0.75);
    expect(learned('data=xor&layers=none&features=x1,x2,x1-x2', 100).right).toBeGreaterThan(0.95);
  });

  test('the plane with relu at a rate of 10 runs away at once', () => {
    const { trainer } = learned('data=plane&layers=4:relu,2:tanh&rate=10', 1);
    expect(trainer.trouble).toMatch(/diverged in epoch 1: layer '/);
  });

  test('the greedy network learns by heart; 0.01 of L2 keeps the losses together', () => {
    const line =
      'data=moons&count=200&noise=0.25&test=70&layers=16:tanh,16:tanh&optimiser=adam&rate=0.03';
    expect(
      networkLab({
        ...{ data: 'moons', count: 200, noise: 0.25, test: 70, layers: [16, 16] },
        ...{ optimiser: 'adam', learningRate: 0.03 },
      }).state,
    ).toBe(line.replace('&rate=0.03', ''));
    const greedy = learned(line, 400);
    expect(greedy.testLoss).toBeGreaterThan(5 * greedy.loss);
    const lowest = Math.min(...greedy.trainer.past.map(({ testLoss = 9 }) => testLoss));
    expect(greedy.testLoss).toBeGreaterThan(1.5 * lowest);
    const held = learned(`${line}&l2=0.01`, 400);
    expect(Math.abs((held.testLoss ?? 9) - held.loss)).toBeLessThan(0.15);
  });
});
