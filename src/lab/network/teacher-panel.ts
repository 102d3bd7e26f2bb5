/**
 * What a teacher takes away: ticked parts are hidden, and the link keeps them hidden.
 *
 * Parts carry `data-part`. This is no lock: who changes the link has everything again.
 */
import { button, tick } from '../core/controls.js';
import { html } from '../core/dom.js';
import type { Panel } from './drawer.js';
import { PARTS } from './state.js';

/** The panel; `onHide` gets the names of all parts that are to be hidden. */
export function teacherPanel(onHide: (parts: readonly string[]) => void): Panel {
  let hidden: readonly string[] = [];
  const ticks = PARTS.filter((part) => part !== 'teacher').map((part) => ({
    part,
    control: tick(part, (on) =>
      onHide(on ? [...hidden, part] : hidden.filter((one) => one !== part)),
    ),
  }));
  const last = button('Hide this panel too', () => onHide([...hidden, 'teacher']));
  return {
    ...{ name: 'Teacher', part: 'teacher' },
    element: html(
      'div',
      { class: 'teacher-panel' },
      html(
        'p',
        {},
        'Tick what your learners should not see, then copy the link: it opens without these parts.',
      ),
      html('div', { class: 'row' }, ...ticks.map(({ control }) => control.element)),
      html('div', { class: 'row' }, last),
    ),
    draw: ({ hide }) => {
      hidden = hide;
      for (const { part, control } of ticks) control.show(hide.includes(part));
    },
  };
}

/** Hides the parts of these names, and shows all others. */
export function hideParts(place: HTMLElement, names: readonly string[]): void {
  for (const element of place.querySelectorAll<HTMLElement>('[data-part]')) {
    element.classList.toggle('gone', names.includes(element.dataset.part ?? ''));
  }
}
