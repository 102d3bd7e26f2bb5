/** `n2d evaluate`: measures the micro model, with gates beside the figures. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, InvalidArgumentError } from 'commander';
import type { EmojiScope } from '../datasets/emoji-scope.js';
import type { EvaluationProgress } from '../micro/evaluate.node.js';
import type { Figures } from '../micro/figures.js';
import type { Weights } from '../tensor/weights.js';
import { number, whole } from './numbers.js';
import { printJson } from './said.js';

interface Options {
  readonly model?: string;
  readonly scope: EmojiScope;
  readonly count: number;
  readonly steps: number;
  readonly guidance: number;
  readonly seed: number;
  readonly out: string;
  readonly clip?: string;
  readonly read?: string;
  readonly quiet?: boolean;
  readonly json?: boolean;
}

const home = fileURLToPath(new URL('../../.n2d/evaluate/', import.meta.url));

/** The subcommand. */
export function evaluateCommand(): Command {
  return new Command('evaluate')
    .description('measures the micro model on held-out emoji, and says whether its gates hold')
    .option('--model <folder>', 'as diffusers saves it (default: models/micro)')
    .option('--scope <n>', 'things to choose among: 300, 804 (the core) or 1201 (all)', scope, 804)
    .option('--count <n>', 'prompts of each kind', count, 150)
    .option('--steps <n>', 'steps of the scheduler', count, 25)
    .option('--guidance <g>', 'how far to go towards the prompt', number, 4)
    .option('--seed <n>', 'for the choice of prompts and the first noise', whole, 0)
    .option('--out <folder>', 'where the results are', home)
    .option(
      '--clip <file>',
      "image_tower.safetensors of 'n2d train clip' measures words too (default: the shipped one; with --model: none)",
    )
    .option('--read <file>', "a reader's answers to the test for eyes: adds them to the results")
    .option('--quiet', 'no progress')
    .option('--json', 'the figures for another program to read')
    .addHelpText(
      'after',
      `
Examples:
  n2d evaluate                              the micro model, among the 779 of the core
  n2d evaluate --count 16 --out quick       a quick look, in a folder of its own
  n2d evaluate --read answers.json          what somebody saw in eye-test.png

The folder gets table.md, figures.json, index.html (pictures that nobody picked),
eye-test.png and eye-test.md (what do you see?) and eye-answers.json.
Interrupt it as you like: the same command goes on, no picture is drawn twice.
What each figure means: docs/micro-model.md.`,
    )
    .action(async (options: Options) => {
      const { figureTable } = await import('../micro/figures.js');
      const { tableText } = await import('../view/table.js');
      const figures = options.read ? await readEyes(options, options.read) : await measure(options);
      if (figures === undefined) {
        console.error('stopped; the same command goes on');
        process.exitCode = 130;
        return;
      }
      if (options.json) printJson(figures);
      else console.log(`${tableText(figureTable(figures))}\n\n${join(options.out, 'index.html')}`);
    });
}

async function readEyes({ out }: Options, file: string): Promise<Figures> {
  const { scoreReader } = await import('../micro/evaluation-files.node.js');
  return scoreReader(out, file);
}

/** Undefined when it was interrupted. */
async function measure(options: Options): Promise<Figures | undefined> {
  const { microFolder, microImageTower } = await import('../pipeline/micro-folder.node.js');
  const { loadModel } = await import('../pipeline/load.node.js');
  const { disposeModel } = await import('../pipeline/model.js');
  const { loadEmoji } = await import('../datasets/emoji.node.js');
  const { modelHash } = await import('../micro/draw-prompts.node.js');
  const { evaluateMicro } = await import('../micro/evaluate.node.js');
  const { useBackend } = await import('../tensor/backend.node.js');
  const { disposeWeights } = await import('../tensor/weights.js');
  const { model: folder = microFolder, out, quiet = false, ...settings } = options;
  const { clip = options.model === undefined ? microImageTower : undefined } = options;
  await useBackend();
  const tower = clip === undefined ? undefined : await readTower(clip);
  const model = await loadModel(folder);
  const signal = untilInterrupted();
  const show = await progress(quiet);
  try {
    return await evaluateMicro({
      ...settings,
      ...{ model, hash: modelHash(folder), emoji: await loadEmoji(), folder: out, signal },
      ...(tower ? { tower } : {}),
      onProgress: show.update,
    });
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  } finally {
    show.stop();
    disposeModel(model);
    if (tower) disposeWeights(tower);
  }
}

async function readTower(file: string): Promise<Weights> {
  const { readWeights } = await import('../checkpoint/weights.node.js');
  const { fileError } = await import('../files/atomic.node.js');
  try {
    return await readWeights(file);
  } catch (error) {
    throw (error as NodeJS.ErrnoException).syscall ? fileError('read', file, error) : error;
  }
}

/** One task after the other, each with a line or bar of its own. */
async function progress(quiet: boolean): Promise<{
  update: (seen: EvaluationProgress) => void;
  stop: () => void;
}> {
  const { showProgress } = await import('./generate-progress.js');
  let [now, task] = ['', showProgress('', { name: '', size: 1 }, true)];
  return {
    update: ({ what, unit, done, total }) => {
      if (what !== now) {
        task.stop();
        [now, task] = [what, showProgress(what, { name: unit, size: 1 }, quiet)];
      }
      task.update(done, total);
    },
    stop: () => task.stop(),
  };
}

/** The first Ctrl-C ends the run behind its step; the second one at once. */
function untilInterrupted(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => controller.abort());
  }
  return controller.signal;
}

function scope(text: string): number {
  const value = Number(text);
  if (![300, 804, 1201].includes(value)) {
    throw new InvalidArgumentError('expected 300, 804 or 1201');
  }
  return value;
}

function count(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('expected 1, 2, 3 ...');
  return value;
}
