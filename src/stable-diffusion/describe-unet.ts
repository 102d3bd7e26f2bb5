/**
 * A U-Net as a plain graph: one box for each level on the way down and up, with the size and the
 * channels that are there, and the skips between them. It follows the plan that the network itself
 * follows.
 */

import { ShapeError } from '../math/errors.js';
import type { Graph, GraphEdge, GraphNode } from '../math/graph.js';
import type { UnetConfig } from './unet-config.js';
import { type Level, type Stage, unetPlan } from './unet-plan.js';

export interface DescribeUnetOptions {
  /** Of the latents; the side that the U-Net was trained with when not given. */
  readonly height?: number;
  readonly width?: number;
}

/**
 * The graph of a U-Net.
 *
 * @throws ShapeError for a size that is no whole number above 0
 *
 * @example
 * const { nodes, edges } = describeUnet(sd15Unet);
 * nodes[1].label; // 'down 1\n64 × 64, 320 channels\n2 residual blocks\n2 that look at the text'
 * edges.filter(({ label }) => label?.startsWith('skip')).length; // 4
 */
export function describeUnet(config: UnetConfig, options: DescribeUnetOptions = {}): Graph {
  const { height = config.latentSide, width = config.latentSide } = options;
  for (const [name, side] of Object.entries({ height, width })) {
    if (!Number.isInteger(side) || side < 1) {
      throw new ShapeError(`describeUnet: got ${name} ${side}; expected a whole number above 0`);
    }
  }
  const { down, middle, up } = unetPlan(config);
  const last = down.length - 1;
  const size = (level: number): string => {
    const halved = (side: number): number => Math.ceil(side / 2 ** level);
    return `${halved(height)} × ${halved(width)}`;
  };
  const nodes: GraphNode[] = [
    { id: 'in', role: 'input', label: `latents\n${size(0)} × ${config.inChannels}` },
    ...down.map((level, i) => levelNode(`down${i}`, `down ${i + 1}`, size(i), level)),
    {
      id: 'middle',
      role: 'layer',
      label: `middle\n${size(last)}, ${middle[0].outputs} channels\n${blocks(middle)}`,
    },
    ...up.map((level, i) => levelNode(`up${i}`, `up ${i + 1}`, size(last - i), level)),
    { id: 'out', role: 'output', label: `answer\n${size(0)} × ${config.outChannels}` },
    { id: 'time', role: 'data', label: 'timestep\nto every residual block' },
    { id: 'text', role: 'data', label: `text\n${config.contextWidth} numbers a token` },
  ];
  const path = ['in', ...down.map((_, i) => `down${i}`), 'middle', ...up.map((_, i) => `up${i}`)];
  const along = [...path, 'out'].slice(1).map((to, i): GraphEdge => ({ from: path[i], to }));
  const skips = down.map((_, i): GraphEdge => {
    const channels = up[last - i].stages.map(({ skipped }) => skipped).join(' + ');
    return { from: `down${i}`, to: `up${last - i}`, label: `skip ${channels}` };
  });
  const looking = [
    ...down.map((level, i) => ({ id: `down${i}`, looks: level.stages.some(looks) })),
    { id: 'middle', looks: middle.some(looks) },
    ...up.map((level, i) => ({ id: `up${i}`, looks: level.stages.some(looks) })),
  ].filter((one) => one.looks);
  return {
    title: `a U-Net with ${down.length} levels`,
    nodes,
    edges: [
      ...along,
      ...skips,
      { from: 'time', to: 'down0' },
      ...looking.map(({ id }): GraphEdge => ({ from: 'text', to: id })),
    ],
  };
}

function levelNode(id: string, name: string, size: string, { stages, channels }: Level): GraphNode {
  return { id, role: 'layer', label: `${name}\n${size}, ${channels} channels\n${blocks(stages)}` };
}

function blocks(stages: readonly Stage[]): string {
  const looking = stages.filter(looks).length;
  const count = `${stages.length} residual block${stages.length === 1 ? '' : 's'}`;
  return looking === 0
    ? count
    : `${count}\n${looking} that look${looking === 1 ? 's' : ''} at the text`;
}

function looks({ transformer }: Stage): boolean {
  return transformer !== undefined;
}
