/**
 * What an activation function is: a curve, its slope, and what a page says about it.
 *
 * The functions themselves stand in `classic.ts`, `rectifiers.ts` and `gated.ts`, the list of them
 * in `activations.ts`; here is only the shape they share. A function over many numbers at once
 * (softmax) is not one of them: it has a file of its own.
 */

/** The one number that some activations can be tuned by: leaky relu's slope, elu's alpha. */
export interface ActivationParameter {
  readonly name: string;
  readonly value: number;
  readonly from: number;
  readonly to: number;
}

/**
 * A scalar function with its derivative.
 *
 * `apply(x)` and `derivative(x)` take the parameter as an optional second argument; without it they
 * use `parameter.value`. Both are finite for every finite x.
 */
export interface Activation {
  /** The field's name, lower case: `sigmoid`, `leaky relu`. */
  readonly name: string;
  readonly apply: (x: number, parameter?: number) => number;
  /** The slope of the curve at x; at a kink, the slope on the left of it. */
  readonly derivative: (x: number, parameter?: number) => number;
  /** The same slope from the height y = apply(x), where the height is enough: no second power. */
  readonly derivativeFromOutput?: (y: number, parameter?: number) => number;
  /**
   * Smallest and largest value it can come near; `-Infinity` and `Infinity` where unbounded.
   * For the parameter's own value.
   */
  readonly range: readonly [number, number];
  /** Whether a larger x never gives a smaller value. */
  readonly monotone: boolean;
  /** Where the curve jumps or has a corner, so that its slope is a convention there. */
  readonly kinks: readonly number[];
  /** TeX, without dollar signs, in x and the parameter. */
  readonly formula: string;
  /** Who wrote it down first, and where. */
  readonly source: string;
  readonly parameter?: ActivationParameter;
}
