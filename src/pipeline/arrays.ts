/** Pictures and latents as plain numbers, in the two orders that are in use. */

/** Numbers with a shape, in the order of diffusers: channels before height and width. */
export interface NumberArray {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** [channels, places] to [places, channels]. */
export function channelsLast(values: ArrayLike<number>, channels: number): Float64Array {
  const places = values.length / channels;
  const turned = new Float64Array(values.length);
  for (let c = 0; c < channels; c++) {
    for (let i = 0; i < places; i++) turned[i * channels + c] = values[c * places + i];
  }
  return turned;
}

/** [places, channels] to [channels, places]. */
export function channelsFirst(values: ArrayLike<number>, channels: number): Float32Array {
  const places = values.length / channels;
  const turned = new Float32Array(values.length);
  for (let c = 0; c < channels; c++) {
    for (let i = 0; i < places; i++) turned[c * places + i] = values[i * channels + c];
  }
  return turned;
}

/** One after the other. */
export function joined(lists: readonly ArrayLike<number>[]): Float32Array {
  const all = new Float32Array(lists.reduce((sum, list) => sum + list.length, 0));
  let at = 0;
  for (const list of lists) {
    all.set(list, at);
    at += list.length;
  }
  return all;
}

/** [height, width, channels] of each image to one array [images, channels, height, width]. */
export function stacked(
  images: readonly ArrayLike<number>[],
  [height, width, channels]: readonly [number, number, number],
): NumberArray {
  return {
    shape: [images.length, channels, height, width],
    values: joined(images.map((image) => channelsFirst(image, channels))),
  };
}
