/**
 * Who plays: it holds the run that belongs to the state, starts and stops it, and takes it to the
 * place that the state says. Every change of a setting goes through here.
 */
import type { Store } from '../core/store.js';
import { withRate } from './rate.js';
import { LIMITS, type NetworkState, settleNetwork } from './state.js';
import { createTrainer, type Trainer } from './trainer.js';

export interface Player {
  readonly playing: boolean;
  /** The run of the state that was taken over last. */
  readonly trainer: Trainer;
  /** Takes a state over: another run (then true), or another place in the same one. */
  readonly adopt: (state: NetworkState) => boolean;
  /** Learns for a while, or goes to where the state is; true when there is more to do. */
  readonly advance: (until: number, clock: () => number) => boolean;
  /** Changes settings; the run begins anew. */
  readonly restart: (change: Partial<NetworkState>) => void;
  readonly toggle: () => void;
  readonly halt: () => void;
  readonly batch: () => void;
  readonly epoch: () => void;
  /** Back (or on) to the end of that epoch. */
  readonly rewind: (epoch: number) => void;
  /** Another learning rate from the next batch on. */
  readonly rate: (rate: number) => void;
}

/** A player at the state of the store. */
export function createPlayer(store: Store<NetworkState>): Player {
  let state = store.get();
  let trainer = createTrainer(state);
  let playing = false;

  const halt = (): void => {
    if (!playing) return;
    playing = false;
    store.set({ epoch: trainer.epoch, step: trainer.step });
  };

  return {
    get playing() {
      return playing;
    },
    get trainer() {
      return trainer;
    },
    adopt: (next) => {
      state = next;
      const serves = trainer.serves(next);
      if (serves) trainer.plan(next);
      else trainer = createTrainer(next);
      return !serves;
    },
    advance: (until, clock) => {
      if (!playing) return !trainer.go(state.epoch, state.step, until, clock);
      trainer.play(state.speed, until, clock);
      if (trainer.trouble !== undefined || trainer.epoch >= LIMITS.epoch.to) halt();
      return playing;
    },
    restart: (change) => {
      const begun = { ...store.get(), rate: trainer.rate, changes: [], epoch: 0, step: 0 };
      const fresh = 'seed' in change || 'start' in change ? { weights: '' } : {};
      store.set(settleNetwork({ ...begun, ...fresh, ...change }));
    },
    toggle: () => {
      if (playing) return halt();
      playing = true;
      store.redraw();
    },
    halt,
    batch: () => {
      const { epoch, step, steps } = trainer;
      store.set(step + 1 < steps ? { epoch, step: step + 1 } : { epoch: epoch + 1, step: 0 });
    },
    epoch: () => store.set({ epoch: trainer.epoch + 1, step: 0 }),
    rewind: (epoch) => {
      playing = false;
      store.set({ epoch, step: 0 });
    },
    rate: (rate) => {
      const { rate: first, changes } = store.get();
      store.set(withRate({ rate: first, changes }, trainer.done, rate));
    },
  };
}
