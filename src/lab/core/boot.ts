/**
 * Starts a lab in its page: reads the state, builds the frame around it, keeps link and voice in step.
 *
 * The state comes from `window.N2D_STATE` when a notebook set it, else from the part of the address
 * behind `#`. One page, built once, is both: `dist/lab/<name>.html`.
 */
import { button } from './controls.js';
import { html, setText } from './dom.js';
import { decodeState, encodeState, type Fields, LONGEST_STATE } from './state.js';
import { createStore, type Store } from './store.js';
import { STYLE } from './style.js';
import { followTheme } from './theme.js';

/** What a lab has to say about itself. */
export interface Lab<S extends object> {
  /** As in `dist/lab/<name>.html`. */
  readonly name: string;
  readonly title: string;
  readonly fields: Fields<S>;
  /** Its own rules of style, after those that all labs share. */
  readonly style: string;
  /** Makes values fit each other: as many weights as inputs. */
  readonly settle: (state: S) => S;
  /** Builds the lab into `place` and returns what draws a state. */
  readonly mount: (place: HTMLElement, store: Store<S>) => (state: S) => void;
  /** What is to be seen, in words. */
  readonly say: (state: S) => string;
  /** The line that a notebook cell needs to show this state. */
  readonly call: (line: string) => string;
  /** Stops what runs by itself: another state is about to be put in. */
  readonly halt?: () => void;
}

declare global {
  interface Window {
    /** Set by the notebook that embeds the page, before its script runs. */
    N2D_STATE?: unknown;
  }
}

/** Starts the lab in this page. */
export function startLab<S extends object>(lab: Lab<S>): void {
  const embedded = typeof window.N2D_STATE === 'string' ? window.N2D_STATE : undefined;
  const start = decodeState(lab.fields, embedded ?? location.hash);
  const beginning = lab.settle(start.state);
  document.head.append(html('style', {}, STYLE + lab.style));

  const place = html('main', { class: 'lab' });
  const voice = html('p', { class: 'unseen', role: 'status', 'aria-live': 'polite' });
  const notice = createNotice();
  let draw: (state: S) => void = () => {};
  let spoken = '';
  let later = 0;
  const store = createStore(beginning, (state) => {
    draw(state);
    clearTimeout(later);
    later = window.setTimeout(() => settleDown(state), 500);
  });
  const settleDown = (state: S): void => {
    const words = lab.say(state);
    if (spoken !== words && spoken !== '') setText(voice, words);
    spoken = words;
    if (embedded === undefined) writeHash(encodeState(lab.fields, state));
  };

  const copy = button(embedded === undefined ? 'Copy link' : 'Copy as code', () => {
    const line = encodeState(lab.fields, store.get());
    if (line.length > LONGEST_STATE) return notice.say([tooLong(line)]);
    const text = embedded === undefined ? linkTo(line) : lab.call(line);
    void offer(text, notice);
  });
  const reset = button('Reset', () => {
    lab.halt?.();
    store.set(beginning);
    setText(voice, 'Everything is as it was at the start.');
  });
  const bar = html(
    'header',
    {},
    html('h1', {}, lab.title),
    html('div', { class: 'bar' }, reset, copy),
  );
  document.body.append(bar, place, voice, notice.element);
  draw = lab.mount(place, store);
  followTheme(store.redraw);
  addEventListener('resize', store.redraw);
  addEventListener('hashchange', () => {
    if (embedded !== undefined || location.hash.slice(1) === lastHash) return;
    const next = decodeState(lab.fields, location.hash);
    lab.halt?.();
    store.set(lab.settle(next.state));
    notice.say(next.notes);
  });
  notice.say(start.notes);
}

let lastHash = '';

/** Keeps the address in step, where the page has one that may be changed. */
function writeHash(line: string): void {
  lastHash = line;
  if (line.length > LONGEST_STATE) return;
  if (location.protocol === 'about:' || location.hash.slice(1) === line) return;
  try {
    history.replaceState(null, '', line === '' ? location.pathname + location.search : `#${line}`);
  } catch {
    // a frame without an address of its own: the button still gives the line
  }
}

function tooLong(line: string): string {
  const letters = (count: number): string => count.toLocaleString('en-US');
  return `This does not fit into a link: it has ${letters(line.length)} letters, and ${letters(LONGEST_STATE)} are the most.`;
}

function linkTo(line: string): string {
  return `${location.href.split('#')[0]}${line === '' ? '' : `#${line}`}`;
}

interface Notice {
  readonly element: HTMLElement;
  readonly say: (sentences: readonly string[], text?: string) => void;
}

/** A note at the lower edge, with a text to copy where there is one. */
function createNotice(): Notice {
  const words = html('p', {});
  const field = html('input', { type: 'text', readonly: true, 'aria-label': 'text to copy' });
  const close = button('Close', () => {
    element.hidden = true;
  });
  const element = html('aside', { class: 'notice', role: 'status' }, words, field, close);
  element.hidden = true;
  element.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') element.hidden = true;
  });
  return {
    element,
    say: (sentences, text) => {
      element.hidden = sentences.length === 0;
      field.hidden = text === undefined;
      field.value = text ?? '';
      setText(words, sentences.join(' '));
      if (text !== undefined) {
        field.focus();
        field.select();
      }
    },
  };
}

/** Copies a text; where the frame may not, it stands there selected. */
async function offer(text: string, notice: Notice): Promise<void> {
  let copied = false;
  try {
    await navigator.clipboard.writeText(text);
    copied = true;
  } catch {
    copied = false;
  }
  const keys = /mac/i.test(navigator.platform) ? 'Command+C' : 'Ctrl+C';
  notice.say([copied ? 'Copied:' : `This frame may not copy by itself: press ${keys}.`], text);
}
