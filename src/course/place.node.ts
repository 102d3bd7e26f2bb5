/** Where things lie: the learner's workspace, and the built catalogue of the course. */
import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The folder of the learner's notebooks: `N2D_WORKSPACE` when it is set; else the current folder,
 * when it is a workspace (it has a `.n2d/progress.json`, or is called so); else `./workspace`, or,
 * anywhere inside the project, the project's.
 */
export function workspaceFolder(): string {
  const named = process.env.N2D_WORKSPACE;
  if (named) return resolve(named);
  const here = process.cwd();
  const isOne = basename(here) === 'workspace' || existsSync(join(here, '.n2d', 'progress.json'));
  if (isOne) return here;
  const project = packageFolder();
  const inside = here.startsWith(join(project, sep));
  return join(inside ? project : here, 'workspace');
}

/** `workspace/.n2d/progress.json` */
export function progressFile(): string {
  return join(workspaceFolder(), '.n2d', 'progress.json');
}

/** `dist/lessons/catalogue.json`, or what `N2D_CATALOGUE` names. */
export function catalogueFile(): string {
  const named = process.env.N2D_CATALOGUE;
  if (named) return resolve(named);
  return join(packageFolder(), 'dist', 'lessons', 'catalogue.json');
}

/** The folder of package.json; the same from `src/course/` and from `dist/course/`. */
export function packageFolder(): string {
  return dirname(dirname(dirname(fileURLToPath(import.meta.url))));
}
