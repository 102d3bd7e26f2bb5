/**
 * Points as marks on a canvas: each class with a colour and a shape, test points with a dark edge.
 */
import type { Data } from './data.js';
import { classColours, shareOf } from './shades.js';

/** What marks are drawn with. */
export interface MarkStyle {
  /** From a value of the plane to a pixel. */
  readonly across: (value: number) => number;
  readonly down: (value: number) => number;
  /** The colours of a ramp, for points that have a number. */
  readonly colours: Uint32Array;
  readonly dark: boolean;
}

type Shape = (pen: CanvasRenderingContext2D, x: number, y: number, r: number) => void;

const polygon =
  (...corners: readonly (readonly [number, number])[]): Shape =>
  (pen, x, y, r) => {
    corners.forEach(([dx, dy], i) => {
      if (i === 0) pen.moveTo(x + dx * r, y + dy * r);
      else pen.lineTo(x + dx * r, y + dy * r);
    });
    pen.closePath();
  };

const square = polygon([-0.9, -0.9], [0.9, -0.9], [0.9, 0.9], [-0.9, 0.9]);
const disc: Shape = (pen, x, y, r) => {
  pen.moveTo(x + r, y);
  pen.arc(x, y, r, 0, 2 * Math.PI);
};

/** Square, disc, triangle, diamond, plus, bar. */
const shapes: readonly Shape[] = [
  square,
  disc,
  polygon([0, -1.25], [1.15, 0.8], [-1.15, 0.8]),
  polygon([0, -1.35], [1.1, 0], [0, 1.35], [-1.1, 0]),
  polygon(
    ...([
      [-0.4, -1.2],
      [0.4, -1.2],
      [0.4, -0.4],
      [1.2, -0.4],
      [1.2, 0.4],
      [0.4, 0.4],
      [0.4, 1.2],
      [-0.4, 1.2],
      [-0.4, 0.4],
      [-1.2, 0.4],
      [-1.2, -0.4],
      [-0.4, -0.4],
    ] as const),
  ),
  polygon([-1.4, -0.5], [1.4, -0.5], [1.4, 0.5], [-1.4, 0.5]),
];

/** Draws the points at these places. */
export function drawMarks(
  pen: CanvasRenderingContext2D,
  { inputs, targets, classes }: Data,
  places: readonly number[],
  style: MarkStyle,
  kept = false,
): void {
  const radius = places.length > 2000 ? 2 : places.length > 600 ? 3 : 4;
  const inks = classColours(classes.length, style.dark);
  const [paper, ink] = style.dark ? ['#16191d', '#ffffff'] : ['#ffffff', '#000000'];
  pen.lineWidth = kept ? 1.6 : radius < 3 ? 0.4 : 1;
  pen.strokeStyle = kept ? ink : paper;
  for (const at of places) {
    const [x, y] = inputs[at];
    pen.beginPath();
    shapes[classes.length === 0 ? 1 : targets[at]](pen, style.across(x), style.down(y), radius);
    pen.fillStyle = classes.length === 0 ? ofRamp(style.colours, targets[at]) : inks[targets[at]];
    pen.fill();
    if (classes.length === 0) pen.strokeStyle = kept ? ink : 'rgb(128 128 128)';
    pen.stroke();
  }
}

/** One mark, for a legend. */
export function drawMark(
  pen: CanvasRenderingContext2D,
  target: number,
  count: number,
  at: number,
  dark: boolean,
): void {
  pen.beginPath();
  shapes[target](pen, at, at, at * 0.6);
  pen.fillStyle = classColours(count, dark)[target];
  pen.fill();
}

function ofRamp(colours: Uint32Array, value: number): string {
  const pixel = colours[Math.round(shareOf(value, { middle: 0, reach: 1 }) * 127.5 + 127.5)];
  return `rgb(${pixel & 255} ${(pixel >> 8) & 255} ${(pixel >> 16) & 255})`;
}
