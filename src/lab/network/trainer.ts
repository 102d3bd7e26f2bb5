/**
 * The run behind the page: it goes on while there is time in a frame, stands still, goes back, and
 * remembers the losses of the epochs that were once reached. No page in here.
 */
import type { Network } from '../../neuron/network.js';
import type { EpochResult, TrainingRun } from '../../neuron/training-run.js';
import { buildNetwork, buildRun, runKey } from './build.js';
import { type Data, dataOf } from './data.js';
import { type RatePlan, rateAt, sameSoFar } from './rate.js';
import type { NetworkState, Speed } from './state.js';

/** Milliseconds, as `performance.now()` gives them. */
type Clock = () => number;

export interface Trainer {
  readonly data: Data;
  readonly network: Network;
  /** How far it is: finished epochs, and batches of the next one. */
  readonly epoch: number;
  readonly step: number;
  /** All batches that were learned. */
  readonly done: number;
  /** Batches of an epoch. */
  readonly steps: number;
  /** One entry for each epoch that this run ever reached, also those it went back from. */
  readonly past: readonly EpochResult[];
  /** Why it cannot go on, in a sentence. */
  readonly trouble: string | undefined;
  /** The learning rate of the next step. */
  readonly rate: number;
  /** Milliseconds that a batch usually takes; 0 before the first. */
  readonly pace: number;
  /** Whether another state is the same run, perhaps at another place. */
  readonly serves: (state: NetworkState) => boolean;
  /** Takes over a plan of rates that agrees with what is done. */
  readonly plan: (rates: RatePlan) => void;
  /** Learns until the clock says so; slow and steady do one batch, one epoch. */
  readonly play: (speed: Speed, until: number, clock: Clock) => void;
  /** Goes towards a place; true when it is there. */
  readonly go: (epoch: number, step: number, until: number, clock: Clock) => boolean;
}

/** A run at its beginning. */
export function createTrainer(state: NetworkState): Trainer {
  const key = runKey(state);
  const data = dataOf(state);
  const network = buildNetwork(state, data);
  let rates: RatePlan = { rate: state.rate, changes: state.changes };
  const run = buildRun(state, data, network, () => rates);
  const steps = Math.ceil(data.train.length / state.batch);
  const past: EpochResult[] = [];
  let step = 0;
  let pace = 0;

  const epoch = (): number => run?.epochs ?? 0;
  const done = (): number => epoch() * steps + step;
  const learn = (live: TrainingRun, clock: Clock): void => {
    const before = clock();
    live.step();
    const took = clock() - before;
    pace = pace === 0 ? took : pace + 0.1 * (took - pace);
    if (live.diverged) return;
    step = (step + 1) % steps;
    if (step === 0 && live.epochs > past.length) past.push(live.history[live.epochs - 1]);
  };

  return {
    ...{ data, network, past, steps },
    get epoch() {
      return epoch();
    },
    get step() {
      return step;
    },
    get done() {
      return done();
    },
    get trouble() {
      return run === undefined ? noPoints(data) : run.diverged && sentence(run.diverged.message);
    },
    get rate() {
      return rateAt(rates, done() + 1);
    },
    get pace() {
      return pace;
    },
    serves: (other) =>
      runKey(other) === key &&
      sameSoFar(rates, { rate: other.rate, changes: other.changes }, done()),
    plan: (next) => {
      const same = JSON.stringify(rates) === JSON.stringify(next);
      if (!same) past.length = Math.min(past.length, epoch());
      rates = next;
    },
    play: (speed, until, clock) => {
      if (run === undefined) return;
      if (speed === 'slow') return learn(run, clock);
      const goal = speed === 'steady' ? run.epochs + 1 : Number.POSITIVE_INFINITY;
      while (run.epochs < goal && !run.diverged && clock() < until) learn(run, clock);
    },
    go: (wantedEpoch, wantedStep, until, clock) => {
      if (run === undefined) return true;
      if (epoch() > wantedEpoch || (epoch() === wantedEpoch && step > wantedStep)) {
        run.rewind(run.kept(wantedEpoch));
        step = 0;
      }
      while (!run.diverged && (epoch() < wantedEpoch || step < Math.min(wantedStep, steps - 1))) {
        if (clock() >= until) return false;
        learn(run, clock);
      }
      return true;
    },
  };
}

function noPoints(data: Data): string {
  return data.inputs.length === 0
    ? 'There are no points to learn from. Put some in: click into the plane, or paste a table.'
    : 'All points are kept aside for testing, so there is none to learn from. Keep fewer aside.';
}

/** An engine's message as a sentence: a capital at its beginning, a full stop at its end. */
export function sentence(message: string): string {
  return `${message[0].toUpperCase()}${message.slice(1)}${message.endsWith('.') ? '' : '.'}`;
}
