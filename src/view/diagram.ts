/**
 * A graph as Mermaid text: what `describe()` of a live object returns, drawn.
 *
 * Only the flowchart of Mermaid 11.10, which JupyterLab, nbconvert and GitHub all draw. Labels are
 * escaped, so that a name from a stranger's file stays a name. A weight is a line: thick when it is
 * large, dashed (and in another colour) when it is negative.
 */
import type { Graph, GraphEdge, Role } from '../math/graph.js';
import { palette } from './palette.js';
import type { Diagram } from './view.js';

export interface DiagramOptions {
  /** From left to right, or from top to bottom. */
  readonly direction?: 'LR' | 'TB';
}

/** The brackets of each role: no role is told by its colour alone. */
const shapes: Readonly<Record<Role, readonly [string, string]>> = {
  input: ['([', '])'],
  constant: ['[', ']'],
  sum: ['((', '))'],
  activation: ['{{', '}}'],
  layer: ['[', ']'],
  data: ['[/', '/]'],
  output: ['[[', ']]'],
};

/** Where a run is just now: readable on a light page and on a dark one. */
const currentStyle = `fill:#155d91,stroke:${palette[1]},stroke-width:4px,color:#ffffff`;

/**
 * The drawing of a graph.
 *
 * @example
 * const edge = { from: 'x', to: 'y', label: 'w = 2', weight: 2 };
 * const nodes = [{ id: 'x', label: 'x', role: 'input' }, { id: 'y', label: 'y', role: 'output' }];
 * diagram({ title: 'double', nodes, edges: [edge] }).alt;
 * // "Diagram of double: x (input), y (output). x to y: w = 2."
 */
export function diagram(graph: Graph, options: DiagramOptions = {}): Diagram {
  const names = new Map(graph.nodes.map((node, i) => [node.id, safeName(node.id, i)]));
  const grouped = new Set(graph.groups?.flatMap((group) => group.nodes));
  const nodeLine = ({ id, label, role }: Graph['nodes'][number]): string => {
    const [open, close] = shapes[role];
    const now = id === graph.current ? '▶ ' : '';
    return `  ${names.get(id)}${open}"${now}${escapeLabel(label)}"${close}`;
  };
  const groups = (graph.groups ?? []).flatMap((group, i) => [
    `  subgraph g${i}["${escapeLabel(group.title)}"]`,
    ...graph.nodes
      .filter((node) => group.nodes.includes(node.id))
      .map((node) => `  ${nodeLine(node)}`),
    '  end',
  ]);
  const edges = graph.edges.map(({ from, to, label }) => {
    const text = label === undefined ? '' : `|"${escapeLabel(label)}"|`;
    return `  ${names.get(from)} -->${text} ${names.get(to)}`;
  });
  const mermaid = [
    `flowchart ${options.direction ?? 'LR'}`,
    `  accTitle: ${oneLine(graph.title)}`,
    ...graph.nodes.filter((node) => !grouped.has(node.id)).map(nodeLine),
    ...groups,
    ...edges,
    ...edgeStyles(graph.edges),
    ...(graph.current === undefined ? [] : [`  style ${names.get(graph.current)} ${currentStyle}`]),
  ].join('\n');
  return { kind: 'diagram', mermaid, alt: inWords(graph) };
}

function edgeStyles(edges: readonly GraphEdge[]): string[] {
  const largest = Math.max(...edges.map((edge) => Math.abs(edge.weight ?? 0)), 1e-12);
  return edges.flatMap(({ weight }, i) => {
    if (weight === undefined) return [];
    const width = (1 + (3.5 * Math.abs(weight)) / largest).toFixed(1);
    const dash = weight < 0 ? ',stroke-dasharray:7 5' : '';
    const colour = weight < 0 ? palette[1] : palette[0];
    return [`  linkStyle ${i} stroke:${colour},stroke-width:${width}px${dash}`];
  });
}

function inWords({ title, nodes, edges, current }: Graph): string {
  const names = shortNames(nodes);
  const parts = nodes.map((node) => `${oneLine(node.label)} (${node.role})`).join(', ');
  const lines = edges.map(({ from, to, label }) => {
    const what = label === undefined ? '' : `: ${oneLine(label)}`;
    return `${names.get(from)} to ${names.get(to)}${what}.`;
  });
  const now = current === undefined ? [] : [`Now at: ${names.get(current)}.`];
  return [`Diagram of ${title}: ${parts}.`, ...lines, ...now].join(' ');
}

/** The first line of each label, or all of it where two nodes have the same first line. */
function shortNames(nodes: Graph['nodes']): Map<string, string> {
  const first = nodes.map(({ label }) => label.split('\n')[0].trim());
  const short = new Set(first).size === first.length;
  return new Map(nodes.map(({ id, label }, i) => [id, short ? first[i] : oneLine(label)]));
}

/** Mermaid's own words ('end', 'class') are no names for its nodes. */
function safeName(id: string, index: number): string {
  const reserved =
    /^(end|default|class|style|graph|subgraph|click|call|href|linkstyle|flowchart)$/i;
  return /^[A-Za-z]\w*$/.test(id) && !/^[ox]$/i.test(id) && !reserved.test(id) ? id : `n${index}`;
}

function escapeLabel(text: string): string {
  return text
    .replace(/[#&<>"`\\]/g, (letter) => `#${letter.charCodeAt(0)};`)
    .replace(/\s*\n\s*/g, '<br/>');
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ');
}
