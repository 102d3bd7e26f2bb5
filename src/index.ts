/**
 * The public door: every name that a lesson may import, listed one by one, in reading order.
 */

// math
export {
  CheckpointError,
  ConfigError,
  nearest,
  PlaygroundError,
  ShapeError,
  unknownName,
} from './math/errors.js';
export type { Graph, GraphEdge, GraphGroup, GraphNode, Role } from './math/graph.js';
export { type Random, random } from './math/random.js';

// neuron
export type { Activation, ActivationParameter } from './neuron/activation.js';

// tensor
export { backendReport, useBackend } from './tensor/backend.node.js';
export type { BackendChoice, BackendName, BackendState } from './tensor/candidate.js';
export { countTensors, expectNoLeak } from './tensor/memory.js';
export { type Axis, expectShape, type Shaped } from './tensor/shape.js';
export { tf } from './tensor/tf.js';

// layers

// networks

// training

// datasets

// view
export type { Diagram, Figure, LabView, Picture, Table, View } from './view/view.js';

// lab

// course

// notebook
