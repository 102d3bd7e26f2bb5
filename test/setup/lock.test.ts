import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { takeLock } from '../../tools/setup/lock.mjs';
import { readState } from '../../tools/setup/state.mjs';

const folder = mkdtempSync(join(tmpdir(), 'n2d-lock-'));
const lock = join(folder, 'lock.json');
const module = fileURLToPath(new URL('../../tools/setup/lock.mjs', import.meta.url));

/** A process that takes the lock, writes what it does into a file, and gives it back. */
function other(name: string, milliseconds: number) {
  const code = `
    import { appendFileSync } from 'node:fs';
    import { takeLock } from ${JSON.stringify(module)};
    const release = await takeLock(${JSON.stringify(lock)});
    const say = (text) => appendFileSync(${JSON.stringify(join(folder, 'log'))}, text);
    say('${name} in\\n');
    await new Promise((resolve) => setTimeout(resolve, ${milliseconds}));
    say('${name} out\\n');
    release();`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: 'inherit' });
  const gone = new Promise<void>((resolve) => child.on('close', () => resolve()));
  return { child, gone };
}

beforeEach(() => rmSync(join(folder, 'log'), { force: true }));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('two set-ups at once', () => {
  it('work one after the other', async () => {
    await Promise.all([other('a', 300).gone, other('b', 300).gone, other('c', 300).gone]);
    const lines = readFileSync(join(folder, 'log'), 'utf8').trim().split('\n');
    expect(lines).toHaveLength(6);
    for (let i = 0; i < 6; i += 2) expect(lines[i + 1]).toBe(lines[i].replace('in', 'out'));
    expect(existsSync(lock)).toBe(false);
  });

  it('do not wait for one that was killed', async () => {
    const { child, gone } = other('a', 60_000);
    while (!existsSync(lock)) await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill('SIGKILL');
    await gone;
    const release = await takeLock(lock, { patience: 5000 });
    release();
  });

  it('do not wait for a damaged lock', async () => {
    writeFileSync(lock, '{"pid":');
    const release = await takeLock(lock, { patience: 5000 });
    release();
    expect(existsSync(lock)).toBe(false);
  });

  it('say for whom they wait', async () => {
    const release = await takeLock(lock);
    const waited: number[] = [];
    const wait = takeLock(lock, { patience: 400, onWait: (pid) => waited.push(pid) });
    await expect(wait).rejects.toThrow(`still locked by process ${process.pid}`);
    expect(waited).toEqual([process.pid]);
    release();
  });
});

describe('what set-up remembers', () => {
  it('is put aside when it is damaged', () => {
    const path = join(folder, 'state.json');
    writeFileSync(path, '{"failures": {');
    const said: string[] = [];
    expect(readState(path, (line) => said.push(line))).toEqual({ failures: {}, seconds: {} });
    expect(said[0]).toMatch(/was damaged: kept as state.json.damaged/);
    expect(readFileSync(`${path}.damaged`, 'utf8')).toBe('{"failures": {');
  });
});
