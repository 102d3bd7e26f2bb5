/** Many small pictures in rows, each with its caption: digits, filters, feature maps. */
import { ConfigError, ShapeError } from '../math/errors.js';
import { figure, plotText, titled } from './figure.js';
import { count } from './format.js';
import { ink } from './palette.js';
import { type PictureInput, picture, pngBytes } from './picture.js';
import { table } from './table.js';
import type { Figure, Picture } from './view.js';

export interface ImageGridOptions {
  readonly title: string;
  readonly images: readonly (PictureInput | Picture)[];
  /** One below each picture. */
  readonly captions?: readonly string[];
  readonly columns?: number;
  /** The numbers that become black and white; default: of each picture its own. */
  readonly range?: readonly [number, number];
  /** Width of one picture, in screen pixels. */
  readonly size?: number;
}

/**
 * A sheet of pictures.
 *
 * @throws ConfigError without pictures, ShapeError when the captions do not fit
 *
 * @example
 * const images = [[[0, 1]], [[1, 0]]];
 * imageGrid({ title: 'two', images, captions: ['right', 'left'] }).alt;
 * // "Sheet 'two' of 2 pictures: right; left."
 */
export function imageGrid(options: ImageGridOptions): Figure {
  const { title, images, captions, range, size = 84 } = options;
  if (images.length === 0) {
    throw new ConfigError('image grid: got no pictures; expected at least one');
  }
  if (captions && captions.length !== images.length) {
    throw new ShapeError(
      `image grid: got ${count(captions.length, 'caption')} for ${count(images.length, 'picture')}; expected one each`,
    );
  }
  const columns = Math.min(options.columns ?? 8, images.length);
  const rows = Math.ceil(images.length / columns);
  const lines = Math.max(0, ...(captions ?? []).map((text) => text.split('\n').length));
  const cell = { width: size + 12, height: size + 10 + 17 * lines };
  const views = images.map((image) => toPicture(image, range));
  const place = (i: number) => ({
    left: (i % columns) * cell.width,
    top: Math.floor(i / columns) * cell.height,
  });
  const hidden = { visible: false, fixedrange: true };
  return figure({
    data: [{ type: 'scatter', x: [0], y: [0], mode: 'markers', opacity: 0, hoverinfo: 'skip' }],
    layout: {
      ...titled(title),
      height: rows * cell.height + 70,
      margin: { l: 20, r: 20, t: 52, b: 18 },
      showlegend: false,
      xaxis: {
        ...hidden,
        range: [0, columns * cell.width],
        constrain: 'domain',
        constraintoward: 'left',
      },
      yaxis: {
        ...hidden,
        range: [rows * cell.height, 0],
        scaleanchor: 'x',
        constrain: 'domain',
        constraintoward: 'top',
      },
      images: views.map((view, i) => ({
        source: `data:image/png;base64,${base64(pngBytes({ ...view, scale: Math.max(1, Math.ceil(size / view.width)) }))}`,
        xref: 'x',
        yref: 'y',
        x: place(i).left + 6,
        y: place(i).top,
        sizex: size,
        sizey: size,
        sizing: 'contain',
        layer: 'above',
      })),
      annotations: (captions ?? []).map((text, i) => ({
        text: plotText(text),
        xref: 'x',
        yref: 'y',
        x: place(i).left + 6 + size / 2,
        y: place(i).top + size + 2,
        xanchor: 'center',
        yanchor: 'top',
        showarrow: false,
        font: { color: ink, size: 12 },
      })),
    },
    alt: `Sheet '${title}' of ${count(images.length, 'picture')}${captions ? `: ${captions.map((text) => text.replace(/\s*\n\s*/g, ', ')).join('; ')}` : ''}.`,
    table: table(
      { picture: images.map((_, i) => i + 1), caption: captions ?? images.map(() => '') },
      title,
    ),
  });
}

function toPicture(image: PictureInput | Picture, range?: readonly [number, number]): Picture {
  return 'kind' in image ? image : picture({ values: image, ...(range ? { range } : {}) });
}

function base64(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 8192) {
    text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  }
  return btoa(text);
}
