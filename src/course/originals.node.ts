/**
 * `workspace/.n2d/originals.json`: for each notebook, a fingerprint of every version of the course's
 * that was ever put into the workspace. A copy that equals one of them has nothing of the learner's.
 *
 * A fingerprint is added before the copy is written: killed between the two, the next run still
 * knows the copy for ours. A file that is lost or damaged costs no work either: copies whose origin
 * is unknown count as edited, and are kept.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileError, writeFileAtomic } from '../files/atomic.node.js';

export interface Origin {
  /** Fingerprints of the course's versions, oldest first. */
  readonly known: readonly string[];
  /** The version that the learner has: as the copy, or beside an edited one. */
  readonly placed?: string;
}

export type Originals = ReadonlyMap<string, Origin>;

/** Fingerprint of what was typed into a notebook: 32 hexadecimal digits. */
export function fingerprint(words: string): string {
  return createHash('sha256').update(words).digest('hex').slice(0, 32);
}

export function originalsFile(workspace: string): string {
  return join(workspace, '.n2d', 'originals.json');
}

/** @throws FileError when there is a file and it cannot be read at all */
export function readOriginals(workspace: string): { originals: Originals; damaged: boolean } {
  const file = originalsFile(workspace);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const none = (error as { code?: unknown }).code === 'ENOENT';
    if (none) return { originals: new Map(), damaged: false };
    throw fileError('read', file, error);
  }
  const originals = new Map<string, Origin>();
  try {
    const { notebooks } = JSON.parse(text) as { notebooks: Record<string, Partial<Origin>> };
    for (const [name, { known, placed }] of Object.entries(notebooks)) {
      if (!Array.isArray(known)) continue;
      const own = known.filter((one) => typeof one === 'string');
      originals.set(name, { known: own, ...(typeof placed === 'string' ? { placed } : {}) });
    }
    return { originals, damaged: false };
  } catch {
    return { originals: new Map(), damaged: true };
  }
}

/** @throws FileError */
export function writeOriginals(workspace: string, originals: Originals): void {
  const notebooks = Object.fromEntries([...originals].sort(([a], [b]) => (a < b ? -1 : 1)));
  const text = `${JSON.stringify({ version: 1, notebooks }, null, 1)}\n`;
  writeFileAtomic(originalsFile(workspace), text);
}
