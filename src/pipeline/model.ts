/**
 * A Stable Diffusion in memory: three networks with their weights, a tokenizer, and the settings of
 * the scheduler it was trained with. `load.node.ts` makes one from files.
 */
import type { TextConfig } from '../stable-diffusion/text-config.js';
import type { UnetConfig } from '../stable-diffusion/unet-config.js';
import type { VaeConfig } from '../stable-diffusion/vae-config.js';
import { disposeWeights, type Weights } from '../tensor/weights.js';
import type { ClipTokenizer } from '../text/clip-tokenizer.js';

/** Everything that a picture is made with. */
export interface StableDiffusion {
  readonly text: TextConfig;
  readonly unet: UnetConfig;
  readonly vae: VaeConfig;
  readonly weights: {
    readonly text: Weights;
    readonly unet: Weights;
    readonly vae: Weights;
  };
  readonly tokenizer: ClipTokenizer;
  /** scheduler_config.json, as JSON.parse gives it. */
  readonly scheduler: Readonly<Record<string, unknown>>;
}

/** Gives the memory of a model back; it cannot be used after it. */
export function disposeModel({ weights }: StableDiffusion): void {
  disposeWeights(weights.text);
  disposeWeights(weights.unet);
  disposeWeights(weights.vae);
}
