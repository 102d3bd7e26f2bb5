/** Numbers as a person writes them: few digits, no `-0`, no trailing zeros. */

/**
 * Four significant digits; whole numbers from 1000 on.
 *
 * @example
 * numberText(0.30000000000000004); // '0.3'
 * numberText(-0); // '0'
 * numberText(1234567.8); // '1234568'
 */
export function numberText(x: number): string {
  const rounded = Math.abs(x) < 1000 ? Number(x.toPrecision(4)) : Math.round(x);
  return String(rounded === 0 ? 0 : rounded);
}
