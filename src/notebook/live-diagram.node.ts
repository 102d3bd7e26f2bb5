/** A drawing that follows something that runs: at most four pictures a second, in one output. */
import type { Graph } from '../math/graph.js';
import { type DiagramOptions, diagram } from '../view/diagram.js';
import { liveView } from './live-view.node.js';

export interface LiveDiagram {
  /** The drawing as it is now; skipped when the last one is less than a quarter of a second old. */
  update(graph: Graph): void;
  /** The finished drawing. Outside a notebook its words are printed. */
  done(graph: Graph): void;
}

/** Mermaid needs a while for a drawing: more than four a second would only pile up. */
const pause = 250;

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
  const live = liveView(diagram(graph, options), pause);
  return {
    update: (now) => live.update(diagram(now, options)),
    done: (now) => live.done(diagram(now, options)),
  };
}
