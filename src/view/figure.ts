/**
 * A Plotly specification with its text alternative and the table of what it draws.
 *
 * The look of every figure stands here once: a transparent background and middle-grey text, so that
 * it reads on JupyterLab's light and dark pages; margins that grow with their labels, so that none
 * is cut. Only what plotly.js 2.35 to 4 share is used: `title: {text}`, plain arrays.
 */
import { ConfigError } from '../math/errors.js';
import { roundTo } from './format.js';
import { gridColor, ink, transparent } from './palette.js';
import type { Figure, Table } from './view.js';

export type Trace = Readonly<Record<string, unknown>>;
export type Layout = Readonly<Record<string, unknown>>;

/** What a figure is made of; `controls` counts the sliders, menus and buttons in its layout. */
export interface FigureParts {
  readonly data: readonly Trace[];
  readonly layout: Layout;
  readonly frames?: readonly Trace[];
  readonly alt: string;
  readonly table: Table;
  readonly controls?: number;
}

/**
 * Checks and completes a Plotly specification; typed arrays become plain ones, numbers keep six
 * digits, NaN and infinities become gaps.
 *
 * @throws ConfigError when the text alternative is missing: a figure must be readable unseen.
 */
export function figure(parts: FigureParts): Figure {
  if (parts.alt.trim() === '') {
    throw new ConfigError('figure: got no alt; expected a sentence that says what it shows');
  }
  const view: Figure = {
    kind: 'figure',
    data: plain(parts.data) as readonly Trace[],
    layout: plain({ ...baseLayout, ...parts.layout }) as Layout,
    alt: parts.alt,
    table: parts.table,
    controls: parts.controls ?? 0,
  };
  return parts.frames ? { ...view, frames: plain(parts.frames) as readonly Trace[] } : view;
}

/** A text for Plotly, which reads a few tags in its texts: a stranger's label stays a label. */
export function plotText(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/\n/g, '<br>');
}

/** Title and axes of a figure. */
export function titled(title: string): Layout {
  return {
    title: { text: plotText(title), x: 0.02, xanchor: 'left', font: { size: 16 } },
  };
}

/** An axis with its label, a quiet grid, and room for its own labels. */
export function axis(label: string = '', more: Layout = {}): Layout {
  return {
    title: { text: plotText(label), standoff: 8 },
    automargin: true,
    gridcolor: gridColor,
    zerolinecolor: 'rgba(128, 128, 128, 0.6)',
    linecolor: gridColor,
    ...more,
  };
}

/**
 * What a figure with a picture of fixed proportions adds to its layout: it takes the page's width, is
 * drawn in the middle, and has its colour bar above and its legend below, so that a narrow page cuts
 * nothing off.
 */
export const centred: Layout = {
  margin: { l: 60, r: 24, t: 104, b: 56 },
  legend: {
    orientation: 'h',
    yanchor: 'top',
    y: -0.2,
    x: 0.5,
    xanchor: 'center',
    font: { color: ink },
  },
};

/** The colour bar of such a figure; the label stands beside it. */
export function barAbove(label: string, more: Layout = {}): Layout {
  return {
    orientation: 'h',
    x: 0.5,
    y: 1.03,
    yanchor: 'bottom',
    lenmode: 'pixels',
    len: 300,
    thickness: 12,
    outlinewidth: 0,
    ...(label === '' ? {} : { title: { text: plotText(label), side: 'top', font: { size: 12 } } }),
    ...more,
  };
}

const baseLayout: Layout = {
  paper_bgcolor: transparent,
  plot_bgcolor: transparent,
  font: { color: ink, size: 13, family: 'system-ui, "DejaVu Sans", Arial, sans-serif' },
  margin: { l: 60, r: 24, t: 56, b: 56 },
  height: 400,
  autosize: true,
  legend: { orientation: 'h', yanchor: 'top', y: -0.2, x: 0, font: { color: ink } },
};

function plain(value: unknown): unknown {
  if (typeof value === 'number') return Number.isFinite(value) ? roundTo(value) : null;
  if (Array.isArray(value)) return value.map(plain);
  if (ArrayBuffer.isView(value) && 'length' in value) {
    return Array.from(value as unknown as ArrayLike<number>, plain);
  }
  if (value === null || typeof value !== 'object') return value;
  const copy: Record<string, unknown> = {};
  for (const [key, part] of Object.entries(value)) {
    if (part !== undefined) copy[key] = plain(part);
  }
  return copy;
}
