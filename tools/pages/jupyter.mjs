// @ts-check
/**
 * The course's JupyterLab on copies of its notebooks, for tests and pictures: a free port, a fresh
 * token, settings, progress and layout of its own. The learner's workspace is not touched.
 */
import { copyFileSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { readJson, temporaryFolder, writeWhole } from '../setup/files.mjs';
import { coursePaths } from '../setup/paths.mjs';
import { startServer } from '../setup/server.mjs';

/** Where the search for a free port begins: far from the one that `npm start` takes. */
const firstPort = 21_700;

/**
 * @typedef {object} Jupyter
 * @property {string} folder the copies of the notebooks
 * @property {(name: string) => string} address of a notebook's page, with the token
 * @property {(path: string) => Promise<unknown>} ask the server's own interface, `/api/...`
 * @property {() => Promise<void>} stop ends kernels and server, removes the copies
 */

/**
 * Starts it. Whoever starts it stops it; should the process end before, the server is told to end,
 * and should even that fail, server and kernels end by themselves when nobody has used them for a
 * while.
 * @param {{ dark?: boolean, backend?: string }} options
 * @returns {Promise<Jupyter>}
 */
export async function startJupyter({ dark = false, backend = 'auto' } = {}) {
  const own = coursePaths();
  const base = temporaryFolder(own, 'lab');
  const folder = join(base, 'workspace');
  mkdirSync(folder);
  for (const file of readdirSync(own.notebooks)) {
    copyFileSync(join(own.notebooks, file), join(folder, file));
  }
  /** @param {string} name */
  const at = (name) => join(base, 'jupyter', name);
  const place = {
    ...own,
    workspace: folder,
    jupyter: {
      config: at('config'),
      data: at('data'),
      runtime: at('runtime'),
      ipython: at('ipython'),
      log: at('server.log'),
    },
  };
  writeSettings(own.jupyter.config, place.jupyter.config, dark);
  const before = process.env.N2D_WORKSPACE;
  process.env.N2D_WORKSPACE = folder;
  const server = await startServer(place, { port: firstPort, backend, say: () => {} }).finally(
    () => {
      if (before === undefined) delete process.env.N2D_WORKSPACE;
      else process.env.N2D_WORKSPACE = before;
    },
  );
  const { port, token, pid } = server.running;
  const orphan = () => {
    try {
      process.kill(pid);
    } catch {} // it has ended already
  };
  process.on('exit', orphan);
  const host = `http://127.0.0.1:${port}`;
  return {
    folder,
    address: (name) => `${host}/lab/tree/${encodeURIComponent(name)}.ipynb?token=${token}`,
    ask: async (path) => {
      const answer = await fetch(`${host}${path}`, {
        headers: { authorization: `token ${token}` },
      });
      if (!answer.ok) throw new Error(`JupyterLab answered ${answer.status} to ${path}`);
      return answer.json();
    },
    stop: async () => {
      await server.stop();
      process.off('exit', orphan);
      await remove(base);
    },
  };
}

/**
 * The course's settings of the server, and those that a run without a person needs.
 * @param {string} from @param {string} to @param {boolean} dark
 */
function writeSettings(from, to, dark) {
  const usual = /** @type {Record<string, object>} */ (
    readJson(join(from, 'jupyter_server_config.json')) ?? {}
  );
  const server = {
    ...usual,
    ServerApp: { ...usual.ServerApp, shutdown_no_activity_timeout: 300 },
    MappingKernelManager: { cull_idle_timeout: 300, cull_interval: 60 },
  };
  writeWhole(join(to, 'jupyter_server_config.json'), JSON.stringify(server));
  const themes = join(to, 'lab', 'user-settings', '@jupyterlab', 'apputils-extension');
  const theme = { theme: dark ? 'JupyterLab Dark' : 'JupyterLab Light' };
  writeWhole(join(themes, 'themes.jupyterlab-settings'), JSON.stringify(theme));
}

/**
 * A kernel that is ending may still write here.
 * @param {string} folder
 */
async function remove(folder) {
  for (let tries = 0; ; tries++) {
    try {
      rmSync(folder, { recursive: true, force: true });
      return;
    } catch (error) {
      if (tries === 20) throw error;
      await pause(250);
    }
  }
}
