/** `show()`: the one way to put a view on the page. Outside a notebook it prints the view's text. */
import { ConfigError } from '../math/errors.js';
import type { View } from '../view/view.js';
import { outputsOf, textOf } from './bundle.node.js';
import { display, inNotebook } from './display.node.js';
import { record } from './recorder.js';

const kinds = ['table', 'figure', 'diagram', 'picture', 'lab'];

/**
 * Shows figures, diagrams, pictures, tables and labs, one below the other.
 *
 * @throws ConfigError for anything else, with the builders that make a view of it
 *
 * @example
 * show(table({ animal: ['cat'], share: [0.7] })); // undefined
 */
export function show(...views: readonly View[]): void {
  for (const view of views) {
    if (view === null || typeof view !== 'object' || !kinds.includes(view.kind)) {
      throw new ConfigError(
        `show: got ${described(view)}; expected a view, as table(), linePlot(), heatmap(), ` +
          'imageGrid(), picture(), diagram() or a lab make one',
      );
    }
  }
  for (const view of views) {
    record(view);
    if (!inNotebook()) {
      console.log(textOf(view));
      continue;
    }
    for (const { data, metadata } of outputsOf(view)) display(data, metadata);
  }
}

function described(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object'
    ? `a ${value.constructor?.name ?? 'thing'}`
    : `a ${typeof value}`;
}
