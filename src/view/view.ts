/**
 * What can be shown: plain data, made by the builders of this folder, given to `show()`.
 *
 * Every view carries a text alternative that was computed from its data; a figure carries the table
 * of the numbers it draws as well. Nothing here knows Jupyter or a browser.
 */

/** What stands in one place of a table. */
export type Cell = number | string | boolean;

/** Columns of equal length, drawn in the order in which they stand. */
export interface Table {
  readonly kind: 'table';
  readonly columns: Readonly<Record<string, readonly Cell[]>>;
  readonly caption: string;
}

/** A Plotly specification (the subset that plotly.js 2.35 to 4 share). */
export interface Figure {
  readonly kind: 'figure';
  readonly data: readonly Readonly<Record<string, unknown>>[];
  readonly layout: Readonly<Record<string, unknown>>;
  /** For sliders and play buttons that run without a kernel. */
  readonly frames?: readonly Readonly<Record<string, unknown>>[];
  /** What a reader who cannot see it needs to know, computed from the data. */
  readonly alt: string;
  readonly table: Table;
  /** How many things a reader can operate in it: sliders, buttons, menus. */
  readonly controls: number;
}

/** Mermaid text, drawn from a live object's `describe()`. */
export interface Diagram {
  readonly kind: 'diagram';
  readonly mermaid: string;
  readonly alt: string;
}

/** Pixels, row by row, top first, RGBA, one byte a channel. */
export interface Picture {
  readonly kind: 'picture';
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
  /** Screen pixels per picture pixel when shown; edges stay sharp. */
  readonly scale: number;
  readonly alt: string;
}

/** A widget that runs in the reader's browser: which one, and its whole state. */
export interface LabView {
  readonly kind: 'lab';
  /** Name of the built page, `dist/lab/<name>.html`. */
  readonly name: string;
  /** The state string that reproduces it. */
  readonly state: string;
  /** What it looks at, as text, where it does not make all of it itself. */
  readonly data?: string;
  /** Height of its frame, in CSS pixels. */
  readonly height: number;
  readonly alt: string;
  readonly controls: number;
}

export type View = Table | Figure | Diagram | Picture | LabView;

/** A tensor of any library, as far as a drawing needs to know it. */
export interface TensorLike {
  readonly shape: readonly number[];
  dataSync(): ArrayLike<number>;
}
