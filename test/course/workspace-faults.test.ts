/**
 * The workspace under fault injection: processes killed at any moment, files that may not grow, a
 * full disk, folders that cannot be written. Whatever happens, what was typed is still there, and
 * the next run mends the rest. The code runs in child processes, bundled to one file.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
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
import path from 'node:path';
import { buildSync } from 'esbuild';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { SyncReport } from '../../src/course/workspace.node.js';

const project = path.resolve(import.meta.dirname, '../..');
let bundle = '';

beforeAll(() => {
  const folder = mkdtempSync(path.join(tmpdir(), 'n2d-bundle-'));
  chmodSync(folder, 0o755);
  bundle = path.join(folder, 'workspace.mjs');
  buildSync({
    entryPoints: [path.join(project, 'src/course/workspace.node.ts')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: bundle,
  });
  return () => rmSync(folder, { recursive: true });
});

const names = Array.from({ length: 6 }, (_, i) => `0${i}-page.ipynb`);

function notebook(words: string, length = 20_000): string {
  const cells = [
    { id: 'a', cell_type: 'markdown', metadata: {}, source: words },
    { id: 'b', cell_type: 'markdown', metadata: {}, source: 'x'.repeat(length) },
  ];
  return `${JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 })}\n`;
}

interface Place {
  readonly notebooks: string;
  readonly workspace: string;
  publish(version: string, length?: number): void;
  words(name: string): string | null;
}

function place(): Place {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'n2d faults ')));
  chmodSync(root, 0o755);
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const notebooks = path.join(root, 'notebooks');
  const workspace = path.join(root, 'workspace');
  mkdirSync(notebooks);
  mkdirSync(workspace);
  return {
    notebooks,
    workspace,
    publish: (version, length) => {
      for (const name of names) {
        writeFileSync(path.join(notebooks, name), notebook(`${version} ${name}`, length));
      }
    },
    words: (name) => {
      const file = path.join(workspace, name);
      if (!existsSync(file)) return null;
      return JSON.parse(readFileSync(file, 'utf8')).cells[0].source;
    },
  };
}

/** Program text that does something with the bundle and prints its result as JSON. */
function program({ notebooks, workspace }: Place, call = 'syncWorkspace(places)'): string {
  return `
    const { syncWorkspace, resetLesson } = await import(${JSON.stringify(bundle)});
    const places = ${JSON.stringify({ notebooks, workspace })};
    try {
      console.log(JSON.stringify(${call}));
    } catch (error) {
      console.log(JSON.stringify({ name: error.name, message: error.message }));
    }`;
}

/** Runs the program under a shell prelude (limits, mounts); answers with what it printed. */
function under(prelude: string, text: string, options: object = {}): SyncReport & Error {
  const { stdout, stderr } = spawnSync(
    'sh',
    ['-c', `${prelude} exec "$0" --input-type=module -e "$1"`, process.execPath, text],
    { encoding: 'utf8', ...options },
  );
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

const temporary = (folder: string): string[] =>
  existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.tmp')) : [];

describe('the workspace, when', () => {
  it('its writers are killed at any moment: every page is whole, and the next run mends it', async () => {
    const one = place();
    one.publish('first');
    under('', program(one));
    const mine = notebook('typed by hand');
    writeFileSync(path.join(one.workspace, names[2]), mine);
    for (let round = 0; round < 25; round++) {
      one.publish(`version ${round}`);
      const child = spawn(
        process.execPath,
        ['--input-type=module', '-e', `console.log('begin');${program(one)}`],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      );
      await killed(child, round * 2);
      expect(readFileSync(path.join(one.workspace, names[2]), 'utf8')).toBe(mine);
      for (const name of names) {
        if (name === names[2]) continue;
        expect(one.words(name)).toMatch(new RegExp(`^(version \\d+|first) ${name}$`));
      }
      if (round % 5 === 4) {
        expect(under('', program(one)).trouble).toBeNull();
        for (const name of names.filter((other) => other !== names[2])) {
          expect(one.words(name)).toBe(`version ${round} ${name}`);
        }
        const beside = names[2].replace('.ipynb', '.new.ipynb');
        expect(one.words(beside)).toBe(`version ${round} ${names[2]}`);
      }
    }
    expect(readdirSync(one.workspace).filter((name) => name.endsWith('.ipynb'))).toHaveLength(7);
  });

  it('a reset is killed at any moment: what was typed is in the page or in the backup', async () => {
    const one = place();
    one.publish('first', 2_000_000);
    under('', program(one));
    for (let round = 0; round < 15; round++) {
      const words = `typed in round ${round}`;
      writeFileSync(path.join(one.workspace, names[0]), notebook(words, 2_000_000));
      const call = `resetLesson('00-page', places)`;
      const child = spawn(
        process.execPath,
        ['--input-type=module', '-e', `console.log('begin');${program(one, call)}`],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      );
      await killed(child, round * 3);
      const backups = path.join(one.workspace, '.n2d', 'backup');
      const kept = existsSync(backups)
        ? readdirSync(backups).filter((name) => name.endsWith('.ipynb'))
        : [];
      const texts = [
        one.words(names[0]),
        ...kept.map((name) => one.words(path.join('.n2d', 'backup', name))),
      ];
      expect(texts).toContain(words);
    }
  });

  it('two run at once: both end well', async () => {
    const one = place();
    one.publish('first');
    const children = [0, 1, 2].map(() =>
      spawn(process.execPath, ['--input-type=module', '-e', program(one)], {
        stdio: ['ignore', 'pipe', 'inherit'],
      }),
    );
    const reports = await Promise.all(children.map(printed));
    expect(reports.map((report) => (JSON.parse(report) as SyncReport).trouble)).toEqual([
      null,
      null,
      null,
    ]);
    const added = reports.flatMap((report) => (JSON.parse(report) as SyncReport).added);
    expect(added.sort()).toEqual(names);
    expect(readdirSync(one.workspace).filter((name) => name.endsWith('.ipynb'))).toEqual(names);
  });

  it('files may not grow so large: says so, and keeps every old page', () => {
    const one = place();
    one.publish('first', 2_000);
    under('', program(one));
    one.publish('second', 200_000);
    const { trouble } = under('ulimit -f 64;', program(one));
    expect(trouble).toMatch(/^cannot write .*00-page\.ipynb: the file is larger .*ulimit -f/);
    for (const name of names) expect(one.words(name)).toBe(`first ${name}`);
    expect(temporary(one.workspace)).toEqual([]);
    expect(under('', program(one)).refreshed).toEqual(names);
  });

  it('files may not grow at all: a reset touches nothing', () => {
    const one = place();
    one.publish('first');
    under('', program(one));
    const mine = notebook('typed by hand', 200_000);
    writeFileSync(path.join(one.workspace, names[0]), mine);
    const failed = under('ulimit -f 32;', program(one, `resetLesson('00-page', places)`));
    expect(failed.message).toMatch(/^cannot write .*\.n2d.*: the file is larger/);
    expect(readFileSync(path.join(one.workspace, names[0]), 'utf8')).toBe(mine);
    expect(temporary(path.join(one.workspace, '.n2d', 'backup'))).toEqual([]);
  });

  it('a page is a device that is always full: leaves it alone and does the others', () => {
    const one = place();
    one.publish('first');
    rmSync(path.join(one.workspace, names[0]), { force: true });
    under(`ln -s /dev/full '${path.join(one.workspace, names[0])}';`, 'console.log("{}")');
    const { trouble, added } = under('', program(one));
    expect(trouble).toMatch(/^cannot read .*00-page\.ipynb: it is no ordinary file; move it away/);
    expect(added).toEqual(names.slice(1));
  });

  it('the disk is full: says so, and keeps every old page', (context) => {
    const one = place();
    one.publish('first', 2_000);
    const mount = `mount -t tmpfs -o size=96k none '${one.workspace}'`;
    if (spawnSync('unshare', ['-rm', 'sh', '-c', mount]).status !== 0) {
      context.skip('this system lets no user mount a small disk of his own');
    }
    const steps = `
      ${program(one)}
      const { writeFileSync, readFileSync } = await import('node:fs');
      for (const name of ${JSON.stringify(names)}) {
        const file = places.notebooks + '/' + name;
        writeFileSync(file, readFileSync(file, 'utf8').replace('first', 'second' + 'y'.repeat(30000)));
      }
      console.log(JSON.stringify(syncWorkspace(places)));
      console.log(JSON.stringify(${JSON.stringify(names)}.map((name) =>
        JSON.parse(readFileSync(places.workspace + '/' + name, 'utf8')).cells[0].source.slice(0, 8))));`;
    const { stdout, stderr } = spawnSync(
      'unshare',
      [
        '-rm',
        'sh',
        '-c',
        `${mount} && exec "$0" --input-type=module -e "$1"`,
        process.execPath,
        steps,
      ],
      { encoding: 'utf8' },
    );
    expect(stderr).toBe('');
    const [first, second, words] = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(first.trouble).toBeNull();
    expect(second.trouble).toMatch(/no space is left on the disk; make some room/);
    for (const text of words) expect(text).toMatch(/^(first 0\d|secondyy)$/);
    expect(words).toContain('first 05');
  });

  it('the folder may not be written: says so', () => {
    const one = place();
    one.publish('first');
    chmodSync(one.workspace, 0o555);
    const isRoot = process.getuid?.() === 0;
    if (isRoot) chownSync(one.workspace, 65_534, 65_534);
    const { trouble } = under('', program(one), isRoot ? { uid: 65_534, cwd: tmpdir() } : {});
    chmodSync(one.workspace, 0o755);
    expect(trouble).toMatch(/^cannot write .*workspace.*: this user may not write there; change/);
    expect(readdirSync(one.workspace)).toEqual([]);
  });

  it('there is a file where the folder should be: says so', () => {
    const one = place();
    one.publish('first');
    rmSync(one.workspace, { recursive: true });
    writeFileSync(one.workspace, 'mine');
    expect(under('', program(one)).trouble).toMatch(/a part of the path is a file, not a folder/);
    expect(readFileSync(one.workspace, 'utf8')).toBe('mine');
  });
});

/** Waits until the child says that it begins, then a while, then kills it. */
async function killed(child: ChildProcess, milliseconds: number): Promise<void> {
  const ended = new Promise((done) => child.on('close', done));
  await new Promise((begun) => child.stdout?.once('data', begun));
  await new Promise((later) => setTimeout(later, milliseconds));
  child.kill('SIGKILL');
  await ended;
}

async function printed(child: ChildProcess): Promise<string> {
  let text = '';
  child.stdout?.on('data', (data) => {
    text += data;
  });
  await new Promise((done) => child.on('close', done));
  return text;
}
