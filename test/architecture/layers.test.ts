/**
 * The house rules that a compiler does not know: who may import whom, and what no file may hold.
 * ARCHITECTURE.md has the same table; when the design changes, both change in one commit.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const src = join(root, 'src');

/** Folder -> the folders of src/ that it may import, besides itself. */
const mayImport: Record<string, readonly string[]> = {
  math: [],
  files: ['math'],
  neuron: ['math'],
  diffusion: ['math'],
  text: ['math'],
  view: ['math'],
  tensor: ['math'],
  layers: ['math', 'tensor'],
  networks: ['math', 'tensor', 'layers'],
  'stable-diffusion': ['math', 'tensor', 'layers'],
  checkpoint: ['files', 'math', 'tensor'],
  datasets: ['files', 'math', 'tensor', 'layers', 'networks'],
  training: ['checkpoint', 'files', 'math', 'tensor', 'layers', 'networks'],
  pipeline: ['checkpoint', 'diffusion', 'files', 'math', 'stable-diffusion', 'tensor', 'text'],
  micro: [
    'checkpoint',
    'datasets',
    'diffusion',
    'files',
    'math',
    'pipeline',
    'stable-diffusion',
    'tensor',
    'text',
    'training',
    'view',
  ],
  lab: ['math', 'neuron', 'view'],
  course: ['files', 'math', 'neuron', 'tensor', 'view'],
  notebook: ['files', 'math', 'neuron', 'tensor', 'view'],
  cli: [
    'index', // the public door: what a learner's own code may use
    'files',
    'math',
    'neuron',
    'diffusion',
    'text',
    'view',
    'tensor',
    'layers',
    'networks',
    'stable-diffusion',
    'checkpoint',
    'pipeline',
    'datasets',
    'training',
    'micro',
    'course',
    'notebook',
  ],
};

interface Source {
  /** Path below src/, with forward slashes. */
  readonly path: string;
  readonly folder: string;
  readonly text: string;
  /** Relative imports, as paths below src/, without the ending. */
  readonly local: readonly string[];
  readonly packages: readonly string[];
}

const sources: Source[] = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.ts'))
  .map((path) => {
    const text = readFileSync(join(src, path), 'utf8');
    const found = [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1]);
    const local = found
      .filter((name) => name.startsWith('.'))
      .map((name) => relative(src, join(src, dirname(path), name)).replaceAll('\\', '/'))
      .map((name) => name.replace(/\.js$/, ''));
    const packages = found.filter((name) => !name.startsWith('.'));
    return { path, folder: path.split('/')[0], text, local, packages };
  });

const doorOnly = (source: Source): boolean => source.path === 'index.ts';
const ofNode = (path: string): boolean => path.endsWith('.node') || path.startsWith('cli/');

describe('layers', () => {
  it('finds the sources', () => {
    expect(sources.length).toBeGreaterThan(20);
  });

  it('every folder has a rank', () => {
    const folders = new Set(sources.filter((s) => !doorOnly(s)).map((s) => s.folder));
    expect([...folders].filter((folder) => !(folder in mayImport))).toEqual([]);
  });

  it('imports go down only', () => {
    const broken = sources
      .filter((s) => !doorOnly(s))
      .flatMap((s) =>
        s.local
          .map((target) => target.split('/')[0])
          .filter((folder) => folder !== s.folder && !mayImport[s.folder].includes(folder))
          .map((folder) => `${s.path} imports ${folder}/`),
      );
    expect(broken).toEqual([]);
  });

  it('only tensor/ imports @tensorflow/*', () => {
    const broken = sources.filter(
      (s) => s.folder !== 'tensor' && s.packages.some((name) => name.startsWith('@tensorflow/')),
    );
    expect(broken.map((s) => s.path)).toEqual([]);
  });

  it('node built-ins stand only in *.node.ts and cli/', () => {
    const broken = sources.filter(
      (s) =>
        !ofNode(s.path.replace(/\.ts$/, '')) && s.packages.some((name) => name.startsWith('node:')),
    );
    expect(broken.map((s) => s.path)).toEqual([]);
  });

  it('a file for the browser imports no file for node', () => {
    const broken = sources
      .filter((s) => !doorOnly(s) && !ofNode(s.path.replace(/\.ts$/, '')))
      .flatMap((s) => s.local.filter(ofNode).map((target) => `${s.path} imports ${target}`));
    expect(broken).toEqual([]);
  });

  it('has no cycles', () => {
    const edges = new Map(sources.map((s) => [s.path.replace(/\.ts$/, ''), s.local]));
    const done = new Set<string>();
    const cycles: string[] = [];
    const visit = (path: string, trail: readonly string[]): void => {
      if (trail.includes(path))
        cycles.push([...trail.slice(trail.indexOf(path)), path].join(' -> '));
      if (done.has(path) || trail.includes(path)) return;
      for (const target of edges.get(path) ?? []) visit(target, [...trail, path]);
      done.add(path);
    };
    for (const path of edges.keys()) visit(path, []);
    expect(cycles).toEqual([]);
  });
});

describe('habits', () => {
  const offenders = (pattern: RegExp): string[] =>
    sources.filter((s) => pattern.test(withoutComments(s.text))).map((s) => s.path);

  it.each([
    ['export *', /export \* from/],
    ['export default', /export default/],
    ['Math.random', /Math\.random/],
    ['any', /(:|<|as) any\b/],
    ['ts-ignore', /@ts-(ignore|nocheck)/],
  ])('no %s', (_, pattern) => {
    expect(offenders(pattern)).toEqual([]);
  });

  it('every file opens with what it is', () => {
    const silent = sources.filter((s) => !/^(#!.*\n)?\/\*\*/.test(s.text));
    expect(silent.map((s) => s.path)).toEqual([]);
  });

  it('a file is at most 400 lines, and above 300 says why', () => {
    // The door is a list of names, not an idea: it grows with the course.
    const long = sources
      .filter((s) => !doorOnly(s))
      .map((s) => ({ path: s.path, lines: s.text.split('\n').length, text: s.text }))
      .filter(
        (s) => s.lines > 400 || (s.lines > 300 && !/Long because/.test(s.text.slice(0, 1500))),
      );
    expect(long.map((s) => `${s.path}: ${s.lines} lines`)).toEqual([]);
  });
});

describe('the repository', () => {
  const tracked = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'LICENSE'];

  it.each(tracked)('has %s', (name) => {
    expect(readFileSync(join(root, name), 'utf8').length).toBeGreaterThan(200);
  });

  it('gives a reason for every dependency', () => {
    const { dependencies, devDependencies } = JSON.parse(
      readFileSync(join(root, 'package.json'), 'utf8'),
    ) as Record<string, Record<string, string>>;
    const reasons = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');
    const names = Object.keys({ ...dependencies, ...devDependencies });
    expect(names.filter((name) => !reasons.includes(`\`${name}\``))).toEqual([]);
  });

  it('pins every dependency', () => {
    const { dependencies, devDependencies } = JSON.parse(
      readFileSync(join(root, 'package.json'), 'utf8'),
    ) as Record<string, Record<string, string>>;
    const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(
      ([, version]) => !/^\d|^file:/.test(version),
    );
    expect(loose).toEqual([]);
  });

  it('the table of ARCHITECTURE.md is the table of this test', () => {
    const text = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');
    const rows = [...text.matchAll(/^\| `(\w[\w-]*)\/` \| (.+?) \|/gm)].map((match) => [
      match[1],
      match[2] === 'nothing'
        ? []
        : match[2].split(', ').map((name) => name.replaceAll('`', '').replace(/\/$/, '')),
    ]);
    expect(Object.fromEntries(rows)).toEqual(mayImport);
  });
});

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');
}
