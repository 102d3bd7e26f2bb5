/**
 * Which emoji are objects of the data set, and their words: from the list of Unicode's emoji with
 * names and tags that the package emojibase-data has.
 *
 * Left out, because a picture of 64 x 64 cannot show what tells them from each other, or because
 * they are signs and no things: skin tones, flags, families, persons joined from parts, clock
 * faces, letters and most other symbols.
 */
import type { EmojiObject } from './emoji.js';

/** One line of emojibase-data's `en/data.json`: what is used of it. */
export interface EmojibaseLine {
  readonly hexcode: string;
  readonly emoji: string;
  readonly label: string;
  readonly tags?: readonly string[];
  readonly group?: number;
  readonly subgroup?: number;
}

/** Names of groups and subgroups by number: emojibase-data's `meta/groups.json`. */
export interface EmojibaseGroups {
  readonly groups: Readonly<Record<string, string>>;
  readonly subgroups: Readonly<Record<string, string>>;
}

/**
 * The objects, in the order of the list.
 *
 * @example
 * const line = { hexcode: '1F355', emoji: '🍕', label: 'pizza', group: 4, subgroup: 44 };
 * const names = { groups: { 4: 'food-drink' }, subgroups: { 44: 'food-prepared' } };
 * emojiObjects([line], names)[0].label; // 'pizza'
 */
export function emojiObjects(
  lines: readonly EmojibaseLine[],
  { groups, subgroups }: EmojibaseGroups,
): EmojiObject[] {
  const kept = lines.flatMap((line) => {
    const group = groups[String(line.group)];
    const subgroup = subgroups[String(line.subgroup)] ?? '';
    return isKept(line, group, subgroup) ? [{ line, group, label: plainWords(line.label) }] : [];
  });
  const tagsOf = kept.map(({ line, label }) => {
    const own = new Set(label.split(' '));
    const words = (line.tags ?? []).filter((tag) => /^[a-z]{3,}$/.test(tag) && !own.has(tag));
    return [...new Set(words)];
  });
  const uses = new Map<string, number>();
  for (const tag of tagsOf.flat()) uses.set(tag, (uses.get(tag) ?? 0) + 1);
  return kept.map(({ line: { hexcode, emoji }, group, label }, i) => {
    const tags = tagsOf[i].filter((tag) => (uses.get(tag) ?? 0) >= 2);
    return { hex: hexcode, emoji, label, tags, group };
  });
}

const whole = new Set([
  'smileys-emotion',
  'animals-nature',
  'food-drink',
  'travel-places',
  'activities',
  'objects',
]);

function isKept({ hexcode, label }: EmojibaseLine, group: string, subgroup: string): boolean {
  if (/o’clock|-thirty/.test(label)) return false;
  if (group === 'people-body') {
    return !hexcode.includes('200D') && subgroup !== 'family' && subgroup !== 'person-symbol';
  }
  if (group === 'symbols') return subgroup === 'zodiac' || subgroup === 'geometric';
  return whole.has(group);
}

/** 'Person: Blond Hair' to 'person blond hair', 'piñata' to 'pinata'. */
function plainWords(label: string): string {
  return label
    .toLowerCase()
    .normalize('NFD')
    .replace(/[’']/g, '')
    .replace(/[^a-z0-9 -]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}
