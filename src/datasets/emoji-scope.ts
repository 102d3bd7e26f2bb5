/**
 * Fewer things to learn: a model that sees 300 of them draws each better than one that sees all.
 *
 * | scope | things | which |
 * |---|---|---|
 * | 1201 | 1198 | all but the three that are absent |
 * | 804 | 779 | the core of those: drawn in at least six styles, no persons or parts of them |
 * | 300 | 300 | of the core, by lot, with those that the lessons speak of |
 *
 * A scope is called by a round size, not by its count: what is drawn in six styles changes with the
 * packages that the pictures come from.
 */
import { ConfigError } from '../math/errors.js';
import { random } from '../math/random.js';
import type { EmojiObject, EmojiPicture, EmojiSet } from './emoji.js';

/** From the narrowest to the widest. */
export const emojiScopes = [300, 804, 1201] as const;

export type EmojiScope = (typeof emojiScopes)[number];

/** Things that lessons draw: always among the 300. */
const promised: ReadonlySet<string> = new Set([
  ...['pizza', 'red apple', 'banana', 'strawberry', 'hot beverage', 'birthday cake', 'mushroom'],
  ...['cat face', 'dog face', 'panda', 'fish', 'butterfly', 'grinning face', 'smiling face'],
  ...['red heart', 'sun', 'star', 'rainbow', 'deciduous tree', 'sunflower', 'cactus', 'snowman'],
  ...['rocket', 'automobile', 'house', 'umbrella', 'balloon', 'key'],
]);

/**
 * The things of a scope, in the order of the data set. Of a set that has fewer than 300 of the core,
 * all those.
 *
 * @throws ConfigError for another scope
 *
 * @example
 * const emoji = await loadEmoji();
 * emojiScopes.map((scope) => emojiScope(emoji, scope).length); // [300, 779, 1198]
 */
export function emojiScope({ pictures }: Pick<EmojiSet, 'pictures'>, scope: number): EmojiObject[] {
  if (!(emojiScopes as readonly number[]).includes(scope)) {
    throw new ConfigError(`emoji scope: got ${scope}; expected ${emojiScopes.join(', ')}`);
  }
  const all = new Map<string, EmojiPicture[]>(); // by hex
  for (const picture of pictures) {
    if (picture.part === 'absent') continue;
    const { hex } = picture.object;
    all.set(hex, [...(all.get(hex) ?? []), picture]);
  }
  const objects = [...all.values()].map(([{ object }]) => object);
  const core = objects.filter(
    ({ hex, group }) => group !== 'people-body' && (all.get(hex) ?? []).length >= 6,
  );
  const chosen = scope === 1201 ? objects : scope === 804 ? core : some(core);
  const inside = new Set(chosen.map(({ hex }) => hex));
  return objects.filter(({ hex }) => inside.has(hex));
}

/** Those that are promised, then others by lot, whatever order they stand in. */
function some(core: readonly EmojiObject[]): EmojiObject[] {
  const byHex = [...core].sort((a, b) => (a.hex < b.hex ? -1 : 1));
  const drawn = random(300).shuffled(byHex);
  const [first, others] = [true, false].map((wanted) =>
    drawn.filter(({ label }) => promised.has(label) === wanted),
  );
  return [...first, ...others].slice(0, 300);
}
