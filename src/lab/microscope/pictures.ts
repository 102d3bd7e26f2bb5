/** Pictures and maps on a canvas: as they are, in a spotlight, or as shades. */
import { html } from '../core/dom.js';
import { ramp } from '../core/shade.js';
import { isDark } from '../core/theme.js';
import { type LookMap, lightOf, smooth } from './look.js';

/** What is left of the light where nobody looks. */
const DIM = 0.12;

/** A canvas that a screen reader is told of. */
export function canvasOf(height: number, width: number, label: string): HTMLCanvasElement {
  return html('canvas', { width, height, role: 'img', 'aria-label': label, class: 'picture' });
}

/**
 * Draws a picture.
 *
 * @param colours [height, width, 3], 0 to 1
 * @param light bright where the map is large, dark where it is small; without it, as it is
 */
export function paintPicture(
  canvas: HTMLCanvasElement,
  colours: ArrayLike<number>,
  light?: LookMap,
): void {
  const { height, width } = canvas;
  fill(canvas, (data) => {
    for (let i = 0; i < height * width; i++) {
      const y = (Math.floor(i / width) + 0.5) / height;
      const x = ((i % width) + 0.5) / width;
      const share = light ? DIM + (1 - DIM) * lightOf(light, smooth(light, y, x)) : 1;
      for (let c = 0; c < 3; c++) data[4 * i + c] = 255 * share * colours[3 * i + c];
      data[4 * i + 3] = 255;
    }
  });
}

/** Draws a map, one square for each place: from paper (its smallest share) to blue (its largest). */
export function paintMap(canvas: HTMLCanvasElement, map: LookMap): void {
  canvas.width = map.width;
  canvas.height = map.height;
  const colours = ramp(isDark());
  fill(canvas, (data) => {
    const pixels = new Uint32Array(data.buffer);
    for (let i = 0; i < pixels.length; i++) {
      pixels[i] = colours[Math.round(127.5 + 127.5 * lightOf(map, map.values[i]))];
    }
  });
}

function fill(canvas: HTMLCanvasElement, work: (data: Uint8ClampedArray) => void): void {
  const context = canvas.getContext('2d');
  if (context === null) return;
  const picture = context.createImageData(canvas.width, canvas.height);
  work(picture.data);
  context.putImageData(picture, 0, 0);
}
