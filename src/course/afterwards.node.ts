/** What is wrong although the answer is right: changed or disposed inputs, tensors left behind. */
import { type Difference, firstDifference } from './compare.js';
import type { Finding } from './findings.node.js';
import { guarded } from './guard.node.js';
import { type Plain, plain, type TensorLike } from './plain.js';
import { tensorsInside } from './tensors.js';
import { valueText } from './value-text.js';

function changeOf(args: unknown[], inputs: readonly Plain[]): Difference | null {
  const now = guarded(() => args.map(plain), 1000);
  return firstDifference(now.kind === 'value' ? (now.value as Plain) : undefined, inputs, 0);
}

/** What is wrong although the answer is right: changed or disposed inputs, tensors left behind. */
export function afterwards(
  check: { readonly changesInputs?: boolean },
  seen: {
    readonly args: unknown[];
    /** Names of the arguments, as far as they are known. */
    readonly called: readonly string[];
    readonly inputs: readonly Plain[];
    readonly inputTensors: ReadonlySet<TensorLike>;
    readonly value: unknown;
    readonly stayed: number;
    readonly tried: string;
  },
): Finding | null {
  const { args, called, inputs, inputTensors, value, stayed, tried } = seen;
  if ([...inputTensors].some((tensor) => tensor.isDisposed)) {
    return {
      kind: 'disposed inputs',
      tried,
      says: 'The answer is right, but you disposed of a tensor that was given to you. It belongs to the caller: dispose only of what you make.',
    };
  }
  const difference = check.changesInputs ? null : changeOf(args, inputs);
  if (difference) {
    return {
      kind: 'changed inputs',
      tried,
      place: `${namedPath(difference.path, called)}: ${valueText(difference.got, 30)}, was ${valueText(difference.expected, 30)}`,
      says: 'The answer is right, but your function changed what it was given. Whoever called it still needs that: work on a copy, for example [...list].',
    };
  }
  const inside = guarded(
    () => tensorsInside(value).filter((t) => !inputTensors.has(t)).length,
    1000,
  );
  const left = stayed - (inside.kind === 'value' ? Number(inside.value) : 0);
  if (left <= 0) return null;
  const made = left === 1 ? '1 tensor was' : `${left} tensors were`;
  return {
    kind: 'leak',
    tried,
    says: `The answer is right, but ${made} left behind in memory. Put the steps into tf.tidy(() => ...): it keeps the result and disposes of the rest.`,
  };
}

/** `inputs[1]` for `[0][1]`. */
function namedPath(path: string, names: readonly string[]): string {
  return path.replace(/^\[(\d+)\]/, (_, i) => names[Number(i)] || `input ${Number(i) + 1}, `);
}
