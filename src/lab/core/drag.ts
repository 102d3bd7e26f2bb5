/**
 * Things in a drawing that can be taken hold of: by mouse, by finger, by keyboard.
 *
 * A handle is a focusable group with the role of a slider; the arrow keys do what a drag does.
 */
import { setAttributes, svg } from './dom.js';

/** A place in the drawing's own units (its viewBox). */
export interface Place {
  readonly x: number;
  readonly y: number;
}

export interface HandleOptions {
  /** What a screen reader calls it. */
  readonly name: string;
  /** Bounds of the number that stands for it. */
  readonly from: number;
  readonly to: number;
  /** Called once when it is taken; what it gives is handed to every drag that follows. */
  readonly onTake?: (place: Place) => void;
  readonly onDrag: (place: Place) => void;
  /** Steps to the right and upwards; Shift and the page keys make it ten. */
  readonly onKey: (right: number, up: number) => void;
}

/** Makes a group of a drawing into a handle. `show` keeps its spoken value up to date. */
export function handle(
  group: SVGGElement,
  drawing: SVGSVGElement,
  options: HandleOptions,
): { show: (value: number, text: string) => void } {
  setAttributes(group, {
    tabindex: 0,
    role: 'slider',
    class: `handle ${group.getAttribute('class') ?? ''}`.trim(),
    'aria-label': options.name,
    'aria-valuemin': options.from,
    'aria-valuemax': options.to,
    'aria-valuenow': 0,
  });
  dragging(group, drawing, options);
  group.addEventListener('keydown', (event) => {
    const far = event.shiftKey ? 10 : 1;
    const steps: Record<string, readonly [number, number]> = {
      ArrowRight: [far, 0],
      ArrowLeft: [-far, 0],
      ArrowUp: [0, far],
      ArrowDown: [0, -far],
      PageUp: [0, 10],
      PageDown: [0, -10],
    };
    const step = steps[event.key];
    if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    options.onKey(step[0], step[1]);
  });
  return {
    show: (value, text) =>
      setAttributes(group, { 'aria-valuenow': Number(value.toFixed(2)), 'aria-valuetext': text }),
  };
}

/** Follows a pointer from press to release, wherever it goes meanwhile. */
export function dragging(
  target: SVGElement,
  drawing: SVGSVGElement,
  options: Pick<HandleOptions, 'onTake' | 'onDrag'> & { readonly mouseOnly?: boolean },
): void {
  let held: number | undefined;
  target.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || (options.mouseOnly && event.pointerType !== 'mouse')) return;
    event.preventDefault();
    event.stopPropagation();
    held = event.pointerId;
    target.setPointerCapture(event.pointerId);
    if (target.hasAttribute('tabindex')) target.focus({ preventScroll: true });
    options.onTake?.(placeOf(event, drawing));
  });
  target.addEventListener('pointermove', (event) => {
    if (event.pointerId === held) options.onDrag(placeOf(event, drawing));
  });
  const release = (event: PointerEvent): void => {
    if (event.pointerId === held) held = undefined;
  };
  target.addEventListener('pointerup', release);
  target.addEventListener('pointercancel', release);
}

/** Where in the drawing a pointer is. */
export function placeOf(event: MouseEvent, drawing: SVGSVGElement): Place {
  const box = drawing.getBoundingClientRect();
  const view = drawing.viewBox.baseVal;
  return {
    x: view.x + ((event.clientX - box.left) / box.width) * view.width,
    y: view.y + ((event.clientY - box.top) / box.height) * view.height,
  };
}

/** An unseen disc that makes a small mark easy to hit: 28 pixels across at the least. */
export function hitArea(radius = 14): SVGCircleElement {
  return svg('circle', { r: radius, class: 'hit' });
}
