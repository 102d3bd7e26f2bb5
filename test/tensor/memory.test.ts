import { expect, it } from 'vitest';
import { countTensors, expectNoLeak, PlaygroundError, tf } from '../../src/index.js';

it('counts what is alive', () => {
  const before = countTensors();
  const x = tf.ones([2]);
  expect(countTensors() - before).toBe(1);
  x.dispose();
});

it('allows what is returned, alone or inside', () => {
  const { x, y } = expectNoLeak(() => ({
    x: tf.ones([1]),
    y: [tf.ones([2]), { z: tf.ones([3]) }],
  }));
  tf.dispose([x, y]);
});

it('says how many stayed', () => {
  const kept: tf.Tensor[] = [];
  const leak = (): tf.Tensor => {
    kept.push(tf.ones([1]), tf.ones([1]));
    return tf.ones([2]);
  };
  expect(() => expectNoLeak(leak)).toThrow(PlaygroundError);
  expect(() => expectNoLeak(leak)).toThrow(
    'leak: got 2 tensors that were made and neither returned nor disposed of; expected none. ' +
      'Wrap the work in tf.tidy(() => ...), or call dispose() on what you made',
  );
});

it('waits for asynchronous work', async () => {
  await expect(
    expectNoLeak(async () => {
      const x = tf.ones([2]);
      return (await x.data())[0];
    }),
  ).rejects.toThrow('leak: got 1 tensor that was made');
});
