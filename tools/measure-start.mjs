// @ts-check
/**
 * How long `npm start` takes until JupyterLab answers: cold (a fresh copy of the repository, empty
 * caches of npm and pip) and warm (everything is there). Prints the machine and the date with it.
 *
 *   node tools/measure-start.mjs [--warm-only] [--runs 5] [--keep FOLDER]
 *
 * Needs the network and 3 GB of disk. `--warm-only` measures the course in this folder.
 */
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, release, tmpdir, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { coursePaths, projectRoot } from './setup/paths.mjs';
import { secondsInWords } from './setup/progress.mjs';
import { peekState } from './setup/state.mjs';

const { values } = parseArgs({
  options: {
    'warm-only': { type: 'boolean', default: false },
    runs: { type: 'string', default: '5' },
    keep: { type: 'string' },
  },
});

/** Files that git has or would take, copied into a folder of their own. */
function freshCopy() {
  const folder = values.keep ?? mkdtempSync(join(tmpdir(), 'n2d-start-'));
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const list = execFileSync('git', args, { cwd: projectRoot, maxBuffer: 2 ** 26 });
  for (const file of list.toString().split('\0')) {
    if (file === '') continue;
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(join(projectRoot, file), join(folder, file));
  }
  return folder;
}

/**
 * One start: seconds until JupyterLab answers, and what it said.
 * @param {string} root
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<{ seconds: number, said: string }>}
 */
function startOnce(root, env) {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const args = [join(root, 'tools', 'start.cjs'), '--no-browser'];
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    let seconds = 0;
    /** @param {Buffer} data */
    const listen = async (data) => {
      said += data;
      const address = /https?:\/\/127\S+/.exec(said)?.[0];
      if (address === undefined || seconds > 0) return;
      seconds = (performance.now() - began) / 1000;
      const page = await fetch(address);
      if (!page.ok) reject(new Error(`JupyterLab answered ${page.status}`));
      child.kill('SIGINT');
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.on('close', () => {
      if (seconds > 0) resolve({ seconds, said });
      else reject(new Error(`npm start ended without an address:\n${said}`));
    });
  });
}

/** @param {readonly number[]} numbers */
function middle(numbers) {
  return [...numbers].sort((a, b) => a - b)[numbers.length >> 1];
}

const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
console.log(
  `${new Date().toISOString().slice(0, 10)}, ${cpus().length} x ${cpus()[0].model.trim()}`,
);
console.log(`${memory}, ${process.platform} ${release()}, Node ${process.version}`);
let root = projectRoot;
if (!values['warm-only']) {
  root = freshCopy();
  const caches = mkdtempSync(join(tmpdir(), 'n2d-caches-'));
  const empty = { npm_config_cache: join(caches, 'npm'), PIP_CACHE_DIR: join(caches, 'pip') };
  const { seconds, said } = await startOnce(root, empty);
  console.log(`cold: ${secondsInWords(seconds)}`);
  const steps = Object.entries(peekState(coursePaths(root).state).seconds);
  console.log(`  ${steps.map(([name, took]) => `${name} ${secondsInWords(took)}`).join(', ')}`);
  console.log(`  ${/^backend .*$/m.exec(said)?.[0]}\n  ${/^disk .*$/m.exec(said)?.[0]}`);
  rmSync(caches, { recursive: true, force: true });
}
const warm = [];
for (let run = 0; run < Number(values.runs); run++) warm.push((await startOnce(root, {})).seconds);
const each = warm.map((seconds) => seconds.toFixed(1)).join(', ');
console.log(`warm: ${secondsInWords(middle(warm))} (middle of ${each})`);
if (root !== projectRoot && values.keep === undefined) rmSync(root, { recursive: true });
