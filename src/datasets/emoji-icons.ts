/**
 * Which drawing of a set of icons shows which object. Three sets have a table by characters; in the
 * others drawings are found by name: the name that Unicode gives the object, the names of its
 * drawings in the other sets, then the nicknames of chat programs. No drawing serves two objects.
 *
 * Source: the format of Iconify's JSON files, https://iconify.design/docs/types/iconify-json.html.
 */
import type { EmojiObject } from './emoji.js';

/** An Iconify file, as far as it is used. */
export interface IconSet {
  readonly icons: Readonly<Record<string, Icon>>;
  readonly aliases?: Readonly<Record<string, Readonly<{ parent: string }>>>;
  readonly width?: number;
  readonly height?: number;
}

/** One drawing: the inside of an SVG and, where they differ from those of the set, its sizes. */
export interface Icon {
  readonly body: string;
  readonly left?: number;
  readonly top?: number;
  readonly width?: number;
  readonly height?: number;
}

/** Drawings by characters: '1f355' to 'pizza'. */
export type IconChars = Readonly<Record<string, string>>;

/** Names of one object: the first list is tried for every object before the second. */
export interface ObjectNames {
  readonly object: EmojiObject;
  readonly certain: readonly string[];
  readonly nicknames: readonly string[];
}

/**
 * The name of the drawing under this name, through aliases; none when there is no such drawing, or
 * only a mirrored or turned one.
 */
export function findIcon({ icons, aliases = {} }: IconSet, name: string): string | undefined {
  if (Object.hasOwn(icons, name)) return name;
  const alias = Object.hasOwn(aliases, name) ? aliases[name] : undefined;
  if (alias === undefined || Object.keys(alias).length > 1) return undefined;
  return Object.hasOwn(icons, alias.parent) ? alias.parent : undefined;
}

/** Drawings of a set with a table: by the hex of the object, `FE0F` left aside. */
export function iconsByChars(
  set: IconSet,
  chars: IconChars,
  objects: readonly EmojiObject[],
): Map<string, string> {
  const table = new Map(Object.entries(chars).map(([hex, name]) => [bareHex(hex), name]));
  return assign(
    set,
    objects.map(({ hex }) => [hex, [table.get(bareHex(hex)) ?? '']] as const),
  );
}

/**
 * Drawings of a set without a table.
 *
 * @param corrections drawings whose own names mislead, by hex; '' for none
 */
export function iconsByNames(
  set: IconSet,
  names: readonly ObjectNames[],
  corrections: Readonly<Record<string, string>>,
): Map<string, string> {
  const known = [...Object.keys(set.icons), ...Object.keys(set.aliases ?? {})];
  const bySqueezed = new Map(known.reverse().map((name) => [squeezed(name), name]));
  const found = (words: readonly string[]): string[] =>
    words.flatMap((word) => bySqueezed.get(squeezed(word)) ?? []);
  const corrected = names.filter(({ object }) => Object.hasOwn(corrections, object.hex));
  const others = names.filter(({ object }) => !Object.hasOwn(corrections, object.hex));
  return assign(set, [
    ...corrected.map(({ object: { hex } }) => [hex, [corrections[hex]]] as const),
    ...others.map(({ object, certain }) => [object.hex, found(certain)] as const),
    ...others.map(({ object, nicknames }) => [object.hex, found(nicknames)] as const),
  ]);
}

/** First come, first served: an object keeps its first drawing, a drawing its first object. */
function assign(
  set: IconSet,
  wishes: readonly (readonly [hex: string, names: readonly string[]])[],
): Map<string, string> {
  const icons = new Map<string, string>();
  const taken = new Set<string>();
  for (const [hex, names] of wishes) {
    if (icons.has(hex)) continue;
    const drawings = names.flatMap((name) => findIcon(set, name) ?? []);
    const free = drawings.find((icon) => !taken.has(icon));
    if (free === undefined) continue;
    icons.set(hex, free);
    taken.add(free);
  }
  return icons;
}

/**
 * A whole SVG of a drawing.
 *
 * @param side width and height in pixels
 *
 * @example
 * const set = { icons: { dot: { body: '<circle r="4"/>' } }, width: 32, height: 32 };
 * iconSvg(set, 'dot', 64).includes('viewBox="0 0 32 32"'); // true
 */
export function iconSvg(set: IconSet, name: string, side: number): string {
  const { body, left = 0, top = 0, width, height } = set.icons[name];
  const box = [left, top, width ?? set.width ?? 16, height ?? set.height ?? 16].join(' ');
  return (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ' +
    `width="${side}" height="${side}" viewBox="${box}">${body}</svg>`
  );
}

const bareHex = (hex: string): string =>
  hex
    .toLowerCase()
    .split('-')
    .filter((part) => part !== 'fe0f')
    .join('-');

const squeezed = (name: string): string =>
  name
    .toLowerCase()
    .normalize('NFD')
    .replace(/[^a-z0-9]/g, '');
