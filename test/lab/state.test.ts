import { describe, expect, test } from 'vitest';
import {
  type ActivationState,
  activationFields,
  NAMES,
  PARAMETERS,
  settleActivation,
} from '../../src/lab/activation/state.js';
import { sayActivation } from '../../src/lab/activation/words.js';
import {
  choiceField,
  choicesField,
  decodeState,
  encodeState,
  flagField,
  initialState,
  LONGEST_STATE,
  numberField,
  numbersField,
  settingsField,
} from '../../src/lab/core/state.js';
import { networkFields, settleNetwork } from '../../src/lab/network/state.js';
import { sayNetwork } from '../../src/lab/network/words.js';
import {
  ACTIVATIONS,
  COMBINATIONS,
  type NeuronState,
  neuronFields,
  OUTPUTS,
  settleNeuron,
} from '../../src/lab/neuron/state.js';
import { sayNeuron } from '../../src/lab/neuron/words.js';
import { random } from '../../src/math/random.js';

const fields = {
  bias: numberField(0, -5, 5),
  weights: numbersField([1, 2], -5, 5, 3),
  kind: choiceField('as is', ['as is', 'quick gelu']),
  show: choicesField(['as is'], ['as is', 'quick gelu']),
  on: flagField(false),
  tune: settingsField({ 'leaky relu': { value: 0.01, from: 0, to: 1 } }),
};

interface Shape {
  readonly bias: number;
  readonly weights: readonly number[];
  readonly kind: 'as is' | 'quick gelu';
  readonly show: readonly ('as is' | 'quick gelu')[];
  readonly on: boolean;
  readonly tune: Readonly<Record<string, number>>;
}

describe('a state line', () => {
  test('is empty at the beginning and reads back as the beginning', () => {
    expect(encodeState(fields, initialState(fields))).toBe('');
    expect(decodeState(fields, '')).toEqual({ state: initialState(fields), notes: [] });
  });

  test('is readable, and reproduces the state', () => {
    const state: Shape = {
      bias: -0.25,
      weights: [0.8, -0.5, 3],
      kind: 'quick gelu',
      show: ['quick gelu', 'as is'],
      on: true,
      tune: { 'leaky relu': 0.2 },
    };
    const line = encodeState(fields, state);
    expect(line).toBe(
      'bias=-0.25&weights=0.8,-0.5,3&kind=quick-gelu&show=quick-gelu,as-is&on=on&tune=leaky-relu:0.2',
    );
    expect(decodeState(fields, `#${line}`)).toEqual({ state, notes: [] });
    expect(
      decodeState(fields, encodeURIComponent(line).replace(/%3D/g, '=').replace(/%26/g, '&')).state,
    ).toEqual(state);
  });

  test.each([
    ['bias=9', { bias: 5 }, 'bias: 9 is more than 5, so it is 5 here.'],
    ['bias=-1e300', { bias: -5 }, /is less than -5, so it is -5 here/],
    ['bias=NaN', { bias: 0 }, 'bias: “NaN” is not a number, so it stays 0.'],
    ['bias=Infinity', { bias: 0 }, /is not a number/],
    ['bias=0x10', { bias: 0 }, /is not a number/],
    ['bias=', { bias: 0 }, /is not a number/],
    ['weights=1,2,3,4', { weights: [1, 2] }, /4 numbers were given, and 3 is the most/],
    ['weights=1,,2', { weights: [1, 2] }, /is not a list of numbers/],
    ['kind=quick-gleu', { kind: 'as is' }, /did you mean “quick gelu”/],
    ['show=quick-gelu,nope', { show: ['quick gelu'] }, /“nope” is not one of its choices/],
    ['on=yes', { on: false }, /is neither on nor off/],
    ['tune=leaky-relu:7', { tune: { 'leaky relu': 1 } }, /7 is more than 1/],
    ['tune=leaky-relu', { tune: { 'leaky relu': 0.01 } }, /is not a name and a number/],
    ['nonsense=1', {}, 'There is no setting “nonsense” in this lab, so it was left out.'],
    ['__proto__=1', {}, /no setting “__proto__”/],
    ['constructor=1', {}, /no setting “constructor”/],
  ])('puts %s right and says so', (line, expected, note) => {
    const { state, notes } = decodeState(fields, line);
    expect(state).toMatchObject(expected);
    expect(notes).toHaveLength(1);
    expect(notes[0]).toMatch(note);
  });

  test('the first of two equal words wins', () => {
    expect(decodeState(fields, 'bias=1&bias=2').state.bias).toBe(1);
  });

  test('a line that is too long is left alone', () => {
    const { state, notes } = decodeState(fields, `bias=${'1'.repeat(LONGEST_STATE)}`);
    expect(state).toEqual(initialState(fields));
    expect(notes[0]).toMatch(/too long/);
  });

  test("a stranger's text is quoted short and without control characters", () => {
    const [note] = decodeState(
      fields,
      `kind=${'\u202e\u0000<img src=x onerror=alert(1)>'.repeat(9)}`,
    ).notes;
    expect(note).not.toMatch(/\p{C}/u);
    expect(note.length).toBeLessThan(140);
  });
});

const draw = random(20);
const pick = <T>(list: readonly T[]): T => list[Math.floor(draw.rand(1)[0] * list.length)];
const between = (from: number, to: number): number =>
  Number((from + draw.rand(1)[0] * (to - from)).toFixed(2)) + 0;

describe('the state of each lab', () => {
  test('neuron: 500 random states come back as they were', () => {
    for (let i = 0; i < 500; i++) {
      const count = pick([1, 2, 3]);
      const state: NeuronState = {
        goal: count === 2 ? pick(['explore', 'AND', 'OR', 'NAND', 'XOR'] as const) : 'explore',
        weights: Array.from({ length: count }, () => between(-5, 5)),
        bias: between(-10, 10),
        at: Array.from({ length: count }, () => between(-3, 3)),
        combine: pick(COMBINATIONS),
        activation: pick(ACTIVATIONS),
        parameters: initialState(neuronFields).parameters,
        output: pick(OUTPUTS),
      };
      const { state: back, notes } = decodeState(neuronFields, encodeState(neuronFields, state));
      expect(notes).toEqual([]);
      expect(settleNeuron(back)).toEqual(state);
    }
  });

  test('activation: 500 random states come back as they were', () => {
    for (let i = 0; i < 500; i++) {
      const show = NAMES.filter(() => draw.rand(1)[0] < 0.4);
      const reach = pick([1, 3, 5, 10]);
      const state: ActivationState = {
        show: show.length > 0 ? show : ['relu'],
        follow: show[0] ?? 'relu',
        x: between(-reach, reach),
        reach,
        derivative: pick([true, false]),
        saturation: pick([true, false]),
        tangent: pick([true, false]),
        parameters: Object.fromEntries(
          Object.entries(PARAMETERS).map(([name, { from, to }]) => [name, between(from, to)]),
        ),
      };
      const line = encodeState(activationFields, state);
      const { state: back, notes } = decodeState(activationFields, line);
      expect(notes).toEqual([]);
      expect(settleActivation(back)).toEqual(state);
    }
  });

  test('2,000 hostile lines are read without a throw, into states that can be said', () => {
    const shards = [
      ...['layers=', 'points=', 'weights=', 'changes=', 'rate=', 'look=', 'hide=', '4:tanh', ':'],
      ...Object.keys(neuronFields),
      ...Object.keys(activationFields),
      '=',
      '=',
      '=',
      '&',
      '&',
      ',',
      ':',
      '%',
      '%00',
      '%ff',
      '#',
      '-',
      '1e999',
      '-0',
      '.',
      'NaN',
      '1',
      '-3.5',
      '<script>alert(1)</script>',
      '"><img src=x onerror=alert(1)>',
      'javascript:alert(1)',
      '__proto__',
      'constructor',
      'toString',
      '\u0000',
      '\u202e',
      '💥',
      '\ud800',
      ' ',
      '\n',
      'sigmoid',
      'xor',
      'distance',
      '[object Object]',
      '9'.repeat(50),
    ];
    for (let i = 0; i < 2000; i++) {
      const line = Array.from({ length: 1 + Math.floor(draw.rand(1)[0] * 14) }, () =>
        pick(shards),
      ).join('');
      const one = decodeState(neuronFields, line);
      const other = decodeState(activationFields, line);
      for (const note of [...one.notes, ...other.notes]) expect(note.length).toBeLessThan(200);
      expect(sayNeuron(settleNeuron(one.state))).not.toMatch(/undefined|NaN/);
      expect(sayActivation(settleActivation(other.state))).not.toMatch(/undefined|NaN/);
      const network = decodeState(networkFields, line);
      for (const note of network.notes) expect(note.length).toBeLessThan(200);
      expect(sayNetwork(settleNetwork(network.state))).not.toMatch(/undefined|NaN/);
      const settled = settleNeuron(one.state);
      expect(
        settleNeuron(decodeState(neuronFields, encodeState(neuronFields, settled)).state),
      ).toEqual(settled);
    }
  });
});
