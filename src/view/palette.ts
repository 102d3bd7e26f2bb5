/**
 * Colours, dashes and marker shapes.
 *
 * The colours come from Okabe and Ito's set ("Color Universal Design", 2008), which people with any
 * kind of colour blindness can tell apart; the light ones are darkened so that each keeps a contrast
 * of 3:1 on a white page and on JupyterLab's dark one. Colour is never alone: the nth line has the
 * nth dash too, the nth kind of point the nth shape.
 */

export const palette: readonly string[] = [
  '#1f7fc4', // blue
  '#d55e00', // vermillion
  '#009e73', // green
  '#c06c9c', // purple
  '#a87d0a', // gold
  '#7a7a7a', // grey
];

export const dashes: readonly string[] = [
  'solid',
  'dash',
  'dot',
  'dashdot',
  'longdash',
  'longdashdot',
];

export const markers: readonly string[] = [
  'circle',
  'square',
  'triangle-up',
  'diamond',
  'cross',
  'x',
];

/** Text: a middle grey, 4.3:1 on white and on JupyterLab's dark background alike. */
export const ink = '#797979';

/** Grid lines: seen, never louder than the data. */
export const gridColor = 'rgba(128, 128, 128, 0.25)';

export const transparent = 'rgba(0, 0, 0, 0)';

/** From little to much (cividis: even for every eye). */
export const sequential = 'Cividis';

/** From negative over nothing to positive: vermillion, white, blue. */
export const diverging: readonly (readonly [number, string])[] = [
  [0, '#b34700'],
  [0.25, '#f0a468'],
  [0.5, '#f7f7f7'],
  [0.75, '#7fb8e0'],
  [1, '#0b5a94'],
];

/** The nth of a list that starts again at its end. */
export function nth(list: readonly string[], index: number): string {
  return list[index % list.length];
}
