/** What comes into the network lab from outside: tables, points, files, and what goes out. */
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { decodeState, encodeState, LONGEST_STATE } from '../../src/lab/core/state.js';
import { readTable } from '../../src/lab/network/csv.js';
import { dataOf } from '../../src/lab/network/data.js';
import {
  oddities,
  ownOf,
  withClass,
  withoutPoint,
  withPoint,
} from '../../src/lab/network/edit-points.js';
import { jsonOf, mermaidOf, typescriptOf } from '../../src/lab/network/export.js';
import { featureRows } from '../../src/lab/network/features.js';
import { ACTIVATIONS } from '../../src/lab/network/layers-field.js';
import { MOST_POINTS, NO_POINTS, pointsField } from '../../src/lab/network/own-points.js';
import { readNetwork } from '../../src/lab/network/read-network.js';
import { type NetworkState, networkFields, settleNetwork } from '../../src/lab/network/state.js';
import { createTrainer } from '../../src/lab/network/trainer.js';
import { lettersOf, numbersOf } from '../../src/lab/network/weights.js';
import { random } from '../../src/math/random.js';
import { forward } from '../../src/neuron/neuron.js';

const state = (line: string): NetworkState => settleNetwork(decodeState(networkFields, line).state);

const trained = (line: string, epochs = 5) => {
  const trainer = createTrainer(state(line));
  trainer.go(epochs, 0, 1, () => 0);
  return trainer;
};

describe('a pasted table', () => {
  test('names of columns, words for classes', () => {
    const { points, notes } = readTable('x,y,kind\n0.1,0.2,cat\n-0.3,-0.4,dog\n0.5,0.6,cat\n');
    expect(notes).toEqual([]);
    expect(points).toEqual({
      classes: ['cat', 'dog'],
      inputs: [
        [0.1, 0.2],
        [-0.3, -0.4],
        [0.5, 0.6],
      ],
      targets: [0, 1, 0],
    });
  });

  test.each([
    ['tabs', '0.5\t-1\t0\n-0.5\t1\t1'],
    ['blanks', '0.5  -1 0\n -0.5 1 1'],
    ['semicolons and commas', '0,5;-1,0;0\r\n-0,5;1;1\r\n'],
    ['quotation marks', '"0.5","-1","0"\n"-0.5","1","1"'],
    ['more columns: the last one is the class', '0.5,-1,x,0\n-0.5,1,y,1'],
    ['a minus sign of print', '0.5,−1,0\n−0.5,1,1'],
  ])('separated by %s', (_, text) => {
    const { points, notes } = readTable(text);
    expect(notes).toEqual([]);
    expect(points?.classes).toEqual(['0', '1']);
    expect(points?.inputs).toEqual([
      [0.5, -1],
      [-0.5, 1],
    ]);
  });

  test('what is wrong with a row is said, and the rest is kept', () => {
    const text =
      '0.1,0.2,a\noops,0.3,a\n0.4,,b\n0.5,0.6\n0.7,zwei,a\n0.1,0.2,a\n-0.8,0.9,b\n1e999,0,a';
    const { points, notes } = readTable(text);
    expect(points?.inputs).toEqual([
      [0.1, 0.2],
      [-0.8, 0.9],
    ]);
    expect(notes).toEqual([
      '2 rows were left out because a value is missing: line 3 has an empty cell.',
      '3 rows were left out because a cell is not a number: line 2 has “oops”.',
      '1 row was there before: each is kept once.',
    ]);
  });

  test('one class only', () => {
    const { points, notes } = readTable('0.1,0.2,a\n0.9,-0.4,a');
    expect(notes).toEqual([
      'All points are of class a: there is nothing to tell apart. Add points of another class.',
    ]);
    expect(points?.classes).toEqual(['a', 'B']);
  });

  test('100,000 rows: 10,000 of them, of both classes though they are sorted', () => {
    const numbers = random(1).rand(200_000);
    const lines = Array.from(
      { length: 100_000 },
      (_, i) => `${numbers[2 * i]},${-numbers[2 * i + 1]},${i < 50_000 ? 'low' : 'high'}`,
    );
    const { points, notes } = readTable(lines.join('\n'));
    expect(notes).toEqual([
      '100,000 rows are more than this page draws: 10,000 of them, drawn at random, are kept.',
    ]);
    expect(points?.inputs).toHaveLength(MOST_POINTS);
    const high = points?.targets.filter((target) => target === 0).length ?? 0;
    expect(high).toBeGreaterThan(4500);
    expect(high).toBeLessThan(5500);
    const line = encodeState(networkFields, state('data=own'));
    expect(line.length + pointsField.write(points ?? NO_POINTS).length).toBeLessThan(LONGEST_STATE);
  });

  test('numbers far from -1 to 1 are moved and scaled, and it is said', () => {
    const { points, notes } = readTable('150,5,yes\n190,5,no\n170,5,no');
    expect(points?.inputs).toEqual([
      [-1, 0],
      [1, 0],
      [0, 0],
    ]);
    expect(notes).toEqual([
      'Column 1: 150 to 190 became −1 to 1.',
      'In column 2 every value is 5: it tells nothing, and is 0 here.',
    ]);
  });

  test('many different numbers at the end are heights, not classes', () => {
    const { points } = readTable('0,0,0.5\n1,0,-0.25\n0,1,0.125');
    expect(points?.classes).toEqual([]);
    expect(points?.targets).toEqual([0.5, -0.25, 0.125]);
  });

  test('more classes than colours: the six largest', () => {
    const rows = [...'aabbccddeeffg'].map((letter, i) => `${i / 20},${-i / 20},${letter}`);
    const { points, notes } = readTable(rows.join('\n'));
    expect(points?.classes).toEqual([...'abcdef']);
    expect(notes).toEqual([
      '7 classes are more than this page has colours for: the 6 largest are kept, and 1 row was left out.',
    ]);
  });

  test.each(['', '\n\n', 'hello', 'a,b,c\n', '<script>alert(1)</script>', 'x'.repeat(20_000_001)])(
    'nothing to use: a sentence, no points',
    (text) => {
      const { points, notes } = readTable(text);
      expect(points).toBeUndefined();
      expect(notes.at(-1)).toMatch(/There is no row that can be used|20 million are the most/);
    },
  );

  test('names of classes are made plain, and stay different', () => {
    const { points } = readTable('0.1,0.2,"a&b=c"\n0.3,-0.4,a b c\n0.5,0.1,<b>');
    expect(points?.classes).toEqual(['b', 'a b c', 'a b c 2']);
    const line = pointsField.write(points ?? NO_POINTS);
    expect(pointsField.read(line).value).toEqual(points);
  });
});

describe('whatever a stranger gives', () => {
  test('is a table or none, a network or none, and never an error', () => {
    const draw = random(11);
    const pieces = [
      ...['0.5', '-1e9', ',', ';', '\n', '\t', '"', 'cat', '', '1e400', 'NaN', '=cmd()', '💥'],
      ...['{', '}', '[', ']', ':', '"network"', '"layers"', '"parameters"', 'null', '"size"', '3'],
      ...['"inputs"', '"settings"', '"data=own"', '__proto__', '\u0000', '\u202e'],
    ];
    for (let i = 0; i < 3000; i++) {
      const text = Array.from(
        draw.randint(0, pieces.length, 1 + (i % 40)),
        (at) => pieces[at],
      ).join('');
      const { points, notes } = readTable(text);
      for (const note of notes) {
        expect(note).not.toMatch(/\p{C}/u);
        expect(note.replace(/“.*?”/, '')).not.toMatch(/undefined|NaN/);
      }
      if (points !== undefined) {
        expect(pointsField.read(pointsField.write(points)).value).toEqual(points);
        expect(points.inputs.flat().every(Number.isFinite)).toBe(true);
      }
      const read = readNetwork(text, state(''));
      expect('trouble' in read).toBe(true);
    }
  });
});

describe('points changed by hand', () => {
  test('one more, one less, one class more', () => {
    const two = withPoint(withPoint(NO_POINTS, 0.1234567, 0.2, 0), -0.5, -0.5, 1);
    expect(two.inputs).toEqual([
      [0.123, 0.2],
      [-0.5, -0.5],
    ]);
    expect(withoutPoint(two, -0.48, -0.5).inputs).toEqual([[0.123, 0.2]]);
    expect(withoutPoint(two, 0.9, 0.9)).toBe(two);
    expect(withClass(two).classes).toEqual(['A', 'B', 'C']);
    expect(oddities(withPoint(NO_POINTS, 0, 0, 1))[0]).toMatch(/All points are of class B/);
    expect(oddities(two)).toEqual([]);
  });

  test('a set becomes own points, and a link keeps them', () => {
    const own = ownOf(dataOf(state('data=three-arms&count=30')));
    expect(own.classes).toHaveLength(3);
    expect(pointsField.read(pointsField.write(own)).value).toEqual(own);
  });

  test('own points are learned like any others', () => {
    let points = NO_POINTS;
    for (let i = 0; i < 20; i++) points = withPoint(points, (i % 2) - 0.5, i / 20 - 0.5, i % 2);
    const begin = settleNetwork({ ...state('data=own&test=0&rate=0.3'), points });
    const trainer = createTrainer(begin);
    trainer.go(60, 0, 1, () => 0);
    expect(trainer.past[59].loss).toBeLessThan(0.2);
  });
});

describe('weights in a link', () => {
  test('all digits, and damage is seen', () => {
    const numbers = [0.1, -2.5e-300, 1 / 3, 0];
    expect(Array.from(numbersOf(lettersOf(numbers)) ?? [])).toEqual(numbers);
    expect(numbersOf('')).toHaveLength(0);
    for (const damaged of ['A', 'AAAA', '<b>', lettersOf([Number.NaN])]) {
      expect(numbersOf(damaged)).toBeUndefined();
    }
  });

  test('a run from these weights; weights of another shape are dropped', () => {
    const { network } = trained('data=moons');
    const begin = settleNetwork({
      ...state('data=moons'),
      weights: lettersOf(network.parameters),
    });
    expect(Array.from(createTrainer(begin).network.parameters)).toEqual(
      Array.from(network.parameters),
    );
    const line = encodeState(networkFields, begin);
    expect(state(line)).toEqual(begin);
    expect(settleNetwork({ ...begin, layers: [] }).weights).toBe('');
  });
});

describe('a network to take away', () => {
  test.each([...ACTIVATIONS.map((name) => name.replaceAll(' ', '-'))])(
    'TypeScript with %s says what the network says',
    (name) => {
      const line = `data=moons&features=x1,x2,x1-squared,x2-squared,x1-x2,sin-x1,sin-x2&layers=5:${name},3:tanh`;
      const { network } = trained(line);
      sameAnswers(line, network);
    },
  );

  test.each(['data=three-arms', 'data=plane&layers=none', 'answer=tanh', 'answer=softmax'])(
    'TypeScript with %s',
    (line) => sameAnswers(line, trained(line).network),
  );

  function sameAnswers(line: string, network: ReturnType<typeof trained>['network']): void {
    const code = typescriptOf(state(line), network, 5);
    expect(code).toMatch(/trained for 5 epochs/);
    const { diagnostics = [], outputText } = ts.transpileModule(code, {
      reportDiagnostics: true,
      compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS },
    });
    expect(diagnostics).toEqual([]);
    const module: { predict?: (x1: number, x2: number) => number[] } = {};
    new Function('exports', outputText)(module);
    for (const point of [
      [0.3, -0.4],
      [-1.2, 0.9],
    ]) {
      const [row] = featureRows(state(line).features, [point]);
      const said = module.predict?.(point[0], point[1]) ?? [];
      forward(network, row).forEach((value, k) => {
        expect(said[k]).toBeCloseTo(value, 4);
      });
    }
  }

  test('JSON comes back the same, to the last bit', () => {
    const line = 'data=three-arms&layers=5:relu,3:gelu&features=x1,x2,x1-x2&rate=0.1';
    const { network } = trained(line);
    const read = readNetwork(jsonOf(state(line), network), state(''));
    if ('trouble' in read) throw new Error(read.trouble);
    expect(read.notes).toEqual([]);
    expect(read.state.data).toBe('three arms');
    expect(Array.from(createTrainer(read.state).network.parameters)).toEqual(
      Array.from(network.parameters),
    );
  });

  test('Mermaid is a flowchart', () => {
    expect(mermaidOf(trained('').network)).toMatch(/^flowchart LR\n/);
  });

  const good = () => JSON.parse(jsonOf(state('data=moons'), trained('data=moons').network));
  test.each<[string, (file: ReturnType<typeof good>) => unknown, RegExp]>([
    ['not JSON', () => '{', /This is not JSON/],
    ['another thing', () => ({ hello: 1 }), /no network/],
    ['null', () => null, /no network/],
    ['zero neurons', (f) => set(f, 0, { size: 0 }), /Layer 1 has 0 neurons; expected a whole/],
    ['unknown activation', (f) => set(f, 0, { activation: 'tahn' }), /unknown activation/],
    ['a convolution', (f) => set(f, 0, { kind: 'conv1d' }), /not dense/],
    ['a skip', (f) => set(f, 1, { from: 'input' }), /not dense/],
    ['too many', (f) => set(f, 0, { size: 1e9 }), /more than 50,000 weights/],
    ['softmax within', (f) => set(f, 0, { activation: 'softmax' }), /at the end only/],
    ['weights missing', (f) => f.network.parameters.pop() && f, /its layers need/],
    [
      'no number',
      (f) => put(f, { parameters: [1, 2, 3, null, ...f.network.parameters.slice(4)] }),
      /Weight 4 of .* damaged/,
    ],
    ['more inputs', (f) => put(f, { inputs: 3 }), /3 inputs, and 2 features/],
    ['other answer', (f) => set(f, 2, { size: 3 }), /answers with 3 sigmoid/],
  ])('a damaged file is said to be so: %s', (_, damage, words) => {
    const damaged = damage(good());
    const text = typeof damaged === 'string' ? damaged : JSON.stringify(damaged);
    const read = readNetwork(text, state('data=moons'));
    expect('trouble' in read ? read.trouble : 'read').toMatch(words);
  });

  function put(file: ReturnType<typeof good>, change: object): unknown {
    Object.assign(file.network, change);
    return file;
  }

  function set(file: ReturnType<typeof good>, layer: number, change: object): unknown {
    Object.assign(file.network.layers[layer], change);
    return file;
  }
});
