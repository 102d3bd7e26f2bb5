/**
 * Play, pause, one batch, one epoch, back to any epoch, and the beginning again.
 */
import { button, select, slider } from '../core/controls.js';
import { html, setAttributes, setText } from '../core/dom.js';
import { SPEEDS, type Speed } from './state.js';

export interface TransportEvents {
  readonly onPlay: () => void;
  readonly onBatch: () => void;
  readonly onEpoch: () => void;
  /** Back or on to that epoch; 0 is the start. */
  readonly onRewind: (epoch: number) => void;
  readonly onSpeed: (speed: Speed) => void;
}

export interface TransportView {
  readonly playing: boolean;
  readonly able: boolean;
  readonly epoch: number;
  /** The furthest epoch that this run reached. */
  readonly reached: number;
  readonly speed: Speed;
}

/** Builds the bar. */
export function transport(events: TransportEvents): {
  element: HTMLElement;
  show: (view: TransportView) => void;
} {
  const play = button('Play', events.onPlay);
  play.classList.add('play');
  const batch = button('One batch', events.onBatch);
  const epoch = button('One epoch', events.onEpoch);
  const again = button('Start again', () => events.onRewind(0));
  setAttributes(again, { title: 'back to epoch 0: the same seed, the same run' });
  let reached = 1;
  const place = slider({
    ...{ name: 'epoch', sign: 'epoch', from: 0, to: 1, step: 1 },
    onInput: (value) => events.onRewind(Math.round(value)),
  });
  place.element.querySelector('label')?.classList.add('word');
  const speed = select('speed', SPEEDS, events.onSpeed);
  return {
    element: html(
      'div',
      { class: 'transport', role: 'group', 'aria-label': 'training', 'data-part': 'training' },
      ...[play, batch, epoch, again, place.element, speed.element],
    ),
    show: (view) => {
      setText(play, view.playing ? 'Pause' : 'Play');
      setAttributes(play, { 'aria-pressed': String(view.playing), disabled: !view.able });
      setAttributes(batch, { disabled: !view.able || view.playing });
      setAttributes(epoch, { disabled: !view.able || view.playing });
      if (reached !== Math.max(1, view.reached)) {
        reached = Math.max(1, view.reached);
        place.limit(0, reached);
      }
      place.show(view.epoch);
      speed.show(view.speed);
    },
  };
}
