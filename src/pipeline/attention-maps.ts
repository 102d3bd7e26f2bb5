/**
 * Where the U-Net looked at which word in a step: the shares of its cross-attentions, small enough
 * to keep for a whole run.
 *
 * Memory: a map has at most 16 x 16 places; a finer one is averaged. The micro model keeps 16 KiB a
 * step and picture, Stable Diffusion 1.5 keeps 1.2 MiB.
 *
 * Source: Hertz et al. 2022, "Prompt-to-prompt", section 3, for looking at these maps.
 */
import type { WatchAttention } from '../stable-diffusion/transformer.js';
import { tf } from '../tensor/tf.js';

/** The maps of one call of the U-Net. */
export interface AttentionEvent {
  /** The step: 0, 1, ... */
  readonly index: number;
  /** In the order in which a picture passes the blocks. */
  readonly maps: readonly AttentionMap[];
}

/** What one block looked at: the mean over its heads. */
export interface AttentionMap {
  /** 'mid_block.attentions.0.transformer_blocks.0' */
  readonly block: string;
  readonly height: number;
  readonly width: number;
  readonly tokens: number;
  /**
   * For each image [height, width, tokens] in a row, of the answer with words; the shares of a place
   * add up to 1.
   */
  readonly shares: readonly Float32Array[];
}

/** A map has at most so many places on a side. */
const mostPlaces = 16;

/** Gathers the maps of one call of the U-Net. */
export interface AttentionCollector {
  readonly watch: WatchAttention;
  /** The maps so far, as numbers. */
  readonly read: () => Promise<AttentionMap[]>;
  readonly dispose: () => void;
}

/**
 * A collector.
 *
 * @param images how many images at the end of the batch are looked at: those with words
 */
export function attentionCollector(images: number): AttentionCollector {
  const found: { readonly block: string; readonly map: tf.Tensor4D }[] = [];
  return {
    watch: (block, shares) => {
      const [rows, height, width] = shares.shape;
      const size = Math.ceil(Math.max(height, width) / mostPlaces);
      const map = tf.tidy(() => {
        const seen = tf.slice(shares, [rows - images, 0, 0, 0]);
        return size === 1 ? seen : tf.avgPool(seen, size, size, 'same');
      });
      found.push({ block, map: tf.keep(map) });
    },
    read: () =>
      Promise.all(
        found.map(async ({ block, map }): Promise<AttentionMap> => {
          const [, height, width, tokens] = map.shape;
          const all = (await map.data()) as Float32Array;
          const one = height * width * tokens;
          const shares = Array.from({ length: images }, (_, i) =>
            all.slice(i * one, (i + 1) * one),
          );
          return { block, height, width, tokens, shares };
        }),
      ),
    dispose: () => {
      tf.dispose(found.map(({ map }) => map));
    },
  };
}
