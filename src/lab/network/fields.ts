/**
 * Small controls of the network lab: a number in a box, a number from a list, less and more.
 */
import { button, type Control, freshId } from '../core/controls.js';
import { html, setAttributes, setText } from '../core/dom.js';
import { clamp } from '../core/numerals.js';

export interface BoxOptions {
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

/** A number to type, its name above it. */
export function numberBox(
  name: string,
  { from, to, step }: BoxOptions,
  onInput: (value: number) => void,
): Control<number> {
  const id = freshId('box');
  const box = html('input', { type: 'number', id, min: from, max: to, step });
  let value = from;
  box.addEventListener('change', () => {
    const typed = Number(box.value);
    if (box.value.trim() !== '' && Number.isFinite(typed)) {
      onInput(clamp(step >= 1 ? Math.round(typed) : typed, from, to));
    }
    box.value = String(value);
  });
  return {
    element: html('div', { class: 'field' }, html('label', { for: id }, name), box),
    show: (next) => {
      value = next;
      if (Number(box.value) !== next || box.value === '') box.value = String(next);
    },
  };
}

/** A number from a list; one that is not in it is put in. */
export function numberList(
  name: string,
  values: readonly number[],
  onInput: (value: number) => void,
): Control<number> {
  const id = freshId('list');
  const option = (value: number): HTMLOptionElement =>
    html('option', { value: String(value) }, String(value));
  const list = html('select', { id }, ...values.map(option));
  list.addEventListener('change', () => onInput(Number(list.value)));
  return {
    element: html('div', { class: 'field' }, html('label', { for: id }, name), list),
    show: (value) => {
      if (list.value === String(value)) return;
      if (![...list.options].some((one) => one.value === String(value))) {
        const after = [...list.options].find((one) => Number(one.value) > value) ?? null;
        list.insertBefore(option(value), after);
      }
      list.value = String(value);
    },
  };
}

/** A name, less, how many, more. */
export function stepper(
  name: string,
  onStep: (by: 1 | -1) => void,
): Control<{ value: number; less: boolean; more: boolean }> {
  const less = button('−', () => onStep(-1));
  const more = button('+', () => onStep(1));
  const count = html('span', { class: 'num' });
  setAttributes(less, { 'aria-label': `${name}: one less` });
  setAttributes(more, { 'aria-label': `${name}: one more` });
  return {
    element: html(
      'div',
      { class: 'field stepper', role: 'group', 'aria-label': name },
      html('span', { class: 'soft' }, name),
      html('div', {}, less, count, more),
    ),
    show: (now) => {
      setText(count, String(now.value));
      setAttributes(less, { disabled: !now.less });
      setAttributes(more, { disabled: !now.more });
    },
  };
}
