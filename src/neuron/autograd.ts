/**
 * Scalar autograd: numbers that remember what they were made of, so that the slope of the last one
 * for each of the others can be found by walking back. The chain rule, once per edge.
 *
 *     forward     u = w * x                      each number is computed from earlier ones
 *     backward    u.gradient = 1                 at the end: it changes with itself, one to one
 *                 w.gradient += u.gradient * x   for each edge: times the slope of that one step
 *
 * Source: Linnainmaa 1970; Griewank and Walther 2008, Evaluating Derivatives, chapter 3. The idea
 * of one small class for numbers is micrograd's (Karpathy 2020). Leaves out: tensors, second
 * derivatives, speed. Networks learn with backpropagate.ts, which a test compares with this.
 */
import { ConfigError } from '../math/errors.js';
import type { Activation } from './activation.js';
import { sigmoid, tanh } from './classic.js';
import { relu } from './rectifiers.js';
import { numberText } from './text.js';

/** An edge: the number that came in, and how fast the result changes with it. */
export interface ScalarEdge {
  readonly from: Scalar;
  readonly slope: number;
}

/** A number in a computation. */
export class Scalar {
  readonly data: number;
  /** How fast the end of the last `backward()` changes with this number; 0 before. */
  gradient: number = 0;
  /** What a drawing calls it; '' when it was made by an operation and not named. */
  readonly name: string;
  /** '' for a number that was given. */
  readonly operation: string;
  readonly edges: readonly ScalarEdge[];

  /** Use `scalar()` instead. */
  constructor(data: number, name: string, operation: string, edges: readonly ScalarEdge[]) {
    if (!Number.isFinite(data)) {
      const what = operation === '' ? 'a number' : `the result of ${operation}`;
      throw new ConfigError(`scalar: got ${data} as ${what}; expected a finite number`);
    }
    this.data = data;
    this.name = name;
    this.operation = operation;
    this.edges = edges;
  }

  /** The same number with a name, for drawings. */
  named(name: string): Scalar {
    return new Scalar(this.data, name, this.operation, this.edges);
  }

  plus(other: Scalar | number): Scalar {
    const right = scalar(other);
    return result('+', this.data + right.data, [this, 1], [right, 1]);
  }

  minus(other: Scalar | number): Scalar {
    const right = scalar(other);
    return result('-', this.data - right.data, [this, 1], [right, -1]);
  }

  times(other: Scalar | number): Scalar {
    const right = scalar(other);
    return result('×', this.data * right.data, [this, right.data], [right, this.data]);
  }

  /** @throws ConfigError when the other number is 0 */
  over(other: Scalar | number): Scalar {
    const right = scalar(other);
    if (right.data === 0) throw new ConfigError('over: got 0 below the line; expected another');
    const quotient = this.data / right.data;
    return result('/', quotient, [this, 1 / right.data], [right, -quotient / right.data]);
  }

  /** To a fixed power. */
  power(exponent: number): Scalar {
    const slope = exponent === 0 ? 0 : exponent * this.data ** (exponent - 1);
    return result(`power ${numberText(exponent)}`, this.data ** exponent, [this, slope]);
  }

  exp(): Scalar {
    const height = Math.exp(this.data);
    return result('exp', height, [this, height]);
  }

  /** The natural logarithm. @throws ConfigError when the number is not above 0 */
  log(): Scalar {
    if (!(this.data > 0)) throw new ConfigError(`log: got ${this.data}; expected above 0`);
    return result('log', Math.log(this.data), [this, 1 / this.data]);
  }

  tanh(): Scalar {
    return this.activate(tanh);
  }

  sigmoid(): Scalar {
    return this.activate(sigmoid);
  }

  relu(): Scalar {
    return this.activate(relu);
  }

  /** Through any activation function of the library. */
  activate(activation: Activation): Scalar {
    const { name, apply, derivative } = activation;
    return result(name, apply(this.data), [this, derivative(this.data)]);
  }

  /**
   * Sets the gradient of every number that this one was made of, and of none else. Doing it twice
   * gives the same again.
   */
  backward(): void {
    const order = computationOf(this);
    for (const one of order) one.gradient = 0;
    this.gradient = 1;
    for (const one of order.reverse()) {
      for (const { from, slope } of one.edges) from.gradient += one.gradient * slope;
    }
  }
}

/**
 * A number to compute with; a Scalar stays itself.
 *
 * @throws ConfigError for what is not a finite number
 * @example
 * const [w, x, b] = [scalar(3, 'w'), scalar(2, 'x'), scalar(-1, 'b')];
 * const y = w.times(x).plus(b);
 * y.data; // 5
 * y.backward();
 * [w.gradient, x.gradient, b.gradient]; // [2, 3, 1]
 */
export function scalar(value: Scalar | number, name: string = ''): Scalar {
  return value instanceof Scalar ? value : new Scalar(value, name, '', []);
}

/**
 * Every number behind `end`, each after those that it was made of; `end` is the last.
 *
 * @example
 * const x = scalar(2);
 * computationOf(x.times(x).plus(1)).length; // 4
 */
export function computationOf(end: Scalar): Scalar[] {
  const order: Scalar[] = [];
  const seen = new Set<Scalar>([end]);
  // A stack of its own, because a long computation is deeper than function calls may go.
  const stack = [{ one: end, next: 0 }];
  while (stack.length > 0) {
    const top = stack[stack.length - 1];
    const edge = top.one.edges[top.next++];
    if (edge === undefined) {
      order.push(top.one);
      stack.pop();
    } else if (!seen.has(edge.from)) {
      seen.add(edge.from);
      stack.push({ one: edge.from, next: 0 });
    }
  }
  return order;
}

function result(
  operation: string,
  data: number,
  ...edges: readonly (readonly [Scalar, number])[]
): Scalar {
  return new Scalar(
    data,
    '',
    operation,
    edges.map(([from, slope]) => ({ from, slope })),
  );
}
