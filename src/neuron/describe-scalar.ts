/**
 * A computation as a plain graph: a node for each number, and on each edge what flows along it,
 * forward (the number) and, once `backward()` was called, back (its share of the gradient).
 */
import type { Graph, GraphNode, Role } from '../math/graph.js';
import { computationOf, type Scalar } from './autograd.js';
import { numberText } from './text.js';

export interface DescribeScalarOptions {
  /** Whether to draw the way back too (default true). */
  readonly gradients?: boolean;
}

/**
 * The graph behind a number.
 *
 * An edge's label has the number that goes forward, and the slope that comes back over this edge:
 * the gradient at its end, times the slope of its step. Its weight is that slope.
 *
 * @example
 * const y = scalar(3, 'w').times(scalar(2, 'x'));
 * y.backward();
 * describeScalar(y).edges[0]; // { from: 'n0', to: 'n2', label: '→ 3\n← 2', weight: 2 }
 */
export function describeScalar(
  end: Scalar,
  { gradients = true }: DescribeScalarOptions = {},
): Graph {
  const order = computationOf(end);
  const ids = new Map(order.map((one, i) => [one, `n${i}`]));
  const nodes = order.map((one): GraphNode => {
    const title = [one.name, one.operation].filter((text) => text !== '').join(' = ');
    const lines = [title, numberText(one.data)].filter((text) => text !== '');
    if (gradients) lines.push(`slope ${numberText(one.gradient)}`);
    return { id: ids.get(one) ?? '', label: lines.join('\n'), role: roleOf(one, end) };
  });
  const edges = order.flatMap((to) =>
    to.edges.map(({ from, slope }) => {
      const place = { from: ids.get(from) ?? '', to: ids.get(to) ?? '' };
      const back = to.gradient * slope;
      const forward = `→ ${numberText(from.data)}`;
      if (!gradients) return { ...place, label: forward };
      return { ...place, label: `${forward}\n← ${numberText(back)}`, weight: back };
    }),
  );
  const title = `a computation of ${order.length} numbers`;
  return { title, nodes, edges };
}

function roleOf(one: Scalar, end: Scalar): Role {
  if (one.edges.length === 0) return one.name === '' ? 'constant' : 'input';
  return one === end ? 'output' : 'activation';
}
