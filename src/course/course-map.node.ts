/** The map of the course: which lesson explains which box of the pipeline's drawing. */
import type { Graph } from '../math/graph.js';
import { readCatalogue } from './catalogue.node.js';

/** The boxes of `describePipeline`, and the numbers of their lessons. */
const lessonsOf: Readonly<Record<string, readonly string[]>> = {
  noise: ['10'],
  negative: ['16'],
  tokenizer: ['14'],
  text: ['14', '15'],
  latents: ['17'],
  timestep: ['12'],
  unet: ['12', '16'],
  guidance: ['16'],
  scheduler: ['13'],
  vae: ['09', '17'],
};

/** Of the loop around the boxes. */
const lessonsOfLoop: readonly string[] = ['11', '18'];

/**
 * The drawing of a pipeline with a line more in each box: the lessons that explain it. What this
 * copy of the course does not have yet is marked.
 *
 * @param graph from `describePipeline`
 * @throws PlaygroundError when the course is not built
 *
 * @example
 * const box = { id: 'scheduler', label: 'scheduler', role: 'layer' };
 * const { nodes } = courseMap({ title: 'a pipeline', nodes: [box], edges: [] });
 * /^scheduler\nlesson 13/.test(nodes[0].label); // true
 */
export function courseMap(graph: Graph): Graph {
  const there = new Set(readCatalogue().lessons.map(({ name }) => name.slice(0, 2)));
  const words = (numbers: readonly string[]): string => {
    const [here, toCome] = [true, false].map((wanted) =>
      numbers.filter((number) => there.has(number) === wanted),
    );
    return [
      ...(here.length > 0 ? [named(here)] : []),
      ...(toCome.length > 0 ? [`${named(toCome)}, to come`] : []),
    ].join('; ');
  };
  return {
    ...graph,
    title: `the course on ${graph.title}`,
    nodes: graph.nodes.map((node) =>
      Object.hasOwn(lessonsOf, node.id)
        ? { ...node, label: `${node.label}\n${words(lessonsOf[node.id])}` }
        : node,
    ),
    ...(graph.groups
      ? {
          groups: graph.groups.map((group) => ({
            ...group,
            title: `${group.title} (${words(lessonsOfLoop)})`,
          })),
        }
      : {}),
  };
}

function named(numbers: readonly string[]): string {
  return `lesson${numbers.length === 1 ? '' : 's'} ${numbers.join(', ')}`;
}
