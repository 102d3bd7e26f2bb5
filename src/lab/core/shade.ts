/**
 * Numbers as shades: orange below, paper in the middle, blue above, in a light and a dark form.
 *
 * The same sides as in every figure and diagram: blue is more. The two ends differ in lightness from the middle alike and lie on the blue-orange axis, which every
 * common kind of colour blindness keeps apart.
 */

type Rgb = readonly [number, number, number];

const LIGHT: readonly [Rgb, Rgb, Rgb] = [
  [244, 164, 84],
  [248, 248, 246],
  [104, 168, 222],
];
const DARK: readonly [Rgb, Rgb, Rgb] = [
  [176, 92, 12],
  [30, 33, 38],
  [28, 96, 156],
];

/** Colours from the lowest to the highest value, as 32-bit pixels (little-endian RGBA). */
export function ramp(dark: boolean): Uint32Array {
  const [low, middle, high] = dark ? DARK : LIGHT;
  return Uint32Array.from({ length: 256 }, (_, i) => {
    const share = i / 127.5 - 1;
    const end = share < 0 ? low : high;
    const [r, g, b] = middle.map((m, k) => Math.round(m + (end[k] - m) * Math.abs(share)));
    return ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
  });
}

/** The colours of a ramp as CSS, for a legend: from the lowest to the highest. */
export function rampStops(dark: boolean): string {
  return (dark ? DARK : LIGHT).map(([r, g, b]) => `rgb(${r} ${g} ${b})`).join(', ');
}

/**
 * Fills a canvas with shades: `share(i, j)` is -1 (orange) to 1 (blue), j counted from the bottom.
 *
 * The canvas keeps its own grid of `canvas.width` by `canvas.height` points; CSS stretches it.
 */
export function shade(
  canvas: HTMLCanvasElement,
  colours: Uint32Array,
  share: (i: number, j: number) => number,
): void {
  const context = canvas.getContext('2d');
  if (context === null) return;
  const { width, height } = canvas;
  const picture = context.createImageData(width, height);
  const pixels = new Uint32Array(picture.data.buffer);
  for (let row = 0; row < height; row++) {
    const j = height - 1 - row;
    for (let i = 0; i < width; i++) {
      const level = share(i, j) * 127.5 + 127.5;
      pixels[row * width + i] = colours[level <= 0 ? 0 : level >= 255 ? 255 : Math.round(level)];
    }
  }
  context.putImageData(picture, 0, 0);
}
