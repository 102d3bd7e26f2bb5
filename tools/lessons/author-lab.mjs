// @ts-check
/**
 * A JupyterLab for authors, in an environment of its own (`.n2d/author`): with
 * jupyter-collaboration, an open page follows its file. Made with the steps of `npm start`.
 */

import path from 'node:path';
import { kernelStep } from '../setup/kernel-spec.mjs';
import { coursePaths, isWindows } from '../setup/paths.mjs';
import { createBoard } from '../setup/progress.mjs';
import { jupyterStep, venvStep } from '../setup/python.mjs';
import { startPage, startServer } from '../setup/server.mjs';
import { runSteps } from '../setup/steps.mjs';

/** The course's places, with Python and Jupyter's folders of the author's own. */
export function authorPaths() {
  const place = coursePaths();
  const venv = path.join(place.own, 'author');
  const jupyter = path.join(place.own, 'author-jupyter');
  return {
    ...place,
    venv,
    python: path.join(venv, ...(isWindows ? ['Scripts', 'python.exe'] : ['bin', 'python'])),
    requirements: path.join(place.root, 'tools', 'requirements-author.txt'),
    kernelSpec: path.join(venv, 'share', 'jupyter', 'kernels', 'tslab', 'kernel.json'),
    jupyter: {
      config: path.join(jupyter, 'config'),
      data: path.join(jupyter, 'data'),
      runtime: path.join(jupyter, 'runtime'),
      ipython: path.join(jupyter, 'ipython'),
      log: path.join(jupyter, 'server.log'),
    },
  };
}

/**
 * @param {{ port: number | null }} options
 * @returns {Promise<() => Promise<void>>} ends the server
 */
export async function openAuthorLab({ port }) {
  const place = authorPaths();
  const board = createBoard();
  const results = await runSteps([venvStep(place), jupyterStep(place), kernelStep(place)], board);
  for (const [name, { why }] of results) if (why) throw new Error(`${name}: ${why}`);
  const server = await startServer(place, { port, backend: 'auto', say: board.say });
  console.log(`JupyterLab of the author: ${startPage(server.running)}`);
  return server.stop;
}
