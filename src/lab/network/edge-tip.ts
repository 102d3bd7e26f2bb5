/**
 * The number of the line under the pointer; a click opens the neuron that it goes into.
 */
import { html, setAttributes, setText } from '../core/dom.js';
import { numeral } from '../core/numerals.js';
import type { Drawing } from './drawing.js';
import { type Edge, edgeAt } from './edges.js';

/** Makes the lines of a drawing answer. */
export function edgeTip(
  drawing: Drawing,
  numbers: () => ArrayLike<number>,
  onEdge: (edge: Edge) => void,
): void {
  const tip = html('span', { class: 'tip num', 'aria-hidden': true });
  tip.hidden = true;
  drawing.canvas.after(tip);
  const under = (event: MouseEvent): Edge | undefined =>
    edgeAt(drawing.edges(), event.offsetX, event.offsetY);
  drawing.canvas.addEventListener('pointermove', (event) => {
    const edge = under(event);
    tip.hidden = edge === undefined;
    drawing.canvas.style.cursor = edge === undefined ? '' : 'pointer';
    if (edge === undefined) return;
    setText(tip, numeral(numbers()[edge.at], 3));
    setAttributes(tip, { style: `left:${event.offsetX + 12}px;top:${event.offsetY - 26}px` });
  });
  drawing.canvas.addEventListener('pointerleave', () => {
    tip.hidden = true;
  });
  drawing.canvas.addEventListener('click', (event) => {
    const edge = under(event);
    if (edge !== undefined) onEdge(edge);
  });
}
