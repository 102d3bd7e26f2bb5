/** What a notebook and a terminal get for each kind of view, and who else is told. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  diagram,
  type Graph,
  linePlot,
  liveChart,
  liveDiagram,
  liveView,
  picture,
  show,
  sliderFigure,
  table,
  type View,
} from '../../src/index.js';

interface Message {
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly transient: { readonly display_id: string };
  readonly update: boolean;
}

const home = globalThis as { __tslab__?: unknown; __n2dRecorder?: { views: View[] } };

/** A kernel that only listens: the hook that tslab leaves, with the one function we use. */
function listen(): Message[] {
  const messages: Message[] = [];
  const lastWriteDisplayData = (content: Omit<Message, 'update'>, update: boolean): void => {
    messages.push({ ...content, update });
  };
  home.__tslab__ = { require: () => ({ lastWriteDisplayData }) };
  return messages;
}

const line = (): View => linePlot({ title: 'up', x: [0, 1], series: { up: [0, 1] } });

let printed: string[];

beforeEach(() => {
  printed = [];
  vi.spyOn(console, 'log').mockImplementation((text: string) => printed.push(text));
});

afterEach(() => {
  vi.restoreAllMocks();
  delete home.__tslab__;
  delete home.__n2dRecorder;
});

describe('show in a notebook', () => {
  it('a figure: live Plotly with its text and without a PNG, then words and numbers', () => {
    const messages = listen();
    show(line());
    expect(messages.map(({ data }) => Object.keys(data))).toEqual([
      ['application/vnd.plotly.v1+json', 'text/plain'],
      ['text/html', 'text/plain'],
    ]);
    expect(messages[0].data['text/plain']).toMatch(/^Line plot 'up'/);
    expect(messages[1].data['text/html']).toMatch(/^<details>.*<table>/);
    expect(messages[1].data['text/html']).not.toContain('<script');
    expect(printed).toEqual([]);
  });

  it('a slider figure brings the keys of its slider', () => {
    const messages = listen();
    show(sliderFigure({ name: 'k', values: [1, 2], figure: () => line() as never }));
    expect(messages[0].data['application/vnd.plotly.v1+json']).toHaveProperty('frames');
    expect(messages[1].data['text/html']).toContain('ArrowRight');
  });

  it('a diagram: Mermaid and its text', () => {
    const messages = listen();
    show(diagram({ title: 'one', nodes: [{ id: 'a', label: 'a', role: 'input' }], edges: [] }));
    expect(messages[0].data).toEqual({
      'text/vnd.mermaid': 'flowchart LR\n  accTitle: one\n  a(["a"])',
      'text/plain': 'Diagram of one: a (input).',
    });
  });

  it('a picture: an element with a text alternative, the PNG, the text', () => {
    const messages = listen();
    show(picture({ values: [[0, 1]], alt: 'dark & "light"', scale: 3 }));
    const { data, metadata } = messages[0];
    expect(Object.keys(data)).toEqual(['text/html', 'image/png', 'text/plain']);
    expect(data['text/html']).toContain('alt="dark &amp; &quot;light&quot;"');
    const png = Buffer.from(String(data['image/png']), 'base64');
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([6, 3]);
    expect(metadata).toEqual({ 'image/png': { width: 6, height: 3 } });
  });

  it('a table: HTML in which a cell stays a text', () => {
    const messages = listen();
    show(table({ name: ['<script>alert(1)</script>'] }));
    expect(messages[0].data['text/html']).toContain('&lt;script&gt;');
    expect(messages[0].data['text/html']).not.toContain('<script>');
  });

  it('several views stand in order, each in an output of its own', () => {
    const messages = listen();
    show(table({ a: [1] }), table({ b: [2] }));
    expect(messages.map(({ data }) => data['text/plain'])).toEqual(['a\n1', 'b\n2']);
    expect(new Set(messages.map(({ transient }) => transient.display_id)).size).toBe(2);
  });

  it('shows nothing when one of the views is none', () => {
    const messages = listen();
    expect(() => show(line(), [1, 2] as never)).toThrow(
      'show: got an array; expected a view, as table(), linePlot()',
    );
    expect(messages).toEqual([]);
  });
});

describe('show outside a notebook', () => {
  it('prints the text of each view', () => {
    show(table({ a: [1] }), picture({ values: [[0, 1]], alt: 'two pixels' }));
    expect(printed).toEqual(['a\n1', 'two pixels']);
  });

  it('prints a figure with its numbers', () => {
    show(line());
    expect(printed[0]).toBe(
      "Line plot 'up'. x from 0 to 1. up: from 0 at 0 to 1 at 1.\nup\nx  up\n0   0\n1   1",
    );
  });

  it.each([
    [undefined, 'undefined'],
    [null, 'null'],
    [7, 'a number'],
    [{ kind: 'plot' }, 'a Object'],
    [new Map(), 'a Map'],
  ])('refuses %s', (value, name) => {
    expect(() => show(value as never)).toThrow(`show: got ${name}; expected a view`);
  });
});

describe('the recorder', () => {
  it('is told every view that is shown, and the finished chart', () => {
    const recorder = { views: [] as View[] };
    home.__n2dRecorder = recorder;
    show(table({ a: [1] }), line());
    const chart = liveChart({ title: 'loss', series: ['loss'] });
    chart.add(1, { loss: 1 });
    chart.done();
    expect(recorder.views.map((view) => view.kind)).toEqual(['table', 'figure', 'figure']);
  });
});

describe('live chart', () => {
  it('stays in one output, at most ten pictures a second, and ends as a figure', () => {
    const messages = listen();
    const chart = liveChart({ title: 'loss', series: ['train', 'test'] });
    const began = performance.now();
    for (let step = 1; step <= 2000; step++) chart.add(step, { train: 1 / step, test: 2 / step });
    const tenths = Math.ceil((performance.now() - began) / 100) + 1;
    const pictures = messages.filter(({ data }) => 'image/svg+xml' in data);
    expect(pictures.length).toBeLessThanOrEqual(1 + tenths);
    chart.done();
    const last = messages.findLast(({ update }) => update);
    expect(last?.data).toHaveProperty('application/vnd.plotly.v1+json');
    const ids = messages.filter(({ update }) => update).map((one) => one.transient.display_id);
    expect(new Set([messages[0].transient.display_id, ...ids]).size).toBe(1);
    expect(messages[messages.length - 1].data).toHaveProperty('text/html');
  });

  it('draws what it has: gaps for NaN, names as texts', () => {
    const messages = listen();
    const chart = liveChart({ title: '<b>', series: ['a<b'] });
    chart.add(0, { 'a<b': Number.NaN });
    const svg = String(messages[messages.length - 1].data['image/svg+xml']);
    expect(svg).toContain('a&lt;b');
    expect(svg).not.toMatch(/<b>|NaN,|[ML]NaN/);
  });

  it('can end before it began', () => {
    liveChart({ title: 'loss', series: ['loss'] }).done();
    expect(printed[0]).toContain("Line plot 'loss'");
  });

  it('names the series there are', () => {
    const chart = liveChart({ title: 'loss', series: ['loss'] });
    expect(() => chart.add(1, { los: 1 })).toThrow(
      "live chart: got a value of 'los'; expected one of loss",
    );
    expect(() => liveChart({ title: 'x', series: [] })).toThrow('expected at least one name');
  });
});

describe('live diagram', () => {
  const at = (current?: string): Graph => ({
    title: 'two stages',
    nodes: [
      { id: 'a', label: 'first', role: 'layer' },
      { id: 'b', label: 'second', role: 'layer' },
    ],
    edges: [{ from: 'a', to: 'b' }],
    ...(current ? { current } : {}),
  });

  it('stays in one output, is redrawn seldom, and ends as it is told', () => {
    const messages = listen();
    const live = liveDiagram(at('a'));
    const began = performance.now();
    for (let i = 0; i < 1000; i++) live.update(at('b'));
    const quarters = Math.ceil((performance.now() - began) / 250);
    live.done(at());
    expect(messages.length).toBeLessThanOrEqual(2 + quarters);
    expect(new Set(messages.map((one) => one.transient.display_id)).size).toBe(1);
    expect(messages.map(({ update }) => update)).toEqual([
      false,
      ...messages.slice(1).map(() => true),
    ]);
    expect(messages[0].data['text/vnd.mermaid']).toContain('▶ first');
    expect(messages[messages.length - 1].data['text/vnd.mermaid']).not.toContain('▶');
  });

  it('outside a notebook prints the last drawing in words', () => {
    const live = liveDiagram(at('a'));
    live.update(at('b'));
    live.done(at('b'));
    expect(printed.join('')).toMatch(/Diagram of two stages: .* Now at: second\.$/);
  });
});

describe('live view', () => {
  const dot = (alt: string) => picture({ values: [[0, 1]], alt });

  it('changes in one output, not more often than its pause, and ends with the last', () => {
    const messages = listen();
    const live = liveView(dot('first'), 60_000);
    for (let i = 0; i < 100; i++) live.update(dot('between'));
    live.done(dot('last'));
    expect(messages.map(({ data }) => data['text/plain'])).toEqual(['first', 'last']);
    expect(new Set(messages.map((one) => one.transient.display_id)).size).toBe(1);
  });

  it('without a pause shows every one', () => {
    const messages = listen();
    const live = liveView(dot('first'), 0);
    live.update(dot('second'));
    live.done(dot('third'));
    expect(messages.map(({ data }) => data['text/plain'])).toEqual(['first', 'second', 'third']);
  });

  it('outside a notebook prints the last one in words, and records it alone', () => {
    const recorder = { views: [] as View[] };
    home.__n2dRecorder = recorder;
    const live = liveView(dot('first'));
    live.update(dot('between'));
    live.done(dot('last'));
    expect(printed).toEqual(['last']);
    expect(recorder.views.map((view) => 'alt' in view && view.alt)).toEqual(['last']);
  });
});
