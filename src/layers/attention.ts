/**
 * Attention: every query looks at all keys, and takes the values in the shares that it finds.
 *
 *     shares = softmax over keys of (query . key / sqrt(width of a head))
 *     answer = sum over keys of share * value
 *
 * Several heads do this side by side, each on its own part of the channels. With as many queries as
 * keys (a picture of 64 x 64 has 4,096 of each) the table of shares is far larger than everything
 * else, so it is made in slices of queries that stay in the cache of the processor.
 *
 * In a slice the largest score is not looked for first: the sum of exp(score) is simply tried, and
 * only when a sum over- or underflows are the slices made again with `softmax`, which shifts by the
 * largest score. Where sums stay in range both give the same shares, to rounding.
 *
 * Source: Vaswani et al. 2017, section 3.2; Rabe and Staats 2021 for the slices. Leaves out: the
 * dense layers before and after (`stable-diffusion/` has them), masks other than the causal one.
 */
import { ConfigError } from '../math/errors.js';
import { expectShape } from '../tensor/shape.js';
import { tf } from '../tensor/tf.js';

export interface AttentionOptions {
  /** Into how many parts the channels are cut. */
  readonly heads: number;
  /** Whether query i sees only the keys 0 to i (default false). */
  readonly causal?: boolean;
}

/** How many scores a slice may hold: 4 MiB of them. */
const sliceScores = 2 ** 20;
/** With no more scores than these in all, slices do not pay. */
const fewScores = 2 ** 22;

/**
 * Applies attention.
 *
 * @param query [batch, queries, channels]
 * @param key [batch, keys, channels]
 * @param value [batch, keys, channels]
 * @returns [batch, queries, channels]
 * @throws ShapeError when the three do not fit together
 * @throws ConfigError when the channels cannot be shared out among the heads
 *
 * @example
 * const key = tf.tensor3d([[[9, 0], [0, 9]]]);
 * const value = tf.tensor3d([[[1, 2], [3, 4]]]);
 * attention(tf.tensor3d([[[9, 0]]]), key, value, { heads: 1 }).dataSync(); // [1, 2]
 * attention(tf.tensor3d([[[0, 0]]]), key, value, { heads: 1 }).dataSync(); // [2, 3]
 */
export function attention(
  query: tf.Tensor3D,
  key: tf.Tensor3D,
  value: tf.Tensor3D,
  { heads, causal = false }: AttentionOptions,
): tf.Tensor3D {
  const [batch, queries, channels] = query.shape;
  const keys = key.shape[1];
  expectQueryAndKey(query, key, heads);
  expectShape('attention', 'value', value, [batch, [keys, 'keys'], [channels, 'channels']]);
  return tf.tidy(() => {
    const q = splitHeads(tf.mul(query, (channels / heads) ** -0.5), heads);
    const k = splitHeads(key, heads);
    const v = splitHeads(value, heads);
    const large = !causal && batch * heads * queries * keys > fewScores;
    return joinHeads(large ? inSlices(q, k, v) : atOnce(q, k, v, causal), batch, heads);
  });
}

/**
 * The shares alone, the mean over the heads: how much each query looks at each key. For a look
 * inside; `attention` makes its own. The table is held as a whole, so it is for few keys.
 *
 * @param query [batch, queries, channels]
 * @param key [batch, keys, channels]
 * @returns [batch, queries, keys]; those of a query add up to 1
 * @throws as `attention`
 *
 * @example
 * const key = tf.tensor3d([[[9, 0], [0, 9]]]);
 * attentionShares(tf.tensor3d([[[9, 0], [0, 0]]]), key, 1).dataSync(); // [1, 0, 0.5, 0.5]
 */
export function attentionShares(query: tf.Tensor3D, key: tf.Tensor3D, heads: number): tf.Tensor3D {
  expectQueryAndKey(query, key, heads);
  const [batch, queries, channels] = query.shape;
  const keys = key.shape[1];
  return tf.tidy(() => {
    const q = splitHeads(tf.mul(query, (channels / heads) ** -0.5), heads);
    const shares = tf.softmax(tf.matMul(q, splitHeads(key, heads), false, true));
    return tf.mean(tf.reshape(shares, [batch, heads, queries, keys]), 1);
  });
}

function expectQueryAndKey(query: tf.Tensor3D, key: tf.Tensor3D, heads: number): void {
  expectShape('attention', 'query', query, ['batch', 'queries', 'channels']);
  const [batch, , channels] = query.shape;
  const others = [[batch, 'in the batch'], 'keys', [channels, 'channels']] as const;
  expectShape('attention', 'key', key, others);
  if (Number.isInteger(heads) && heads >= 1 && channels % heads === 0) return;
  throw new ConfigError(
    `attention: got ${heads} heads; expected a divisor of ${channels} channels`,
  );
}

/** [batch, tokens, channels] to [batch * heads, tokens, channels / heads]. */
function splitHeads(x: tf.Tensor3D, heads: number): tf.Tensor3D {
  const [batch, tokens, channels] = x.shape;
  if (heads === 1) return x;
  const apart = tf.reshape(x, [batch, tokens, heads, channels / heads]);
  return tf.reshape(tf.transpose(apart, [0, 2, 1, 3]), [batch * heads, tokens, channels / heads]);
}

function joinHeads(x: tf.Tensor3D, batch: number, heads: number): tf.Tensor3D {
  const [, tokens, width] = x.shape;
  if (heads === 1) return x;
  const apart = tf.reshape(x, [batch, heads, tokens, width]);
  return tf.reshape(tf.transpose(apart, [0, 2, 1, 3]), [batch, tokens, heads * width]);
}

function atOnce(q: tf.Tensor3D, k: tf.Tensor3D, v: tf.Tensor3D, causal: boolean): tf.Tensor3D {
  return tf.tidy(() => {
    const scores = tf.matMul(q, k, false, true);
    const seen = causal ? tf.add(scores, causalMask(q.shape[1], k.shape[1])) : scores;
    return tf.matMul(tf.softmax(seen), v);
  });
}

/** 0 where query i may see key j (j <= i), elsewhere a number that softmax makes 0. */
function causalMask(queries: number, keys: number): tf.Tensor2D {
  const mask = new Float32Array(queries * keys);
  for (let i = 0; i < queries; i++) mask.fill(-3e38, i * keys + i + 1, (i + 1) * keys);
  return tf.tensor2d(mask, [queries, keys]);
}

function inSlices(q: tf.Tensor3D, k: tf.Tensor3D, v: tf.Tensor3D): tf.Tensor3D {
  return tf.tidy(() => {
    // Numbers come back from webgpu only later, too late to look at the sums.
    if (tf.getBackend() === 'webgpu') return eachSlice(q, k, v, (scores) => tf.softmax(scores));
    // A column of ones behind the values: its sums are the divisors.
    const ones: tf.Tensor3D = tf.ones([v.shape[0], v.shape[1], 1]);
    const sums = eachSlice(q, k, tf.concat([v, ones], 2), (scores) => tf.exp(scores));
    const width = v.shape[2];
    const [top, divisor] = tf.split(sums, [width, 1], 2);
    const [least, most] = tf.tidy(() => tf.stack([tf.min(divisor), tf.max(divisor)]).dataSync());
    // Also false for what is no number.
    if (least > 1e-30 && most < 1e30) return tf.div(top, divisor);
    return eachSlice(q, k, v, (scores) => tf.softmax(scores));
  });
}

/** `shares(scores) . value` for each head and some queries at a time. */
function eachSlice(
  q: tf.Tensor3D,
  k: tf.Tensor3D,
  v: tf.Tensor3D,
  shares: (scores: tf.Tensor2D) => tf.Tensor2D,
): tf.Tensor3D {
  const [, queries] = q.shape;
  const rows = Math.max(1, Math.floor(sliceScores / k.shape[1]));
  const parts = tf.unstack(q).map((head, n) =>
    tf.tidy(() => {
      const keys: tf.Tensor2D = tf.squeeze(tf.slice(k, n, 1), [0]);
      const values: tf.Tensor2D = tf.squeeze(tf.slice(v, n, 1), [0]);
      const some: tf.Tensor[] = [];
      for (let from = 0; from < queries; from += rows) {
        const count = Math.min(rows, queries - from);
        some.push(
          tf.tidy(() => {
            const part = tf.slice(head as tf.Tensor2D, [from, 0], [count, -1]);
            return tf.matMul(shares(tf.matMul(part, keys, false, true)), values);
          }),
        );
      }
      return tf.concat(some, 0);
    }),
  );
  return tf.stack(parts) as tf.Tensor3D;
}
