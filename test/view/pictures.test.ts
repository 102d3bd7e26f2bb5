/** A batch of numbers as pictures, and sheets of pictures under a slider. */
import { describe, expect, it } from 'vitest';
import { imageGrid, pictures, ShapeError, sliderFigure } from '../../src/index.js';

describe('pictures of a batch', () => {
  it('takes channels first, one picture after the other, and cuts off what is beyond', () => {
    const values = [1, 0, 0.5, 0, 0, 2, -1, Number.NaN, 1, 1, 1, 1];
    const [first, second] = pictures({ shape: [2, 3, 1, 2], values });
    expect([first.width, first.height]).toEqual([2, 1]);
    expect(Array.from(first.pixels)).toEqual([255, 128, 0, 255, 0, 0, 255, 255]);
    expect(Array.from(second.pixels)).toEqual([0, 255, 255, 255, 0, 255, 255, 255]);
    expect(second.alt).toBe('Picture 2 of 2, 2 by 1 pixels.');
  });

  it('takes words and a size', () => {
    const one = { shape: [1, 3, 1, 1], values: [0, 0, 0] };
    const [dot] = pictures(one, { alts: ['a black dot'], scale: 3 });
    expect([dot.alt, dot.scale]).toEqual(['a black dot', 3]);
  });

  it('refuses other shapes and other numbers of words', () => {
    expect(() => pictures({ shape: [1, 1, 1], values: [0] })).toThrow(ShapeError);
    expect(() => pictures({ shape: [1, 3, 1, 1], values: [0] })).toThrow(
      'got shape [1, 3, 1, 1] and 1 numbers; expected [pictures, 3, height, width]',
    );
    const one = { shape: [1, 3, 1, 1], values: [0, 0, 0] };
    expect(() => pictures(one, { alts: [] })).toThrow('got 0 texts for 1 pictures');
  });
});

describe('a slider over sheets', () => {
  it('changes the pictures and their captions', () => {
    const figure = sliderFigure({
      name: 'step',
      values: [1, 2],
      figure: (step) =>
        imageGrid({ title: 'one', images: [[[step - 1, 1]]], captions: [`caption ${step}`] }),
    });
    const layouts = (figure.frames ?? []).map(
      (frame) =>
        frame.layout as {
          images: { source: string }[];
          annotations: { text: string }[];
        },
    );
    expect(layouts.map(({ annotations }) => annotations[0].text)).toEqual([
      'caption 1',
      'caption 2',
    ]);
    expect(layouts[0].images[0].source).not.toBe(layouts[1].images[0].source);
  });
});
