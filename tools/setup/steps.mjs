// @ts-check
/**
 * The step runner. A step looks whether its work is there (`isDone`) and, if not, does it (`run`).
 * Steps that do not need each other run side by side. An optional step that fails is left out with
 * its reason; a required one stops set-up. A step that was killed half-way is simply not done: it
 * works in a temporary folder and moves the result into place at its end.
 */
import { ChildError, lastLines } from './child.mjs';
import { messageOf, SetupError } from './error.mjs';
import { secondsInWords } from './progress.mjs';

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {string} title what the terminal shows
 * @property {readonly string[]} needs names of steps that come before
 * @property {boolean} [optional] may fail without stopping set-up
 * @property {() => boolean | Promise<boolean>} isDone
 * @property {(progress: import('./progress.mjs').Progress) => Promise<void>} run
 *
 * @typedef {'ready' | 'made' | 'failed' | 'blocked'} Outcome
 * @typedef {{ outcome: Outcome, seconds: number, why: string, remedy: string | null }} Result
 */

/**
 * Run all steps, each as soon as those it needs are there.
 * @param {readonly Step[]} steps
 * @param {import('./progress.mjs').Board} board
 * @returns {Promise<Map<string, Result>>}
 */
export async function runSteps(steps, board) {
  /** @type {Map<string, Promise<Result>>} */
  const started = new Map();
  /** @type {SetupError | null} */
  let fatal = null;

  /** @param {Step} step @returns {Promise<Result>} */
  async function perform(step) {
    for (const name of step.needs) {
      const needed = await started.get(name);
      if (needed === undefined) throw new Error(`step ${step.name} needs ${name}, which is absent`);
      if (needed.outcome === 'failed' || needed.outcome === 'blocked') {
        return { outcome: 'blocked', seconds: 0, why: needed.why, remedy: needed.remedy };
      }
    }
    if (fatal !== null) return { outcome: 'blocked', seconds: 0, why: fatal.message, remedy: null };
    const began = Date.now();
    if (await isDone(step)) return { outcome: 'ready', seconds: 0, why: '', remedy: null };
    const shown = board.start(step.title);
    try {
      await step.run(shown.progress);
      if (!(await isDone(step))) {
        throw new SetupError(`${step.title}: ended without its result`, 'start again');
      }
      const seconds = (Date.now() - began) / 1000;
      shown.end('✓', secondsInWords(seconds));
      return { outcome: 'made', seconds, why: '', remedy: null };
    } catch (error) {
      const told = asSetupError(step, error);
      shown.end(step.optional ? '-' : '✗', told.message);
      if (!step.optional) fatal ??= told;
      const seconds = (Date.now() - began) / 1000;
      return { outcome: 'failed', seconds, why: told.message, remedy: told.remedy };
    }
  }

  for (const step of steps) started.set(step.name, perform(step));
  /** @type {Map<string, Result>} */
  const results = new Map();
  for (const [name, promise] of started) results.set(name, await promise);
  if (fatal !== null) throw fatal;
  return results;
}

/**
 * A step whose check itself throws is not done.
 * @param {Step} step
 */
async function isDone(step) {
  try {
    return await step.isDone();
  } catch {
    return false;
  }
}

/**
 * @param {Step} step
 * @param {unknown} error
 */
function asSetupError(step, error) {
  if (error instanceof SetupError) return error;
  if (error instanceof ChildError) {
    return new SetupError(`${step.title}: ${error.message}\n${lastLines(error.output)}`);
  }
  return new SetupError(`${step.title}: ${messageOf(error)}`);
}
