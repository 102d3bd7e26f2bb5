/**
 * What a training run measured, one JSON object a line, appended at once: `{"step":12,"loss":0.31}`.
 * A run that goes on from an earlier step forgets the lines behind it; they come again.
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileError, writeFileAtomic } from '../files/atomic.node.js';

/** One line: the steps done, and numbers by name. */
export type RunLine = Readonly<{ step: number } & Record<string, number>>;

/** Reads the lines up to a step; half a line, of a process that was killed, is dropped. */
export function readRunLog(file: string, lastStep: number = Number.POSITIVE_INFINITY): RunLine[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => parsed(line) ?? []);
  return lines.filter(({ step }) => step <= lastStep);
}

function parsed(line: string): RunLine | undefined {
  try {
    const value = JSON.parse(line) as RunLine | null;
    return typeof value?.step === 'number' ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Opens the log of a run that goes on from this step; the answer appends a line. */
export function openRunLog(file: string, step: number): (line: RunLine) => void {
  const kept = readRunLog(file, step).map((line) => `${JSON.stringify(line)}\n`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileAtomic(file, kept.join(''));
  return (line) => {
    try {
      appendFileSync(file, `${JSON.stringify(line)}\n`);
    } catch (error) {
      throw fileError('write', file, error);
    }
  };
}
