/**
 * The public door: every name that a lesson may import, listed one by one, in reading order.
 */

// checkpoint
export { currentName, type Part } from './checkpoint/aliases.js';
export { bytesPerNumber, fromFloat32, isFloat, toFloat32 } from './checkpoint/dtype.js';
export { type Embedding, readEmbedding, writeEmbedding } from './checkpoint/embedding.node.js';
export { type ModelFolder, openFolder, piecesOf } from './checkpoint/folder.node.js';
export { type Inspection, inspect } from './checkpoint/inspect.node.js';
export { type Kind, kindOf } from './checkpoint/kind.js';
export { checkpointShape, type Laid, toCheckpoint, toLayers } from './checkpoint/layout.js';
export { type Loaded, type LoadOptions, loadPart } from './checkpoint/load.node.js';
export { type Lora, openLora, type ShapesOfParts } from './checkpoint/lora.node.js';
export { type MergeOptions, type MergeReport, mergeCheckpoints } from './checkpoint/merge.node.js';
export {
  type PickleValue,
  readPickle,
  type StorageReference,
  type TensorReference,
} from './checkpoint/pickle.js';
export { compareShapes, type FitReport, fitText } from './checkpoint/report.js';
export {
  parseSafetensorsHeader,
  type SafetensorsHeader,
  safetensorsHeaderLength,
  type TensorEntry,
} from './checkpoint/safetensors.js';
export { openSafetensors, type SafetensorsFile } from './checkpoint/safetensors.node.js';
export { textConfigOf, unetConfigOf, vaeConfigOf } from './checkpoint/shapes-config.js';
export { openCheckpoint } from './checkpoint/shards.node.js';
export { type Parts, type Piece, splitSingleFile } from './checkpoint/single-file.js';
export { openClipToDiffusers, type TextName, textName } from './checkpoint/text-names.js';
export {
  readTorchFile,
  type TorchFile,
  type TorchTensor,
  tensorsIn,
} from './checkpoint/torch-file.js';
export { unetToDiffusers, unetToOriginal } from './checkpoint/unet-names.js';
export { vaeToDiffusers, vaeToOriginal } from './checkpoint/vae-names.js';
export { readWeights } from './checkpoint/weights.node.js';
export { type TensorToWrite, writeSafetensors } from './checkpoint/write.node.js';
// course
export { check, yours } from './course/check.node.js';
export { courseMap } from './course/course-map.node.js';
export type { ExerciseCheck, ExerciseFunction, Misconception, Seen } from './course/exercise.js';
export { guess } from './course/guess.node.js';
export { hint, solution } from './course/help.node.js';
export { judge } from './course/judge.node.js';
export { progress, progressTable } from './course/overview.node.js';
export { type Verdict, type VerdictKind, verdictText } from './course/verdict.js';
// datasets
export { type DigitBatch, type DigitBatchOptions, digitBatch } from './datasets/digit-batch.js';
export { type DigitSet, type Digits, digitRows, digitSet } from './datasets/digits.js';
export {
  type EmojiObject,
  type EmojiPart,
  type EmojiPicture,
  type EmojiSet,
  type EmojiStyle,
  emojiCaption,
  emojiNumbers,
  emojiPart,
  emojiStyles,
} from './datasets/emoji.js';
export { type LoadEmojiOptions, loadEmoji } from './datasets/emoji.node.js';
export { type EmojiScope, emojiScope, emojiScopes } from './datasets/emoji-scope.js';
export { emojiSubset } from './datasets/emoji-subset.node.js';
export { type Idx, parseIdx } from './datasets/idx.js';
export { loadDigits } from './datasets/mnist.node.js';
// diffusion
export {
  type BetaOptions,
  type BetaSchedule,
  betaSchedules,
  betas,
  zeroTerminalSnr,
} from './diffusion/betas.js';
export {
  cleanSample,
  ddimStep,
  eulerStep,
  noiseLevels,
  scaleInput,
} from './diffusion/by-hand.js';
export {
  bareConfig,
  type SchedulerConfig,
  stableDiffusionConfig,
} from './diffusion/config.js';
export { ddim } from './diffusion/ddim.js';
export { ddpm } from './diffusion/ddpm.js';
export { dpmSolver } from './diffusion/dpm-solver.js';
export { euler } from './diffusion/euler.js';
export { eulerAncestral } from './diffusion/euler-ancestral.js';
export {
  type ConfiguredScheduler,
  type SchedulerChoice,
  schedulerFromConfig,
} from './diffusion/from-config.js';
export {
  type GuidanceMix,
  guidanceIsOn,
  guidanceMix,
  guidanceRescaleFactor,
  guide,
  rescaleGuidance,
} from './diffusion/guidance.js';
export { heun } from './diffusion/heun.js';
export { type Influence, influence } from './diffusion/influence.js';
export { lcm } from './diffusion/lcm.js';
export { lms } from './diffusion/lms.js';
export {
  levelOfSigma,
  type NoiseLevel,
  type NoiseSchedule,
  type NoiseScheduleOptions,
  noiseLevel,
  noiseSchedule,
  sigmas,
  signalToNoise,
  stableDiffusionSchedule,
} from './diffusion/noise-schedule.js';
export type { Keep, Mix, PlanOptions, SchedulerPlan, SchedulerStep } from './diffusion/plan.js';
export { pndm } from './diffusion/pndm.js';
export {
  cleanFrom,
  noiseFrom,
  type Pair,
  type PredictionType,
  predictionTypes,
} from './diffusion/prediction.js';
export {
  type ArrayModel,
  advance,
  type PlanState,
  type RunOptions,
  runPlan,
} from './diffusion/run-plan.js';
export type { Scheduler } from './diffusion/scheduler.js';
export { schedulerNamed, schedulers } from './diffusion/schedulers.js';
export { karrasSigmas, timestepOfSigma } from './diffusion/sigma-ladder.js';
export {
  type SpacingOptions,
  spacedTimesteps,
  spacings,
  type TimestepSpacing,
} from './diffusion/timesteps.js';
export { addNoise, type TrainingMix, trainingTarget } from './diffusion/training.js';
export { unipc } from './diffusion/unipc.js';
// files
export { type NpyArray, npyBytes, parseNpy } from './files/npy.js';
export { floatPng, type Rgb, readPng } from './files/png-picture.js';
export { type PngTexts, readPngTexts, withPngText } from './files/png-text.js';
// lab
export { activationLab } from './lab/activation-lab.js';
export type { RecordedArray, RecordedRun, RecordedStep } from './lab/microscope/recorded.js';
export { microscopeLab } from './lab/microscope-lab.js';
export { type NetworkLabOptions, type NetworkLabPoints, networkLab } from './lab/network-lab.js';
export { type NeuronLabOptions, neuronLab } from './lab/neuron-lab.js';
// layers
export { type AttentionOptions, attention, attentionShares } from './layers/attention.js';
export { type Conv2dOptions, type Conv2dWeights, conv2d } from './layers/conv2d.js';
export { type DenseWeights, dense, type FusedActivation } from './layers/dense.js';
export { dropout } from './layers/dropout.js';
export { flatten } from './layers/flatten.js';
export { geluTensor, quickGeluTensor } from './layers/gelu.js';
export { type GroupNormOptions, groupNorm } from './layers/group-norm.js';
export {
  conv2dWeights,
  denseWeights,
  glorotUniform,
  heNormal,
  type Initialiser,
} from './layers/initialise.js';
export { layerNorm, type NormWeights } from './layers/layer-norm.js';
export { maxPool2d, type Pool2dOptions } from './layers/max-pool2d.js';
export { type Around, downsample, upsample } from './layers/resize.js';
export { type TimestepOptions, timestepEmbedding } from './layers/timestep-embedding.js';
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
export { r2 } from './math/regression.js';
// micro
export { type Augmentation, augment, gentle } from './micro/augment.js';
export { captionVectors, clipLoss } from './micro/clip-loss.js';
export {
  type DenoisingBatch,
  denoisingLoss,
  microSchedule,
  microScheduler,
} from './micro/denoising-loss.js';
export { type DrawOptions, drawPrompts, modelHash } from './micro/draw-prompts.node.js';
export { edgeEnergy } from './micro/edges.js';
export {
  type EvaluateOptions,
  type EvaluationProgress,
  evaluateMicro,
} from './micro/evaluate.node.js';
export { scoreReader } from './micro/evaluation-files.node.js';
export { type EyeQuestion, eyeQuestions, eyeSheet, readersScore } from './micro/eye-test.js';
export {
  type FigureRow,
  type FigureSettings,
  type Figures,
  figureMarkdown,
  figureRows,
  figureTable,
  type Retrieval,
} from './micro/figures.js';
export { imageTower, imageTowerShapes } from './micro/image-tower.js';
export {
  foldStatistics,
  type LatentStatistics,
  latentStatistics,
} from './micro/latent-statistics.js';
export {
  pixelsOf,
  ranksOfThings,
  shareFirst,
  type ThingGallery,
  thingGallery,
  thingScores,
} from './micro/nearest-thing.js';
export { pictureFeatures } from './micro/picture-features.js';
export { type PictureQuality, pictureQuality } from './micro/picture-quality.js';
export { type Rebuilt, rebuild } from './micro/rebuild.js';
export { styleJudgeShapes, styleScores, stylesOf } from './micro/style-judge.js';
export {
  type PromptKind,
  promptKinds,
  type TestPrompt,
  testPrompts,
} from './micro/test-prompts.js';
export { microText, type TrainClipOptions, trainClip } from './micro/train-clip.node.js';
export { type TrainStyleJudgeOptions, trainStyleJudge } from './micro/train-style-judge.node.js';
export { type TrainUnetOptions, trainUnet } from './micro/train-unet.node.js';
export { type TrainVaeOptions, trainVae } from './micro/train-vae.node.js';
export { klDistance, pictureDistance, vaeLoss } from './micro/vae-loss.js';
export { captionWords, microTokenizer } from './micro/vocabulary.js';

// networks
export {
  type ConvnetConfig,
  convnet,
  convnetBlock,
  convnetWeights,
  describeConvnet,
  digitsConvnet,
} from './networks/convnet.js';
// neuron
export type { Activation, ActivationParameter } from './neuron/activation.js';
export { activationNamed, activations } from './neuron/activations.js';
export { computationOf, Scalar, type ScalarEdge, scalar } from './neuron/autograd.js';
export { backward, meanLoss } from './neuron/backward.js';
export { binary, linear, sigmoid, tanh } from './neuron/classic.js';
export {
  type Combine,
  combinations,
  combineNamed,
  distance,
  maximum,
  product,
  type Slopes,
  weightedSum,
} from './neuron/combine.js';
export {
  type DescentOptions,
  type DescentStep,
  descend,
  type NeuronSlopes,
  neuronLoss,
  neuronSlopes,
} from './neuron/descent.js';
export { describe } from './neuron/describe.js';
export type { DescribeOptions } from './neuron/describe-network.js';
export { type DescribeScalarOptions, describeScalar } from './neuron/describe-scalar.js';
export type { Divergence } from './neuron/divergence.js';
export { erf } from './neuron/erf.js';
export { classesOf, type Evaluation, evaluate } from './neuron/evaluate.js';
export { type Examples, examples, oneHot } from './neuron/examples.js';
export { gelu, quickGelu, silu } from './neuron/gated.js';
export { type GradientCheck, gradientCheck } from './neuron/gradient-check.js';
export {
  constantWeights,
  normalWeights,
  uniformWeights,
  type WeightStart,
  weightStartNamed,
  weightStarts,
} from './neuron/initialiser.js';
export type {
  Conv1dOptions,
  DenseOptions,
  JoinOptions,
  Layer,
  LayerKind,
  LayerOptions,
  SliceOptions,
  ZerosOptions,
} from './neuron/layer.js';
export {
  binaryCrossEntropy,
  categoricalCrossEntropy,
  type Loss,
  losses,
  lossNamed,
  squaredError,
} from './neuron/loss.js';
export {
  countParameters,
  layerNamed,
  type Network,
  type NetworkOptions,
  network,
  type ParameterCount,
} from './neuron/network.js';
export { networkFile } from './neuron/network-file.js';
export { forwardBatch, type LayerSteps, predict } from './neuron/network-forward.js';
export {
  explain,
  forward,
  type Neuron,
  type NeuronOptions,
  neuron,
  type Steps,
} from './neuron/neuron.js';
export {
  type AdamSettings,
  adam,
  type MomentumOptions,
  momentum,
  type Optimiser,
  optimiserNamed,
  optimiserNames,
  sgd,
} from './neuron/optimiser.js';
export {
  asIs,
  inverted,
  type Output,
  outputNamed,
  outputs,
  rounded,
  threshold,
} from './neuron/output.js';
export {
  type PerceptronOptions,
  type PerceptronPass,
  perceptronRun,
  perceptronStep,
} from './neuron/perceptron.js';
export { elu, leakyRelu, relu, softplus } from './neuron/rectifiers.js';
export { softmax, softmaxDerivative } from './neuron/softmax.js';
export { trainTestSplit } from './neuron/split.js';
export { numberText } from './neuron/text.js';
export {
  autoencoder,
  type ConvolutionalOptions,
  convolutionalNetwork,
  multilayerPerceptron,
  type RecurrentOptions,
  type ResidualOptions,
  recurrentNetwork,
  residualNetwork,
} from './neuron/topologies.js';
export { toyArms } from './neuron/toy-arms.js';
export { type ToyHeights, toyHeightNames, toyHeights } from './neuron/toy-heights.js';
export {
  type ToyOptions,
  type ToyPoints,
  toyGroups,
  toyNames,
  toyPoints,
} from './neuron/toy-points.js';
export {
  type TrainNetworkOptions,
  type TrainNetworkResult,
  trainNetwork,
} from './neuron/train-network.js';
export {
  type EpochResult,
  type TrainingOptions,
  type TrainingRun,
  trainingRun,
} from './neuron/training-run.js';
export type { Cells, Workspace } from './neuron/workspace.js';
// notebook
export { expectClose, expectError, type Numbers } from './notebook/expect.js';
export { type LiveChart, type LiveChartOptions, liveChart } from './notebook/live-chart.node.js';
export { type LiveDiagram, liveDiagram } from './notebook/live-diagram.node.js';
export { type LiveKind, type LiveView, liveView } from './notebook/live-view.node.js';
export { show } from './notebook/show.node.js';
export { stopSignal } from './notebook/stop.node.js';
export { writeLab } from './notebook/write-lab.node.js';
// pipeline
export type { NumberArray } from './pipeline/arrays.js';
export type { AttentionEvent, AttentionMap } from './pipeline/attention-maps.js';
export { describePipeline } from './pipeline/describe.js';
export { type ImageToImageOptions, imageToImage } from './pipeline/image-to-image.js';
export { type InpaintOptions, inpaint } from './pipeline/inpaint.js';
export { type LoadModelOptions, loadModel } from './pipeline/load.node.js';
export {
  type AskedDecoder,
  type AskedNetwork,
  askTwice,
  decodeScaled,
  type LatentShape,
  type LoopNetworks,
  type LoopParts,
  type LoopWish,
  loopNetworks,
  loopParts,
  paintWith,
} from './pipeline/loop-parts.js';
export { type MemoryNeed, type MemoryPlan, memoryNeed } from './pipeline/memory-need.js';
export { microFolder, microImageTower } from './pipeline/micro-folder.node.js';
export { microWords } from './pipeline/micro-words.node.js';
export { disposeModel, type StableDiffusion } from './pipeline/model.js';
export type {
  EncodedText,
  Images,
  PipelineOptions,
  PipelinePlace,
  PipelineStage,
  RunSettings,
  StepEvent,
  TextEvent,
} from './pipeline/options.js';
export { latentPreview, type PreviewMatrix } from './pipeline/preview.js';
export { encodePrompt } from './pipeline/prompt.js';
export { type SaveModelOptions, saveModel } from './pipeline/save.node.js';
export { type ModelSource, openModel } from './pipeline/source.node.js';
export { stepPictures } from './pipeline/step-pictures.js';
export { type TextToImageOptions, textToImage } from './pipeline/text-to-image.js';
export { type TextsToImagesOptions, textsToImages } from './pipeline/texts-to-images.js';
export { readTokenizer } from './pipeline/tokenizer.node.js';
export { cleanLatents, recordTrace, type Trace, type TraceRecorder } from './pipeline/trace.js';
// stable-diffusion
export { type ConfigJson, textJson, unetJson, vaeJson } from './stable-diffusion/config-json.js';
export { type DescribeUnetOptions, describeUnet } from './stable-diffusion/describe-unet.js';
export { normSiluConv, residualBlock } from './stable-diffusion/residual-block.js';
export { countShapes, randomWeights, type Shapes } from './stable-diffusion/shapes.js';
export {
  sd15Text,
  sd21Text,
  type TextConfig,
  textConfig,
  tinyText,
} from './stable-diffusion/text-config.js';
export {
  type TextEncoderOptions,
  textEncoder,
  textEncoderOn,
  tokenEmbeddings,
} from './stable-diffusion/text-encoder.js';
export { textShapes } from './stable-diffusion/text-shapes.js';
export type { KeyValue, WatchAttention } from './stable-diffusion/transformer.js';
export { unet, type Watch } from './stable-diffusion/unet.js';
export {
  microUnet,
  sd15Unet,
  sd21Unet,
  tinyUnet,
  type UnetConfig,
  unetConfig,
} from './stable-diffusion/unet-config.js';
export { type Level, type Stage, type UnetPlan, unetPlan } from './stable-diffusion/unet-plan.js';
export { unetShapes } from './stable-diffusion/unet-shapes.js';
export {
  type ContextKeys,
  scheduleShifts,
  type TimeOptions,
  type TimeShifts,
  timeEmbedding,
  timeShifts,
  unetContext,
} from './stable-diffusion/unet-signals.js';
export { upsampleConv } from './stable-diffusion/upsample-conv.js';
export {
  type Moments,
  sampleLatents,
  type VaeOptions,
  vaeDecoder,
  vaeEncoder,
} from './stable-diffusion/vae.js';
export {
  microVae,
  sd15Vae,
  sd21Vae,
  tinyVae,
  type VaeConfig,
  vaeConfig,
  vaeFactor,
} from './stable-diffusion/vae-config.js';
export { vaeShapes } from './stable-diffusion/vae-shapes.js';
export type { TileOptions } from './stable-diffusion/vae-tiles.js';
// tensor
export { backendReport, useBackend } from './tensor/backend.node.js';
export { isBfloat16, toBfloat16 } from './tensor/bfloat16.js';
export type { BackendChoice, BackendName, BackendState } from './tensor/candidate.js';
export { normaliseRows, siluTensor } from './tensor/fused.js';
export { countTensors, expectNoLeak } from './tensor/memory.js';
export { type Axis, expectShape, type Shaped } from './tensor/shape.js';
export { tf } from './tensor/tf.js';
export { uploadTensor } from './tensor/upload.js';
export { countNumbers, disposeWeights, type Weights } from './tensor/weights.js';
// text
export { loadClipMerges } from './text/clip-merges.node.js';
export {
  type ClipTokenizer,
  type ClipTokenizerOptions,
  clipTokenizer,
} from './text/clip-tokenizer.js';
export { type ClipVocabulary, clipVocabulary } from './text/clip-vocabulary.js';
export { emphasised } from './text/emphasis.js';
export { expandNames, inversionNames } from './text/expand-names.js';
export { frameTokens, type TokenFrame } from './text/frame-tokens.js';
export { type Infotext, infotext, parseInfotext } from './text/infotext.js';
export { type PromptChunk, promptChunks } from './text/prompt-chunks.js';
export { type PromptPart, promptAtStep, promptSchedule } from './text/prompt-schedule.js';
export { type PromptRun, promptRuns } from './text/prompt-weights.js';
export {
  filesOfTokenizer,
  type TokenizerFiles,
  tokenizerFromFiles,
} from './text/tokenizer-files.js';
export { trainBytePairs } from './text/train-byte-pairs.js';
export { type KnownWords, type UnknownWord, unknownWords } from './text/unknown-words.js';
// training
export { type AdamOptions, type AdamState, adamStart, adamStep } from './training/adam.js';
export { averageDecay, averageStep } from './training/average.js';
export { clipSlopes } from './training/clip-slopes.js';
export { crossEntropy } from './training/cross-entropy.js';
export {
  type LongRun,
  type LongRunResult,
  longRun,
  type RunStep,
} from './training/long-run.node.js';
export type { StepSettings } from './training/long-step.js';
export { type RunLine, readRunLog } from './training/run-log.node.js';
export { type WarmHoldCosine, warmHoldCosine, warmUpCosine } from './training/schedule.js';
export { type TrainOptions, type TrainResult, type TrainStep, train } from './training/train.js';
// view
export { type BarPlotOptions, barPlot } from './view/bar-plot.js';
export { type BorderPlotOptions, borderPlot } from './view/border-plot.js';
export { type ConfusionMatrixOptions, confusionMatrix } from './view/confusion-matrix.js';
export { type Curve, type CurvePanelsOptions, curvePanels } from './view/curve-panels.js';
export { type DecisionPlotOptions, decisionPlot } from './view/decision-plot.js';
export { type DiagramOptions, diagram } from './view/diagram.js';
export { type FigureParts, figure } from './view/figure.js';
export { formatColumn, formatNumber } from './view/format.js';
export { type HeatmapOptions, heatmap } from './view/heatmap.js';
export { type ImageGridOptions, imageGrid } from './view/image-grid.js';
export { type InfluenceMapOptions, influenceMap } from './view/influence-map.js';
export { type LinePlotOptions, linePlot } from './view/line-plot.js';
export { type EpochLoss, type LossPlotOptions, lossPlot } from './view/loss-plot.js';
export { type LossSurfaceOptions, lossSurface, type Path } from './view/loss-surface.js';
export { type PictureInput, type PictureOptions, picture, pngBytes } from './view/picture.js';
export { type PictureSheetOptions, pictureSheet } from './view/picture-sheet.js';
export { type PicturesOptions, pictures } from './view/pictures.js';
export {
  type Point,
  type PointGroups,
  type ScatterPlotOptions,
  scatterPlot,
} from './view/scatter-plot.js';
export { type SchedulePlotOptions, schedulePlot } from './view/schedule-plot.js';
export { type SliderFigureOptions, sliderFigure } from './view/slider-figure.js';
export { table, tableText } from './view/table.js';
export type {
  Cell,
  Diagram,
  Figure,
  LabView,
  Picture,
  Table,
  TensorLike,
  View,
} from './view/view.js';
