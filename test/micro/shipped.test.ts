/** The micro model as it lies in the repository, and `n2d generate` with it. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  countTensors,
  disposeModel,
  loadEmoji,
  loadModel,
  microFolder,
  microTokenizer,
  microWords,
  textToImage,
  useBackend,
} from '../../src/index.js';

const program = join(import.meta.dirname, '..', '..', 'dist', 'cli', 'n2d.js');
const work = mkdtempSync(join(tmpdir(), 'n2d-micro-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

function generate(...args: readonly string[]): { code: number | null; out: string; said: string } {
  const run = spawnSync(process.execPath, [program, 'generate', ...args, '--steps', '1'], {
    cwd: work,
    timeout: 100_000,
  });
  return { code: run.status, out: String(run.stdout), said: String(run.stderr) };
}

describe('models/micro', () => {
  beforeAll(async () => {
    await useBackend();
  });

  it('is a folder of diffusers of at most 26 MB', () => {
    const files = readdirSync(microFolder, { recursive: true, withFileTypes: true });
    const bytes = files
      .filter((file) => file.isFile())
      .map((file) => statSync(join(file.parentPath, file.name)).size);
    expect(bytes.reduce((a, b) => a + b, 0)).toBeLessThan(26e6);
    const index = JSON.parse(readFileSync(join(microFolder, 'model_index.json'), 'utf8'));
    expect(index._class_name).toBe('StableDiffusionPipeline');
  });

  it('has the tokenizer that the captions give', async () => {
    const tokenizer = microTokenizer(await loadEmoji());
    const merges = readFileSync(join(microFolder, 'tokenizer', 'merges.txt'), 'utf8');
    expect(merges.trimEnd()).toBe(tokenizer.merges.trimEnd());
  });

  it('knows words that stand in captions of training pictures, and none of the absent things', async () => {
    const { objects, words } = microWords();
    expect(objects.length).toBeGreaterThanOrEqual(300);
    expect(words).toContain('pizza');
    const { pictures } = await loadEmoji();
    const absent = pictures.filter(({ part }) => part === 'absent').map(({ object }) => object);
    for (const { label } of absent) {
      expect(objects.some((one) => one.label === label)).toBe(false);
    }
  });

  it('draws different things of different words, and leaves nothing behind', async () => {
    const before = countTensors();
    const model = await loadModel(microFolder);
    const draw = async (prompt: string): Promise<number[]> => {
      const { images } = await textToImage(model, { prompt, steps: 10, guidance: 3, seed: 1 });
      const [, , height, width] = images.shape;
      const sums = [0, 0, 0];
      images.values.forEach((value, i) => {
        sums[Math.floor(i / (height * width))] += value / (height * width);
      });
      return sums; // mean red, green, blue
    };
    const [red, greenOfHeart] = await draw('red heart');
    const [redOfTree, green] = await draw('deciduous tree');
    expect(red - greenOfHeart).toBeGreaterThan(0.1);
    expect(green - redOfTree).toBeGreaterThan(0.05);
    disposeModel(model);
    expect(countTensors()).toBe(before);
  });

  it('says how a missing file comes back', async () => {
    await expect(loadModel(join(microFolder, 'nothing'))).rejects.toThrow(
      /'git checkout models\/micro'/,
    );
  });
});

describe('n2d generate with no model named', () => {
  it('draws, and has nothing to remark on words that it knows', () => {
    const { code, out, said } = generate('a pizza, noto style', '--seed', '7');
    expect(code).toBe(0);
    expect(out).toMatch(/n2d-7\.png {2}seed 7/);
    expect(said).not.toMatch(/never saw|left out|trained at/);
  });

  it('points at words that it never saw, and at what is near', () => {
    const { code, said } = generate('piza and a 🍕 by qwxz', '--seed', '1');
    expect(code).toBe(0);
    expect(said).toMatch(/'piza': a word that the micro model never saw; it knows .*'pizza'/);
    expect(said).toMatch(/'🍕': a word that .* it knows 'pizza'/);
    expect(said).toMatch(/'qwxz': a word that .*README\.md lists what it knows/);
  });

  it('says what does not fit of a long prompt', () => {
    const { code, said } = generate(Array(500).fill('pizza').join(' '), '--seed', '1');
    expect(code).toBe(0);
    expect(said).toMatch(/prompt: 500 tokens, of which 14 fit; left out: pizza pizza/);
  });

  it('takes an empty prompt, and guidance of 0 and 50', () => {
    expect(generate('', '--seed', '1').code).toBe(0);
    expect(generate('pizza', '--seed', '1', '--guidance', '0').code).toBe(0);
    expect(generate('pizza', '--seed', '1', '--guidance', '50').code).toBe(0);
  });

  it('says what happens at another size', () => {
    const { code, said } = generate('pizza', '--seed', '1', '--width', '96');
    expect(code).toBe(0);
    expect(said).toMatch(/size: the micro model was trained at 64 x 64 pixels/);
  });
});
