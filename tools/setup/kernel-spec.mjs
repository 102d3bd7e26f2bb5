// @ts-check
/**
 * Our own kernel for TypeScript, inside the project's Python environment, and Jupyter's settings:
 * nothing is registered for the user or the system. Written again whenever a path in it is no
 * longer right (the course was moved, another Node starts it).
 */
import { join } from 'node:path';
import { readText, writeWhole } from './files.mjs';

/** @typedef {import('./paths.mjs').Paths} Paths */

/** @param {Paths} place @returns {import('./steps.mjs').Step} */
export function kernelStep(place) {
  return {
    name: 'kernel',
    title: 'TypeScript kernel',
    needs: ['jupyter'],
    optional: true,
    isDone: () => filesOf(place).every(([path, text]) => readText(path) === text),
    run: async () => {
      for (const [path, text] of filesOf(place)) writeWhole(path, text);
    },
  };
}

/**
 * @param {Paths} place
 * @returns {[path: string, text: string][]}
 */
function filesOf(place) {
  const share = join(place.venv, 'share', 'jupyter');
  return [
    [place.kernelSpec, json(kernelSpec(place))],
    [join(share, 'lab', 'settings', 'overrides.json'), json(labSettings)],
    [join(place.jupyter.config, 'jupyter_server_config.json'), json(serverSettings)],
  ];
}

/** @param {Paths} place */
function kernelSpec(place) {
  const tslab = join(place.modules, 'tslab', 'bin', 'tslab');
  return {
    argv: [
      process.execPath,
      '-r',
      place.preload,
      tslab,
      'kernel',
      '--config-path',
      '{connection_file}',
    ],
    display_name: 'TypeScript',
    language: 'typescript',
    env: { TF_CPP_MIN_LOG_LEVEL: '2' },
    interrupt_mode: 'signal',
  };
}

const labSettings = {
  '@jupyterlab/apputils-extension:notification': {
    fetchNews: 'false',
    checkForUpdates: false,
  },
};

const serverSettings = {
  KernelSpecManager: { ensure_native_kernel: false, allowed_kernelspecs: ['tslab'] },
  ServerApp: { open_browser: false },
  LabApp: { news_url: null, extension_manager: 'readonly' },
};

/** @param {unknown} value */
function json(value) {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/**
 * The environment in which everything of Jupyter runs: its own folders, and no one else's.
 * @param {Paths} place
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv}
 */
export function jupyterEnv(place, env) {
  const { config, data, runtime, ipython } = place.jupyter;
  return {
    ...env,
    JUPYTER_CONFIG_DIR: config,
    JUPYTER_DATA_DIR: data,
    JUPYTER_RUNTIME_DIR: runtime,
    JUPYTERLAB_SETTINGS_DIR: join(config, 'lab', 'user-settings'),
    JUPYTERLAB_WORKSPACES_DIR: join(config, 'lab', 'workspaces'),
    JUPYTER_PREFER_ENV_PATH: '1',
    JUPYTER_PLATFORM_DIRS: '1',
    IPYTHONDIR: ipython,
  };
}
