/**
 * Arms of a spiral, as many as there are classes: the set for softmax, beside the two-class sets of
 * toy-points.ts.
 *
 * Source: the notes of Stanford's course CS231n, which made three arms the example for a network
 * with several classes.
 */
import { ConfigError } from '../math/errors.js';
import { random } from '../math/random.js';
import type { ToyOptions, ToyPoints } from './toy-points.js';

/**
 * Points on so many arms, the classes taking turns.
 *
 * @param classes how many arms, 2 or more
 * @returns targets 0 up to, not with, `classes`
 * @throws ConfigError for fewer classes than 2, fewer points than classes, or noise below 0
 * @example
 * toyArms(3, { count: 6 }).targets; // [0, 1, 2, 0, 1, 2]
 */
export function toyArms(classes: number, options: ToyOptions = {}): ToyPoints {
  const { count = 200, noise = 0.08, rng = random(0) } = options;
  if (!Number.isInteger(classes) || classes < 2) {
    throw new ConfigError(`toyArms: got ${classes} classes; expected a whole number from 2 on`);
  }
  if (!Number.isInteger(count) || count < classes) {
    throw new ConfigError(
      `toyArms: got count ${count}; expected a whole number from ${classes} on`,
    );
  }
  if (!(noise >= 0 && Number.isFinite(noise))) {
    throw new ConfigError(`toyArms: got noise ${noise}; expected 0 or more`);
  }
  const along = rng.rand(count);
  const shaken = rng.randn(2 * count);
  const targets = Array.from({ length: count }, (_, i) => i % classes);
  const inputs = targets.map((target, i) => {
    const radius = 0.08 + 0.87 * along[i];
    const angle = Math.PI * along[i] + (2 * Math.PI * target) / classes;
    return [
      radius * Math.cos(angle) + noise * shaken[2 * i],
      radius * Math.sin(angle) + noise * shaken[2 * i + 1],
    ];
  });
  return { inputs, targets };
}
