/** Guidance, its rescale, and the targets of training. */
import { describe, expect, it } from 'vitest';
import {
  ConfigError,
  cleanFrom,
  guidanceMix,
  guide,
  noiseFrom,
  noiseLevel,
  noiseSchedule,
  predictionTypes,
  random,
  rescaleGuidance,
  ShapeError,
  stableDiffusionSchedule,
  trainingTarget,
} from '../../src/index.js';

const spread = (values: readonly number[]): number => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
};

describe('guidance', () => {
  const rng = random(1);
  const without = Array.from(rng.randn(64));
  const withPrompt = Array.from(rng.randn(64));

  it('is the mixture of its coefficients', () => {
    const { unconditional, conditional } = guidanceMix(7.5);
    const mixed = without.map((u, i) => unconditional * u + conditional * withPrompt[i]);
    guide(without, withPrompt, 7.5).forEach((value, i) => {
      expect(value).toBeCloseTo(mixed[i], 10);
    });
  });

  it('of 0 and 1 is one of the answers', () => {
    expect(guide(without, withPrompt, 0)).toEqual(without);
    guide(without, withPrompt, 1).forEach((value, i) => {
      expect(value).toBeCloseTo(withPrompt[i], 12);
    });
  });

  it('rescaled fully has the spread of the plain answer', () => {
    const guided = guide(without, withPrompt, 7.5);
    expect(spread(rescaleGuidance(guided, withPrompt, 1))).toBeCloseTo(spread(withPrompt), 10);
    expect(rescaleGuidance(guided, withPrompt, 0)).toEqual(guided);
    const half = spread(rescaleGuidance(guided, withPrompt, 0.5));
    expect(half).toBeCloseTo((spread(withPrompt) + spread(guided)) / 2, 10);
  });

  it('refuses what does not fit', () => {
    expect(() => guide([1], [1, 2], 2)).toThrow(ShapeError);
    expect(() => guidanceMix(Number.NaN)).toThrow(ConfigError);
    expect(() => rescaleGuidance([1, 2], [1, 2], 1.5)).toThrow('expected a number from 0 to 1');
    expect(() => rescaleGuidance([1], [1], 1)).toThrow(ShapeError);
  });
});

describe('training targets', () => {
  it.each(predictionTypes)('%s: the answer asked for gives clean sample and noise back', (type) => {
    const level = noiseLevel(noiseSchedule(stableDiffusionSchedule), 400);
    const [clean, noise] = [0.3, -1.7];
    const sample = level.signal * clean + level.noise * noise;
    const target = trainingTarget(type, level);
    const output = target.clean * clean + target.noise * noise;
    const back = cleanFrom(type, level);
    expect(back.sample * sample + back.output * output).toBeCloseTo(clean, 12);
    const again = noiseFrom(type, level);
    expect(again.sample * sample + again.output * output).toBeCloseTo(noise, 12);
  });

  it('refuse an unknown type', () => {
    expect(() => trainingTarget('eps' as never, { signal: 1, noise: 0 })).toThrow(
      /prediction type/,
    );
  });
});
