/** The stop button, as a kernel gets it: SIGINT to a process with a cell that loops and awaits. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stopSignal } from '../../src/index.js';

const folder = mkdtempSync(join(tmpdir(), 'n2d-stop-'));
const program = join(folder, 'loop.mjs');

beforeAll(async () => {
  const source = join(import.meta.dirname, '..', '..', 'src', 'notebook', 'stop.node.ts');
  await build({
    stdin: {
      contents: `
        import { runInThisContext } from 'node:vm';
        import { stopSignal } from ${JSON.stringify(source)};
        globalThis.stopSignal = stopSignal;
        process.on('SIGINT', () => {}); // the kernel's own: it goes on living
        const cell = \`(async () => {
          const signal = stopSignal();
          let steps = 0;
          while (!signal.aborted) {
            if (++steps === 5) console.log('running');
            await new Promise((r) => setTimeout(r, 5));
          }
          console.log('ended', stopSignal() !== signal);
        })()\`;
        await runInThisContext(cell, { breakOnSigint: true }); // as tslab runs a cell
        await runInThisContext(cell, { breakOnSigint: true });
        process.exit();
      `,
      resolveDir: folder,
    },
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: program,
  });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('stopSignal', () => {
  it('is one and the same until it is used', () => {
    expect(stopSignal()).toBe(stopSignal());
    expect(stopSignal().aborted).toBe(false);
  });

  it.runIf(process.platform !== 'win32')(
    'ends the loop of a process that is interrupted (Windows cannot send SIGINT to a child)',
    async () => {
      const child = spawn(process.execPath, [program]);
      let text = '';
      child.stdout.on('data', (part: Buffer) => {
        text += part;
        if (String(part).includes('running')) child.kill('SIGINT');
      });
      await new Promise((resolve) => child.on('exit', resolve));
      expect(text).toBe('running\nended true\nrunning\nended true\n');
    },
  );
});
