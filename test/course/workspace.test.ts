import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { resetLesson, type SyncReport, syncWorkspace } from '../../src/course/workspace.node.js';

interface Cell {
  id: string;
  cell_type: string;
  source: string | string[];
  metadata: Record<string, unknown>;
  outputs?: unknown[];
  execution_count?: number | null;
}

/** A notebook as the builder writes it: one cell a text, code unless it begins with '#'. */
function notebook(...sources: string[]): string {
  const cells = sources.map((source, i): Cell => {
    const common = { id: `cell-${i}`, metadata: {}, source: [source] };
    return source.startsWith('#')
      ? { ...common, cell_type: 'markdown' }
      : { ...common, cell_type: 'code', execution_count: null, outputs: [] };
  });
  return `${JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }, null, 1)}\n`;
}

interface Course {
  readonly notebooks: string;
  readonly workspace: string;
  publish(name: string, text: string): void;
  sync(): SyncReport;
  reset(name: string): ReturnType<typeof resetLesson>;
  read(name: string): string;
  write(name: string, text: string): void;
  /** Changes the copy as a front end would: parsed, and written with its own spacing. */
  change(name: string, change: (cells: Cell[]) => void): void;
  names(folder?: string): string[];
}

function course(): Course {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'n2d workspace ü ')));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const places = {
    notebooks: path.join(root, 'notebooks'),
    workspace: path.join(root, 'workspace'),
  };
  mkdirSync(places.notebooks);
  const at = (name: string): string => path.join(places.workspace, name);
  const made: Course = {
    ...places,
    publish: (name, text) => writeFileSync(path.join(places.notebooks, name), text),
    sync: () => syncWorkspace(places),
    reset: (name) => resetLesson(name, places),
    read: (name) => readFileSync(at(name), 'utf8'),
    write: (name, text) => writeFileSync(at(name), text),
    change: (name, change) => {
      const parsed = JSON.parse(made.read(name)) as { cells: Cell[] };
      change(parsed.cells);
      made.write(name, JSON.stringify(parsed));
    },
    names: (folder = '') =>
      readdirSync(at(folder)).filter((name) => name !== '.n2d' && !name.endsWith('.lock')),
  };
  made.publish('01-one.ipynb', notebook('# One', 'const a = 1;'));
  made.publish('start.ipynb', notebook('# Start'));
  return made;
}

const nothing = { added: [], refreshed: [], kept: [], messages: [], trouble: null };
const type = (words: string) => (cells: Cell[]) => {
  cells[1].source = [words];
};
const run = (cells: Cell[]): void => {
  for (const cell of cells) {
    if (cell.cell_type !== 'code') continue;
    cell.execution_count = 7;
    cell.outputs = [{ output_type: 'stream', name: 'stdout', text: ['42\n'] }];
    cell.metadata = { ...cell.metadata, execution: { 'iopub.status.busy': 'now' } };
  }
};

describe('the workspace', () => {
  it('gets a copy of every notebook, and nothing the second time', () => {
    const one = course();
    expect(one.sync()).toEqual({ ...nothing, added: ['01-one.ipynb', 'start.ipynb'] });
    expect(one.read('01-one.ipynb')).toBe(notebook('# One', 'const a = 1;'));
    expect(one.sync()).toEqual(nothing);
    expect(one.names()).toEqual(['01-one.ipynb', 'start.ipynb']);
  });

  it('puts back a copy that was deleted or is empty', () => {
    const one = course();
    one.sync();
    rmSync(path.join(one.workspace, '01-one.ipynb'));
    one.write('start.ipynb', '');
    expect(one.sync()).toMatchObject({ added: ['01-one.ipynb'], refreshed: ['start.ipynb'] });
    expect(one.read('start.ipynb')).toBe(notebook('# Start'));
  });

  it('refreshes an untouched copy, also when it was run, over several versions', () => {
    const one = course();
    one.sync();
    for (const [i, change] of [() => {}, run, run].entries()) {
      one.change('01-one.ipynb', change);
      one.publish('01-one.ipynb', notebook('# One', `const a = ${i + 2};`));
      expect(one.sync()).toEqual({ ...nothing, refreshed: ['01-one.ipynb'] });
      expect(one.read('01-one.ipynb')).toContain(`const a = ${i + 2};`);
    }
    expect(one.names()).toEqual(['01-one.ipynb', 'start.ipynb']);
  });

  it('leaves the outputs of a copy alone when its text did not change', () => {
    const one = course();
    one.sync();
    one.change('01-one.ipynb', run);
    const before = one.read('01-one.ipynb');
    one.publish('start.ipynb', notebook('# Start', 'progress();'));
    expect(one.sync().refreshed).toEqual(['start.ipynb']);
    expect(one.read('01-one.ipynb')).toBe(before);
  });

  it('refreshes an untouched copy when only our marks on its cells changed', () => {
    const one = course();
    one.sync();
    const marked = notebook('# One', 'const a = 1;').replace('cell-1', 'exercise-1');
    one.publish('01-one.ipynb', marked);
    expect(one.sync().refreshed).toEqual(['01-one.ipynb']);
    expect(one.read('01-one.ipynb')).toBe(marked);
  });

  it.each<[string, (cells: Cell[]) => void]>([
    ['a changed line', type('const a = 1; // mine')],
    ['a cell more', (cells) => cells.push({ ...cells[1], id: 'new', source: 'mine' })],
    ['a cell less', (cells) => cells.splice(1, 1)],
    ['cells in another order', (cells) => cells.reverse()],
    ['a cell of another kind', (cells) => Object.assign(cells[0], { cell_type: 'raw' })],
    [
      'a picture pasted into the prose',
      (cells) => Object.assign(cells[0], { attachments: { 'a.png': { 'image/png': 'AAAA' } } }),
    ],
  ])('keeps an edited copy and puts the new version beside it: %s', (_, edit) => {
    const one = course();
    one.sync();
    one.change('01-one.ipynb', edit);
    const mine = one.read('01-one.ipynb');
    expect(one.sync()).toEqual(nothing);
    const next = notebook('# One', 'const a = 2;');
    one.publish('01-one.ipynb', next);
    expect(one.sync()).toEqual({
      ...nothing,
      kept: [{ name: '01-one.ipynb', beside: '01-one.new.ipynb' }],
      messages: [
        '01-one.ipynb has a new version. Yours is kept as it is; the new one is 01-one.new.ipynb.',
      ],
    });
    expect(one.read('01-one.ipynb')).toBe(mine);
    expect(one.read('01-one.new.ipynb')).toBe(next);
    expect(one.sync()).toEqual(nothing);
    rmSync(path.join(one.workspace, '01-one.new.ipynb')); // read, and thrown away: not offered again
    expect(one.sync()).toEqual(nothing);
    expect(one.names()).toEqual(['01-one.ipynb', 'start.ipynb']);
  });

  it('renews the version beside an edited copy, but not when that is edited too', () => {
    const one = course();
    one.sync();
    one.change('01-one.ipynb', type('mine'));
    one.publish('01-one.ipynb', notebook('# One', 'const a = 2;'));
    one.sync();
    one.publish('01-one.ipynb', notebook('# One', 'const a = 3;'));
    expect(one.sync().kept).toEqual([{ name: '01-one.ipynb', beside: '01-one.new.ipynb' }]);
    expect(one.read('01-one.new.ipynb')).toContain('const a = 3;');
    one.change('01-one.new.ipynb', type('mine as well'));
    one.publish('01-one.ipynb', notebook('# One', 'const a = 4;'));
    expect(one.sync().kept).toEqual([{ name: '01-one.ipynb', beside: '01-one.new-2.ipynb' }]);
    expect(one.read('01-one.new.ipynb')).toContain('mine as well');
    expect(one.read('01-one.ipynb')).toContain('mine');
  });

  it('takes a copy that was brought up to date by hand for untouched', () => {
    const one = course();
    one.sync();
    one.change('01-one.ipynb', type('mine'));
    one.publish('01-one.ipynb', notebook('# One', 'const a = 2;'));
    one.sync();
    one.write('01-one.ipynb', one.read('01-one.new.ipynb'));
    one.publish('01-one.ipynb', notebook('# One', 'const a = 3;'));
    expect(one.sync().refreshed).toEqual(['01-one.ipynb']);
  });

  it('keeps a damaged copy as a backup, says so, and makes the page fresh', () => {
    const one = course();
    one.sync();
    const half = one.read('01-one.ipynb').slice(0, 80);
    one.write('01-one.ipynb', half);
    const { messages, trouble } = one.sync();
    const [backup] = one.names('.n2d/backup');
    expect(backup).toMatch(/^01-one-damaged-\d{8}-\d{6}\.ipynb$/);
    expect(messages).toEqual([
      `01-one.ipynb was damaged and could not be opened. It is kept as ${path.join(
        one.workspace,
        '.n2d/backup',
        backup,
      )}; the page is fresh.`,
    ]);
    expect(trouble).toBeNull();
    expect(one.read(`.n2d/backup/${backup}`)).toBe(half);
    expect(one.read('01-one.ipynb')).toBe(notebook('# One', 'const a = 1;'));
    expect(one.sync()).toEqual(nothing);
  });

  it('keeps pages whose lesson has left the course, and pages of the learner', () => {
    const one = course();
    one.sync();
    one.write('my-own.ipynb', notebook('mine'));
    rmSync(path.join(one.notebooks, '01-one.ipynb'));
    expect(one.sync()).toEqual(nothing);
    expect(one.names()).toEqual(['01-one.ipynb', 'my-own.ipynb', 'start.ipynb']);
  });

  it.each([['{'], ['null'], ['{"notebooks":{"01-one.ipynb":{"known":7}}}'], ['\0\0\0\0'], ['[]']])(
    'loses nothing when originals.json is damaged: %j',
    (damage) => {
      const one = course();
      one.sync();
      one.change('01-one.ipynb', type('mine'));
      const mine = one.read('01-one.ipynb');
      one.write('.n2d/originals.json', damage);
      one.publish('01-one.ipynb', notebook('# One', 'const a = 2;'));
      one.publish('start.ipynb', notebook('# Start', '2'));
      one.sync();
      expect(one.read('01-one.ipynb')).toBe(mine);
      expect(one.read('01-one.new.ipynb')).toContain('const a = 2;');
      expect(one.sync()).toEqual(nothing);
      expect(() => JSON.parse(one.read('.n2d/originals.json'))).not.toThrow();
    },
  );

  it('takes the place of a link, not of the page it leads to', () => {
    const one = course();
    one.sync();
    const elsewhere = path.join(one.workspace, '..', 'elsewhere.ipynb');
    writeFileSync(elsewhere, one.read('01-one.ipynb'));
    rmSync(path.join(one.workspace, '01-one.ipynb'));
    symlinkSync(elsewhere, path.join(one.workspace, '01-one.ipynb'));
    one.publish('01-one.ipynb', notebook('# One', 'const a = 2;'));
    expect(one.sync().refreshed).toEqual(['01-one.ipynb']);
    expect(readFileSync(elsewhere, 'utf8')).toContain('const a = 1;');
  });

  it('refuses what is no folder of notebooks, and says what to do', () => {
    const one = course();
    one.publish('01-one.ipynb', '{');
    expect(() => one.sync()).toThrow(/01-one.ipynb is damaged: `npm run build` makes it new/);
    rmSync(one.notebooks, { recursive: true });
    expect(() => one.sync()).toThrow(/the notebooks are not built yet: `npm run build`/);
  });
});

describe('a reset', () => {
  it('puts a fresh page in place and keeps the old one with its date', () => {
    const one = course();
    one.sync();
    one.change('01-one.ipynb', type('mine'));
    const mine = one.read('01-one.ipynb');
    const { notebook: fresh, backup } = one.reset('01-one');
    expect(readFileSync(fresh, 'utf8')).toBe(notebook('# One', 'const a = 1;'));
    expect(readFileSync(String(backup), 'utf8')).toBe(mine);
    expect(path.basename(String(backup))).toMatch(/^01-one-\d{8}-\d{6}\.ipynb$/);
    one.change('01-one.ipynb', type('mine again'));
    const second = one.reset('01-one').backup;
    expect(second).not.toBe(backup);
    expect(one.names('.n2d/backup')).toHaveLength(2);
    one.publish('01-one.ipynb', notebook('# One', 'const a = 2;'));
    expect(one.sync().refreshed).toEqual(['01-one.ipynb']);
  });

  it('is no new version: an edit after it is just an edit', () => {
    const one = course();
    one.sync();
    one.reset('01-one');
    one.change('01-one.ipynb', type('mine'));
    expect(one.sync()).toEqual(nothing);
  });

  it('makes the page when there was none, and works before any other command', () => {
    const one = course();
    expect(one.reset('01-one').backup).toBeNull();
    expect(one.read('01-one.ipynb')).toContain('const a = 1;');
    expect(one.sync().added).toEqual(['start.ipynb']);
  });

  it('keeps a page that is no notebook byte for byte', () => {
    const one = course();
    one.sync();
    const bytes = Buffer.from([0xff, 0xfe, 0x00, 0x7b]);
    writeFileSync(path.join(one.workspace, '01-one.ipynb'), bytes);
    expect(readFileSync(String(one.reset('01-one').backup)).equals(bytes)).toBe(true);
  });

  it('knows the nearest names', () => {
    const one = course();
    expect(() => one.reset('01-on')).toThrow(
      "unknown lesson: got '01-on'; did you mean '01-one'? there are: 01-one, start",
    );
    expect(existsSync(one.workspace)).toBe(false);
  });
});
