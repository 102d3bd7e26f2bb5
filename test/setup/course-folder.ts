/**
 * A course in a temporary folder whose name has a space and letters beyond ASCII, and a package
 * index on this machine that hands out small wheels, so that downloads can be slow, cut or damaged.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { coursePaths, type Paths } from '../../tools/setup/paths.mjs';
import type { Result } from '../../tools/setup/steps.mjs';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const script = fileURLToPath(new URL('./run-steps.mjs', import.meta.url));

/** An empty course folder: the tools, and nothing that set-up makes. */
export function emptyCourse(): Paths {
  const root = join(mkdtempSync(join(tmpdir(), 'n2d-')), 'Kurs für Zoë');
  mkdirSync(join(root, 'tools', 'setup'), { recursive: true });
  for (const name of ['setup/unpack.py', 'requirements.txt']) {
    cpSync(join(repository, 'tools', name), join(root, 'tools', name));
  }
  return coursePaths(root);
}

export function removeCourse(place: Paths): void {
  rmSync(join(place.root, '..'), { recursive: true, force: true });
}

export type Results = Readonly<Record<string, Result>>;

/** Starts the named steps in a process of their own. */
export function startSteps(place: Paths, names: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, [script, place.root, ...names], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    err += text;
  });
  const results = new Promise<Results>((resolve, reject) => {
    child.on('close', () => {
      if (out.trim() === '') reject(new Error(`ended without results\n${err}`));
      else resolve(JSON.parse(out));
    });
  });
  results.catch(() => {}); // a test that kills it does not wait for them
  return { child, results };
}

export function runStepsIn(
  place: Paths,
  names: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<Results> {
  return startSteps(place, names, env).results;
}

/** Ends a process and all it started, as a power cut would. */
export async function killAtOnce(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.on('exit', resolve));
  process.kill(-(child.pid ?? 0), 'SIGKILL');
  await gone;
}

/** Waits until something is so. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 25));
}

export interface Index {
  /** How pip finds it. */
  readonly env: NodeJS.ProcessEnv;
  /** The file, and a line of requirements for it with its hash. */
  add(file: string, bytes: Uint8Array): { readonly hash: string };
  /** Downloads that have begun. */
  readonly begun: () => number;
  /** Stop half-way in every download from now on (or go on). */
  hold(yes: boolean): void;
  close(): void;
}

/** A package index on this machine's own address. */
export async function packageIndex(): Promise<Index> {
  const files = new Map<string, Uint8Array>();
  let held = false;
  let begun = 0;
  const server: Server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '/');
    if (path.startsWith('/simple/')) {
      const links = [...files].map(([name]) => `<a href="/files/${name}">${name}</a>`);
      response.setHeader('content-type', 'text/html');
      response.end(`<!doctype html><html><body>${links.join('\n')}</body></html>`);
      return;
    }
    const bytes = files.get(path.replace('/files/', ''));
    if (bytes === undefined) {
      response.statusCode = 404;
      response.end();
      return;
    }
    begun++;
    response.setHeader('content-length', bytes.length);
    response.setHeader('content-type', 'application/zip');
    if (held) response.write(bytes.subarray(0, bytes.length >> 1));
    else response.end(bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    env: {
      PIP_CONFIG_FILE: '/dev/null',
      PIP_INDEX_URL: `http://127.0.0.1:${port}/simple/`,
      PIP_EXTRA_INDEX_URL: '',
      PIP_FIND_LINKS: '',
      no_proxy: '127.0.0.1',
    },
    add(file, bytes) {
      files.set(file, bytes);
      return { hash: createHash('sha256').update(bytes).digest('hex') };
    },
    begun: () => begun,
    hold(yes) {
      held = yes;
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** A wheel (a zip archive) with the given files, made by Python. */
export async function wheel(
  place: Paths,
  name: string,
  version: string,
  files: Readonly<Record<string, string>>,
): Promise<Uint8Array> {
  const info = `${name}-${version}.dist-info`;
  const all = {
    ...files,
    [`${info}/METADATA`]: `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`,
    [`${info}/WHEEL`]:
      'Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
    [`${info}/RECORD`]: '',
  };
  const list = join(place.root, 'files.json');
  const made = join(place.root, 'made.zip');
  writeFileSync(list, JSON.stringify(all));
  const code = `
import json, sys, zipfile
with zipfile.ZipFile(sys.argv[2], 'w') as archive:
    for name, text in json.load(open(sys.argv[1], encoding='utf8')).items():
        archive.writestr(name, text)
`;
  const child = spawn('python3', ['-c', code, list, made], { stdio: 'inherit' });
  await new Promise((resolve) => child.on('close', resolve));
  return readFileSync(made);
}
