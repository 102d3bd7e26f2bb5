/** Numbers as a person writes them: few digits, no `-0`, no trailing zeros. */

/**
 * Four significant digits; whole numbers from 1000 on; powers of ten from a billion on.
 *
 * @example
 * numberText(0.30000000000000004); // '0.3'
 * numberText(-0); // '0'
 * numberText(1234567.8); // '1234568'
 * numberText(-8.7056e37); // '-8.71e+37'
 */
export function numberText(x: number): string {
  if (Math.abs(x) >= 1e9 && Number.isFinite(x)) return x.toExponential(2);
  const rounded = Math.abs(x) < 1000 ? Number(x.toPrecision(4)) : Math.round(x);
  return String(rounded === 0 ? 0 : rounded);
}
