import { expect, it } from 'vitest';
import { expectShape, ShapeError, tf } from '../../src/index.js';

const picture = ['batch', 'height', 'width', [4, 'channels']] as const;

it('accepts what fits', () => {
  expectShape('conv2d', 'input', tf.zeros([2, 8, 8, 4]), picture);
});

it('names the axis that is wrong', () => {
  const check = (): void => expectShape('conv2d', 'input', { shape: [2, 8, 8, 3] }, picture);
  expect(check).toThrow(ShapeError);
  expect(check).toThrow('conv2d: got input [2, 8, 8, 3]; expected 4 channels');
});

it('shows the whole shape when more is wrong', () => {
  expect(() => expectShape('conv2d', 'input', { shape: [8, 3] }, picture)).toThrow(
    'conv2d: got input [8, 3]; expected [batch, height, width, 4 channels]',
  );
  expect(() => expectShape('dense', 'bias', { shape: [3] }, [4])).toThrow(
    'dense: got bias [3]; expected [4]',
  );
});
