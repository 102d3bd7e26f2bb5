/** A drawing that follows something that runs: at most four pictures a second, in one output. */
import type { Graph } from '../math/graph.js';
import { type DiagramOptions, diagram } from '../view/diagram.js';
import { outputsOf, textOf } from './bundle.node.js';
import { display, inNotebook } from './display.node.js';
import { record } from './recorder.js';

export interface LiveDiagram {
  /** The drawing as it is now; skipped when the last one is less than a quarter of a second old. */
  update(graph: Graph): void;
  /** The finished drawing. Outside a notebook its words are printed. */
  done(graph: Graph): void;
}

/**
 * Shows a drawing that changes.
 *
 * @example
 * const at = (current) => ({ title: 'two steps', nodes: [{ id: 'a', label: 'a', role: 'layer' }], edges: [], current });
 * const live = liveDiagram(at('a'));
 * live.update(at('a'));
 * live.done(at(undefined)); // undefined
 */
export function liveDiagram(graph: Graph, options: DiagramOptions = {}): LiveDiagram {
  const bundle = (now: Graph) => outputsOf(diagram(now, options))[0];
  const update = display(bundle(graph).data);
  let last = performance.now();
  return {
    update(now) {
      if (performance.now() - last < 250 || !inNotebook()) return;
      last = performance.now();
      update(bundle(now).data);
    },
    done(now) {
      const view = diagram(now, options);
      record(view);
      if (inNotebook()) update(bundle(now).data);
      else console.log(textOf(view));
    },
  };
}
