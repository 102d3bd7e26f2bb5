/**
 * The figures of merit of the micro model, beside the least that they must be: the gates. As a table
 * for a terminal, a Markdown file and a page.
 */
import type { EmojiScope } from '../datasets/emoji-scope.js';
import type { Table } from '../view/view.js';
import { type PromptKind, promptKinds } from './test-prompts.js';

/** Of pictures that look for their thing: shares, 0 to 1. */
export interface Retrieval {
  readonly pictures: number;
  readonly top1: number;
  readonly top5: number;
}

/** What a folder of an evaluation is about: other settings, another evaluation. */
export interface FigureSettings {
  /** Of the model's files. */
  readonly model: string;
  readonly scope: EmojiScope;
  /** How many things that is. */
  readonly things: number;
  /** Prompts of each kind, at most. */
  readonly count: number;
  readonly steps: number;
  readonly guidance: number;
  readonly seed: number;
}

export interface Figures {
  readonly settings: FigureSettings;
  /** Means over all held-out pictures. */
  readonly vae: { readonly pictures: number; readonly psnr: number; readonly ssim: number };
  /** Held-out pictures that find their caption among those of all things. */
  readonly clip?: Readonly<Record<string, number>>;
  /** Drawn pictures that find their thing, and the same pictures with the prompts shuffled. */
  readonly drawn: Readonly<Record<PromptKind, Retrieval>>;
  readonly floor: Readonly<Record<PromptKind, Retrieval>>;
  /** The real held-out pictures, and what the autoencoder makes of them. */
  readonly ceiling: { readonly real: Retrieval; readonly rebuilt: Retrieval };
  /** Shares of pictures whose style the judge tells: of real held-out ones, and of drawn ones. */
  readonly style: Readonly<Record<'real' | 'rebuilt' | 'seen' | 'heldOut', number>>;
  /** Edge energy of drawn pictures over that of real ones. */
  readonly sharpness: number;
  /** What a reader without captions told right. */
  readonly eye?: { readonly right: number; readonly pictures: number };
}

/** One line of the table. */
export interface FigureRow {
  readonly what: string;
  readonly value: string;
  readonly gate: string;
  readonly holds?: boolean;
}

const names: Readonly<Record<PromptKind, string>> = {
  seen: 'seen prompts',
  'held-out': 'held-out pairs',
  'without a style': 'prompts without a style',
};

/** Least top-1 and top-5, in percent. All things have none: the model ships with fewer then. */
const thingGates: Partial<Record<EmojiScope, Record<PromptKind, readonly [number, number]>>> = {
  300: { seen: [70, 90], 'held-out': [45, 70], 'without a style': [65, 88] },
  804: { seen: [60, 85], 'held-out': [35, 60], 'without a style': [55, 80] },
};

/** All lines, gates and whether each holds. */
export function figureRows(figures: Figures): FigureRow[] {
  const { settings, vae, clip, drawn, floor, ceiling, style, sharpness, eye } = figures;
  const thing = (kind: PromptKind): FigureRow => {
    const { pictures, top1, top5 } = drawn[kind];
    const least = thingGates[settings.scope]?.[kind];
    const what = `${names[kind]} (${pictures}): right of ${settings.things} first / in first five`;
    const row = { what, value: both(drawn[kind]) };
    if (!least) return { ...row, gate: '' };
    const holds = rounded(100 * top1, 1) >= least[0] && rounded(100 * top5, 1) >= least[1];
    return { ...row, gate: `>= ${least[0]} / ${least[1]} %`, holds };
  };
  const plain = (what: string, value: string): FigureRow => ({ what, value, gate: '' });
  const ratio = style.heldOut / style.real;
  return [
    atLeast(`autoencoder, ${vae.pictures} held-out pictures: PSNR`, vae.psnr, 28, ' dB'),
    atLeast(`autoencoder, ${vae.pictures} held-out pictures: SSIM`, vae.ssim, 0.9, '', 3),
    ...(clip
      ? [
          atLeast('text encoder: right caption of all first', 100 * clip.top1, 42, ' %'),
          atLeast('text encoder: right caption in first five', 100 * clip.top5, 72, ' %'),
        ]
      : []),
    ...promptKinds.map(thing),
    ...promptKinds.map((kind) => plain(`floor: ${names[kind]}, shuffled`, both(floor[kind]))),
    plain('ceiling: the real held-out pictures', both(ceiling.real)),
    plain('ceiling: those through the autoencoder', both(ceiling.rebuilt)),
    plain('style told right (chance 14 %): real held-out', percent(style.real)),
    plain('style told right: those through the autoencoder', percent(style.rebuilt)),
    plain('style told right: drawn, seen', percent(style.seen)),
    plain('style told right: drawn, held-out', percent(style.heldOut)),
    atLeast('style, drawn held-out over real held-out', ratio, 0.8, ''),
    {
      what: 'edge energy, drawn over real',
      value: sharpness.toFixed(2),
      gate: '0.7 to 1.3',
      holds: rounded(sharpness, 2) >= 0.7 && rounded(sharpness, 2) <= 1.3,
    },
    ...(eye
      ? [atLeast(`by eye, right of 8 names: ${eye.pictures} drawn`, eyeShare(eye), 67, ' %')]
      : []),
  ];
}

function atLeast(
  what: string,
  value: number,
  least: number,
  unit: string,
  digits = unit === ' %' ? 1 : 2,
): FigureRow {
  return {
    what,
    value: `${value.toFixed(digits)}${unit}`,
    gate: `>= ${least}${unit}`,
    holds: rounded(value, digits) >= least,
  };
}

/** As it is printed, so that no line contradicts itself. */
const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const both = ({ top1, top5 }: Retrieval): string =>
  `${(100 * top1).toFixed(1)} / ${(100 * top5).toFixed(1)} %`;
const eyeShare = ({ right, pictures }: { right: number; pictures: number }): number =>
  (100 * right) / pictures;

const word = ({ holds }: FigureRow): string => (holds === undefined ? '' : holds ? 'yes' : 'NO');

/** For `tableText` and `tableHtml`. */
export function figureTable(figures: Figures): Table {
  const rows = figureRows(figures);
  const columns = {
    measured: rows.map(({ what }) => what),
    value: rows.map(({ value }) => value),
    gate: rows.map(({ gate }) => gate),
    holds: rows.map(word),
  };
  return { kind: 'table', columns, caption: '' };
}

/** As Markdown. */
export function figureMarkdown(figures: Figures): string {
  const { steps, guidance, seed } = figures.settings;
  const lines = figureRows(figures).map(
    (row) => `| ${row.what} | ${row.value} | ${row.gate} | ${word(row)} |`,
  );
  return [
    '| measured | value | gate | holds |',
    '|---|---|---|---|',
    ...lines,
    '',
    `Drawn with DDIM, ${steps} steps, guidance ${guidance}, seed ${seed}.`,
    '',
  ].join('\n');
}
