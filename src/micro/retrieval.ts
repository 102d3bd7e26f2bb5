/**
 * How well pictures find their captions: each held-out picture looks for its caption among those of
 * all things in the same style ('pizza, noto style', 'snail, noto style' ...).
 */
import { type EmojiSet, emojiNumbers, emojiPart, emojiStyles } from '../datasets/emoji.js';
import type { TextConfig } from '../stable-diffusion/text-config.js';
import { tf } from '../tensor/tf.js';
import type { Weights } from '../tensor/weights.js';
import type { ClipTokenizer } from '../text/clip-tokenizer.js';
import { captionVectors, unitRows } from './clip-loss.js';
import { imageTower } from './image-tower.js';

const atOnce = 256;

/**
 * Shares of held-out pictures whose caption comes first (`top1`), and among the first five (`top5`).
 */
export async function clipRetrieval(
  weights: Weights,
  config: TextConfig,
  tokenizer: ClipTokenizer,
  emoji: EmojiSet,
): Promise<Record<string, number>> {
  const labels = [...new Set(emoji.pictures.map(({ object }) => object.label))];
  const heldOut = emojiPart(emoji, 'held-out');
  const counts = { top1: 0, top5: 0 };
  for (const style of emojiStyles) {
    const places = heldOut.filter((i) => emoji.pictures[i].style === style);
    if (places.length === 0) continue;
    const ids = labels.map((label) => Array.from(tokenizer.padded(`${label}, ${style} style`)));
    const scores = tf.tidy(() => {
      const captions = inParts(labels.length, (from, to) =>
        unitRows(captionVectors(weights, config, ids.slice(from, to))),
      );
      const pictures = inParts(places.length, (from, to) => {
        const numbers = emojiNumbers(emoji, places.slice(from, to));
        const x = tf.tensor4d(numbers, [to - from, emoji.side, emoji.side, 3]);
        return unitRows(imageTower(weights, x));
      });
      return tf.matMul(pictures, captions, false, true); // [pictures, labels]
    });
    const rows = (await scores.array()) as number[][];
    scores.dispose();
    rows.forEach((row, n) => {
      const right = row[labels.indexOf(emoji.pictures[places[n]].object.label)];
      const better = row.filter((score) => !(score < right)).length - 1;
      if (better < 1) counts.top1++;
      if (better < 5) counts.top5++;
    });
  }
  return { top1: counts.top1 / heldOut.length, top5: counts.top5 / heldOut.length };
}

function inParts(count: number, part: (from: number, to: number) => tf.Tensor2D): tf.Tensor2D {
  const parts: tf.Tensor2D[] = [];
  for (let from = 0; from < count; from += atOnce) {
    parts.push(tf.tidy(() => part(from, Math.min(count, from + atOnce))));
  }
  return tf.concat(parts);
}
