/**
 * From the numbers of a plot to its pixels and back, and the round numbers along an axis. Pure.
 */

/** A straight map from `from..to` (values) to `start..end` (pixels). */
export interface Scale {
  readonly from: number;
  readonly to: number;
  readonly start: number;
  readonly end: number;
}

/** Where a value stands. */
export function toPixel(scale: Scale, value: number): number {
  const share = (value - scale.from) / (scale.to - scale.from);
  return scale.start + share * (scale.end - scale.start);
}

/** Which value stands at a pixel. */
export function toValue(scale: Scale, pixel: number): number {
  const share = (pixel - scale.start) / (scale.end - scale.start);
  return scale.from + share * (scale.to - scale.from);
}

/**
 * Round numbers (1, 2 or 5 times a power of ten) inside a range, about `count` of them.
 *
 * @example
 * ticks(-3, 3, 6); // [-3, -2, -1, 0, 1, 2, 3]
 * ticks(0, 1, 4); // [0, 0.2, 0.4, 0.6, 0.8, 1]
 */
export function ticks(from: number, to: number, count: number): number[] {
  const rough = (to - from) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((m) => m * power).find((s) => s >= rough * 0.75) ?? power * 10;
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) =>
    Number(((first + i) * step).toPrecision(12)),
  );
}
