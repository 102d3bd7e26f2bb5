/**
 * A plain graph: what `describe()` of every drawable object (neuron, network, pipeline) returns,
 * and what `view/` draws. Data only, so that it can be snapshot-tested, saved and compared.
 */

/** What a node is; the drawing gives each role its own shape, never only its own colour. */
export type Role = 'input' | 'constant' | 'sum' | 'activation' | 'layer' | 'data' | 'output';

export interface GraphNode {
  readonly id: string;
  /** May hold several lines, separated by a newline. */
  readonly label: string;
  readonly role: Role;
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly label?: string;
  /** A weight: drawn thick when large, dashed when negative. */
  readonly weight?: number;
}

/** A box around nodes, with a title: a layer, a block. */
export interface GraphGroup {
  readonly title: string;
  readonly nodes: readonly string[];
}

export interface Graph {
  readonly title: string;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly groups?: readonly GraphGroup[];
  /** The id of the node where a run is just now. */
  readonly current?: string;
}
