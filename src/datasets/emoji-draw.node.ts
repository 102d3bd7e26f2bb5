/**
 * Draws an SVG as 64 x 64 pixels on white: at twice the size by librsvg, then the mean of each 2 x 2
 * in whole numbers, so that one version of librsvg gives one picture to the last bit.
 */
import { PlaygroundError } from '../math/errors.js';

/** Makes [side, side, 3] bytes of an SVG of 2 side x 2 side pixels. */
export type Draw = (svg: string) => Promise<Uint8Array>;

/** Side of the pictures, in pixels. */
export const emojiSide = 64;

/**
 * Loads the renderer.
 *
 * @throws PlaygroundError when there is none for this machine
 */
export async function loadDraw(): Promise<Draw> {
  const { default: sharp } = await import('sharp').catch((error: unknown) => {
    throw new PlaygroundError(
      'emoji: got no renderer for this machine; expected the package sharp. ' +
        'Install it with: npm install',
      { cause: error },
    );
  });
  return async (svg) => {
    const image = sharp(Buffer.from(svg)).ensureAlpha().raw();
    const { data, info } = await image.toBuffer({ resolveWithObject: true });
    if (info.width !== 2 * emojiSide || info.height !== 2 * emojiSide || info.channels !== 4) {
      throw new PlaygroundError(
        `emoji: got a drawing of ${info.width} x ${info.height} x ${info.channels}; ` +
          `expected ${2 * emojiSide} x ${2 * emojiSide} x 4`,
      );
    }
    return onWhite(data);
  };
}

/** From [2 side, 2 side, 4], with opacity, to [side, side, 3] on white. */
function onWhite(rgba: Uint8Array): Uint8Array {
  const pixels = new Uint8Array(emojiSide * emojiSide * 3);
  const row = 2 * emojiSide * 4;
  for (let y = 0; y < emojiSide; y++) {
    for (let x = 0; x < emojiSide; x++) {
      const corner = 2 * y * row + 2 * x * 4;
      for (let channel = 0; channel < 3; channel++) {
        let sum = 0;
        for (const at of [corner, corner + 4, corner + row, corner + row + 4]) {
          const opacity = rgba[at + 3];
          sum += rgba[at + channel] * opacity + 255 * (255 - opacity);
        }
        pixels[(y * emojiSide + x) * 3 + channel] = Math.round(sum / (4 * 255));
      }
    }
  }
  return pixels;
}
