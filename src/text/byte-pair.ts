/**
 * Byte-pair encoding of one word: start from single symbols, and again and again merge the pair
 * that comes first in the list of merges, the leftmost of equals.
 *
 * Source: Sennrich, Haddow and Birch 2016, Neural Machine Translation of Rare Words with Subword
 * Units. A heap of the pairs that wait keeps a word of 100,000 letters from taking for ever; stale
 * entries are skipped when they come up, as in the tokenizers library.
 */
import { type ClipVocabulary, endToken, pairKey, wordEnd } from './clip-vocabulary.js';

/** A pair that may merge, as one number: rank first, then place. */
const waiting = (rank: number, place: number): number => rank * 2 ** 27 + place;

/**
 * The numbers of a word's pieces.
 *
 * @param word one printable symbol for each byte (`toSymbols`); its last one ends the word
 * @returns a symbol without a number becomes the end token, as in transformers
 * @example
 * const vocabulary = clipVocabulary('t h\nth e</w>\n');
 * bytePairs('the', vocabulary); // [513]
 */
export function bytePairs(word: string, vocabulary: ClipVocabulary): number[] {
  const letters = Array.from(word);
  const unknown = vocabulary.ids.get(endToken) as number;
  const ids = letters.map((letter, i) => {
    const piece = i === letters.length - 1 ? letter + wordEnd : letter;
    return vocabulary.ids.get(piece) ?? unknown;
  });
  const after = ids.map((_, i) => (i + 1 < ids.length ? i + 1 : -1));
  const before = ids.map((_, i) => i - 1);
  const gone = new Uint8Array(ids.length);
  const heap: number[] = [];
  const offer = (place: number): void => {
    if (place < 0 || after[place] < 0) return;
    const merge = vocabulary.merges.get(pairKey(ids[place], ids[after[place]]));
    if (merge) push(heap, waiting(merge.rank, place));
  };
  ids.forEach((_, place) => {
    offer(place);
  });
  while (heap.length > 0) {
    const best = pop(heap);
    const place = best % 2 ** 27;
    const right = after[place];
    if (gone[place] || right < 0) continue;
    const merge = vocabulary.merges.get(pairKey(ids[place], ids[right]));
    if (merge === undefined || waiting(merge.rank, place) !== best) continue;
    ids[place] = merge.id;
    gone[right] = 1;
    after[place] = after[right];
    if (after[place] >= 0) before[after[place]] = place;
    offer(before[place]);
    offer(place);
  }
  return ids.filter((_, place) => !gone[place]);
}

/** A binary heap: every parent is smaller than its children. */
function push(heap: number[], value: number): void {
  let at = heap.push(value) - 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (heap[parent] <= heap[at]) return;
    [heap[parent], heap[at]] = [heap[at], heap[parent]];
    at = parent;
  }
}

function pop(heap: number[]): number {
  const top = heap[0];
  const last = heap.pop() as number;
  if (heap.length === 0) return top;
  heap[0] = last;
  let at = 0;
  for (;;) {
    const left = 2 * at + 1;
    const right = left + 1;
    let least = at;
    if (left < heap.length && heap[left] < heap[least]) least = left;
    if (right < heap.length && heap[right] < heap[least]) least = right;
    if (least === at) return top;
    [heap[least], heap[at]] = [heap[at], heap[least]];
    at = least;
  }
}
