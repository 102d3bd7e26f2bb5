/**
 * From what a neuron says to its shade, and the colours of classes. Pure.
 *
 * Two classes and numbers use the shades of all labs: orange is less, blue is more. Several classes
 * have a colour each, out of Okabe and Ito's set, and a shape each: colour is never alone.
 */
import type { Layer } from '../../neuron/layer.js';
import { palette } from '../../view/palette.js';

/** Which value is the middle of the shades, and how far it is from there to the ends. */
export interface Span {
  readonly middle: number;
  readonly reach: number;
}

/** The span of a layer: 0 to 1 for shares, else -1 to 1; what is outside has the strongest shade. */
export function spanOf({ activation }: Pick<Layer, 'activation'>): Span {
  const shares =
    activation === 'softmax' || (activation.range[0] === 0 && activation.range[1] === 1);
  return shares ? { middle: 0.5, reach: 0.5 } : { middle: 0, reach: 1 };
}

/**
 * The shade of a value, -1 (orange) to 1 (blue).
 *
 * @example
 * shareOf(0.75, { middle: 0.5, reach: 0.5 }); // 0.5
 */
export function shareOf(value: number, { middle, reach }: Span): number {
  return Math.max(-1, Math.min(1, (value - middle) / reach));
}

export type Rgb = readonly [number, number, number];

/** The palette again, light enough to be seen on its own dark shades. */
const ON_DARK = ['#6cb4f5', '#ffa052', '#46cfa4', '#f08fd0', '#e3c35c', '#c4c4c4'];

/** The colours of classes: orange and blue for two, as in the shades; else the palette of figures. */
export function classColours(count: number, dark: boolean = false): string[] {
  const colours = dark ? ON_DARK : palette;
  return count === 2 ? [colours[1], colours[0]] : colours.slice(0, count);
}

/** The same as three numbers each. */
export function classRgb(count: number): Rgb[] {
  return classColours(count).map((hex): Rgb => {
    const at = (from: number): number => Number.parseInt(hex.slice(from, from + 2), 16);
    return [at(1), at(3), at(5)];
  });
}

/**
 * For each class the pixels (little-endian RGBA) from not sure at all to certain, over the paper.
 */
export function classRamps(count: number, dark: boolean): Uint32Array[] {
  const paper: Rgb = dark ? [30, 33, 38] : [248, 248, 246];
  return classRgb(count).map((colour) =>
    Uint32Array.from({ length: 256 }, (_, i) => {
      const ink = 0.08 + (0.52 * i) / 255;
      const [r, g, b] = paper.map((from, c) => Math.round(from + (colour[c] - from) * ink));
      return ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
    }),
  );
}

/** Fills a canvas with the winners of several classes, stronger where the network is surer. */
export function shadeClasses(
  canvas: HTMLCanvasElement,
  ramps: readonly Uint32Array[],
  units: readonly Float32Array[],
  sharp: boolean,
): void {
  const context = canvas.getContext('2d');
  if (context === null) return;
  const { width: side } = canvas;
  const picture = context.createImageData(side, side);
  const pixels = new Uint32Array(picture.data.buffer);
  const chance = 1 / units.length;
  for (let k = 0; k < side * side; k++) {
    let best = 0;
    for (let c = 1; c < units.length; c++) if (units[c][k] > units[best][k]) best = c;
    const sure = sharp ? 1 : Math.max(0, (units[best][k] - chance) / (1 - chance));
    const row = side - 1 - Math.floor(k / side);
    pixels[row * side + (k % side)] = ramps[best][Math.round(sure * 255) || 0];
  }
  context.putImageData(picture, 0, 0);
}

/** How many numbers the answer at a place is: one for each class where there are three or more. */
export function answerUnits(output: string, classes: number): number {
  return output === 'softmax' && classes > 2 ? classes : 1;
}
