import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  countTensors,
  disposeModel,
  type EmojiSet,
  loadModel,
  PlaygroundError,
  readRunLog,
  type TrainUnetOptions,
  textToImage,
  trainClip,
  trainUnet,
  trainVae,
  useBackend,
} from '../../src/index.js';
import { fewEmoji } from './few-emoji.js';

const folder = mkdtempSync(join(tmpdir(), 'n2d-unet-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let emoji: EmojiSet;
beforeAll(async () => {
  await useBackend();
  emoji = await fewEmoji();
});

const mean = (values: readonly number[]): number =>
  values.reduce((a, b) => a + b, 0) / values.length;

describe('training the text encoder', () => {
  it('lowers the loss, measures, and writes encoder, tokenizer and image tower', async () => {
    const before = countTensors();
    const losses: number[] = [];
    await trainClip({
      ...{ emoji, folder: join(folder, 'clip'), steps: 24, batchSize: 24, seed: 0 },
      evaluateEvery: 12,
      onStep: ({ loss }) => void losses.push(loss),
    });
    expect(countTensors()).toBe(before);
    expect(mean(losses.slice(-6))).toBeLessThan(mean(losses.slice(0, 6)));
    const measured = readRunLog(join(folder, 'clip', 'log.jsonl')).filter(({ top1 }) => top1 >= 0);
    expect(measured.map(({ step }) => step)).toEqual([12, 24]);
    expect(measured[1].top5).toBeGreaterThanOrEqual(measured[1].top1);
    const config = JSON.parse(
      readFileSync(join(folder, 'clip', 'text_encoder', 'config.json'), 'utf8'),
    );
    expect(config).toMatchObject({ hidden_size: 128, max_position_embeddings: 16 });
    expect(readdirSync(join(folder, 'clip', 'tokenizer')).sort()).toEqual([
      'merges.txt',
      'special_tokens_map.json',
      'tokenizer_config.json',
      'vocab.json',
    ]);
  });
});

describe('training the U-Net', () => {
  const options = (): TrainUnetOptions => ({
    ...{ emoji, folder: join(folder, 'unet'), steps: 8, batchSize: 8, seed: 0, evaluateEvery: 8 },
    vae: join(folder, 'vae', 'vae'),
    text: join(folder, 'clip', 'text_encoder'),
  });

  it('says what it needs first', async () => {
    const before = countTensors();
    await expect(trainUnet(options())).rejects.toThrow(PlaygroundError);
    await expect(trainUnet(options())).rejects.toThrow(
      /no config.json and weights .*'n2d train vae'/,
    );
    expect(countTensors()).toBe(before);
  });

  it('lowers the loss, goes on after a stop, and writes a model that draws', async () => {
    const vae = { emoji, folder: join(folder, 'vae'), steps: 2, batchSize: 4, seed: 0 };
    await trainVae({ ...vae, evaluateEvery: 2 });
    const before = countTensors();
    const losses: number[] = [];
    const controller = new AbortController();
    const first = await trainUnet({
      ...options(),
      signal: controller.signal,
      onStep: ({ step, loss }) => {
        losses.push(loss);
        if (step === 3) controller.abort();
      },
    });
    expect(first).toEqual({ steps: 3, stopped: true });
    expect(existsSync(join(folder, 'unet', 'model'))).toBe(false);
    await trainUnet({ ...options(), onStep: ({ loss }) => void losses.push(loss) });
    expect(countTensors()).toBe(before);
    expect(losses).toHaveLength(8);
    expect(mean(losses.slice(-3))).toBeLessThan(mean(losses.slice(0, 3)));
    const [measured] = readRunLog(join(folder, 'unet', 'log.jsonl')).filter((line) => line.heldOut);
    expect(measured.step).toBe(8);
    expect(measured.heldOutWordless).toBeGreaterThan(0);

    const model = await loadModel(join(folder, 'unet', 'model'));
    const { images } = await textToImage(model, { prompt: 'grinning face', steps: 2, seed: 1 });
    expect(images.shape).toEqual([1, 3, 64, 64]);
    expect(images.values.every(Number.isFinite)).toBe(true);
    disposeModel(model);

    const tuned = { ...options(), folder: join(folder, 'tuned'), steps: 2, evaluateEvery: 2 };
    await trainUnet({ ...tuned, from: join(folder, 'unet', 'model', 'unet') });
    const [a, b] = ['unet', 'tuned'].map((run) =>
      readFileSync(join(folder, run, 'model', 'unet', 'diffusion_pytorch_model.safetensors')),
    );
    expect(a.equals(b)).toBe(false);
    await expect(trainUnet({ ...tuned, from: join(folder, 'vae', 'vae') })).rejects.toThrow(
      PlaygroundError,
    );
    const wrong = { ...tuned, folder: join(folder, 'wrong'), from: join(folder, 'vae', 'vae') };
    await expect(trainUnet(wrong)).rejects.toThrow(
      /got none for .*; expected \[.*size of the micro/,
    );

    expect(await trainUnet({ ...options(), steps: 9 })).toEqual({ steps: 9, stopped: false });
    const longer = readFileSync(
      join(folder, 'unet', 'model', 'unet', 'diffusion_pytorch_model.safetensors'),
    );
    expect(longer.equals(a)).toBe(false);
    expect(existsSync(join(folder, 'unet', 'model.new'))).toBe(false);
    expect(countTensors()).toBe(before);
  }, 180_000);
});
