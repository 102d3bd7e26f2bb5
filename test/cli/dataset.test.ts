/** `n2d dataset` as a user runs it. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadEmoji } from '../../src/index.js';

const program = join(import.meta.dirname, '..', '..', 'dist', 'cli', 'n2d.js');
const folder = mkdtempSync(join(tmpdir(), 'n2d dätaset-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function n2d(...args: string[]): { code: number | null; out: string; errors: string } {
  const run = spawnSync(process.execPath, [program, ...args], { cwd: folder, timeout: 300_000 });
  return { code: run.status, out: String(run.stdout), errors: String(run.stderr) };
}

describe('n2d dataset', () => {
  it('counts the emoji for another program, and writes a sheet', async () => {
    const { code, out } = n2d('dataset', 'emoji', '--json', '--sheet', 'new/sheet.png');
    expect(code).toBe(0);
    const { sha256, pictures } = await loadEmoji();
    expect(JSON.parse(out)).toMatchObject({
      pictures: pictures.length,
      objects: 1201,
      sha256,
      parts: { absent: 21 },
    });
    expect(
      readFileSync(join(folder, 'new', 'sheet.png'))
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
  }, 600_000);

  it('says where a sheet cannot be written', () => {
    const { code, errors } = n2d('dataset', 'emoji', '--sheet', join(program, 'sheet.png'));
    expect(code).toBe(1);
    expect(errors).toMatch(/^cannot write .*sheet\.png: a part of the path is a file/);
    expect(existsSync(join(folder, 'sheet.png'))).toBe(false);
  });

  it('offers the nearest name for a data set that it has not', () => {
    const { code, errors } = n2d('dataset', 'emojis');
    expect(code).toBe(1);
    expect(errors).toContain('Did you mean emoji?');
  });
});
