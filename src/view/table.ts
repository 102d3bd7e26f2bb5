/**
 * A table: columns of numbers and words, and its two printed forms (aligned text, plain HTML).
 *
 * The HTML holds no script and no style of its own beyond alignment, every text in it is escaped,
 * and it says which cells are headings, so that a screen reader can read it by row and column.
 */
import { ConfigError, ShapeError } from '../math/errors.js';
import { formatColumn } from './format.js';
import type { Cell, Table } from './view.js';

/**
 * Columns of equal length, in the order in which they are given.
 *
 * @throws ShapeError when the columns are not equally long, ConfigError when a cell is no number,
 * word or yes / no.
 *
 * @example
 * tableText(table({ animal: ['cat', 'dog'], share: [0.71, 0.29] }));
 * // 'animal  share\ncat      0.71\ndog      0.29'
 */
export function table(
  columns: Readonly<Record<string, ArrayLike<Cell>>>,
  caption: string = '',
): Table {
  const names = Object.keys(columns);
  if (names.length === 0) throw new ShapeError('table: got no columns; expected at least one');
  const first = columns[names[0]];
  const plain: Record<string, readonly Cell[]> = {};
  for (const name of names) {
    const column = columns[name];
    if (column === null || typeof column !== 'object' || typeof column.length !== 'number') {
      throw new ConfigError(`table: got ${typeof column} as column '${name}'; expected an array`);
    }
    if (column.length !== first.length) {
      throw new ShapeError(
        `table: got ${column.length} rows in column '${name}' and ${first.length} in ` +
          `'${names[0]}'; expected the same number of rows in every column`,
      );
    }
    plain[name] = Array.from(column, (cell, row) => checkedCell(cell, name, row));
  }
  return { kind: 'table', columns: plain, caption };
}

/** The number of rows below the headings. */
export function rowCount(view: Table): number {
  return Object.values(view.columns)[0]?.length ?? 0;
}

/** Aligned columns for a terminal: numbers to the right, words to the left. */
export function tableText(view: Table, rows: number = 60): string {
  const shown = thinned(view, rows);
  const columns = Object.entries(shown.columns).map(([name, cells]) => {
    const right = isNumeric(cells);
    const texts = [name, ...printed(cells)].map((text) => text.replace(/\s*\n\s*/g, ' '));
    const width = Math.max(...texts.map(widthOf));
    return texts.map((text) => {
      const gap = ' '.repeat(width - widthOf(text));
      return right ? gap + text : text + gap;
    });
  });
  const lines = columns[0].map((_, row) =>
    columns
      .map((column) => column[row])
      .join('  ')
      .trimEnd(),
  );
  const left = rowCount(view) - rowCount(shown);
  const note = left > 0 ? [`(${rowCount(shown)} of ${rowCount(view)} rows)`] : [];
  return [...(view.caption ? [view.caption] : []), ...lines, ...note].join('\n');
}

/** A plain HTML table: escaped, with caption and headings, without script. */
export function tableHtml(view: Table, rows: number = 200): string {
  const shown = thinned(view, rows);
  const entries = Object.entries(shown.columns);
  const align = entries.map(([, cells]) => (isNumeric(cells) ? 'right' : 'left'));
  const texts = entries.map(([, cells]) => printed(cells));
  const head = entries
    .map(([name], i) => `<th scope="col" style="text-align:${align[i]}">${escapeHtml(name)}</th>`)
    .join('');
  const body = Array.from({ length: rowCount(shown) }, (_, row) => {
    const cells = texts.map(
      (column, i) => `<td style="text-align:${align[i]}">${escapeHtml(column[row])}</td>`,
    );
    return `<tr>${cells.join('')}</tr>`;
  });
  const left = rowCount(view) - rowCount(shown);
  const note = left > 0 ? ` (${rowCount(shown)} of ${rowCount(view)} rows)` : '';
  const text = escapeHtml(view.caption + note).trim();
  const caption = text ? `<caption>${text}</caption>` : '';
  return `<table>${caption}<thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table>`;
}

/** Text that is safe inside HTML, in an element or in a quoted attribute. */
export function escapeHtml(text: string): string {
  const names: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (letter) => names[letter]);
}

/** At most `rows` rows, evenly spread, the first and the last among them. */
function thinned(view: Table, rows: number): Table {
  const total = rowCount(view);
  if (total <= rows) return view;
  const kept = Array.from({ length: rows }, (_, i) => Math.round((i * (total - 1)) / (rows - 1)));
  const columns = Object.fromEntries(
    Object.entries(view.columns).map(([name, cells]) => [name, kept.map((row) => cells[row])]),
  );
  return { ...view, columns };
}

function printed(cells: readonly Cell[]): string[] {
  return isNumeric(cells) ? formatColumn(cells as readonly number[]) : cells.map(String);
}

function isNumeric(cells: readonly Cell[]): boolean {
  return cells.length > 0 && cells.every((cell) => typeof cell === 'number');
}

function widthOf(text: string): number {
  return Array.from(text).length;
}

function checkedCell(cell: unknown, name: string, row: number): Cell {
  if (typeof cell === 'number' || typeof cell === 'string' || typeof cell === 'boolean') {
    return cell;
  }
  const got = Array.isArray(cell) ? 'an array' : cell === null ? 'null' : typeof cell;
  throw new ConfigError(
    `table: got ${got} in column '${name}', row ${row}; expected a number, a string or a boolean`,
  );
}
