/** The microscope in the page: the step, two pictures and the schedule; under them one of three views. */
import { button, segments, slider } from '../core/controls.js';
import { html, setAttributes, setText } from '../core/dom.js';
import type { Store } from '../core/store.js';
import { latentsView } from './latents-view.js';
import { levelChart } from './level-chart.js';
import { stepOf } from './look.js';
import { numbersView } from './numbers-view.js';
import { canvasOf, paintPicture } from './pictures.js';
import type { Run } from './read.js';
import { type MicroscopeState, VIEWS } from './state.js';
import { placeWords, runWords } from './words.js';
import { wordsView } from './words-view.js';

/** So long a step stays while it plays, in milliseconds. */
const PACE = 350;

export interface Microscope {
  readonly mount: (
    place: HTMLElement,
    store: Store<MicroscopeState>,
  ) => (state: MicroscopeState) => void;
  /** Stops what plays. */
  readonly halt: () => void;
}

/** The microscope on a run. */
export function microscope(run: Run): Microscope {
  let timer: number | undefined;
  let redraw = (): void => {};
  const halt = (): void => {
    if (timer === undefined) return;
    clearInterval(timer);
    timer = undefined;
    redraw();
  };
  const mount: Microscope['mount'] = (place, store) => {
    redraw = store.redraw;
    const last = run.steps.length;
    const go = (step: number): void => {
      store.set({ step: Math.min(last, Math.max(1, Math.round(step))) });
    };
    const by = (steps: number): void => {
      halt();
      go(store.get().step + steps);
    };
    const tick = (): void => {
      if (store.get().step >= last) halt();
      else go(store.get().step + 1);
    };
    const toggle = (): void => {
      if (timer === undefined) {
        if (store.get().step === last) go(1);
        timer = window.setInterval(tick, PACE);
        store.redraw();
      } else halt();
    };
    const play = button('Play', toggle);
    play.classList.add('play');
    const back = button('Back', () => by(-1));
    const next = button('Next', () => by(1));
    const step = slider({
      ...{ name: 'step', sign: 'step', from: 1, to: Math.max(2, last), step: 1 },
      onInput: (value) => {
        halt();
        go(value);
      },
    });
    step.element.querySelector('label')?.classList.add('word');

    const size = [run.pictureHeight, run.pictureWidth] as const;
    const pictures = {
      after: canvasOf(...size, 'the latents as a picture'),
      clean: canvasOf(...size, 'the estimate as a picture'),
    };
    const chart = levelChart(run);
    const mixture = html('p', { class: 'numbers mixture' });
    const how = run.decoded ? 'decoded by the VAE.' : 'one pixel for each place.';
    const part = (name: string, what: string, ...inside: HTMLElement[]): HTMLElement =>
      html('section', {}, html('h2', {}, name), html('p', { class: 'what' }, what), ...inside);
    const where = html('p', { class: 'where' });
    const view = segments('look closer at', VIEWS, (name) => store.set({ view: name }));
    const views = {
      latents: latentsView(run, store),
      words: wordsView(run, store),
      numbers: numbersView(run),
    };
    place.classList.add('microscope');
    place.append(
      html('p', { class: 'run' }, runWords(run)),
      html(
        'div',
        { class: 'steps', role: 'group', 'aria-label': 'step' },
        ...[play, back, next, step.element],
      ),
      where,
      html(
        'div',
        { class: 'top' },
        part('The picture so far', `The latents after this step, ${how}`, pictures.after),
        part(
          'The estimate',
          `What the U-Net takes the finished picture to be, ${how}`,
          pictures.clean,
        ),
        part(
          'The schedule',
          'How much picture and how much noise the latents hold at each step.',
          chart.element,
          html('p', { class: 'what mixed' }, 'The scheduler mixes the next latents:'),
          mixture,
        ),
      ),
      view.element,
      ...VIEWS.map((name) => views[name].element),
    );
    return (state) => {
      setText(play, timer === undefined ? 'Play' : 'Pause');
      setAttributes(play, { 'aria-pressed': String(timer !== undefined), disabled: last < 2 });
      setAttributes(back, { disabled: state.step === 1 });
      setAttributes(next, { disabled: state.step === last });
      step.show(state.step);
      setText(where, placeWords(run, state));
      paintPicture(pictures.after, run.after[state.step - 1]);
      paintPicture(pictures.clean, run.clean[state.step - 1]);
      const { call, mixture: mixed } = stepOf(run, state);
      setAttributes(pictures.after, {
        'aria-label': `the latents after step ${call} as a picture`,
      });
      setAttributes(pictures.clean, { 'aria-label': `the estimate at step ${call} as a picture` });
      setText(mixture, mixed);
      chart.draw(state);
      view.show(state.view);
      for (const name of VIEWS) views[name].element.hidden = name !== state.view;
      views[state.view].draw(state);
    };
  };
  return { mount, halt };
}
