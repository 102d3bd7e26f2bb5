/** Weights in a prompt, from the text to what the U-Net sees, with the text encoder of tiny-sd1. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  disposeWeights,
  emphasised,
  promptChunks,
  ShapeError,
  textConfig,
  textEncoder,
  tokenizerFromFiles,
  useBackend,
  type Weights,
} from '../../src/index.js';
import { largestDifference, readNpy } from '../helpers/npy.js';
import { json, weightsOf } from '../stable-diffusion/golden.js';

const prompts = join(import.meta.dirname, '..', 'golden', 'prompts');
const { cases } = JSON.parse(readFileSync(join(prompts, 'weights.json'), 'utf8')) as {
  cases: { prompt: string; conditioning?: string; tolerance: number }[];
};
const model = join(import.meta.dirname, '..', 'golden', 'stable-diffusion', 'models', 'tiny-sd1');
const file = (name: string): string => readFileSync(join(model, 'tokenizer', name), 'utf8');
const tokenizer = tokenizerFromFiles({
  vocab: file('vocab.json'),
  merges: file('merges.txt'),
  specialTokensMap: file('special_tokens_map.json'),
  tokenizerConfig: file('tokenizer_config.json'),
});

describe('emphasis', () => {
  const config = textConfig(json('models/tiny-sd1/text_encoder/config.json'));
  let weights: Weights;
  beforeAll(async () => {
    await useBackend('cpu');
    weights = await weightsOf('tiny-sd1', 'text_encoder');
  });
  afterAll(() => disposeWeights(weights));

  it.each(cases.filter((one) => one.conditioning))('$prompt', ({ prompt, ...one }) => {
    const rows = promptChunks(prompt, tokenizer).flatMap((chunk) => {
      const states = textEncoder(weights, config, [Array.from(chunk.ids)]);
      const values = states.dataSync();
      states.dispose();
      return Array.from(emphasised(values, chunk.weights));
    });
    const wanted = readNpy(join(prompts, one.conditioning as string)).values;
    expect(largestDifference(rows, wanted)).toBeLessThanOrEqual(one.tolerance);
  });

  it('of 1 changes nothing, and rows must be whole', () => {
    expect(Array.from(emphasised([1, 2], [1, 1]))).toEqual([1, 2]);
    expect(() => emphasised([1, 2, 3], [1, 1])).toThrow(ShapeError);
  });
});
