/** A noise schedule as curves: how the picture fades while the noise grows. */
import { linePlot } from './line-plot.js';
import type { Figure } from './view.js';

export interface SchedulePlotOptions {
  readonly title: string;
  /** Schedule name -> its signal power at each training step (`alphasCumprod`), from 1 to 0. */
  readonly schedules: Readonly<Record<string, ArrayLike<number>>>;
  /** Draw the noise beside the signal; default: where there is one schedule. */
  readonly noise?: boolean;
}

/**
 * The share of signal, and of noise, in a sample at each training step: the square roots of the
 * power that is left and of the power that was added.
 *
 * @throws ShapeError when there is no schedule.
 *
 * @example
 * const { alphasCumprod } = noiseSchedule(stableDiffusionSchedule);
 * schedulePlot({ title: 'Stable Diffusion', schedules: { scaled: alphasCumprod } }).kind; // 'figure'
 */
export function schedulePlot(options: SchedulePlotOptions): Figure {
  const all = Object.entries(options.schedules);
  const noise = options.noise ?? all.length === 1;
  const series = all.flatMap(([name, powers]) => {
    const left = Array.from(powers, (power) => Math.sqrt(power));
    const added = Array.from(powers, (power) => Math.sqrt(1 - power));
    return [[`${name}: signal`, left], ...(noise ? [[`${name}: noise`, added]] : [])];
  });
  return linePlot({
    title: options.title,
    series: Object.fromEntries(series),
    xLabel: 'training step',
    yLabel: 'share',
    yRange: [0, 1],
  });
}
