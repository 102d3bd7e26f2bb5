/**
 * `n2d` under fault injection: full disks, closed pipes, folders that may not be written, a kill in
 * the middle of a write. It says what is wrong in a sentence, and what a learner typed is kept.
 */
import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const program = join(root, 'dist', 'cli', 'n2d.js');
const lesson = '01-one-neuron';
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'n2d Wörter ')));
chmodSync(folder, 0o755);
const workspace = join(folder, 'workspace');
const page = join(workspace, `${lesson}.ipynb`);
const isRoot = process.getuid?.() === 0;
const nobody = 65_534;

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The page with something typed, large enough for a limit to bite. */
const typed = (() => {
  const notebook = JSON.parse(readFileSync(join(root, 'notebooks', `${lesson}.ipynb`), 'utf8'));
  const isOurs = (one: { metadata: { n2d?: { exercise?: string } } }): boolean =>
    one.metadata.n2d?.exercise === 'net-input';
  notebook.cells.find(isOurs).source = `// typed by hand\n${'// more\n'.repeat(2_000)}`;
  return JSON.stringify(notebook);
})();

beforeEach(() => {
  rmSync(workspace, { recursive: true, force: true });
  mkdirSync(workspace);
  writeFileSync(page, typed);
});

const environment = (() => {
  const { N2D_CATALOGUE, N2D_DEBUG, N2D_WORKSPACE, ...rest } = process.env;
  return rest;
})();

/** Runs it by a shell, `n2d` standing for the program; answers with all that it said. */
function shell(line: string, options: object = {}): { code: number | null; said: string } {
  const run = spawnSync('bash', ['-c', line.replace(/\bn2d\b/, '"$NODE" "$N2D"')], {
    cwd: folder,
    env: { ...environment, NODE: process.execPath, N2D: program },
    timeout: 60_000,
    ...options,
  });
  return { code: run.status, said: `${run.stdout}${run.stderr}` };
}

/** Everything in the workspace, its backups too. */
function kept(): string {
  return readdirSync(workspace, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .join('\n');
}

const noStack = /^\s+at .*:\d+:\d+|fault of its own/m;

describe.skipIf(process.platform === 'win32')('what n2d says, when', () => {
  it.each(['--help', 'check --help', 'course --json', 'progress', 'hint net-input', 'check 1'])(
    'the disk of its output is full: %s',
    (args) => {
      const { code, said } = shell(`n2d ${args} > /dev/full`);
      expect(said).toContain('cannot write the output: no space is left on the disk');
      expect(said).not.toMatch(noStack);
      expect(code).toBe(1);
    },
  );

  it('nobody reads its output to the end: nothing', () => {
    expect(shell('set -o pipefail; n2d course --json | true').said).toBe('');
  });

  it.each(['check 1', 'hint net-input', 'progress', 'reset 1', 'reset net-input'])(
    'its workspace may not be written: %s',
    (args) => {
      chmodSync(workspace, 0o555);
      if (isRoot) chownSync(workspace, nobody, nobody);
      const { said } = shell(`n2d ${args}`, isRoot ? { uid: nobody } : {});
      chmodSync(workspace, 0o755);
      expect(said).not.toMatch(noStack);
      if (args.startsWith('reset')) expect(said).toContain('this user may not write there');
      if (args.startsWith('hint')) expect(said).toContain('Hint 1 of 3');
      expect(readFileSync(page, 'utf8')).toBe(typed);
    },
  );

  it('there is no workspace', () => {
    rmSync(workspace, { recursive: true });
    const { code, said } = shell('n2d check 1');
    expect(code).toBe(1);
    expect(said).toContain('`npm start` puts the notebooks there');
    expect(existsSync(workspace)).toBe(false);
    expect(shell('n2d progress').code).toBe(0);
  });

  it('it is called in a folder inside the project: it means the workspace of the project', () => {
    const { said } = shell('n2d check 1', { cwd: join(root, 'src', 'cli') });
    expect(said).not.toContain(join('src', 'cli', 'workspace'));
    expect(existsSync(join(root, 'src', 'cli', 'workspace'))).toBe(false);
  });

  it('the page holds anything but cells', () => {
    for (const cells of ['[null, 7, "x", {}]', '[{"cell_type":"code","source":[1,{}]}]', '{}']) {
      writeFileSync(page, `{"cells": ${cells}}`);
      const { code, said } = shell('n2d check net-input');
      expect(code).toBe(1);
      expect(said).not.toMatch(noStack);
    }
  });
});

describe.skipIf(process.platform === 'win32')('what a learner typed is kept, when', () => {
  it.each(['reset 1', 'reset net-input'])('files may not grow so large: %s', (args) => {
    const { code, said } = shell(`ulimit -f 8; n2d ${args}`);
    expect(code).toBe(1);
    expect(said).toMatch(/cannot write .*: the file is larger than this system allows/);
    expect(readFileSync(page, 'utf8')).toBe(typed);
  });

  it.each(['reset 1', 'reset net-input'])('n2d is killed at any moment: %s', async (args) => {
    for (let delay = 60; delay < 260; delay += 25) {
      writeFileSync(page, typed);
      rmSync(join(workspace, '.n2d'), { recursive: true, force: true });
      const child = spawn(process.execPath, [program, ...args.split(' ')], {
        cwd: folder,
        env: environment,
        stdio: 'ignore',
      });
      const ended = new Promise((resolve) => child.on('exit', resolve));
      const timer = setTimeout(() => child.kill('SIGKILL'), delay);
      await ended;
      clearTimeout(timer);
      expect(kept()).toContain('typed by hand');
      expect(() => JSON.parse(readFileSync(page, 'utf8'))).not.toThrow();
    }
    const { code } = shell(`n2d ${args}`);
    expect(code).toBe(0);
  });
});

describe('n2d loads only what it needs', () => {
  it.each([['--help'], ['check', '--help'], ['course'], ['progress'], ['hint', 'net-input']])(
    'of the course: %j %j',
    (...args) => {
      const coverage = join(folder, 'loaded');
      const env = { ...environment, NODE_V8_COVERAGE: coverage, N2D_WORKSPACE: workspace };
      spawnSync(process.execPath, [program, ...args], { env, cwd: folder });
      const loaded = readdirSync(coverage).flatMap((name) => {
        const { result } = JSON.parse(readFileSync(join(coverage, name), 'utf8'));
        return result.map(({ url }: { url: string }) => url) as string[];
      });
      rmSync(coverage, { recursive: true });
      expect(loaded.some((url) => url.endsWith('dist/cli/n2d.js'))).toBe(true);
      const heavy = loaded.filter((url) =>
        /@tensorflow|node_modules\/typescript|dist\/index/.test(url),
      );
      expect(heavy).toEqual([]);
    },
  );
});
