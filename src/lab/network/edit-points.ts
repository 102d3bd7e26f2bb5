/**
 * Own points, changed one at a time. Pure.
 */
import type { Data } from './data.js';
import { kept, MOST_CLASSES, MOST_POINTS, type OwnPoints } from './own-points.js';

/** The points of any set, as own ones. */
export function ownOf({ classes, inputs, targets }: Data): OwnPoints {
  return {
    classes,
    inputs: inputs.map((point) => point.map(kept)),
    targets: classes.length > 0 ? targets : targets.map(kept),
  };
}

/** One point more; the same points where there is no room. */
export function withPoint(points: OwnPoints, x: number, y: number, target: number): OwnPoints {
  const { inputs, targets, classes } = points;
  if (inputs.length >= MOST_POINTS) return points;
  return {
    classes,
    inputs: [...inputs, [kept(x), kept(y)]],
    targets: [...targets, classes.length > 0 ? target : kept(target)],
  };
}

/** Without the point nearest to a place, if one is near. */
export function withoutPoint(points: OwnPoints, x: number, y: number, reach = 0.12): OwnPoints {
  let best = -1;
  let nearest = reach;
  points.inputs.forEach(([a, b], at) => {
    const far = Math.hypot(a - x, b - y);
    if (far > nearest) return;
    nearest = far;
    best = at;
  });
  if (best < 0) return points;
  const others = (_: unknown, at: number): boolean => at !== best;
  return {
    ...points,
    inputs: points.inputs.filter(others),
    targets: points.targets.filter(others),
  };
}

/** One class more, with a letter that no other has. */
export function withClass(points: OwnPoints): OwnPoints {
  const { classes } = points;
  if (classes.length === 0 || classes.length >= MOST_CLASSES) return points;
  const name = [...'ABCDEFGHIJKL'].find((letter) => !classes.includes(letter)) ?? 'Z';
  return { ...points, classes: [...classes, name] };
}

/** What is odd about points, in sentences. */
export function oddities({ classes, inputs, targets }: OwnPoints): string[] {
  if (inputs.length === 0) return [];
  const there = new Set(targets);
  if (classes.length > 0 && there.size === 1) {
    const name = classes[targets[0]];
    return [`All points are of class ${name}: there is nothing to tell apart yet.`];
  }
  const odd: string[] = [];
  const empty = classes.filter((_, at) => !there.has(at));
  if (empty.length > 0 && classes.length > 2)
    odd.push(`There is no point of class ${empty.join(', ')}.`);
  if (inputs.length >= MOST_POINTS) {
    odd.push(`${MOST_POINTS.toLocaleString('en-US')} points are the most: no more can be added.`);
  }
  return odd;
}
