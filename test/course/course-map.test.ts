/** The map of the course lies on the pipeline's drawing and knows which lessons there are. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  courseMap,
  describePipeline,
  diagram,
  disposeModel,
  loadModel,
  type StableDiffusion,
  useBackend,
} from '../../src/index.js';

const model = join(import.meta.dirname, '..', 'golden', 'stable-diffusion', 'models', 'tiny-sd1');

describe('the map of the course', () => {
  const folder = mkdtempSync(join(tmpdir(), 'n2d-map-'));
  const before = process.env.N2D_CATALOGUE;
  let tiny: StableDiffusion;
  beforeAll(async () => {
    const file = join(folder, 'catalogue.json');
    const lessons = ['12-the-u-net', '18-text-to-image'].map((name) => ({ name }));
    writeFileSync(file, JSON.stringify({ lessons }));
    process.env.N2D_CATALOGUE = file;
    await useBackend('cpu');
    tiny = await loadModel(model);
  });
  afterAll(() => {
    if (before === undefined) delete process.env.N2D_CATALOGUE;
    else process.env.N2D_CATALOGUE = before;
    rmSync(folder, { recursive: true, force: true });
    disposeModel(tiny);
  });

  it('names the lessons of each box, and marks those that are to come', () => {
    const drawn = describePipeline(tiny, { prompt: 'a cat', steps: 5 });
    const map = courseMap(drawn);
    const label = (id: string): string =>
      map.nodes
        .find((one) => one.id === id)
        ?.label.split('\n')
        .pop() ?? '';
    expect(label('timestep')).toBe('lesson 12');
    expect(label('unet')).toBe('lesson 12; lesson 16, to come');
    expect(label('vae')).toBe('lessons 09, 17, to come');
    expect(map.groups?.[0].title).toMatch(/^loop: \d+ steps? \(lesson 18; lesson 11, to come\)$/);
    expect(map.edges).toEqual(drawn.edges);
  });

  it('has a line for every box with parameters', () => {
    const drawn = describePipeline(tiny, { prompt: 'a cat', steps: 5 });
    const mapped = courseMap(drawn).nodes.filter(({ label }) => /\blesson/.test(label));
    const learned = drawn.nodes.filter(({ label }) => /parameters/.test(label));
    expect(learned.length).toBe(3);
    for (const { id } of learned) expect(mapped.map((one) => one.id)).toContain(id);
  });

  it('follows the run: without guidance that box is gone from the map too', () => {
    const plain = courseMap(describePipeline(tiny, { prompt: 'a cat', steps: 5, guidance: 1 }));
    expect(diagram(plain).mermaid).not.toContain('guidance');
  });
});
