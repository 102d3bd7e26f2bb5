/**
 * A pipeline as a plain graph, for the page to draw: the boxes, shapes and numbers are those of the
 * model and of the run, so the drawing is right for any of them.
 *
 * What such drawings often get wrong is the point of this one: the U-Net also gets the timestep and
 * an answer without words; the scheduler takes noise away, it adds none first; only the last
 * latents go to the VAE.
 */
import type { ConfiguredScheduler } from '../diffusion/from-config.js';
import { schedulerFromConfig } from '../diffusion/from-config.js';
import { guidanceIsOn } from '../diffusion/guidance.js';
import type { SchedulerPlan } from '../diffusion/plan.js';
import type { PredictionType } from '../diffusion/prediction.js';
import type { Graph, GraphEdge, GraphNode } from '../math/graph.js';
import { vaeFactor } from '../stable-diffusion/vae-config.js';
import { countNumbers, type Weights } from '../tensor/weights.js';
import type { StableDiffusion } from './model.js';
import { latentSize, type PipelinePlace, type PipelineStage } from './options.js';
import type { TextToImageOptions } from './text-to-image.js';

/** What the U-Net's answer is, in words. */
const answers: Readonly<Record<PredictionType, string>> = {
  epsilon: 'noise',
  v_prediction: 'velocity',
  sample: 'clean latents',
};

/**
 * The graph of a run of `textToImage` with the same options.
 *
 * @param now the stage that is drawn as the current one
 * @throws ConfigError for a scheduler or a number of steps that cannot be
 *
 * @example
 * const model = await loadModel('test/golden/stable-diffusion/models/tiny-sd1');
 * const graph = describePipeline(model, { prompt: 'a cat', steps: 20, guidance: 1 });
 * graph.nodes.some(({ id }) => id === 'guidance'); // false
 * disposeModel(model);
 */
export function describePipeline(
  model: StableDiffusion,
  options: TextToImageOptions,
  now?: PipelinePlace,
): Graph {
  const { steps = 50, guidance = 7.5, eta = 0 } = options;
  const configured = schedulerFromConfig(model.scheduler, options.scheduler);
  const plan = configured.scheduler.plan(configured.config, steps, { eta });
  const guided = guidanceIsOn(guidance);
  const loop = ['latents', 'timestep', 'unet', ...(guided ? ['guidance'] : []), 'scheduler'];
  const done = now?.index === undefined ? '' : `step ${now.index + 1} of `;
  return {
    title: `a Stable Diffusion pipeline, ${counted(plan.steps.length, 'step')}`,
    nodes: nodesOf(model, options, configured, plan, guided),
    edges: edgesOf(model, options, configured, plan, guided),
    groups: [{ title: `loop: ${done}${counted(plan.steps.length, 'step')}`, nodes: loop }],
    ...(now ? { current: nodeOf(now.stage, guided) } : {}),
  };
}

function nodesOf(
  model: StableDiffusion,
  { prompt, negativePrompt = '', guidance = 7.5, guidanceRescale = 0, ...run }: TextToImageOptions,
  { scheduler, config }: ConfiguredScheduler,
  { steps }: SchedulerPlan,
  guided: boolean,
): GraphNode[] {
  const { text, unet, vae, weights } = model;
  const [first, last] = [steps[0], steps[steps.length - 1]];
  const { batch = 1, seed = 0 } = run;
  const seeds = batch === 1 ? `seed ${seed}` : `seeds ${seed} to ${seed + batch - 1}`;
  const { height, width } = latentSize(model, run);
  const factor = vaeFactor(vae);
  const node = (id: string, role: GraphNode['role'], ...lines: string[]): GraphNode => {
    return { id, role, label: lines.join('\n') };
  };
  const layers = text.layers - (run.clipSkip ?? 0);
  return [
    // first, so that the drawing begins its loop at the latents
    node('seed', 'input', seeds),
    node('noise', 'data', 'noise', shape(batch, height, width, vae.latentChannels)),
    node('prompt', 'input', 'prompt', quoted(prompt)),
    ...(guided ? [node('negative', 'input', 'negative prompt', quoted(negativePrompt))] : []),
    node('tokenizer', 'layer', 'tokenizer', `${counted(text.vocabulary, 'token')}`),
    node('text', 'layer', 'text encoder (CLIP)', counted(layers, 'layer'), sized(weights.text)),
    node('latents', 'data', 'latents', shape(batch, height, width, vae.latentChannels)),
    node('timestep', 'data', 'timestep', `${rounded(first.timestep)} … ${rounded(last.timestep)}`),
    node('unet', 'layer', 'U-Net', `${unet.channels.join(', ')} channels`, sized(weights.unet)),
    ...(guided
      ? [
          node(
            'guidance',
            'sum',
            `guidance ${guidance}`,
            ...(guidanceRescale > 0 ? [`rescale ${guidanceRescale}`] : []),
          ),
        ]
      : []),
    node('scheduler', 'layer', `scheduler: ${scheduler.name}`, settings(config)),
    node('vae', 'layer', 'VAE decoder', `${factor} × larger`, sized(decoderOf(weights.vae))),
    node('picture', 'output', 'picture', shape(batch, height * factor, width * factor, 3)),
  ];
}

function edgesOf(
  model: StableDiffusion,
  { batch = 1, ...run }: TextToImageOptions,
  { config }: ConfiguredScheduler,
  { steps, initialNoise }: SchedulerPlan,
  guided: boolean,
): GraphEdge[] {
  const { text, unet, vae } = model;
  const answer = answers[config.predictionType];
  const { height, width } = latentSize(model, run);
  const rows = guided ? 2 * batch : batch;
  const edge = (from: string, to: string, ...lines: string[]): GraphEdge => {
    return { from, to, ...(lines.length > 0 ? { label: lines.join('\n') } : {}) };
  };
  return [
    edge('prompt', 'tokenizer'),
    ...(guided ? [edge('negative', 'tokenizer')] : []),
    edge('tokenizer', 'text', `ids ${shape(guided ? 2 : 1, text.positions)}`),
    edge('text', 'unet', `states ${shape(rows, text.positions, text.width)}`),
    edge('seed', 'noise'),
    edge(
      'noise',
      'latents',
      initialNoise === 1 ? 'once' : `once, × ${initialNoise.toPrecision(4)}`,
    ),
    edge('latents', 'unet', shape(rows, height, width, unet.inChannels)),
    edge('timestep', 'unet'),
    ...(guided
      ? [
          edge('unet', 'guidance', `${answer} without words`),
          edge('unet', 'guidance', `${answer} with words`),
          edge('guidance', 'scheduler', answer),
        ]
      : [edge('unet', 'scheduler', `${answer} with words`)]),
    edge('latents', 'scheduler'),
    edge('scheduler', 'latents', `less noise, ${counted(steps.length, 'time')}`),
    edge('scheduler', 'vae', 'the last latents', `÷ ${vae.scale}`),
    edge('vae', 'picture'),
  ];
}

function nodeOf(stage: PipelineStage, guided: boolean): string {
  if (stage === 'decode') return 'vae';
  return stage === 'guidance' && !guided ? 'unet' : stage;
}

/** The encoder takes no part in making a picture of words. */
function decoderOf(weights: Weights): Weights {
  const parts = Object.entries(weights).filter(([name]) =>
    /^(decoder|post_quant_conv)\./.test(name),
  );
  return Object.fromEntries(parts);
}

function settings(config: ConfiguredScheduler['config']): string {
  const { predictionType, karras, timestepSpacing } = config;
  return `${predictionType}, ${karras ? 'Karras' : timestepSpacing}`;
}

function sized(weights: Weights): string {
  const count = countNumbers(weights);
  if (count < 1e6) return `${(count / 1e3).toFixed(1)} thousand parameters`;
  return `${(count / 1e6).toFixed(count < 1e8 ? 1 : 0)} million parameters`;
}

function quoted(text: string): string {
  const letters = [...text.replace(/\s+/g, ' ').trim()];
  if (letters.length === 0) return '(no words)';
  return `“${letters.length > 40 ? `${letters.slice(0, 39).join('')}…` : letters.join('')}”`;
}

function shape(...sizes: readonly number[]): string {
  return sizes.join(' × ');
}

function rounded(timestep: number): string {
  return String(Math.round(timestep * 10) / 10);
}

function counted(count: number, word: string): string {
  return `${count.toLocaleString('en')} ${word}${count === 1 ? '' : 's'}`;
}
