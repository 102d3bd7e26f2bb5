/**
 * How numbers lie: PyTorch's order, which checkpoints have, and the one that the layers here want.
 *
 * | tensor | in a checkpoint | here |
 * |---|---|---|
 * | filter of a convolution | [outputs, inputs, height, width] | [height, width, inputs, outputs] |
 * | matrix of a dense layer | [outputs, inputs] | [inputs, outputs] |
 * | table of an embedding | [rows, width] | the same |
 * | bias, norm | [width] | the same |
 *
 * Done once, at load: no layer turns a weight over while it runs. An embedding is told from a dense
 * layer by its name, `..._embedding.weight`.
 */

/** Numbers with their shape. */
export interface Laid {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/**
 * A tensor of a checkpoint in the order that the layers want. What needs no change is returned as
 * it came, not copied.
 *
 * @example
 * const weight = Float32Array.of(1, 2, 3, 4, 5, 6);
 * toLayers('fc1.weight', { shape: [2, 3], values: weight }).shape; // [3, 2]
 * toLayers('fc1.weight', { shape: [2, 3], values: weight }).values; // [1, 4, 2, 5, 3, 6]
 * toLayers('token_embedding.weight', { shape: [2, 3], values: weight }).shape; // [2, 3]
 */
export function toLayers(name: string, { shape, values }: Laid): Laid {
  if (!isTurned(name, shape)) return { shape, values };
  const [outputs, inputs, height = 1, width = 1] = shape;
  const turned = { shape: [...shape.slice(2), inputs, outputs], values: values.slice() };
  turnAxes(values, turned.values, outputs, inputs, height * width);
  return turned;
}

/**
 * The way back, for writing a checkpoint.
 *
 * @example
 * const back = toCheckpoint('fc1.weight', { shape: [3, 2], values: Float32Array.of(1, 4, 2, 5, 3, 6) });
 * back.values; // [1, 2, 3, 4, 5, 6]
 */
export function toCheckpoint(name: string, { shape, values }: Laid): Laid {
  if (!isTurned(name, shape)) return { shape, values };
  const [inputs, outputs] = shape.slice(-2);
  const places = values.length / (inputs * outputs);
  const turned = { shape: [outputs, inputs, ...shape.slice(0, -2)], values: values.slice() };
  turnAxes(values, turned.values, places, inputs, outputs);
  return turned;
}

/** The shape that a weight of these layers has in a checkpoint. */
export function checkpointShape(name: string, shape: readonly number[]): number[] {
  if (!isTurned(name, shape)) return [...shape];
  return [shape[shape.length - 1], shape[shape.length - 2], ...shape.slice(0, -2)];
}

function isTurned(name: string, shape: readonly number[]): boolean {
  return shape.length === 4 || (shape.length === 2 && !name.endsWith('_embedding.weight'));
}

/**
 * [a, b, c] to [c, b, a]. In squares of 32 x 32 of the outer axes, so that both the numbers read and
 * those written are still in the cache when their neighbours are wanted.
 */
function turnAxes(from: Float32Array, to: Float32Array, a: number, b: number, c: number): void {
  const side = 32;
  for (let i0 = 0; i0 < a; i0 += side) {
    const i1 = Math.min(a, i0 + side);
    for (let k0 = 0; k0 < c; k0 += side) {
      const k1 = Math.min(c, k0 + side);
      for (let j0 = 0; j0 < b; j0 += side) {
        const j1 = Math.min(b, j0 + side);
        for (let k = k0; k < k1; k++) {
          for (let j = j0; j < j1; j++) {
            let source = (i0 * b + j) * c + k;
            let target = (k * b + j) * a + i0;
            for (let i = i0; i < i1; i++) {
              to[target++] = from[source];
              source += b * c;
            }
          }
        }
      }
    }
  }
}
