/** The log of a training run as pictures: one curve for each number that it has. */
import { join } from 'node:path';
import { writeFileAtomic } from '../files/atomic.node.js';
import { type RunLine, readRunLog } from '../training/run-log.node.js';
import { liveSvg } from '../view/live-svg.js';

/** A curve has at most so many points: of many steps each is the mean of a few neighbours. */
const points = 300;

/** Writes `curve-NAME.svg` beside the log, for the loss and for all that was measured. */
export function writeCurves(folder: string): void {
  const log = readRunLog(join(folder, 'log.jsonl'));
  const names = new Set(log.flatMap((line) => Object.keys(line)));
  for (const name of names) {
    if (name === 'step' || name === 'rate') continue;
    const { x, y } = curve(log, name);
    const svg = liveSvg(`${name}, after steps of training`, 'step', [{ name, x, y }]);
    const onPaper = svg.replace('<svg ', '<svg style="background:#fff" ');
    writeFileAtomic(join(folder, `curve-${name}.svg`), onPaper);
  }
}

function curve(log: readonly RunLine[], name: string): { x: number[]; y: number[] } {
  const lines = log.filter((line) => Number.isFinite(line[name]));
  const bin = Math.ceil(lines.length / points);
  const starts = Array.from({ length: Math.ceil(lines.length / bin) }, (_, i) => i * bin);
  const mean = (key: string, from: number): number => {
    const some = lines.slice(from, from + bin);
    return some.reduce((sum, line) => sum + line[key], 0) / some.length;
  };
  return { x: starts.map((from) => mean('step', from)), y: starts.map((from) => mean(name, from)) };
}
