/** Where the U-Net looked: shares that add up, the same picture with and without, nothing left. */
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type AttentionEvent,
  countTensors,
  disposeModel,
  loadModel,
  random,
  randomWeights,
  recordTrace,
  type StableDiffusion,
  textToImage,
  tf,
  tinyUnet,
  unet,
  unetShapes,
  useBackend,
} from '../../src/index.js';

const folder = 'test/golden/stable-diffusion/models/tiny-sd1';
const asked = { prompt: 'a small cat', steps: 2, seed: 3, batch: 2, guidance: 4 };

describe.each(['tensorflow', 'wasm'])('attention maps on %s', (backend) => {
  let model: StableDiffusion;
  beforeAll(async () => {
    await useBackend(backend);
    model = await loadModel(folder);
    return () => disposeModel(model);
  });

  it('come once a step, with shares that add up to 1, and change nothing', async () => {
    const plain = await textToImage(model, asked);
    const before = countTensors();
    const events: AttentionEvent[] = [];
    const onAttention = (event: AttentionEvent): void => void events.push(event);
    const watched = await textToImage(model, { ...asked, onAttention });
    expect(countTensors()).toBe(before);
    expect(watched.images.values).toEqual(plain.images.values);
    const calls = events.map(({ index }) => index);
    expect(calls).toEqual(calls.map((_, i) => i));
    expect(calls.length).toBeGreaterThanOrEqual(2);
    const blocks = events[0].maps.map(({ block }) => block);
    expect(blocks[0]).toBe('down_blocks.0.attentions.0.transformer_blocks.0');
    expect(blocks).toContain('mid_block.attentions.0.transformer_blocks.0');
    expect(blocks).toHaveLength(16);
    for (const { height, width, tokens, shares } of events.flatMap(({ maps }) => maps)) {
      expect(shares).toHaveLength(2);
      for (const values of shares) {
        expect(values).toHaveLength(height * width * tokens);
        for (let at = 0; at < values.length; at += tokens) {
          const sum = values.subarray(at, at + tokens).reduce((a, b) => a + b);
          expect(Math.abs(sum - 1)).toBeLessThan(1e-4);
        }
      }
    }
  });

  it('are of the answer with words: another negative prompt leaves those of the first step', async () => {
    const first = async (negativePrompt: string): Promise<Float32Array> => {
      const events: AttentionEvent[] = [];
      const onAttention = (event: AttentionEvent): void => void events.push(event);
      await textToImage(model, { ...asked, negativePrompt, onAttention });
      return events[0].maps[5].shares[1];
    };
    const [one, other] = [await first(''), await first('a dog on the grass')];
    expect(Math.max(...one.map((share, i) => Math.abs(share - other[i])))).toBeLessThan(1e-5);
  });

  it('of large latents are averaged to 16 places a side at most', async () => {
    const events: AttentionEvent[] = [];
    const onAttention = (event: AttentionEvent): void => void events.push(event);
    const size = { width: 328, height: 136 };
    await textToImage(model, { ...asked, ...size, batch: 1, steps: 1, onAttention });
    const [{ height, width, tokens, shares }] = events[0].maps;
    expect([height, width, tokens]).toEqual([6, 14, 77]);
    expect(shares[0].reduce((a, b) => a + b)).toBeCloseTo(6 * 14, 2);
  });

  it('leave nothing behind when a watcher throws', async () => {
    const before = countTensors();
    const onAttention = (): void => {
      throw new Error('enough');
    };
    await expect(textToImage(model, { ...asked, onAttention })).rejects.toThrow('enough');
    expect(countTensors()).toBe(before);
  });

  it('of one call of the U-Net have its places and its tokens, and its answer is the same', () => {
    const weights = randomWeights(unetShapes(tinyUnet), random(0));
    const x = tf.tensor4d(random(1).randn(2 * 6 * 7 * 4), [2, 6, 7, 4]);
    const text = tf.tensor3d(random(2).randn(2 * 5 * 24), [2, 5, 24]);
    const seen: Record<string, number[]> = {};
    const before = countTensors();
    const plain = unet(weights, tinyUnet, x, 500, text);
    const watched = unet(weights, tinyUnet, x, 500, text, undefined, (block, shares) => {
      seen[block] = shares.shape;
    });
    expect(watched.dataSync()).toEqual(plain.dataSync());
    tf.dispose([plain, watched]);
    expect(countTensors()).toBe(before);
    expect(seen['down_blocks.0.attentions.0.transformer_blocks.0']).toEqual([2, 6, 7, 5]);
    expect(seen['down_blocks.1.attentions.0.transformer_blocks.0']).toEqual([2, 3, 4, 5]);
    tf.dispose([weights, x, text]);
  });
});

describe('a trace with a model', () => {
  it('has pictures of every step, attention and pieces; the last picture is the result', async () => {
    await useBackend();
    const model = await loadModel(folder);
    const before = countTensors();
    const recorder = recordTrace(model);
    const { images } = await textToImage(model, { ...asked, ...recorder.options });
    expect(countTensors()).toBe(before);
    const { arrays, steps, settings, pieces } = recorder.trace();
    const calls = steps.length;
    expect(arrays.decoded_latents.shape).toEqual([calls, 2, 3, 64, 64]);
    expect(arrays.decoded_clean.shape).toEqual([calls, 2, 3, 64, 64]);
    const last = arrays.decoded_latents.values.slice(-images.values.length);
    expect(last).toEqual(images.values);
    const name = 'attention.mid_block.attentions.0.transformer_blocks.0';
    expect(arrays[name].shape).toEqual([calls, 2, 77, 1, 1]);
    expect(pieces).toEqual(['a</w>', 'sm', 'all</w>', 'c', 'at</w>']);
    expect(settings).toMatchObject({ ...asked, negativePrompt: '', predictionType: 'epsilon' });
    disposeModel(model);
  });

  it('of large pictures has previews, one pixel for each place', async () => {
    const model = await loadModel(folder);
    const recorder = recordTrace(model);
    const size = { width: 264, height: 256, steps: 1, batch: 1 };
    await textToImage(model, { ...asked, ...size, ...recorder.options });
    expect(recorder.trace().arrays.decoded_clean.shape.slice(1)).toEqual([1, 3, 32, 33]);
    disposeModel(model);
  });
});
