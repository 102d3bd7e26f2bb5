/**
 * What convolution and pooling share: a window that must fit into the picture.
 */
import { ShapeError } from '../math/errors.js';
import type { Shaped } from '../tensor/shape.js';

/**
 * Throws unless a window fits into pictures [batch, height, width, channels] without padding.
 *
 * @throws ShapeError
 */
export function expectRoom(
  where: string,
  { shape }: Shaped,
  [height, width]: readonly [height: number, width: number],
): void {
  if (shape[1] >= height && shape[2] >= width) return;
  throw new ShapeError(
    `${where}: got input [${shape.join(', ')}]; ` +
      `expected a picture of at least ${height} x ${width}, the size of the window`,
  );
}
