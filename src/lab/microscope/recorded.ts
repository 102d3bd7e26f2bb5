/** What the microscope takes: the parts of a trace that it tells, whoever recorded them. */

/** Numbers with a shape, the last axis the fastest. */
export interface RecordedArray {
  readonly shape: readonly number[];
  readonly values: ArrayLike<number>;
}

/** Of the mixture that the next latents are. */
export interface Coefficients {
  readonly sample?: number;
  readonly output?: number;
  readonly anchor?: number;
  readonly kept?: readonly number[];
  readonly noise?: number;
}

/** The parts of a scheduler's step that the page tells. */
export interface RecordedStep {
  readonly timestep: number;
  readonly inputScale: number;
  readonly clean: { readonly sample: number; readonly output: number };
  readonly noising: { readonly signal: number; readonly noise: number };
  readonly next: Coefficients;
}

/** What a recorder with a model gives of a run. */
export interface RecordedRun {
  readonly settings?: {
    readonly prompt: string;
    readonly negativePrompt: string;
    readonly guidance: number;
    readonly guidanceRescale: number;
    readonly seed: number;
    readonly scheduler: string;
    readonly predictionType: string;
  };
  readonly arrays: Readonly<Record<string, RecordedArray>>;
  readonly steps: readonly RecordedStep[];
  readonly pieces?: readonly string[];
}
