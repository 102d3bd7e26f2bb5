import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  checkpointShape,
  countTensors,
  disposeWeights,
  type EmojiSet,
  microVae,
  openSafetensors,
  readRunLog,
  readWeights,
  type TrainVaeOptions,
  tf,
  trainVae,
  useBackend,
  vaeConfig,
  vaeEncoder,
  vaeShapes,
} from '../../src/index.js';
import { fewEmoji } from './few-emoji.js';

const folder = mkdtempSync(join(tmpdir(), 'n2d-vae-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let emoji: EmojiSet;
beforeAll(async () => {
  await useBackend();
  emoji = await fewEmoji();
});

const config = { ...microVae, channels: [8, 8, 16, 16], latentChannels: 3 };
const options = (name: string): TrainVaeOptions => ({
  ...{ emoji, config, folder: join(folder, name), steps: 12, batchSize: 4, seed: 1 },
  evaluateEvery: 6,
});

describe('training the autoencoder', () => {
  it('lowers the loss, measures, and writes the part as diffusers keeps it', async () => {
    const before = countTensors();
    const losses: number[] = [];
    await trainVae({ ...options('run'), onStep: ({ loss }) => void losses.push(loss) });
    expect(countTensors()).toBe(before);
    const mean = (values: number[]): number => values.reduce((a, b) => a + b) / values.length;
    expect(mean(losses.slice(-4))).toBeLessThan(mean(losses.slice(0, 4)));
    const log = readRunLog(join(folder, 'run', 'log.jsonl'));
    expect(log.filter(({ psnr }) => psnr !== undefined).map(({ step }) => step)).toEqual([6, 12]);
    expect(readdirSync(join(folder, 'run')).sort()).toEqual([
      'curve-loss.svg',
      'curve-psnr.svg',
      'curve-ssim.svg',
      'log.jsonl',
      'samples-12.png',
      'samples-6.png',
      'state.safetensors',
      'vae',
    ]);

    const part = join(folder, 'run', 'vae');
    const json = JSON.parse(readFileSync(join(part, 'config.json'), 'utf8'));
    expect(vaeConfig(json)).toEqual(config);
    const path = join(part, 'diffusion_pytorch_model.safetensors');
    const file = await openSafetensors(path);
    const shapes = Object.fromEntries(file.entries.map(({ name, shape }) => [name, shape]));
    expect(shapes).toEqual(vaeShapes(config));
    expect(new Set(file.entries.map(({ dtype }) => dtype))).toEqual(new Set(['F16']));
    await file.close();

    const weights = await readWeights(path);
    expect(checkpointShape('x', weights['encoder.conv_in.weight'].shape)).toEqual([8, 3, 3, 3]);
    const train = emoji.pictures.flatMap(({ part: of }, i) => (of === 'train' ? [i] : []));
    const numbers = train.flatMap((i) => [...emoji.pixels.subarray(i * 12288, (i + 1) * 12288)]);
    const [middle, deviation] = tf.tidy(() => {
      const x = tf.tensor4d(numbers, [train.length, 64, 64, 3]).div(127.5).sub(1) as tf.Tensor4D;
      const moments = tf.moments(vaeEncoder(weights, config, x).mean, [0, 1, 2]);
      return [moments.mean.dataSync(), moments.variance.sqrt().dataSync()];
    });
    for (const value of middle) expect(Math.abs(value)).toBeLessThan(0.02);
    for (const value of deviation) expect(Math.abs(value - 1)).toBeLessThan(0.02);
    disposeWeights(weights);
  });

  it('sees no picture that is held out', async () => {
    // The same run, with the held-out pictures painted over: the same losses.
    const painted = { ...emoji, pixels: emoji.pixels.slice() };
    emoji.pictures.forEach(({ part }, i) => {
      if (part !== 'train') painted.pixels.fill(0, i * 12288, (i + 1) * 12288);
    });
    expect(emoji.pictures.some(({ part }) => part === 'held-out')).toBe(true);
    const losses = async (set: EmojiSet, name: string): Promise<number[]> => {
      const seen: number[] = [];
      const onStep = ({ loss }: { loss: number }): void => void seen.push(loss);
      await trainVae({ ...options(name), emoji: set, steps: 3, onStep });
      return seen;
    };
    const [plain, blind] = [await losses(emoji, 'plain'), await losses(painted, 'painted')];
    plain.forEach((loss, i) => {
      expect(blind[i]).toBeCloseTo(loss, 4);
    });
  });
});
