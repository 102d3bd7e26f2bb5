/**
 * The learner's copies of the notebooks, in `workspace/`: brought up to date so that nothing that
 * was typed is ever lost, and reset on request.
 *
 * An untouched copy is refreshed, an edited one is kept and the new version put beside it. Running
 * a notebook is not editing it (see typed.ts). Left out: merging the two; a copy whose lesson has
 * left the course stays where it is.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { FileError, fileError, writeFileAtomic } from '../files/atomic.node.js';
import { PlaygroundError, unknownName } from '../math/errors.js';
import { backUp } from './backup.node.js';
import { locked } from './lock.node.js';
import {
  fingerprint,
  type Origin,
  type Originals,
  originalsFile,
  readOriginals,
  writeOriginals,
} from './originals.node.js';
import { packageFolder, workspaceFolder } from './place.node.js';
import { type Typed, typedIn } from './typed.js';

export interface WorkspacePlaces {
  /** Folder of package.json; the notebooks are in its `notebooks/`. */
  readonly root?: string;
  /** Folder of the course's notebooks, when it is another one. */
  readonly notebooks?: string;
  /** Folder of the learner's copies; by default the one that `n2d` would use. */
  readonly workspace?: string;
}

export interface SyncReport {
  /** Copies that were not there before. */
  readonly added: readonly string[];
  /** Untouched copies that were replaced by a new version. */
  readonly refreshed: readonly string[];
  /** Edited copies that were kept, and the new version's name beside each. */
  readonly kept: readonly { readonly name: string; readonly beside: string }[];
  /** Sentences for the learner, about what was kept and what is damaged. */
  readonly messages: readonly string[];
  /** What could not be written or read, with the remedy; null when all went well. */
  readonly trouble: string | null;
}

/**
 * Brings the learner's copies up to date; safe to interrupt at any moment and to do twice.
 *
 * @throws PlaygroundError when there are no notebooks to copy. Trouble with the workspace (not
 *   writable, disk full) does not throw: it is in the report, and what was there is untouched
 */
export function syncWorkspace(places: WorkspacePlaces = {}): SyncReport {
  const { notebooks, workspace } = placesOf(places);
  const sources = notebooksIn(notebooks);
  const sync = new Sync(workspace);
  try {
    locked(`${originalsFile(workspace)}.lock`, () => sync.run(sources));
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    sync.troubles.push(error.message);
  }
  const { added, refreshed, kept, messages, troubles } = sync;
  return { added, refreshed, kept, messages, trouble: troubles[0] ?? null };
}

export interface ResetReport {
  readonly notebook: string;
  /** Where the old copy lies now, or null when there was none. */
  readonly backup: string | null;
}

/**
 * Puts a fresh copy of a lesson in the place of the learner's; the old one goes into
 * `workspace/.n2d/backup/`, with the date in its name.
 *
 * @param name of the lesson, as `01-one-neuron`, or `start`
 * @throws ConfigError for an unknown name, with the nearest ones; FileError when a file cannot be
 *   written: the old copy is untouched then
 */
export function resetLesson(name: string, places: WorkspacePlaces = {}): ResetReport {
  const { notebooks, workspace } = placesOf(places);
  const sources = notebooksIn(notebooks);
  const file = `${name.replace(/\.ipynb$/, '')}.ipynb`;
  const text = sources.get(file);
  if (text === undefined) {
    const names = [...sources.keys()].map((one) => one.replace(/\.ipynb$/, ''));
    throw unknownName('lesson', name, names);
  }
  return locked(`${originalsFile(workspace)}.lock`, () => {
    const target = join(workspace, file);
    const old = bytesOf(target);
    const version = print(typedIn(text));
    const { originals } = readOriginals(workspace);
    const origin = { known: withKnown(originals.get(file), version) };
    writeOriginals(workspace, new Map(originals).set(file, origin));
    const backup = old ? backUp(file.replace(/\.ipynb$/, ''), '.ipynb', old, workspace) : null;
    writeFileAtomic(target, text);
    writeOriginals(workspace, new Map(originals).set(file, { ...origin, placed: version }));
    return { notebook: target, backup };
  });
}

/** One run of syncWorkspace: what is known, and what it has done so far. */
class Sync {
  readonly added: string[] = [];
  readonly refreshed: string[] = [];
  readonly kept: { name: string; beside: string }[] = [];
  readonly messages: string[] = [];
  readonly troubles: string[] = [];
  private readonly workspace: string;
  private originals = new Map<string, Origin>();

  constructor(workspace: string) {
    this.workspace = workspace;
  }

  run(sources: ReadonlyMap<string, string>): void {
    const { originals, damaged } = readOriginals(this.workspace);
    this.originals = new Map(originals);
    if (damaged) {
      const file = originalsFile(this.workspace);
      this.messages.push(`${file} was damaged; it is made anew, and every edited page is kept.`);
    }
    for (const [name, text] of sources) {
      const origin = this.originals.get(name);
      this.originals.set(name, { ...origin, known: withKnown(origin, print(typedIn(text))) });
    }
    this.save(originals);
    const known = new Map(this.originals);
    for (const [name, text] of sources) {
      try {
        this.one(name, text);
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        this.troubles.push(error.message);
        if (error.code === 'ENOSPC' || error.code === 'EDQUOT') break;
      }
    }
    this.save(known);
  }

  /** Writes the record when it is not what it was. */
  private save(before: Originals): void {
    const changed = [...this.originals].some(([name, { known, placed }]) => {
      const old = before.get(name);
      return old?.placed !== placed || old?.known.length !== known.length;
    });
    if (changed) writeOriginals(this.workspace, this.originals);
  }

  private one(name: string, text: string): void {
    const target = join(this.workspace, name);
    const state = this.stateOf(name, target, text);
    const origin = this.originals.get(name) as Origin;
    const version = print(typedIn(text));
    const placed = { ...origin, placed: version };
    if (state !== 'edited') {
      if (state === 'damaged') this.setAside(name, target);
      if (state !== 'current') writeFileAtomic(target, text);
      if (state === 'missing') this.added.push(name);
      if (state === 'old') this.refreshed.push(name);
      this.originals.set(name, placed);
      return;
    }
    if (origin.placed === version) return;
    const beside = this.placeBeside(name, text);
    this.originals.set(name, placed);
    this.kept.push({ name, beside });
    this.messages.push(
      `${name} has a new version. Yours is kept as it is; the new one is ${beside}.`,
    );
  }

  /** Keeps a copy that no program can open. */
  private setAside(name: string, target: string): void {
    const stem = name.replace(/\.ipynb$/, '-damaged');
    const backup = backUp(stem, '.ipynb', bytesOf(target) ?? '', this.workspace);
    this.messages.push(
      `${name} was damaged and could not be opened. It is kept as ${backup}; the page is fresh.`,
    );
  }

  /** Writes the new version beside an edited copy, over no page that the learner has edited. */
  private placeBeside(name: string, text: string): string {
    const stem = name.replace(/\.ipynb$/, '');
    for (let i = 1; ; i++) {
      const beside = i === 1 ? `${stem}.new.ipynb` : `${stem}.new-${i}.ipynb`;
      const target = join(this.workspace, beside);
      const state = this.stateOf(name, target, text);
      if (state === 'edited' || state === 'damaged') continue;
      if (state !== 'current') writeFileAtomic(target, text);
      return beside;
    }
  }

  /** What the file at `target` is, seen as a copy of the notebook `name` that now reads `text`. */
  private stateOf(name: string, target: string, text: string): State {
    const bytes = bytesOf(target);
    if (bytes === null) return 'missing';
    const copy = bytes.toString('utf8');
    if (copy === text) return 'current';
    if (copy.trim() === '') return 'old';
    const typed = typedIn(copy);
    if (typed === null) return 'damaged';
    const original = typedIn(text) as Typed;
    if (typed.words === original.words && typed.marks === original.marks) return 'current';
    const ours = typed.words === '' || this.originals.get(name)?.known.includes(print(typed));
    return ours ? 'old' : 'edited';
  }
}

type State = 'missing' | 'current' | 'old' | 'edited' | 'damaged';

function placesOf({ root = packageFolder(), notebooks, workspace }: WorkspacePlaces): {
  notebooks: string;
  workspace: string;
} {
  return {
    notebooks: notebooks ?? join(root, 'notebooks'),
    workspace: workspace ?? workspaceFolder(),
  };
}

/** Name and text of every notebook of the course. */
function notebooksIn(folder: string): Map<string, string> {
  const none = 'the notebooks are not built yet: `npm run build` builds them';
  if (!existsSync(folder)) throw new PlaygroundError(`${none} (nothing at ${folder})`);
  const found = new Map<string, string>();
  for (const name of readdirSync(folder).sort()) {
    if (!name.endsWith('.ipynb')) continue;
    const file = join(folder, name);
    let text: string;
    try {
      text = readFileSync(file, 'utf8');
    } catch (error) {
      throw fileError('read', file, error);
    }
    if (typedIn(text) === null) {
      throw new PlaygroundError(`${file} is damaged: \`npm run build\` makes it new`);
    }
    found.set(name, text);
  }
  if (found.size === 0) throw new PlaygroundError(`${none} (no .ipynb in ${folder})`);
  return found;
}

/** The bytes of a regular file, or null when there is none. */
function bytesOf(file: string): Buffer | null {
  try {
    if (existsSync(file) && !statSync(file).isFile()) {
      throw Object.assign(new Error('it is no ordinary file; move it away, and try again'), {
        code: 'no file',
      });
    }
    return readFileSync(file);
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ENOENT') return null;
    throw fileError('read', file, error);
  }
}

function print(typed: Typed | null): string {
  return fingerprint(typed?.words ?? '');
}

function withKnown(origin: Origin | undefined, version: string): readonly string[] {
  const known = origin?.known ?? [];
  return known.includes(version) ? known : [...known, version];
}
