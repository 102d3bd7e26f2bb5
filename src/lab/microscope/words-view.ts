/** The prompt in tokens, and where the picture looks at the chosen one. */
import { freshId, select } from '../core/controls.js';
import { html, setAttributes, setText } from '../core/dom.js';
import type { Store } from '../core/store.js';
import { boundsOf, lookMap, tokenShares } from './look.js';
import { canvasOf, paintMap, paintPicture } from './pictures.js';
import type { Run } from './read.js';
import { ALL_LAYERS, type MicroscopeState } from './state.js';
import { lookWords, percent, pieceWords, tokenWords } from './words.js';

/** Builds the view. */
export function wordsView(
  run: Run,
  store: Store<MicroscopeState>,
): { element: HTMLElement; draw: (state: MicroscopeState) => void } {
  const group = freshId('token');
  const chips = run.tokens.map(({ piece, word, id, count }, token) => {
    const input = html('input', { type: 'radio', name: group, value: token });
    input.addEventListener('change', () => store.set({ token }));
    const bar = html('span', { class: 'bar', 'aria-hidden': true });
    const share = html('span', { class: 'num' });
    const name = word ? pieceWords(piece) : count > 1 ? `${piece} ×${count}` : piece;
    const face = html(
      'span',
      { class: word ? 'face' : 'face special' },
      html('b', {}, name),
      html('span', { class: 'soft num' }, `token ${id}`),
      ...[share, bar],
    );
    return { input, bar, share, element: html('label', {}, input, face) };
  });
  const layer = select('where in the U-Net', [ALL_LAYERS, ...boundsOf(run).layers], (name) => {
    store.set({ layer: name });
  });
  const spot = canvasOf(run.pictureHeight, run.pictureWidth, 'the picture, lit where it looks');
  const map = canvasOf(1, 1, 'the attention as a map');
  const said = html('p', { class: 'panel said' });
  const figure = (canvas: HTMLCanvasElement, name: string, what: string): HTMLElement =>
    html('section', {}, html('h2', {}, name), html('p', { class: 'what' }, what), canvas);
  const element = html(
    'div',
    { class: 'words' },
    html(
      'fieldset',
      { class: 'tokens' },
      html(
        'legend',
        {},
        'Your prompt as the model reads it: pieces of words, their numbers, and how much attention each gets. Choose one.',
      ),
      html('div', {}, ...chips.map((chip) => chip.element)),
    ),
    html(
      'div',
      { class: 'looks' },
      figure(
        spot,
        'Where the picture looks',
        'The estimate, lit where it looks at the chosen piece.',
      ),
      figure(
        map,
        'The same as a map',
        'Every place of the latents asks every piece; blue is more.',
      ),
      html(
        'div',
        { class: 'beside' },
        layer.element,
        said,
        html(
          'p',
          { class: 'what' },
          'At each place the shares add up to 100 %. Much of what no word needs goes to the start token.',
        ),
      ),
    ),
  );
  const draw = (state: MicroscopeState): void => {
    const shares = tokenShares(run, state);
    const most = Math.max(...shares);
    chips.forEach(({ input, bar, share }, token) => {
      input.checked = token === state.token;
      setText(share, percent(shares[token]));
      bar.style.width = `${(100 * shares[token]) / most}%`;
    });
    layer.show(state.layer);
    const look = lookMap(run, state);
    paintPicture(spot, run.clean[state.step - 1], look);
    paintMap(map, look);
    const words = tokenWords(run, state.token);
    setAttributes(spot, { 'aria-label': `the picture, lit where it looks at ${words}` });
    setAttributes(map, { 'aria-label': `how much each place looks at ${words}` });
    setText(said, lookWords(run, state));
  };
  return { element, draw };
}
