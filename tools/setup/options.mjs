// @ts-check
/** The command line of `npm start`. */
import { parseArgs } from 'node:util';
import { messageOf, SetupError } from './error.mjs';

const backends = ['auto', 'tensorflow', 'wasm', 'cpu'];

export const startHelp = `npm start: set up what is missing, then open the course in JupyterLab

  npm start -- [--no-browser] [--port N] [--backend NAME] [--skip-native]

  --no-browser     start JupyterLab, but do not open a browser
  --port N         JupyterLab's port on this computer (8888 or the next free one)
  --backend NAME   what computes in the lessons: ${backends.join(', ')}
  --skip-native    do without native TensorFlow (274 MB to download, 850 MB on disk)
  --setup-only     set up what is missing and stop
`;

/**
 * @typedef {{ browser: boolean, port: number | null, backend: string, skipNative: boolean,
 *   setupOnly: boolean, help: boolean }} StartOptions
 */

/**
 * `npm start --no-browser` works as well as `npm start -- --no-browser`: npm hands the flags that
 * it took for itself on in the environment.
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {StartOptions}
 */
export function startOptions(args, env = process.env) {
  const { values, positionals } = parse(args);
  // `npm start --port 9000` without the dashes arrives as npm_config_port=true and the word 9000.
  const words = [...positionals];
  /** @param {string | undefined} value @param {(word: string) => boolean} fits */
  const handedOn = (value, fits) => {
    const at = words.findIndex(fits);
    return value === 'true' && at >= 0 ? words.splice(at, 1)[0] : value || undefined;
  };
  const port = values.port ?? handedOn(env.npm_config_port, (word) => /^\d+$/.test(word));
  const backend =
    values.backend ?? handedOn(env.npm_config_backend, (word) => backends.includes(word)) ?? 'auto';
  if (words.length > 0) {
    throw new SetupError(`npm start: unknown word '${words[0]}'`, 'npm start -- --help');
  }
  if (!backends.includes(backend)) {
    throw new SetupError(
      `unknown backend: got '${backend}'; expected ${backends.join(', ')}`,
      'npm start -- --help',
    );
  }
  return {
    // npm reads --no-browser as its own setting `browser=false`
    browser: !(
      values['no-browser'] ??
      (env.npm_config_browser === '' || env.npm_config_browser === 'false')
    ),
    port: port === undefined ? null : portNumber(port),
    backend,
    skipNative: values['skip-native'] ?? truth(env.npm_config_skip_native),
    setupOnly: values['setup-only'] ?? truth(env.npm_config_setup_only),
    help: values.help ?? false,
  };
}

/** @param {readonly string[]} args */
function parse(args) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        'no-browser': { type: 'boolean' },
        port: { type: 'string' },
        backend: { type: 'string' },
        'skip-native': { type: 'boolean' },
        'setup-only': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    const message = messageOf(error).split(/[.'] To specify/)[0];
    throw new SetupError(`npm start: ${message}`, 'npm start -- --help');
  }
}

/** @param {string} text */
function portNumber(text) {
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65536) return port;
  throw new SetupError(`wrong port: got '${text}'; expected a whole number from 1 to 65535`);
}

/** @param {string | undefined} value */
function truth(value) {
  return value !== undefined && value !== '' && value !== 'false';
}
