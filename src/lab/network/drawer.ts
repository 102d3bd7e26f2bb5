/**
 * Panels below the lab, one open at a time, each behind a button that says whether it is open.
 */
import { button } from '../core/controls.js';
import { html, setAttributes } from '../core/dom.js';
import type { NetworkState } from './state.js';
import type { Trainer } from './trainer.js';

export interface Panel {
  /** As on its button, and the name of the part that a teacher can hide. */
  readonly name: string;
  readonly part: string;
  readonly element: HTMLElement;
  /** Called while it is open: at once, and with every new state or place of the run. */
  readonly draw: (state: NetworkState, trainer: Trainer) => void;
}

export interface Drawer {
  readonly element: HTMLElement;
  /** The panel that is open. */
  readonly open: () => string | undefined;
  readonly show: (name: string) => void;
  readonly draw: (state: NetworkState, trainer: Trainer) => void;
}

/** The drawer with these panels, all closed. */
export function drawer(panels: readonly Panel[], changed: () => void): Drawer {
  let open: Panel | undefined;
  const toggle = (panel: Panel): void => {
    open = open === panel ? undefined : panel;
    panels.forEach((one, i) => {
      one.element.hidden = one !== open;
      setAttributes(buttons[i], { 'aria-expanded': String(one === open) });
    });
    changed();
  };
  const buttons = panels.map((panel) => button(panel.name, () => toggle(panel)));
  panels.forEach(({ element, name, part }, i) => {
    element.hidden = true;
    element.classList.add('panel');
    setAttributes(element, { role: 'region', 'aria-label': name });
    setAttributes(buttons[i], { 'aria-expanded': 'false', 'data-part': part });
  });
  return {
    element: html(
      'div',
      { class: 'drawer' },
      html('div', { class: 'bar' }, ...buttons),
      ...panels.map(({ element }) => element),
    ),
    open: () => open?.name,
    show: (name) => {
      const panel = panels.find((one) => one.name === name);
      if (panel !== undefined && panel !== open) toggle(panel);
    },
    draw: (state, trainer) => open?.draw(state, trainer),
  };
}
