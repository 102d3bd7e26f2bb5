/**
 * The controls that every lab is made of: native inputs, each with a name that a screen reader says.
 *
 * Each builder returns its element and `show(value)`, which puts the control where the state is.
 */
import { type Attributes, type Child, html, setAttributes, setText } from './dom.js';
import { clamp, numeral, snap } from './numerals.js';

export interface Control<T> {
  readonly element: HTMLElement;
  readonly show: (value: T) => void;
}

export interface Slider extends Control<number> {
  /** Moves its ends. */
  readonly limit: (from: number, to: number) => void;
}

export interface SliderOptions {
  /** What a screen reader calls it: `weight 1`. */
  readonly name: string;
  /** What stands before it: `w₁`. */
  readonly sign: string;
  readonly from: number;
  readonly to: number;
  /** One press of an arrow key; Page up and Page down move ten times as far. */
  readonly step: number;
  readonly onInput: (value: number) => void;
}

let made = 0;

/** An id that no other element of this page has. */
export function freshId(word: string): string {
  made += 1;
  return `${word}-${made}`;
}

/** A slider with its number beside it, which can be typed into. */
export function slider(options: SliderOptions): Slider {
  const { name, sign, step, onInput } = options;
  let { from, to } = options;
  const id = freshId('slider');
  const range = html('input', { type: 'range', id, min: from, max: to, step: step / 2 });
  const typed = html('input', { type: 'number', min: from, max: to, step, 'aria-label': name });
  let value = from;
  const change = (next: number): void => {
    if (!Number.isFinite(next)) return;
    // At once, not when the lab is drawn: the next key may come before that.
    value = clamp(next, from, to);
    onInput(value);
  };
  range.addEventListener('input', () => change(Number(range.value)));
  range.addEventListener('keydown', (event) => {
    const next = keyedValue(event, value, { from, to, step });
    if (next === undefined) return;
    event.preventDefault();
    change(next);
  });
  typed.addEventListener('input', () => {
    if (typed.value.trim() !== '') change(Number(typed.value));
  });
  typed.addEventListener('blur', () => {
    typed.value = plain(value);
  });
  const label = html('label', { for: id, title: name }, sign);
  setAttributes(range, { 'aria-label': name });
  const show = (next: number): void => {
    value = next;
    if (Number(range.value) !== next) range.value = String(next);
    setAttributes(range, { 'aria-valuetext': numeral(next) });
    range.style.setProperty('--share', `${((next - from) / (to - from)) * 100}%`);
    if (document.activeElement !== typed) typed.value = plain(next);
  };
  const limit = (low: number, high: number): void => {
    from = low;
    to = high;
    setAttributes(range, { min: from, max: to });
    setAttributes(typed, { min: from, max: to });
  };
  return { element: html('div', { class: 'slider' }, label, range, typed), show, limit };
}

/** Where a key takes a slider, or nothing when it is not a slider's key. */
export function keyedValue(
  event: KeyboardEvent,
  value: number,
  { from, to, step }: { from: number; to: number; step: number },
): number | undefined {
  if (event.altKey || event.ctrlKey || event.metaKey) return undefined;
  const far = event.shiftKey ? 10 : 1;
  const moves: Record<string, number> = {
    ArrowRight: far,
    ArrowUp: far,
    ArrowLeft: -far,
    ArrowDown: -far,
    PageUp: 10,
    PageDown: -10,
  };
  if (event.key === 'Home') return from;
  if (event.key === 'End') return to;
  const move = moves[event.key];
  return move === undefined ? undefined : clamp(snap(value + move * step, step), from, to);
}

/** One of several, from a list that opens. */
export function select<T extends string>(
  name: string,
  names: readonly T[],
  onInput: (value: T) => void,
): Control<T> {
  const id = freshId('select');
  const list = html('select', { id }, ...names.map((value) => html('option', { value }, value)));
  list.addEventListener('change', () => onInput(list.value as T));
  const element = html('div', { class: 'field' }, html('label', { for: id }, name), list);
  return {
    element,
    show: (value) => {
      if (list.value !== value) list.value = value;
    },
  };
}

/** One of a few, side by side: radio buttons, so that the arrow keys walk through them. */
export function segments<T extends string>(
  name: string,
  names: readonly T[],
  onInput: (value: T) => void,
): Control<T> {
  const group = freshId('segments');
  const inputs = names.map((value) => html('input', { type: 'radio', name: group, value }));
  const labels = inputs.map((input, i) => html('label', {}, input, html('span', {}, names[i])));
  for (const input of inputs) input.addEventListener('change', () => onInput(input.value as T));
  const element = html(
    'fieldset',
    { class: 'segments' },
    html('legend', {}, name),
    html('div', {}, ...labels),
  );
  return {
    element,
    show: (value) => {
      for (const input of inputs) input.checked = input.value === value;
    },
  };
}

/** On or off. */
export function tick(name: string, onInput: (on: boolean) => void): Control<boolean> {
  const input = html('input', { type: 'checkbox' });
  input.addEventListener('change', () => onInput(input.checked));
  return {
    element: html('label', { class: 'tick' }, input, html('span', {}, name)),
    show: (on) => {
      input.checked = on;
    },
  };
}

/** A button that does something at once. */
export function button(name: string, onPress: () => void): HTMLButtonElement {
  const element = html('button', { type: 'button' }, name);
  element.addEventListener('click', onPress);
  return element;
}

/** A table with a caption for screen readers; `fill` puts new cells into the rows. */
export function tableOf(
  caption: string,
  attributes: Attributes = {},
): { element: HTMLTableElement; fill: (head: string[], rows: Child[][]) => void } {
  const head = html('tr');
  const body = html('tbody');
  const element = html(
    'table',
    attributes,
    html('caption', { class: 'unseen' }, caption),
    html('thead', {}, head),
    body,
  );
  const fill = (names: string[], rows: Child[][]): void => {
    match(head, names.length, () => html('th', { scope: 'col' }));
    names.forEach((name, i) => {
      setText(head.children[i], name);
    });
    match(body, rows.length, () => html('tr'));
    rows.forEach((cells, r) => {
      const row = body.children[r];
      match(row, cells.length, (i) => (i === 0 ? html('th', { scope: 'row' }) : html('td')));
      cells.forEach((cell, i) => {
        if (typeof cell === 'string') setText(row.children[i], cell);
        else row.children[i].replaceChildren(cell);
      });
    });
  };
  return { element, fill };
}

/** Gives a parent exactly so many children, making or dropping the last ones. */
export function match(parent: Element, count: number, make: (index: number) => Element): void {
  while (parent.children.length > count) parent.lastElementChild?.remove();
  while (parent.children.length < count) parent.append(make(parent.children.length));
}

function plain(value: number): string {
  return String(Number(value.toFixed(2)) + 0);
}
