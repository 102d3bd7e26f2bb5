/**
 * Numbers as a reader wants them: few digits, the same number of decimals down a column.
 *
 * Used by every table, label and text alternative. Nothing is lost: the figures keep the numbers
 * themselves (rounded to six digits), only their printed form is short.
 */

/**
 * A number in at most `digits` significant digits, without trailing zeros.
 *
 * Whole numbers below a million stay whole; very small and very large ones get an exponent.
 *
 * @example
 * formatNumber(0.70538); // '0.7054'
 * formatNumber(42); // '42'
 * formatNumber(0.00000123); // '1.23e-6'
 */
export function formatNumber(value: number, digits: number = 4): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e6) return String(value === 0 ? 0 : value);
  if (size < 1e-4 || size >= 1e6) {
    const [mantissa, exponent] = value.toExponential(digits - 1).split('e');
    return `${trimZeros(mantissa)}e${Number(exponent)}`;
  }
  return trimZeros(value.toPrecision(Math.max(digits, Math.ceil(Math.log10(size + 1)))));
}

/**
 * The numbers of one column with the same number of decimals, so that the points stand under each
 * other, and no more of them than the longest needs; a column of very different sizes uses exponents.
 *
 * @example
 * formatColumn([0.5, 12.3456, -1]); // ['0.50', '12.35', '-1.00']
 */
export function formatColumn(values: readonly number[], digits: number = 4): string[] {
  const finite = values.filter((value) => Number.isFinite(value) && value !== 0);
  if (finite.every((value) => Number.isInteger(value))) return values.map((v) => formatNumber(v));
  const sizes = finite.map((value) => Math.floor(Math.log10(Math.abs(value))));
  const largest = Math.max(...sizes);
  const smallest = Math.min(...sizes);
  const spread = largest >= 6 || largest < -4 || largest - smallest > 4;
  if (spread) return values.map((value) => formatNumber(value, digits));
  const decimals = Math.max(0, digits - 1 - Math.max(0, largest));
  const needed = Math.max(...finite.map((value) => decimalsOf(value.toFixed(decimals))));
  return values.map((value) =>
    Number.isFinite(value) ? noMinusZero(value.toFixed(needed)) : String(value),
  );
}

/** How many decimals are left when the zeros at the end are gone. */
function decimalsOf(text: string): number {
  return /\.(\d*?)0*$/.exec(text)?.[1].length ?? 0;
}

/** Rounded to `digits` significant digits: six are more than a screen can show. */
export function roundTo(value: number, digits: number = 6): number {
  return Number.isFinite(value) ? Number(value.toPrecision(digits)) : value;
}

/** `1 point`, `3 points`. */
export function count(amount: number, word: string): string {
  return `${amount} ${word}${amount === 1 ? '' : 's'}`;
}

function trimZeros(text: string): string {
  return noMinusZero(text.includes('.') ? text.replace(/\.?0+$/, '') : text);
}

function noMinusZero(text: string): string {
  return /^-0(\.0*)?$/.test(text) ? text.slice(1) : text;
}
