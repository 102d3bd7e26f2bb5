/**
 * The cells of one line of a table, and the number in a cell. Pure.
 */

export type Separator = '\t' | ';' | ',' | ' ';

/** What parts the cells of a line: a tab, a semicolon, a comma, else blanks. */
export function separatorOf(line: string): Separator {
  return (['\t', ';', ','] as const).find((mark) => line.includes(mark)) ?? ' ';
}

/**
 * The cells of a line, without the blanks and the quotation marks around them.
 *
 * @example
 * cellsOf('1, "two, or 2",3', ','); // ['1', 'two, or 2', '3']
 */
export function cellsOf(line: string, separator: Separator): string[] {
  if (separator === ' ') return line.trim().split(/\s+/);
  if (!line.includes('"')) return line.split(separator).map((cell) => cell.trim());
  const cells: string[] = [];
  let cell = '';
  let inside = false;
  for (const letter of line) {
    if (letter === '"') inside = !inside;
    else if (letter === separator && !inside) {
      cells.push(cell.trim());
      cell = '';
    } else cell += letter;
  }
  return [...cells, cell.trim()];
}

/** So large a number is a slip: it would push all others together. */
const LARGEST = 1e100;

/**
 * The number that a cell is, or nothing.
 *
 * @example
 * numberIn('0,5', ';'); // 0.5
 * numberIn('0.5e1', ','); // 5
 * numberIn('1 m', ','); // undefined
 */
export function numberIn(cell: string, separator: Separator): number | undefined {
  const text = separator === ',' ? cell : cell.replace(',', '.');
  if (!/^[-+−]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text)) return undefined;
  const value = Number(text.replace('−', '-'));
  return Math.abs(value) <= LARGEST ? value + 0 : undefined;
}
