/**
 * The settings around the network: points, layers, how it learns.
 */
import { button, type Control, select } from '../core/controls.js';
import { html, setAttributes } from '../core/dom.js';
import type { Store } from '../core/store.js';
import type { Data } from './data.js';
import { numberBox, numberList, stepper } from './fields.js';
import { fits } from './layers-field.js';
import { ANSWERS, DATA_SETS, LIMITS, type NetworkState, OPTIMISERS, STARTS } from './state.js';

/** Changes some settings; the run begins anew. */
export type Restart = (change: Partial<NetworkState>) => void;

const RATES = [0.00001, 0.0001, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 100];
const PENALTIES = [0, 0.0001, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1];

export interface Settings {
  readonly points: HTMLElement;
  readonly learning: HTMLElement;
  readonly show: (state: NetworkState, data: Data, rate: number) => void;
}

/** Builds the settings; `onRate` changes the learning rate without beginning anew. */
export function settings(
  store: Store<NetworkState>,
  restart: Restart,
  onRate: (rate: number) => void,
): Settings {
  const data = select('points', DATA_SETS, (next) => restart({ data: next }));
  const count = numberBox('how many', { ...LIMITS.count, step: 10 }, (v) => restart({ count: v }));
  const noise = numberBox('noise', { ...LIMITS.noise, step: 0.01 }, (v) => restart({ noise: v }));
  const test = numberBox('test, %', { ...LIMITS.test, step: 10 }, (v) => restart({ test: v }));
  const seed = numberBox('seed', { ...LIMITS.seed, step: 1 }, (v) => restart({ seed: v }));
  const hidden = stepper('hidden layers', (by) => restart({ layers: moreLayers(store.get(), by) }));
  const start = select('first weights', STARTS, (next) => restart({ start: next }));
  const answer = select('answer by', ANSWERS, (next) => restart({ answer: next }));
  const optimiser = select('optimiser', OPTIMISERS, (next) => restart({ optimiser: next }));
  const rate = numberList('learning rate', RATES, onRate);
  const batch = numberBox('batch', { ...LIMITS.batch, step: 1 }, (v) => restart({ batch: v }));
  const l1 = numberList('L1', PENALTIES, (v) => restart({ l1: v }));
  const l2 = numberList('L2', PENALTIES, (v) => restart({ l2: v }));
  const dropout = numberBox('dropout', { ...LIMITS.dropout, step: 0.1 }, (v) =>
    restart({ dropout: v }),
  );
  const another = {
    element: button('Another seed', () => restart({ seed: (store.get().seed + 1) % 10_000 })),
  };
  for (const [part, controls] of [
    ['points', [data]],
    ['how many', [count]],
    ['noise', [noise]],
    ['test', [test]],
    ['seed', [seed, another]],
    ['layers', [hidden]],
    ['first weights', [start]],
    ['learning rate', [rate]],
    ['optimiser', [optimiser]],
    ['batch', [batch]],
    ['answer', [answer]],
    ['regularisation', [l1, l2, dropout]],
  ] as const) {
    for (const { element } of controls) setAttributes(element, { 'data-part': part });
  }
  const row = (
    kind: string,
    ...controls: readonly Pick<Control<never>, 'element'>[]
  ): HTMLElement =>
    html('div', { class: `row ${kind}` }, ...controls.map(({ element }) => element));
  return {
    points: row('points', data, count, noise, test, seed, another, hidden),
    learning: row('learning', rate, optimiser, batch, l1, l2, dropout, start, answer),
    show: (state, { output, classes }, now) => {
      data.show(state.data);
      for (const [control, key] of [
        [count, 'count'],
        [noise, 'noise'],
        [test, 'test'],
        [seed, 'seed'],
        [batch, 'batch'],
        [l1, 'l1'],
        [l2, 'l2'],
        [dropout, 'dropout'],
      ] as const) {
        control.show(state[key]);
      }
      count.element.hidden = state.data === 'own';
      noise.element.hidden = state.data === 'own';
      hidden.show({
        value: state.layers.length,
        less: state.layers.length > 0,
        more: fits(moreLayers(state, 1)),
      });
      start.show(state.start);
      optimiser.show(state.optimiser);
      answer.show(state.answer);
      answer.element.hidden = classes.length !== 2 || output === 'linear';
      rate.show(now);
    },
  };
}

/** A new layer is as the last one. */
function moreLayers({ layers }: NetworkState, by: 1 | -1): NetworkState['layers'] {
  if (by < 0) return layers.slice(0, -1);
  return [...layers, layers.at(-1) ?? { size: 4, activation: 'tanh' }];
}
