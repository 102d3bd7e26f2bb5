/**
 * Seeded random numbers, equal to those of torch's CPU generator: one seed, one picture, on every
 * backend and machine. Randomness is an argument in this library, never taken from the air.
 *
 * Equal means: integers and `rand` bit for bit; `randn` within 2e-6, because the last bit of a
 * logarithm or a cosine differs between machines.
 *
 * Source: pytorch `aten/src/ATen/native/cpu/DistributionTemplates.h`, `core/DistributionsHelper.h`;
 * Box and Muller 1958. Leaves out: CUDA's generator (Philox), float64 and float16 draws.
 */
import { ConfigError } from './errors.js';
import { mersenneTwister } from './mersenne-twister.js';

/** A stream of random numbers: each call takes the next ones. */
export interface Random {
  /** `count` numbers from [0, 1), every value equally likely. */
  rand(count: number): Float32Array;
  /** `count` numbers of the bell curve: mean 0, standard deviation 1. */
  randn(count: number): Float32Array;
  /** `count` whole numbers from `low` up to, not including, `high`. */
  randint(low: number, high: number, count: number): Int32Array;
  /** The numbers 0 ... count - 1 in random order (torch's `randperm`). */
  permutation(count: number): Int32Array;
  /** A copy of `values` in random order. */
  shuffled<T>(values: readonly T[]): T[];
}

/**
 * A new stream. The same seed gives the same stream; only its low 32 bits count, as in torch.
 *
 * @param seed a whole number
 * @throws ConfigError for a seed, a count or a range that is no such thing
 *
 * @example
 * random(0).rand(3); // [0.496257, 0.768222, 0.088477]
 * random(42).randint(0, 10, 4); // [2, 7, 6, 4]
 */
export function random(seed: number): Random {
  if (!Number.isSafeInteger(seed)) {
    throw new ConfigError(`random: got seed ${seed}; expected a whole number`);
  }
  const bits = mersenneTwister(seed >>> 0);
  let spare: number | undefined;

  const uniform = (): number => (bits() & 0xffffff) / 2 ** 24;
  const uniformDouble = (): number => {
    const high = bits() & 0x1fffff;
    return (high * 2 ** 32 + bits()) / 2 ** 53;
  };

  /** One number by Box and Muller in double precision; each pair of draws gives two. */
  const normal = (): number => {
    if (spare !== undefined) {
      const value = spare;
      spare = undefined;
      return value;
    }
    const angle = 2 * Math.PI * uniformDouble();
    const radius = Math.sqrt(-2 * Math.log1p(-uniformDouble()));
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };

  const permutation = (count: number): Int32Array => {
    const order = Int32Array.from({ length: checkCount('permutation', count) }, (_, i) => i);
    for (let i = 0; i < count - 1; i++) {
      const other = i + (bits() % (count - i));
      const kept = order[i];
      order[i] = order[other];
      order[other] = kept;
    }
    return order;
  };

  return {
    rand: (count) => new Float32Array(checkCount('rand', count)).map(uniform),
    randn: (count) => {
      const numbers = new Float32Array(checkCount('randn', count));
      if (count < 16) return numbers.map(normal);
      numbers.forEach((_, i) => {
        numbers[i] = uniform();
      });
      for (let start = 0; start + 16 <= count; start += 16) boxMuller(numbers, start);
      if (count % 16 !== 0) {
        // torch does not transform a part of a block: it draws the last 16 places anew.
        for (let i = count - 16; i < count; i++) numbers[i] = uniform();
        boxMuller(numbers, count - 16);
      }
      return numbers;
    },
    randint: (low, high, count) => {
      const range = high - low;
      if (!Number.isSafeInteger(low) || !(range >= 1 && range <= 2 ** 32 && range % 1 === 0)) {
        throw new ConfigError(`randint: got from ${low} to ${high}; expected low below high`);
      }
      return new Int32Array(checkCount('randint', count)).map(() => low + (bits() % range));
    },
    permutation,
    shuffled: (values) => Array.from(permutation(values.length), (i) => values[i]),
  };
}

/** Turns 16 uniform numbers into 16 normal ones in place: radius from eight, angle from eight. */
function boxMuller(numbers: Float32Array, start: number): void {
  for (let i = start; i < start + 8; i++) {
    const first = Math.fround(1 - numbers[i]);
    const radius = Math.fround(Math.sqrt(Math.fround(-2 * Math.fround(Math.log(first)))));
    const angle = Math.fround(Math.fround(2 * Math.PI) * numbers[i + 8]);
    numbers[i] = radius * Math.cos(angle);
    numbers[i + 8] = radius * Math.sin(angle);
  }
}

function checkCount(where: string, count: number): number {
  if (Number.isInteger(count) && count >= 0) return count;
  throw new ConfigError(`${where}: got count ${count}; expected a whole number, 0 or more`);
}
