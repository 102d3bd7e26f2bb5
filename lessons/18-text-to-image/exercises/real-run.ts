/**
 * Two short runs of the micro model, made once for all checks of this lesson: their numbers are what
 * an answer is tried on.
 */
import {
  loadModel,
  loopNetworks,
  loopParts,
  microFolder,
  type StepEvent,
  type TextToImageOptions,
  textToImage,
  tf,
  useBackend,
} from 'neuron-to-diffusion';

export interface Level {
  signal: number;
  noise: number;
}

// In a notebook the lesson has chosen; elsewhere plain JavaScript would take minutes.
if (tf.getBackend() === 'cpu') await useBackend();
export const model = await loadModel(microFolder);
export const networks = loopNetworks(model);
export const parts = loopParts(model);
const asked = { prompt: 'pizza, noto style', seed: 7, steps: 3, guidance: 3 };

async function eventsOf(options: TextToImageOptions): Promise<StepEvent[]> {
  const events: StepEvent[] = [];
  await textToImage(model, {
    ...options,
    onStep: (event) => {
      events.push(event);
    },
  });
  return events;
}

/** What happened in each step, with the model's own scheduler (DDIM) and with Euler. */
export const steps: readonly StepEvent[] = await eventsOf(asked);
export const eulerSteps: readonly StepEvent[] = await eventsOf({
  ...asked,
  scheduler: { scheduler: 'euler' },
});
export const { alphas } = networks;

/** The first image of a step, as a list. */
export const list = (images: readonly ArrayLike<number>[]): number[] => Array.from(images[0]);

/** Whether two lists are the same, as float32 has them. */
export function near(got: unknown, expected: ArrayLike<number>): boolean {
  const values = got as ArrayLike<number>;
  return (
    values.length === expected.length &&
    Array.from(expected).every((one, i) => Math.abs(values[i] - one) <= 1e-4 * (1 + Math.abs(one)))
  );
}
