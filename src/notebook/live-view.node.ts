/** A picture or drawing that changes while something runs: many of them, in one output. */
import type { Diagram, Picture, Table } from '../view/view.js';
import { outputsOf, textOf } from './bundle.node.js';
import { display, inNotebook } from './display.node.js';
import { record } from './recorder.js';

/** What can change in place: views that are one output. */
export type LiveKind = Diagram | Picture | Table;

export interface LiveView {
  /** The view as it is now; skipped when the last one is younger than the pause. */
  update(view: LiveKind): void;
  /** The finished view, never skipped. Outside a notebook its words are printed. */
  done(view: LiveKind): void;
}

/**
 * Shows a view that changes.
 *
 * @param first what is shown before the first update
 * @param pause the least time between two updates, in milliseconds
 *
 * @example
 * const dot = (alt) => picture({ values: [[0, 1]], alt });
 * const live = liveView(dot('one'));
 * live.update(dot('two'));
 * live.done(dot('three')); // undefined
 */
export function liveView(first: LiveKind, pause: number = 100): LiveView {
  const data = (view: LiveKind) => outputsOf(view)[0].data;
  const replace = display(data(first));
  let last = performance.now();
  return {
    update(view) {
      if (performance.now() - last < pause || !inNotebook()) return;
      last = performance.now();
      replace(data(view));
    },
    done(view) {
      record(view);
      if (inNotebook()) replace(data(view));
      else console.log(textOf(view));
    },
  };
}
