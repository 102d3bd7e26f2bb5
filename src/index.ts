/**
 * The public door: every name that a lesson may import, listed one by one, in reading order.
 */

// course
export { check, yours } from './course/check.node.js';
export type { ExerciseCheck, ExerciseFunction, Misconception, Seen } from './course/exercise.js';
export { guess } from './course/guess.node.js';
export { hint, solution } from './course/help.node.js';
export { judge } from './course/judge.node.js';
export { progress, progressTable } from './course/overview.node.js';
export { type Verdict, type VerdictKind, verdictText } from './course/verdict.js';
// datasets
export { type DigitBatch, type DigitBatchOptions, digitBatch } from './datasets/digit-batch.js';
export { type DigitSet, type Digits, digitRows, digitSet } from './datasets/digits.js';
export { type Idx, parseIdx } from './datasets/idx.js';
export { loadDigits } from './datasets/mnist.node.js';
// lab
export { activationLab } from './lab/activation-lab.js';
export { type NeuronLabOptions, neuronLab } from './lab/neuron-lab.js';
// layers
export { type Conv2dOptions, type Conv2dWeights, conv2d } from './layers/conv2d.js';
export { type DenseWeights, dense, type FusedActivation } from './layers/dense.js';
export { dropout } from './layers/dropout.js';
export { flatten } from './layers/flatten.js';
export {
  conv2dWeights,
  denseWeights,
  glorotUniform,
  heNormal,
  type Initialiser,
} from './layers/initialise.js';
export { maxPool2d, type Pool2dOptions } from './layers/max-pool2d.js';
// math
export { accuracy, confusionCounts } from './math/classification.js';
export { type ConvolveOptions, convolve, convolvedSize } from './math/convolve.js';
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
// networks
export {
  type ConvnetConfig,
  convnet,
  convnetBlock,
  convnetWeights,
  describeConvnet,
  digitsConvnet,
} from './networks/convnet.js';
export { countNumbers, disposeWeights, type Weights } from './networks/weights.js';
// neuron
export type { Activation, ActivationParameter } from './neuron/activation.js';
export { activationNamed, activations } from './neuron/activations.js';
export { binary, linear, sigmoid, tanh } from './neuron/classic.js';
export {
  type Combine,
  combinations,
  combineNamed,
  distance,
  maximum,
  product,
  weightedSum,
} from './neuron/combine.js';
export { describe } from './neuron/describe.js';
export { erf } from './neuron/erf.js';
export { gelu, quickGelu, silu } from './neuron/gated.js';
export {
  explain,
  forward,
  type Neuron,
  type NeuronOptions,
  neuron,
  type Steps,
} from './neuron/neuron.js';
export {
  asIs,
  inverted,
  type Output,
  outputNamed,
  outputs,
  rounded,
  threshold,
} from './neuron/output.js';
export { elu, leakyRelu, relu, softplus } from './neuron/rectifiers.js';
export { softmax, softmaxDerivative } from './neuron/softmax.js';
export { numberText } from './neuron/text.js';
// tensor
export { backendReport, useBackend } from './tensor/backend.node.js';
export type { BackendChoice, BackendName, BackendState } from './tensor/candidate.js';
export { countTensors, expectNoLeak } from './tensor/memory.js';
export { type Axis, expectShape, type Shaped } from './tensor/shape.js';
export { tf } from './tensor/tf.js';
// training
export { type AdamOptions, type AdamState, adamStart, adamStep } from './training/adam.js';
export { crossEntropy } from './training/cross-entropy.js';
export { warmUpCosine } from './training/schedule.js';
export { type TrainOptions, type TrainResult, type TrainStep, train } from './training/train.js';
// view
export type { Diagram, Figure, LabView, Picture, Table, View } from './view/view.js';

// notebook
