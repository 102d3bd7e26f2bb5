/**
 * Errors that teach: `what is wrong: got; expected`, in lower case, with the way out.
 *
 * One small family, so that a notebook can tell a learner's mistake (one of these: show the
 * sentence) from a fault of ours (anything else: show where it happened).
 */

/** The base of every error this library throws on purpose. */
export class PlaygroundError extends Error {
  override name = 'PlaygroundError';
}

/** Shapes or lengths do not fit: `dense: got input [2, 3]; expected last axis 4`. */
export class ShapeError extends PlaygroundError {
  override name = 'ShapeError';
}

/** A setting is out of range or a name is unknown: `unknown activation: got 'sigmod'; ...`. */
export class ConfigError extends PlaygroundError {
  override name = 'ConfigError';
}

/** A file of weights is damaged, of another kind, or does not fit the model. */
export class CheckpointError extends PlaygroundError {
  override name = 'CheckpointError';
}

/**
 * The candidates closest to a mistyped word, best first, at most three.
 *
 * Distance is Damerau-Levenshtein (optimal string alignment), ignoring case; a candidate that is
 * further away than half of the word is not offered, unless one contains the other.
 *
 * @example
 * nearest('sigmod', ['sigmoid', 'tanh', 'silu']); // ['sigmoid']
 */
export function nearest(word: string, candidates: readonly string[]): string[] {
  const limit = Math.max(2, Math.ceil(word.length / 2) - 1);
  const lower = word.toLowerCase();
  return candidates
    .map((candidate) => {
      const other = candidate.toLowerCase();
      const within = lower.length > 1 && (other.includes(lower) || lower.includes(other));
      return { candidate, distance: within ? 1 : editDistance(lower, other) };
    })
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

/**
 * `unknown KIND: got 'WORD'; expected one of ...`, with the nearest names first when there are any.
 *
 * @example
 * unknownName('activation', 'sigmod', ['sigmoid', 'tanh']).message;
 * // "unknown activation: got 'sigmod'; did you mean 'sigmoid'? there are: sigmoid, tanh"
 */
export function unknownName(kind: string, word: string, names: readonly string[]): ConfigError {
  const close = nearest(word, names).map((name) => `'${name}'`);
  const guess = close.length > 0 ? `did you mean ${close.join(' or ')}? ` : '';
  return new ConfigError(`unknown ${kind}: got '${word}'; ${guess}there are: ${names.join(', ')}`);
}

function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      row[j] = Math.min(change, last[j] + 1, row[j - 1] + 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    before = last;
    last = row;
  }
  return last[b.length];
}
