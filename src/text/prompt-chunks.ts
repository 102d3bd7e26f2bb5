/**
 * Weighted runs to chunks of 77 numbers, so that a prompt may be longer than CLIP reads at once:
 * each chunk is encoded by itself and the results are put one after the other.
 *
 * Source: the behaviour of AUTOMATIC1111's web UI (`sd_hijack_clip.py`): 75 tokens a chunk; at the
 * end of a chunk what stands after the last comma, if that is at most 20 tokens, moves on.
 */
import type { ClipTokenizer } from './clip-tokenizer.js';
import { type PromptRun, promptRuns } from './prompt-weights.js';

/** What the text encoder reads in one go, and how much each place counts. */
export interface PromptChunk {
  /** Start, tokens, end, padding: as many as the tokenizer's `length`. */
  readonly ids: Int32Array;
  /** One weight for each; start, end and padding count 1. */
  readonly weights: Float32Array;
}

/** How far back a comma is looked for, in tokens. */
const backtrack = 20;

interface Token {
  readonly id: number;
  readonly weight: number;
}

/**
 * The chunks of a prompt, at least one.
 *
 * @param prompt text with weights, or runs
 * @param tokenizer tells what a comma is by encoding one
 * @example
 * const tokenizer = clipTokenizer({ merges: loadClipMerges() });
 * const [chunk] = promptChunks('a (cat:1.4)', tokenizer);
 * Array.from(chunk.ids.slice(0, 4)); // [49406, 320, 2368, 49407]
 * Array.from(chunk.weights.slice(0, 4)); // [1, 1, 1.4, 1]
 */
export function promptChunks(
  prompt: string | readonly PromptRun[],
  tokenizer: ClipTokenizer,
): PromptChunk[] {
  const runs = typeof prompt === 'string' ? promptRuns(prompt) : prompt;
  const room = tokenizer.length - 2;
  const [comma] = tokenizer.encode(',');
  const chunks: PromptChunk[] = [];
  let tokens: Token[] = [];
  let lastComma = -1;
  const close = (): void => {
    chunks.push(chunkOf(tokens, tokenizer));
    tokens = [];
    lastComma = -1;
  };

  for (const run of runs) {
    if (run.breaks) {
      close();
      continue;
    }
    for (const id of tokenizer.encode(run.text)) {
      if (id === comma) {
        lastComma = tokens.length;
      } else if (
        tokens.length === room &&
        lastComma !== -1 &&
        tokens.length - lastComma <= backtrack
      ) {
        const moved = tokens.slice(lastComma + 1);
        tokens = tokens.slice(0, lastComma + 1);
        close();
        tokens = moved;
      }
      if (tokens.length === room) close();
      tokens.push({ id, weight: run.weight });
    }
  }
  if (tokens.length > 0 || chunks.length === 0) close();
  return chunks;
}

function chunkOf(tokens: readonly Token[], tokenizer: ClipTokenizer): PromptChunk {
  const ids = new Int32Array(tokenizer.length).fill(tokenizer.padId);
  const weights = new Float32Array(tokenizer.length).fill(1);
  ids[0] = tokenizer.startId;
  tokens.forEach(({ id, weight }, i) => {
    ids[i + 1] = id;
    weights[i + 1] = weight;
  });
  ids[tokens.length + 1] = tokenizer.endId;
  return { ids, weights };
}
