/**
 * The files of the workspace, damaged in thousands of ways (in hundreds without `N2D_LONG=1`): no
 * command throws anything but a sentence, and nothing that was in them is lost.
 */
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PlaygroundError, random } from 'neuron-to-diffusion';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { cellOf, cellsOf } from '../../src/cli/notebook-cells.js';
import { readCatalogue } from '../../src/course/catalogue.node.js';
import { overviewOf, overviewText } from '../../src/course/overview.js';
import { noProgress, progressFrom, withAttempt, withGuess } from '../../src/course/progress.js';
import { changeProgress, readProgress } from '../../src/course/progress.node.js';
import { resetExercise } from '../../src/course/reset-exercise.node.js';
import { syncWorkspace } from '../../src/course/workspace.node.js';
import { damaged } from './damage.js';

const root = path.resolve(import.meta.dirname, '../..');
const rounds = process.env.N2D_LONG ? 3_000 : 150;
const lesson = '01-one-neuron';
const folder = mkdtempSync(path.join(tmpdir(), 'n2d damaged '));
const notebooks = path.join(folder, 'notebooks');
const workspace = path.join(folder, 'workspace');
const page = path.join(workspace, `${lesson}.ipynb`);
const own = path.join(workspace, '.n2d');
const record = path.join(own, 'progress.json');
const catalogue = readCatalogue();
mkdirSync(notebooks);
copyFileSync(
  path.join(root, 'notebooks', `${lesson}.ipynb`),
  path.join(notebooks, `${lesson}.ipynb`),
);

const before = process.env.N2D_WORKSPACE;
process.env.N2D_WORKSPACE = workspace;
afterAll(() => {
  if (before === undefined) delete process.env.N2D_WORKSPACE;
  else process.env.N2D_WORKSPACE = before;
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(() => rmSync(workspace, { recursive: true, force: true }));

/** Every file of the workspace, as bytes. */
function contents(): Buffer[] {
  return readdirSync(workspace, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name)));
}

/** Runs it; only a sentence for the learner may be thrown. */
function orSentence<T>(work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof PlaygroundError)) throw error;
    expect(error.message).not.toMatch(/^\s+at /m);
    return null;
  }
}

describe('a damaged file', () => {
  it('of the progress is set aside, or read as far as it is sound', { timeout: 600_000 }, () => {
    const chance = random(3);
    const at = '2026-01-01T00:00:00.000Z';
    const solved = withAttempt(
      withAttempt(noProgress, 'net-input', false, at),
      'but-not',
      true,
      at,
    );
    const sound = JSON.stringify(withGuess(solved, 'which-way', 'a', true, at));
    for (let i = 0; i < rounds; i++) {
      rmSync(own, { recursive: true, force: true });
      mkdirSync(own, { recursive: true });
      const text = damaged(sound, chance);
      writeFileSync(record, text);
      const bytes = readFileSync(record);
      overviewText(overviewOf(catalogue.lessons, readProgress().progress));
      const { progress, trouble } = changeProgress((old) => withAttempt(old, 'leaky', true, at));
      expect(progress.exercises.leaky.solved).toBe(at);
      const now: unknown = JSON.parse(readFileSync(record, 'utf8'));
      expect(progressFrom(now)).toEqual(progress);
      if (trouble !== null) expect(contents().some((one) => one.equals(bytes))).toBe(true);
    }
  });

  it('of a page is kept, whatever is done to it', { timeout: 600_000 }, () => {
    const chance = random(4);
    const sound = readFileSync(path.join(notebooks, `${lesson}.ipynb`), 'utf8').replace(
      'your turn: replace this line',
      'typed by hand',
    );
    for (let i = 0; i < rounds; i++) {
      rmSync(workspace, { recursive: true, force: true });
      mkdirSync(workspace, { recursive: true });
      writeFileSync(page, damaged(sound, chance));
      const bytes = readFileSync(page);
      const cells = orSentence(() => cellsOf(lesson));
      if (cells) cellOf(cells, { id: 'net-input', function: 'netInput' });
      const report = orSentence(() => resetExercise('net-input', catalogue));
      expect(contents().some((one) => one.equals(bytes))).toBe(true);
      if (report) expect(() => JSON.parse(readFileSync(page, 'utf8'))).not.toThrow();

      writeFileSync(page, bytes);
      expect(syncWorkspace({ notebooks, workspace }).trouble).toBeNull();
      expect(() => JSON.parse(readFileSync(page, 'utf8').replace(/^\ufeff/, ''))).not.toThrow();
      if (bytes.includes('typed by hand')) {
        expect(contents().some((one) => one.equals(bytes))).toBe(true);
      }
    }
  });
});
