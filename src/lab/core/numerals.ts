/**
 * Numbers as a reader sees them: a fixed number of digits, a real minus sign, no `-0.00`.
 */

/**
 * A number with so many digits after the point.
 *
 * @example
 * numeral(-0.5); // '−0.50'
 * numeral(-0.0001); // '0.00'
 * numeral(123456); // '1.2e5'
 */
export function numeral(value: number, digits = 2): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'not a number' : value > 0 ? '∞' : '−∞';
  const size = Math.abs(value);
  const text = size >= 1e5 ? size.toExponential(1).replace('e+', 'e') : size.toFixed(digits);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}

/** The nearest multiple of a step, without the dust of binary fractions: 0.1 * 3 is 0.3. */
export function snap(value: number, step: number): number {
  return Number((Math.round(value / step) * step).toFixed(6)) + 0;
}

/** A value moved into its bounds. */
export function clamp(value: number, from: number, to: number): number {
  return Math.min(to, Math.max(from, value));
}
