/**
 * The part of the U-Net that looks: each pixel at all others, then at the words of the prompt.
 *
 *     x' = proj_in(norm x)
 *     x' = x' + attention(norm x' to itself)
 *     x' = x' + attention(norm x' to the text)
 *     x' = x' + dense(value * gelu(gate)),    value, gate = dense(norm x')
 *     y = x + proj_out(x')
 *
 * Keys and values of the text do not depend on the picture or the time: `contextKeys` makes them
 * once for a prompt.
 *
 * Source: Rombach et al. 2022, section 3.3; Vaswani et al. 2017; Shazeer 2020 for the gate. In
 * Stable Diffusion 1 the projections are 1 x 1 filters, in 2 matrices: the same sums.
 */
import { attention, attentionShares } from '../layers/attention.js';
import { geluTensor } from '../layers/gelu.js';
import { tf } from '../tensor/tf.js';
import type { Weights } from '../tensor/weights.js';
import { denseNamed, groupNormNamed, layerNormNamed, tensorNamed } from './named.js';

/** Keys and values of a text for one block, [batch, tokens, channels] each. */
export type KeyValue = {
  readonly key: tf.Tensor3D;
  readonly value: tf.Tensor3D;
};

export interface TransformerOptions {
  readonly groups: number;
  readonly heads: number;
  /** How many blocks. */
  readonly depth: number;
  /** The keys and values that the block with this name looks at. */
  readonly textOf: (block: string) => KeyValue;
  /** Sees how much each pixel of a block looks at each token. */
  readonly watchAttention?: WatchAttention;
}

/**
 * Called with the shares of a cross-attention, the mean over its heads, [batch, height, width,
 * tokens], for a look inside; it must not keep the tensor.
 */
export type WatchAttention = (block: string, shares: tf.Tensor4D) => void;

/** Of the group norm, whatever the configuration says for the others. */
const groupEpsilon = 1e-6;
const rowEpsilon = 1e-5;

/**
 * Applies the transformer `name`.
 *
 * @param x [batch, height, width, channels]
 * @returns the shape of `x`
 */
export function transformer(
  weights: Weights,
  name: string,
  x: tf.Tensor4D,
  { groups, heads, depth, textOf, watchAttention }: TransformerOptions,
): tf.Tensor4D {
  return tf.tidy(() => {
    const [batch, height, width, channels] = x.shape;
    let rows: tf.Tensor3D = tf.tidy(() => {
      const normed = groupNormNamed(weights, `${name}.norm`, x, { groups, epsilon: groupEpsilon });
      const pixels: tf.Tensor3D = tf.reshape(normed, [batch, height * width, channels]);
      return denseNamed(weights, `${name}.proj_in`, pixels);
    });
    for (let n = 0; n < depth; n++) {
      const before = rows;
      const at = `${name}.transformer_blocks.${n}`;
      const watch =
        watchAttention &&
        ((shares: tf.Tensor3D) =>
          watchAttention(at, tf.reshape(shares, [batch, height, width, -1])));
      rows = block(weights, at, before, heads, textOf(at), watch);
      before.dispose();
    }
    return tf.add(x, tf.reshape(denseNamed(weights, `${name}.proj_out`, rows), x.shape));
  });
}

/**
 * Keys and values of a text for the block `name`.
 *
 * @param context [batch, tokens, width]
 */
export function contextKeys(weights: Weights, name: string, context: tf.Tensor3D): KeyValue {
  return {
    key: denseNamed(weights, `${name}.attn2.to_k`, context),
    value: denseNamed(weights, `${name}.attn2.to_v`, context),
  };
}

function block(
  weights: Weights,
  name: string,
  x: tf.Tensor3D,
  heads: number,
  text: KeyValue,
  watch?: (shares: tf.Tensor3D) => void,
): tf.Tensor3D {
  const norm = (n: number, input: tf.Tensor3D): tf.Tensor3D =>
    layerNormNamed(weights, `${name}.norm${n}`, input, rowEpsilon);
  /** Query, attention and the matrix behind it. */
  const look = (attn: string, seen: tf.Tensor3D, { key, value }: KeyValue): tf.Tensor3D => {
    const query = denseNamed(weights, `${name}.${attn}.to_q`, seen);
    if (attn === 'attn2' && watch) tf.tidy(() => watch(attentionShares(query, key, heads)));
    const answer = attention(query, key, value, { heads });
    return denseNamed(weights, `${name}.${attn}.to_out.0`, answer);
  };
  return tf.tidy(() => {
    const own: tf.Tensor3D = tf.tidy(() => {
      const seen = norm(1, x);
      const key = denseNamed(weights, `${name}.attn1.to_k`, seen);
      const value = denseNamed(weights, `${name}.attn1.to_v`, seen);
      return tf.add(x, look('attn1', seen, { key, value }));
    });
    const read: tf.Tensor3D = tf.tidy(() => tf.add(own, look('attn2', norm(2, own), text)));
    own.dispose();
    return tf.add(read, feedForward(weights, `${name}.ff.net`, norm(3, read)));
  });
}

/** How many numbers between the two dense layers are made at a time: 16 MiB of them. */
const innerNumbers = 2 ** 22;

/** Some rows at a time, so that what is between the two dense layers stays small. */
function feedForward(weights: Weights, name: string, x: tf.Tensor3D): tf.Tensor3D {
  return tf.tidy(() => {
    const [batch, tokens, channels] = x.shape;
    const rows: tf.Tensor2D = tf.reshape(x, [batch * tokens, channels]);
    const gated = valueAndGate(weights, `${name}.0.proj`, rows);
    const apply = (some: tf.Tensor2D): tf.Tensor2D =>
      tf.tidy(() => denseNamed(weights, `${name}.2`, gated(some)));
    const count = Math.max(1, Math.floor(innerNumbers / (8 * channels)));
    if (count >= rows.shape[0]) return tf.reshape(apply(rows), x.shape);
    const parts: tf.Tensor2D[] = [];
    for (let from = 0; from < rows.shape[0]; from += count) {
      const size = Math.min(count, rows.shape[0] - from);
      parts.push(tf.tidy(() => apply(tf.slice(rows, from, size))));
    }
    return tf.reshape(tf.concat(parts, 0), x.shape);
  });
}

/**
 * value * gelu(gate), the two halves of a dense layer. With many rows it is cheaper to cut the
 * matrix in two, once, than what comes out of it.
 */
function valueAndGate(
  weights: Weights,
  name: string,
  { shape: [rows, channels] }: tf.Tensor2D,
): (some: tf.Tensor2D) => tf.Tensor2D {
  const weight = tensorNamed(weights, `${name}.weight`) as tf.Tensor2D;
  if (rows <= channels || weight.rank !== 2 || weight.shape[1] % 2 !== 0) {
    return (some) =>
      tf.tidy(() => {
        const [value, gate] = tf.split(denseNamed(weights, name, some), 2, 1);
        return tf.mul(value, geluTensor(gate));
      });
  }
  const bias = tf.split(tensorNamed(weights, `${name}.bias`), 2);
  const halves = tf.split(weight, 2, 1).map((matrix, i) => ({
    [`${name}.weight`]: matrix,
    [`${name}.bias`]: bias[i],
  }));
  return (some) =>
    tf.tidy(() => {
      const open = tf.tidy(() => geluTensor(denseNamed(halves[1], name, some)));
      return tf.mul(denseNamed(halves[0], name, some), open);
    });
}
