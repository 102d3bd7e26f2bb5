/** Curves that grow while a loop runs: at most ten pictures a second, in one output. */
import { ConfigError } from '../math/errors.js';
import { linePlot } from '../view/line-plot.js';
import { liveSvg } from '../view/live-svg.js';
import { outputsOf, textOf } from './bundle.node.js';
import { display, inNotebook } from './display.node.js';
import { record } from './recorder.js';

export interface LiveChartOptions {
  readonly title: string;
  /** Names of the curves. */
  readonly series: readonly string[];
  readonly xLabel?: string;
  readonly yLabel?: string;
}

export interface LiveChart {
  /** One more point for the curves that are named. */
  add(x: number, values: Readonly<Record<string, number>>): void;
  /** Puts the finished figure in place of the growing one, with its words and numbers below. */
  done(): void;
}

/**
 * A chart that is added to.
 *
 * @throws ConfigError without series, or for a value of a series that was not named
 *
 * @example
 * const chart = liveChart({ title: 'loss', series: ['loss'] });
 * chart.add(1, { loss: 0.5 });
 * chart.done(); // undefined
 */
export function liveChart(options: LiveChartOptions): LiveChart {
  const { title, xLabel = 'step', yLabel = '' } = options;
  if (options.series.length === 0) {
    throw new ConfigError('live chart: got no series; expected at least one name');
  }
  const lines = options.series.map((name) => ({ name, x: [] as number[], y: [] as number[] }));
  const drawing = () => ({
    'image/svg+xml': liveSvg(title, xLabel, lines.map(thinned)),
    'text/plain': `${title}, under way`,
  });
  const update = display(drawing());
  let last = 0;
  return {
    add(x, values) {
      for (const [name, value] of Object.entries(values)) {
        const line = lines.find((one) => one.name === name);
        if (line === undefined) {
          throw new ConfigError(
            `live chart: got a value of '${name}'; expected one of ${options.series.join(', ')}`,
          );
        }
        line.x.push(x);
        line.y.push(value);
      }
      const now = performance.now();
      if (now - last < 100 || !inNotebook()) return;
      last = now;
      update(drawing());
    },
    done() {
      const used = lines.filter((line) => line.x.length > 0);
      const shown = used.length > 0 ? used : [{ name: lines[0].name, x: [0], y: [Number.NaN] }];
      const view = linePlot({
        title,
        series: Object.fromEntries(shown.map(({ name, x, y }) => [name, { x, y }])),
        xLabel,
        yLabel,
      });
      record(view);
      if (!inNotebook()) {
        console.log(textOf(view));
        return;
      }
      const [first, ...rest] = outputsOf(view);
      update(first.data, first.metadata);
      for (const { data, metadata } of rest) display(data, metadata);
    },
  };
}

/** No more points than the picture has columns. */
function thinned<L extends { x: readonly number[]; y: readonly number[] }>(line: L): L {
  const step = Math.ceil(line.x.length / 600);
  if (step <= 1) return line;
  const keep = (_: number, i: number) => i % step === 0 || i === line.x.length - 1;
  return { ...line, x: line.x.filter(keep), y: line.y.filter(keep) };
}
