/** The first 60 pictures of the emoji: enough to see a training run through. */
import { type EmojiSet, emojiSubset, loadEmoji } from '../../src/index.js';

export async function fewEmoji(): Promise<EmojiSet> {
  const all = await loadEmoji();
  const few = new Set(all.pictures.filter(({ part }) => part !== 'absent').slice(0, 60));
  return emojiSubset(all, (picture) => few.has(picture));
}
