/**
 * What the micro model is asked to draw when it is measured, chosen by lot: prompts that it saw in
 * training, held-out pairs of a thing and a style, and things without a style.
 */
import {
  type EmojiObject,
  type EmojiPart,
  type EmojiSet,
  type EmojiStyle,
  emojiPart,
} from '../datasets/emoji.js';
import { random } from '../math/random.js';

export const promptKinds = ['seen', 'held-out', 'without a style'] as const;

export type PromptKind = (typeof promptKinds)[number];

export interface TestPrompt {
  /** 'pizza, noto style', 'pizza' */
  readonly prompt: string;
  readonly object: EmojiObject;
  readonly style?: EmojiStyle;
  /** Of a real picture of it in `set.pictures`: without a style, the first training picture. */
  readonly place: number;
}

/**
 * The prompts of each kind, shuffled: the first few are a fair choice of all.
 *
 * @param objects the things in scope
 * @param count how many of each kind; fewer when there are fewer
 *
 * @example
 * const emoji = await loadEmoji();
 * const prompts = testPrompts(emoji, emojiScope(emoji, 300), { count: 150, seed: 0 });
 * promptKinds.map((kind) => prompts[kind].length); // [150, 95, 150]
 */
export function testPrompts(
  emoji: Pick<EmojiSet, 'pictures'>,
  objects: readonly EmojiObject[],
  { count, seed }: { readonly count: number; readonly seed: number },
): Record<PromptKind, TestPrompt[]> {
  const { pictures } = emoji;
  const inside = new Set(objects.map(({ hex }) => hex));
  const places = (part: EmojiPart): number[] =>
    Array.from(emojiPart(emoji, part)).filter((place) => inside.has(pictures[place].object.hex));
  const some = (all: readonly number[]): number[] => random(seed).shuffled(all).slice(0, count);
  const pair = (place: number): TestPrompt => {
    const { object, style } = pictures[place];
    return { prompt: `${object.label}, ${style} style`, object, style, place };
  };
  const bare = (place: number): TestPrompt => {
    const { object } = pictures[place];
    return { prompt: object.label, object, place };
  };
  const train = places('train');
  const firsts = train.filter(
    (place, i) => pictures[place].object.hex !== pictures[train[i - 1]]?.object.hex,
  );
  return {
    seen: some(train).map(pair),
    'held-out': some(places('held-out')).map(pair),
    'without a style': some(firsts).map(bare),
  };
}
