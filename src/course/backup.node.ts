/** Copies of what a reset takes away, in `workspace/.n2d/backup/`. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileAtomic } from '../files/atomic.node.js';
import { workspaceFolder } from './place.node.js';
import type { Progress } from './progress.js';

/** Writes a record aside under a name that is not taken; answers with its path. */
export function backUpProgress(progress: Progress): string {
  return backUp('progress', '.json', `${JSON.stringify(progress, null, 1)}\n`);
}

/** Writes a text or bytes aside as `NAME-DATE[-2...]ENDING`; answers with its path. */
export function backUp(
  name: string,
  ending: string,
  data: string | Uint8Array,
  workspace: string = workspaceFolder(),
): string {
  const date = new Date().toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15);
  const folder = join(workspace, '.n2d', 'backup');
  let file = join(folder, `${name}-${date}${ending}`);
  for (let i = 2; existsSync(file); i++) file = join(folder, `${name}-${date}-${i}${ending}`);
  writeFileAtomic(file, data);
  return file;
}
