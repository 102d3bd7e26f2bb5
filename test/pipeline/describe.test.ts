/** The drawing of a pipeline follows the pipeline. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ConfigError,
  describePipeline,
  describeUnet,
  diagram,
  disposeModel,
  type Graph,
  loadModel,
  ShapeError,
  type StableDiffusion,
  sd15Unet,
  sd21Unet,
  useBackend,
} from '../../src/index.js';

const models = join(import.meta.dirname, '..', 'golden', 'stable-diffusion', 'models');
const node = ({ nodes }: Graph, id: string) => nodes.find((one) => one.id === id)?.label;
const between = ({ edges }: Graph, from: string, to: string) =>
  edges.filter((one) => one.from === from && one.to === to).map(({ label }) => label);

describe('the drawing of a pipeline', () => {
  let model: StableDiffusion;
  beforeAll(async () => {
    await useBackend('cpu');
    model = await loadModel(join(models, 'tiny-sd1'));
  });
  afterAll(() => disposeModel(model));
  const options = { prompt: 'a cat', steps: 20, seed: 3 };

  it('has the shapes, the sizes and the settings of the model and the run', () => {
    const graph = describePipeline(model, { ...options, width: 96, batch: 2, guidance: 5 });
    expect(node(graph, 'prompt')).toBe('prompt\n“a cat”');
    expect(node(graph, 'seed')).toBe('seeds 3 to 4');
    expect(node(graph, 'latents')).toBe('latents\n2 × 8 × 12 × 4');
    expect(node(graph, 'picture')).toBe('picture\n2 × 64 × 96 × 3');
    expect(node(graph, 'guidance')).toBe('guidance 5');
    expect(between(graph, 'text', 'unet')).toEqual(['states 4 × 77 × 24']);
    expect(between(graph, 'latents', 'unet')).toEqual(['4 × 8 × 12 × 4']);
    const unet = Object.values(model.weights.unet).reduce((sum, { size }) => sum + size, 0);
    expect(node(graph, 'unet')).toContain(`${(unet / 1000).toFixed(1)} thousand parameters`);
  });

  it('sends only the last latents to the VAE, and tells the U-Net the timestep', () => {
    const graph = describePipeline(model, options);
    expect(graph.edges.filter(({ to }) => to === 'vae')).toEqual([
      { from: 'scheduler', to: 'vae', label: `the last latents\n÷ ${model.vae.scale}` },
    ]);
    expect(between(graph, 'timestep', 'unet')).toHaveLength(1);
    expect(between(graph, 'scheduler', 'latents')).toEqual(['less noise, 21 times']);
  });

  it('has two answers with guidance and one without', () => {
    const guided = describePipeline(model, options);
    expect(between(guided, 'unet', 'guidance')).toEqual([
      'noise without words',
      'noise with words',
    ]);
    const alone = describePipeline(model, { ...options, guidance: 1 });
    expect(node(alone, 'guidance')).toBeUndefined();
    expect(node(alone, 'negative')).toBeUndefined();
    expect(between(alone, 'unet', 'scheduler')).toEqual(['noise with words']);
    expect(between(alone, 'latents', 'unet')).toEqual(['1 × 8 × 8 × 4']);
  });

  it('follows the scheduler: its name, its calls, its timesteps, its first noise', () => {
    const change = { scheduler: 'heun', predictionType: 'v_prediction', karras: true } as const;
    const graph = describePipeline(model, { ...options, scheduler: change });
    expect(node(graph, 'scheduler')).toBe('scheduler: heun\nv_prediction, Karras');
    expect(graph.groups?.[0].title).toBe('loop: 39 steps');
    expect(between(graph, 'guidance', 'scheduler')).toEqual(['velocity']);
    expect(between(graph, 'noise', 'latents')[0]).toMatch(/^once, × 1\d\.\d+$/);
  });

  it('follows the U-Net: without a level, its channels are gone', () => {
    const channels = model.unet.channels.slice(0, -1);
    const smaller = { ...model, unet: { ...model.unet, channels } };
    const before = node(describePipeline(model, options), 'unet');
    const after = node(describePipeline(smaller, options), 'unet');
    expect(before).toContain(`${model.unet.channels.join(', ')} channels`);
    expect(after).toContain(`U-Net\n${channels.join(', ')} channels`);
  });

  it('marks where the run is, in the drawing and in words', () => {
    const graph = describePipeline(model, options, { stage: 'unet', index: 6 });
    expect(graph.groups?.[0].title).toBe('loop: step 7 of 21 steps');
    const { mermaid, alt } = diagram(graph);
    expect(mermaid).toContain('unet["▶ U-Net');
    expect(mermaid).toMatch(/\n {2}style unet .*stroke-width:4px/);
    expect(alt).toMatch(/Now at: U-Net\.$/);
    const alone = describePipeline(model, { ...options, guidance: 1 }, { stage: 'guidance' });
    expect(alone.current).toBe('unet');
    expect(describePipeline(model, options, { stage: 'decode' }).current).toBe('vae');
    expect(diagram(describePipeline(model, options)).mermaid).not.toContain('▶');
  });

  it('keeps a long or hostile prompt a label', () => {
    const prompt = `end"]; click x href "javascript:1" <b> ${'word '.repeat(30)}`;
    const { mermaid } = diagram(describePipeline(model, { ...options, prompt }));
    const line = mermaid.split('\n').find((one) => one.trim().startsWith('prompt'));
    expect(line).not.toMatch(/<b>|"\]; click/);
    expect((line ?? '').length).toBeLessThan(140);
  });

  it('refuses what the run would refuse', () => {
    expect(() => describePipeline(model, { ...options, steps: 0 })).toThrow(ConfigError);
    expect(() => describePipeline(model, { ...options, scheduler: { scheduler: 'no' } })).toThrow(
      /unknown scheduler/,
    );
  });
});

describe('the drawing of a U-Net', () => {
  it('has a box for each level and a skip for each pair, as the plan says', () => {
    const graph = describeUnet(sd15Unet);
    expect(node(graph, 'down3')).toBe('down 4\n8 × 8, 1280 channels\n2 residual blocks');
    expect(node(graph, 'middle')).toContain('8 × 8, 1280 channels');
    expect(between(graph, 'down0', 'up3')).toEqual(['skip 320 + 320 + 320']);
    expect(between(graph, 'down1', 'up2')).toEqual(['skip 640 + 640 + 320']);
    expect(graph.edges.filter(({ from }) => from === 'text')).toHaveLength(7);
  });

  it('follows the settings', () => {
    const three = describeUnet({
      ...sd15Unet,
      channels: [320, 640, 1280],
      layers: [1, 1, 1],
      attention: [false, true, true],
    });
    expect(three.nodes.filter(({ id }) => /^(down|up)\d/.test(id))).toHaveLength(6);
    expect(node(three, 'down0')).toBe('down 1\n64 × 64, 320 channels\n1 residual block');
    expect(node(three, 'down1')).toContain('1 that looks at the text');
    expect(node(describeUnet(sd21Unet), 'text')).toBe('text\n1024 numbers a token');
    expect(node(describeUnet(sd15Unet, { width: 68 }), 'down3')).toContain('8 × 9,');
  });

  it('refuses a size that is none', () => {
    expect(() => describeUnet(sd15Unet, { width: 0.5 })).toThrow(ShapeError);
  });
});
