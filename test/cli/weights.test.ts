/** `n2d inspect`, `n2d merge` and `n2d convert`: files of weights from the command line, good ones and bad ones. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const golden = join(root, 'test', 'golden');
const a = join(golden, 'stable-diffusion', 'models', 'tiny-sd1.safetensors');
const folder = mkdtempSync(join(tmpdir(), 'n2d-weights-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function n2d(...args: string[]): { code: number | null; out: string; errors: string } {
  const program = join(root, 'dist', 'cli', 'n2d.js');
  const run = spawnSync(process.execPath, [program, ...args], { cwd: folder, timeout: 60_000 });
  return { code: run.status, out: String(run.stdout), errors: String(run.stderr) };
}

describe('n2d inspect', () => {
  it('says what a checkpoint is', () => {
    const { out, code } = n2d('inspect', a);
    expect(out).toMatch(/^kind +Stable Diffusion 1 checkpoint$/m);
    expect(out).toMatch(/^ {2}unet +686 tensors, 123,156 numbers$/m);
    expect(code).toBe(0);
    const { kind, facts } = JSON.parse(n2d('inspect', a, '--json').out);
    expect([kind, facts['width of the text']]).toEqual(['Stable Diffusion 1 checkpoint', '24']);
  });

  const good = readFileSync(a);
  const bad: Readonly<Record<string, Buffer | string>> = {
    'cut.safetensors': good.subarray(0, good.length - 100),
    'header.safetensors': Buffer.concat([Buffer.alloc(8, 255), good.subarray(8)]),
    'text.safetensors': 'this is a text, and no safetensors file at all',
    'notes.txt': 'this is a text, and no safetensors file at all',
    'old.ckpt': 'PK and a pickle that nobody should open',
    'evil.pt': '\x80\x02cposix\nsystem\n.',
    'empty.safetensors': '',
  };
  it.each(Object.keys(bad))('refuses %s in one sentence', (name) => {
    writeFileSync(join(folder, name), bad[name]);
    const { code, errors, out } = n2d('inspect', name);
    expect(code).toBe(1);
    expect(out).toBe('');
    expect(errors.trim().split('\n')).toHaveLength(1);
    expect(errors).toContain('expected');
    expect(errors).not.toContain('fault of its own');
  });

  it('says that a file is not there', () => {
    const { code, errors } = n2d('inspect', 'nothing.safetensors');
    expect(code).toBe(1);
    expect(errors).toContain('cannot read nothing.safetensors');
  });
});

describe('n2d merge', () => {
  const b = join(golden, 'checkpoint', 'merge', 'b.safetensors');

  it('writes a new checkpoint', () => {
    const { out, code } = n2d('merge', a, b, '--multiplier', '0.3', '--out', 'mix.safetensors');
    expect(out).toContain('251 tensors merged, 736 copied from A.');
    expect(code).toBe(0);
    expect(n2d('inspect', 'mix.safetensors').out).toContain('metadata sd_merge_recipe');
  });

  it.each([
    [['--multiplier', 'much'], 'not a number'],
    [['--multiplier', '2'], 'expected 0 to 1'],
    [['--c', 'nothing.safetensors'], 'cannot read nothing.safetensors'],
  ])('refuses %s', (more, words) => {
    const { code, errors } = n2d('merge', a, b, '--out', 'never.safetensors', ...more);
    expect(code).toBe(1);
    expect(errors).toContain(words);
    expect(existsSync(join(folder, 'never.safetensors'))).toBe(false);
  });
});

describe('n2d convert', () => {
  const model = join(golden, 'stable-diffusion', 'models', 'tiny-sd2');

  it('writes a folder as one file, and the file as a folder', () => {
    const { out, code } = n2d('convert', model, 'one.safetensors', '--dtype', 'F16');
    expect(out).toContain('one.safetensors: written with F16 numbers.');
    expect(code).toBe(0);
    expect(n2d('inspect', 'one.safetensors').out).toContain('Stable Diffusion 2 checkpoint');
    expect(n2d('convert', 'one.safetensors', 'many', '--config', model).code).toBe(0);
    expect(existsSync(join(folder, 'many', 'model_index.json'))).toBe(true);
  });

  it.each([
    [['nothing.safetensors', 'a'], 'got nothing there'],
    [[golden, 'a'], 'got a folder without model_index.json'],
    [[model, '.'], 'expected a new one'],
    [[model, 'a', '--dtype', 'F8'], 'Allowed choices are F32, F16, BF16'],
  ])('refuses %s', (words, why) => {
    const { code, errors } = n2d('convert', ...words);
    expect(code).toBe(1);
    expect(errors).toContain(why);
    expect(errors).not.toContain('    at ');
  });
});
