import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, vi } from 'vitest';
import { project } from './sample.js';

vi.setConfig({ testTimeout: 300_000 });

const tslab = path.join(project, 'node_modules/tslab/dist').replaceAll('\\', '/');

/** What the kernel's executor says of cells, with our preload, line by line. */
function said(cells: readonly string[], folder = project): string[] {
  const program = `
    const { createConverter } = require('${tslab}/converter.js');
    const { createExecutor } = require('${tslab}/executor.js');
    const node = createConverter({ isJS: false, isBrowser: false });
    const lines = [];
    const listen = (...parts) => lines.push(require('node:util').format(...parts));
    const executor = createExecutor(process.cwd(), { node }, { log: listen, error: listen });
    (async () => {
      for (const cell of ${JSON.stringify(cells)}) {
        await executor.execute(cell).catch((error) => listen('broken: %s', error.message));
      }
      process.stdout.write(JSON.stringify(lines), () => process.exit(0));
    })();`;
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['-r', path.join(project, 'tools/kernel/preload.cjs'), '-e', program],
    { cwd: folder, encoding: 'utf8' },
  );
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

it('a cell that fails says what is wrong in one line; the calls on request', () => {
  const lines = said([
    'throw new TypeError("no");',
    'class OwnError extends Error { override name = "OwnError"; }\nthrow new OwnError("mine");',
    'await Promise.reject(new RangeError("late"));',
    'const text: number = "one";',
    'throw "words";',
    '40 + 2',
    "process.env.N2D_DEBUG = '1';",
    'throw new TypeError("no");',
  ]);
  expect(lines.slice(0, 6)).toEqual([
    'TypeError: no',
    'OwnError: mine',
    'RangeError: late',
    "1:7 - Type 'string' is not assignable to type 'number'.",
    'words',
    '42',
  ]);
  expect(lines.at(-1)).toMatch(/TypeError: no\n {4}at /);
});

it('survives folders and packages that appear around the notebook', () => {
  const outside = mkdtempSync(path.join(tmpdir(), 'n2d-kernel-'));
  const folder = path.join(outside, 'course', 'workspace');
  mkdirSync(path.join(folder, 'node_modules'), { recursive: true });
  symlinkSync(project, path.join(folder, 'node_modules', 'neuron-to-diffusion'), 'junction');
  const lines = said(
    [
      "import * as fs from 'node:fs';\nimport { sigmoid } from 'neuron-to-diffusion';",
      `fs.mkdirSync('../../beside/node_modules/x', { recursive: true });
for (const place of ['../../beside', '..', '.']) fs.writeFileSync(place + '/package.json', '{}');
fs.mkdirSync('node_modules/y');
await new Promise((resolve) => setTimeout(resolve, 1500));`,
      'sigmoid.apply(0) + 41.5',
      '1 + 1',
    ],
    folder,
  );
  rmSync(outside, { recursive: true, force: true });
  expect(lines).toEqual(['42', '2']);
});
