/**
 * Held against what a model needs, what a file has: every tensor that is missing, not expected, or
 * of another shape, by name.
 */
import { CheckpointError } from '../math/errors.js';

/** What does not fit. */
export interface FitReport {
  readonly missing: readonly string[];
  readonly unexpected: readonly string[];
  readonly misshapen: readonly {
    readonly name: string;
    readonly got: readonly number[];
    readonly expected: readonly number[];
  }[];
}

type Shapes = ReadonlyMap<string, readonly number[]>;

/**
 * Compares names and shapes.
 *
 * @example
 * const fit = compareShapes(new Map([['a', [2]]]), new Map([['a', [3]], ['b', [1]]]));
 * fit.missing; // ['b']
 * fit.misshapen; // [{ name: 'a', got: [2], expected: [3] }]
 */
export function compareShapes(got: Shapes, expected: Shapes): FitReport {
  const misshapen = [...expected].flatMap(([name, shape]) => {
    const there = got.get(name);
    if (there === undefined || String(there) === String(shape)) return [];
    return [{ name, got: there, expected: shape }];
  });
  return {
    missing: [...expected.keys()].filter((name) => !got.has(name)),
    unexpected: [...got.keys()].filter((name) => !expected.has(name)),
    misshapen,
  };
}

/**
 * The report in sentences, at most `limit` names of a kind; empty when everything fits.
 *
 * @example
 * fitText({ missing: ['a', 'b'], unexpected: [], misshapen: [] }, 1); // '2 missing: a ...'
 */
export function fitText({ missing, unexpected, misshapen }: FitReport, limit = 5): string {
  const some = (what: string, names: readonly string[]): string[] =>
    names.length === 0
      ? []
      : [
          `${names.length} ${what}: ${names.slice(0, limit).join(', ')}` +
            (names.length > limit ? ' ...' : ''),
        ];
  return [
    ...some('missing', missing),
    ...some('not expected', unexpected),
    ...some(
      'of another shape',
      misshapen.map(({ name, got, expected }) => `${name} [${got}], not [${expected}]`),
    ),
  ].join('; ');
}

/**
 * Refuses a file in which tensors are missing or misshapen. What is merely not expected passes.
 *
 * @throws CheckpointError with every name
 */
export function requireFit(report: FitReport, file: string): void {
  if (report.missing.length === 0 && report.misshapen.length === 0) return;
  throw new CheckpointError(`${file}: does not fit the model: ${fitText(report, 20)}`);
}
