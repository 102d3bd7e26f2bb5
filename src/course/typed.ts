/**
 * What of a notebook was typed: the cells' kinds, their text, and pictures pasted into them.
 *
 * Outputs, execution counts and metadata are not: a front end writes them when a page is only opened
 * or run. So a copy that was run and nothing more is still an untouched copy.
 */

interface RawCell {
  readonly id?: unknown;
  readonly cell_type?: unknown;
  readonly source?: unknown;
  readonly metadata?: { readonly n2d?: unknown };
  readonly attachments?: unknown;
}

/** Two texts about a notebook, each equal for two notebooks that are the same in that respect. */
export interface Typed {
  /** Everything that a hand can have written. Empty when nothing is. */
  readonly words: string;
  /** Our own marks on the cells, by which exercises are found. */
  readonly marks: string;
}

/**
 * What was typed into a notebook file, or null when the text is no notebook (damaged, half written).
 *
 * @param text of the `.ipynb` file
 */
export function typedIn(text: string): Typed | null {
  const cells = cellsOf(text);
  if (cells === null) return null;
  const words = cells.map((cell) => [
    textOf(cell.cell_type),
    textOf(cell.source).replace(/\r\n?/g, '\n').replace(/\s+$/, ''),
    isEmpty(cell.attachments) ? null : cell.attachments,
  ]);
  const blank = words.every(([, source, attached]) => source === '' && attached === null);
  return {
    words: blank ? '' : JSON.stringify(words),
    marks: JSON.stringify(cells.map((cell) => [cell.id ?? null, cell.metadata?.n2d ?? null])),
  };
}

function cellsOf(text: string): RawCell[] | null {
  try {
    const { cells } = JSON.parse(text.replace(/^\uFEFF/, '')) as { cells?: unknown };
    const isList = Array.isArray(cells) && cells.every((cell) => cell && typeof cell === 'object');
    return isList ? (cells as RawCell[]) : null;
  } catch {
    return null; // null itself, or no JSON
  }
}

/** A source is one text or a list of lines; both mean the same. Anything else shows as JSON. */
export function textOf(source: unknown): string {
  if (typeof source === 'string') return source;
  if (Array.isArray(source)) return source.map(textOf).join('');
  return source === undefined || source === null ? '' : JSON.stringify(source);
}

function isEmpty(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    (typeof value === 'object' && Object.keys(value).length === 0)
  );
}
