/**
 * The latents of all emoji, once for a whole training: as they are and mirrored. They are kept in a
 * file, because making them takes minutes.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openSafetensors } from '../checkpoint/safetensors.node.js';
import { writeSafetensors } from '../checkpoint/write.node.js';
import { type EmojiSet, emojiNumbers } from '../datasets/emoji.js';
import { vaeEncoder } from '../stable-diffusion/vae.js';
import type { VaeConfig } from '../stable-diffusion/vae-config.js';
import { tf } from '../tensor/tf.js';
import type { Weights } from '../tensor/weights.js';
import { mirror } from './mirror.js';

/** Bell curves, [pictures, 2, size]: of each picture, and of its mirrored self. */
export interface Latents {
  readonly mean: Float32Array;
  readonly deviation: Float32Array;
  /** Numbers of one: height x width x channels. */
  readonly size: number;
}

const atOnce = 32;

/** Of a file of weights, so that latents of another autoencoder are told apart. */
export function fileHash(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

/**
 * Reads the latents, or makes and keeps them.
 *
 * @param vae weights, configuration, and the hash of their file
 * @param onProgress called with the share that is done
 */
export async function emojiLatents(
  folder: string,
  emoji: EmojiSet,
  vae: { readonly weights: Weights; readonly config: VaeConfig; readonly hash: string },
  onProgress: (share: number) => void = () => {},
): Promise<Latents> {
  const file = join(folder, 'latents.safetensors');
  const count = emoji.pictures.length;
  const source = `${vae.hash} ${emoji.sha256}`;
  if (existsSync(file)) {
    const kept = await openSafetensors(file);
    try {
      if (kept.metadata.source === source) {
        const mean = await kept.read('mean');
        return { mean, deviation: await kept.read('deviation'), size: mean.length / count / 2 };
      }
    } finally {
      await kept.close();
    }
  }
  const parts: { mean: Float32Array; deviation: Float32Array }[] = [];
  for (let from = 0; from < 2 * count; from += atOnce) {
    const places = Array.from({ length: Math.min(atOnce, 2 * count - from) }, (_, i) => from + i);
    const numbers = emojiNumbers(
      emoji,
      places.map((place) => place >> 1),
    );
    places.forEach((place, i) => {
      if (place % 2 === 1) mirror(numbers, i, emoji.side);
    });
    const curves = tf.tidy(() => {
      const x = tf.tensor4d(numbers, [places.length, emoji.side, emoji.side, 3]);
      const { mean, logVariance } = vaeEncoder(vae.weights, vae.config, x);
      return { mean, deviation: tf.exp(tf.mul(logVariance, 0.5)) };
    });
    parts.push({
      mean: (await curves.mean.data()) as Float32Array,
      deviation: (await curves.deviation.data()) as Float32Array,
    });
    tf.dispose(curves);
    onProgress(from / (2 * count));
  }
  const all = (kind: 'mean' | 'deviation'): Float32Array => inOne(parts.map((part) => part[kind]));
  const latents = { mean: all('mean'), deviation: all('deviation') };
  const size = latents.mean.length / count / 2;
  const tensors = (['mean', 'deviation'] as const).map((name) => ({
    name,
    dtype: 'F32',
    shape: [count, 2, size],
    data: () => latents[name],
  }));
  await writeSafetensors(file, tensors, { source });
  return { ...latents, size };
}

function inOne(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
