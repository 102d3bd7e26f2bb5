/** The numbers that lesson 08 quotes, computed again, and found in its text. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  convnetWeights,
  convolve,
  convolvedSize,
  countNumbers,
  digitRows,
  digitsConvnet,
  disposeWeights,
  loadDigits,
  random,
} from '../../src/index.js';

const words = readFileSync('lessons/08-convolution/lesson.md', 'utf8').replace(/\s+/g, ' ');
const digits = loadDigits();
const says = (part: string): void => expect(words.includes(part), part).toBe(true);
const upright = [
  [-1, 0, 1],
  [-1, 0, 1],
  [-1, 0, 1],
];

describe('what lesson 08 says in numbers', () => {
  it('nine products on the stroke of the seven', () => {
    const seven = digitRows(digits.test, 0);
    const map = convolve(seven, upright);
    const side = (column: number) => [14, 15, 16].map((row) => seven[row][column].toFixed(2));
    expect(side(17).join(' + ')).toBe('0.98 + 1.00 + 0.97');
    expect(side(15).join(' + ')).toBe('0.00 + 0.00 + 0.04');
    says('0.98 + 1.00 + 0.97');
    says('0 + 0 + 0.04');
    says(`The sum is ${map[14][15].toFixed(2)}`);
    says(`Two steps further it says ${map[14][17].toFixed(2)}`);
    says(`the same in all ${map.flat().length} places`);
  });

  it('sizes of maps', () => {
    expect(convolvedSize(28, 3, { padding: 1, stride: 2 })).toBe(14);
    says('27 / 2, so 13, and 1 more: 14');
  });

  it('how many digits, and how many numbers to learn', () => {
    const { train, test } = digits;
    says(`There are ${(train.count + test.count).toLocaleString('en-US')}`);
    says(`${train.count.toLocaleString('en-US')} are to learn from`);
    says(`${test.count.toLocaleString('en-US')} are **held out**`);
    const weights = convnetWeights(digitsConvnet, random(8));
    const first = { w: weights['conv1.weight'], b: weights['conv1.bias'] };
    says(`8 biases: ${countNumbers(first)} numbers`);
    expect(((784 * 8 * 24 * 24) / 1e6).toFixed(1)).toBe('3.6');
    disposeWeights(weights);
  });
});
