/** A whole evaluation: of a tiny model with random weights, on a few emoji. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  CheckpointError,
  ConfigError,
  countTensors,
  disposeModel,
  type EmojiSet,
  type EvaluateOptions,
  emojiPart,
  emojiScope,
  evaluateMicro,
  type Figures,
  loadModel,
  modelHash,
  pixelsOf,
  readPng,
  rebuild,
  type StableDiffusion,
  scoreReader,
  tf,
  useBackend,
} from '../../src/index.js';
import { fewEmoji } from './few-emoji.js';

const tiny = join(import.meta.dirname, '../golden/stable-diffusion/models/tiny-sd1');
const folder = mkdtempSync(join(tmpdir(), 'n2d-evaluate-'));
let emoji: EmojiSet;
let model: StableDiffusion;
/** What an evaluation without interruption says. */
let whole: Figures;
beforeAll(async () => {
  await useBackend();
  emoji = await fewEmoji();
  model = await loadModel(tiny);
});
afterAll(() => {
  disposeModel(model);
  rmSync(folder, { recursive: true, force: true });
});

const options = (name: string): EvaluateOptions => ({
  ...{ model, hash: modelHash(tiny), emoji, scope: 300, count: 3, steps: 2, guidance: 3, seed: 1 },
  ...{ folder: join(folder, name), judgeSteps: 2 },
});
const text = (...path: string[]): string => readFileSync(join(folder, ...path), 'utf8');

describe('an evaluation', { timeout: 300_000 }, () => {
  it('writes figures, a table, a page and a test for eyes, and draws no picture twice', async () => {
    const before = countTensors();
    const figures = await evaluateMicro(options('run'));
    whole = figures;
    expect(countTensors()).toBe(before);
    expect(readdirSync(join(folder, 'run')).sort()).toEqual([
      'eye-answers.json',
      'eye-test.md',
      'eye-test.png',
      'figures.json',
      'index.html',
      'pictures',
      'style-judge',
      'table.md',
    ]);
    expect(JSON.parse(text('run', 'figures.json'))).toEqual(figures);
    expect(figures.settings.things).toBe(emojiScope(emoji, 300).length);
    expect(figures.drawn.seen.pictures).toBe(3);
    expect(figures.vae.pictures).toBe(emojiPart(emoji, 'held-out').length);
    expect(figures.sharpness).toBeGreaterThan(0);

    const pictures = readdirSync(join(folder, 'run', 'pictures'));
    expect(pictures).toHaveLength(9);
    const times = (): number[] =>
      pictures.map((file) => statSync(join(folder, 'run', 'pictures', file)).mtimeMs);
    const drawn = times();
    // A damaged picture is drawn again, the others are not.
    writeFileSync(join(folder, 'run', 'pictures', pictures[4]), 'no PNG');
    const second = await evaluateMicro(options('run'));
    expect(second.sharpness).toBeCloseTo(figures.sharpness, 3); // a picture drawn alone is rounded
    expect({ ...second, sharpness: 0 }).toEqual({ ...figures, sharpness: 0 });
    const again = times();
    expect(again.filter((time, i) => time !== drawn[i])).toEqual([again[4]]);
  });

  it('shows the pictures on a page without scripts or links to elsewhere', () => {
    const page = text('run', 'index.html');
    expect(page.match(/<img /g)).toHaveLength(2 * 9);
    expect(page).not.toMatch(/<script|href=|src="(?!data:image\/png;base64,)/);
    expect(page).toContain('<td style="text-align:left">edge energy, drawn over real</td>');
  });

  it('asks for names without telling them, and adds what a reader saw', async () => {
    const answers = JSON.parse(text('run', 'eye-answers.json')) as Record<string, string>;
    expect(Object.keys(answers)).toHaveLength(6);
    const sheet = readPng(readFileSync(join(folder, 'run', 'eye-test.png')), 'eye-test.png');
    expect([sheet.width, sheet.height]).toEqual([12 * 136, 154]);
    for (const [number, name] of Object.entries(answers)) {
      const line = text('run', 'eye-test.md').split(`\n${number}. `)[1].split('\n')[0];
      expect(line.split(' | ')).toContain(name);
    }
    const file = join(folder, 'answers.json');
    writeFileSync(file, JSON.stringify({ ...answers, 1: 'something else' }));
    const { eye } = scoreReader(join(folder, 'run'), file);
    expect(eye).toEqual({ right: 5, pictures: 6 });
    for (const name of ['table.md', 'index.html']) {
      expect(text('run', name)).toContain('by eye, right of 8 names: 6 drawn');
    }
    // It stays when the same is measured again, and goes with other pictures.
    expect((await evaluateMicro(options('run'))).eye).toEqual(eye);
    expect((await evaluateMicro({ ...options('run'), seed: 2 })).eye).toBeUndefined();
  });

  it('stops when it is interrupted, and goes on', async () => {
    const before = countTensors();
    const controller = new AbortController();
    const stopped = evaluateMicro({
      ...options('stopped'),
      signal: controller.signal,
      onProgress: ({ what, done }) => {
        if (what === 'drawing held-out' && done === 3) controller.abort();
      },
    });
    await expect(stopped).rejects.toThrow(/abort/i);
    expect(countTensors()).toBe(before);
    expect(readdirSync(join(folder, 'stopped', 'pictures'))).toHaveLength(6);
    expect(await evaluateMicro(options('stopped'))).toEqual(whole);
    expect(readdirSync(join(folder, 'stopped', 'pictures'))).toHaveLength(9);
  });
});

describe('what cannot be measured', () => {
  it('a model that draws another size, a tower of another kind', async () => {
    const large = { ...model, unet: { ...model.unet, latentSide: 64 } };
    await expect(evaluateMicro({ ...options('no'), model: large })).rejects.toThrow(ConfigError);
    const tower = { 'conv.weight': tf.zeros([1]) };
    const run = evaluateMicro({ ...options('no'), tower });
    await expect(run).rejects.toThrow(CheckpointError);
    await expect(run).rejects.toThrow("which 'n2d train clip' writes");
    tf.dispose(tower);
  });

  it('answers that are no JSON, a folder without an evaluation', () => {
    const file = join(folder, 'words.json');
    writeFileSync(file, 'pizza');
    expect(() => scoreReader(join(folder, 'run'), file)).toThrow(
      'got no JSON; expected a JSON object',
    );
    writeFileSync(file, '{"1":"pizza"}');
    expect(() => scoreReader(join(folder, 'nowhere'), file)).toThrow('cannot read');
  });
});

describe('pictures through the autoencoder', () => {
  it('come out in the same order and size, one quality each', async () => {
    const places = emojiPart(emoji, 'train').slice(0, 35); // more than are done at once
    const all = await rebuild(model, pixelsOf(emoji, places), emoji.side);
    const last = await rebuild(model, pixelsOf(emoji, places.slice(34)), emoji.side);
    expect(all.psnr).toHaveLength(35);
    expect(all.psnr[34]).toBeCloseTo(last.psnr[0], 3);
    expect(all.ssim[34]).toBeCloseTo(last.ssim[0], 4);
    const end = pixelsOf({ pixels: all.pixels, side: emoji.side }, [34]);
    const farthest = end.reduce(
      (most, value, i) => Math.max(most, Math.abs(value - last.pixels[i])),
      0,
    );
    expect(farthest).toBeLessThanOrEqual(1);
  });
});
