/** What a run tells of itself is what diffusers computes on the way. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  disposeModel,
  latentPreview,
  type PipelinePlace,
  recordTrace,
  ShapeError,
  textToImage,
  useBackend,
} from '../../src/index.js';
import { largestDifference, readNpy } from '../helpers/npy.js';
import { cases, modelOf, runCase, runs } from './reference-runs.js';

beforeAll(async () => {
  await useBackend();
});

const names = [
  'ids_cond',
  'ids_uncond',
  'embeds_cond',
  'embeds_uncond',
  'timesteps',
  'latents_before',
  'model_input',
  'noise_pred_text',
  'noise_pred_uncond',
  'noise_guided',
  'latents_after_step',
];

describe('a trace', () => {
  const traced = cases.filter(({ id }) => existsSync(join(runs, 'pipelines', id, 'trace')));
  it('there are two', () => expect(traced).toHaveLength(2));

  it.each(traced)('of $id is that of diffusers', async (one) => {
    const model = await modelOf(one);
    const recorder = recordTrace();
    const { latents } = await runCase(one, model, recorder.options);
    disposeModel(model);
    const { arrays, steps } = recorder.trace();
    expect(steps).toHaveLength(one.unet_calls);
    for (const name of names) {
      const expected = readNpy(join(runs, 'pipelines', one.id, 'trace', `${name}.npy`));
      expect([name, arrays[name].shape]).toEqual([name, expected.shape]);
      expect(largestDifference(arrays[name].values, expected.values)).toBeLessThanOrEqual(
        name === 'timesteps' || name.startsWith('ids') ? 0 : one.tolerance.latents,
      );
    }
    // at the last step nothing is left but what the network has in mind
    const clean = arrays.predicted_clean.values.slice(-latents.values.length);
    expect(largestDifference(clean, latents.values)).toBeLessThan(0.1);
  });

  it('without guidance has no second answer', async () => {
    const model = await modelOf(cases[0]);
    const recorder = recordTrace();
    expect(recorder.trace().arrays).toEqual({});
    await textToImage(model, { prompt: 'x', steps: 2, guidance: 1, ...recorder.options });
    disposeModel(model);
    const { arrays } = recorder.trace();
    expect(Object.keys(arrays).filter((name) => name.includes('uncond'))).toEqual([]);
    expect(arrays.noise_guided.values).toEqual(arrays.noise_pred_text.values);
  });
});

it('the stages are told in order', async () => {
  const model = await modelOf(cases[0]);
  const places: PipelinePlace[] = [];
  await textToImage(model, {
    prompt: 'x',
    steps: 2,
    scheduler: { scheduler: 'ddim' },
    onStage: (place) => {
      places.push(place);
    },
  });
  disposeModel(model);
  expect(places.map(({ stage, index }) => `${stage} ${index ?? ''}`.trim())).toEqual([
    'text',
    'noise',
    'unet 0',
    'guidance 0',
    'scheduler 0',
    'unet 1',
    'guidance 1',
    'scheduler 1',
    'decode',
  ]);
});

describe('a preview', () => {
  it('is the matrix, from -1 ... 1 to 0 ... 1, cut off', () => {
    const { shape, values } = latentPreview([[1, 0, 0, 0, 0, 0, 0, 9]], { height: 1, width: 2 });
    expect(shape).toEqual([1, 3, 1, 2]);
    const expected = [(1 + 0.298) / 2, 0, (1 + 0.207) / 2, 0, (1 + 0.208) / 2, 0];
    expect(largestDifference(values, expected)).toBeLessThan(1e-6);
  });

  it('takes another matrix, and refuses what does not fit', () => {
    const light = latentPreview([[0.5]], { height: 1, width: 1 }, [[1, 1, 1]]);
    expect([...light.values]).toEqual([0.75, 0.75, 0.75]);
    expect(() => latentPreview([[1, 2]], { height: 1, width: 2 })).toThrow(ShapeError);
  });
});
