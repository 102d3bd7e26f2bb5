/** The tokens of a prompt and where they were looked at, as the page tells them. Pure. */
import type { AttentionData, TokenData } from './data.js';
import { packSigned } from './packed.js';
import type { RecordedArray } from './recorded.js';

/**
 * Start, the pieces, end, and all padding as one entry.
 *
 * @param ids of the whole prompt, with padding
 */
export function tokensOf(ids: ArrayLike<number>, pieces: readonly string[]): TokenData[] {
  const words = pieces.map((piece, i) => ({ piece, word: true, id: ids[i + 1], count: 1 }));
  const end = pieces.length + 1;
  const rest = ids.length - end - 1;
  return [
    { piece: 'start', word: false, id: ids[0], count: 1 },
    ...words,
    { piece: 'end', word: false, id: ids[end], count: 1 },
    ...(rest > 0 ? [{ piece: 'padding', word: false, id: ids[end + 1], count: rest }] : []),
  ];
}

/**
 * The maps of the first image, the mean over the blocks of one level; padding is added up.
 *
 * @param arrays a trace's; `attention.<block>` [calls, images, tokens, height, width]
 */
export function layersOf(
  arrays: Readonly<Record<string, RecordedArray>>,
  kept: readonly number[],
  pieces: number,
): AttentionData[] {
  const levels = new Map<string, RecordedArray[]>();
  for (const [name, array] of Object.entries(arrays)) {
    const match = /^attention\.(.*?)\.attentions\./.exec(name);
    if (match === null) continue;
    levels.set(match[1], [...(levels.get(match[1]) ?? []), array]);
  }
  return [...levels].map(([level, blocks]) => {
    const [, images, tokens, height, width] = blocks[0].shape;
    const places = height * width;
    const shown = Math.min(tokens, pieces + 3);
    const steps = kept.map((call) => {
      const sums = new Float64Array(shown * places);
      for (const { values } of blocks) {
        const first = call * images * tokens * places;
        for (let i = 0; i < tokens * places; i++) {
          const token = Math.min(Math.floor(i / places), shown - 1);
          sums[token * places + (i % places)] += values[first + i] / blocks.length;
        }
      }
      return sums;
    });
    return {
      layer: `${levelWords(level)}, ${height}x${width}`,
      height,
      width,
      shares: packSigned(steps),
    };
  });
}

/** `down_blocks.0` is `down 1`. */
function levelWords(level: string): string {
  const [kind, number] = level.split('_blocks.');
  return number === undefined ? 'middle' : `${kind} ${Number(number) + 1}`;
}
