/** Pictures for executed notebooks, as far as they are made without a browser. */
import { expect, it } from 'vitest';
import { decisionPlot, linePlot, sliderFigure } from '../../src/index.js';
import { createPlotter } from '../../tools/export/figure-png.mjs';
import { putPictures } from '../../tools/export/pictures.mjs';

const plot = createPlotter();
const line = linePlot({ title: 'up', x: [0, 1], series: { up: [0, 1] }, xLabel: 'epoch' });
const { data, layout } = line;

function size(png: string): [number, number] {
  const bytes = Buffer.from(png, 'base64');
  expect(bytes.subarray(1, 4).toString()).toBe('PNG');
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
}

it('a figure becomes a sharp PNG of its own size, each time the same', async () => {
  const first = await plot({ data: [...data], layout });
  expect(size(first)[0]).toBe(1600);
  expect(await plot({ data: [...data], layout })).toBe(first);
  expect(line.layout).not.toHaveProperty('paper_bgcolor', 'white');
});

it('so does a heatmap with a slider', async () => {
  const view = sliderFigure({
    name: 'bias',
    values: [0, 1],
    figure: (bias) =>
      decisionPlot({
        title: 'map',
        predict: (x, y) => x + y - bias,
        xRange: [0, 1],
        yRange: [0, 1],
      }),
  });
  const [width, height] = size(await plot({ data: [...view.data], layout: view.layout }));
  expect(Math.min(width, height)).toBeGreaterThan(600);
});

it('a notebook without a browser: figures get a PNG, diagrams and labs keep their text', async () => {
  const figure = { 'application/vnd.plotly.v1+json': { data, layout }, 'text/plain': line.alt };
  const drawing = { 'text/vnd.mermaid': 'flowchart LR\n  a --> b\n', 'text/plain': 'a to b' };
  const lab = { 'text/html': '<iframe srcdoc=""></iframe>', 'text/plain': 'a lab' };
  const fence = 'Look:\n\n```mermaid\nflowchart LR\n  a["one"] --> b\n```\n';
  const notebook = {
    cells: [
      { cell_type: 'markdown', source: fence },
      {
        cell_type: 'code',
        source: 'show()',
        outputs: [{ data: figure }, { data: drawing }, { data: lab }, {}],
      },
    ],
  };
  const count = await putPictures(notebook, { plot, artist: null });
  expect(count).toEqual({ figures: 1, diagrams: 0, labs: 0, leftAsText: 3 });
  const data0 = notebook.cells[1].outputs?.map((output) => output.data ?? {}) ?? [];
  expect(data0.map((bundle) => Object.keys(bundle))).toEqual([
    ['application/vnd.plotly.v1+json', 'text/plain', 'image/png'],
    ['text/vnd.mermaid', 'text/plain'],
    ['text/plain'],
    [],
  ]);
  expect(notebook.cells[0].source).toBe(fence);
});
