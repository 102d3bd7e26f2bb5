/** `n2d evaluate` as a user runs it. */
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const program = join(root, 'dist', 'cli', 'n2d.js');
const tiny = join(root, 'test', 'golden', 'stable-diffusion', 'models', 'tiny-sd1');
const folder = mkdtempSync(join(tmpdir(), 'n2d evaluate '));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function evaluate(...args: string[]): { code: number | null; out: string; errors: string } {
  const run = spawnSync(process.execPath, [program, 'evaluate', ...args], {
    cwd: folder,
    timeout: 300_000,
  });
  return { code: run.status, out: String(run.stdout), errors: String(run.stderr) };
}

describe('n2d evaluate', () => {
  it('stops at Ctrl-C with all pictures kept', async () => {
    const args = ['--model', tiny, '--count', '2', '--steps', '1', '--out', 'run', '--quiet'];
    const run = spawn(process.execPath, [program, 'evaluate', ...args], { cwd: folder });
    let [out, errors] = ['', ''];
    run.stdout.on('data', (data) => {
      out += data;
    });
    run.stderr.on('data', (data) => {
      errors += data;
    });
    const ended = new Promise((resolve) => run.once('exit', resolve));
    while (!existsSync(join(folder, 'run', 'style-judge', 'log.jsonl'))) await pause(100);
    run.kill('SIGINT');
    expect(await ended).toBe(130);
    expect(out).toBe('');
    expect(errors).toContain('stopped; the same command goes on');
    expect(existsSync(join(folder, 'run', 'style-judge', 'state.safetensors'))).toBe(true);
  }, 300_000);

  it('adds what a reader saw to the table', () => {
    const retrieval = { pictures: 2, top1: 0.5, top5: 1 };
    const kinds = { seen: retrieval, 'held-out': retrieval, 'without a style': retrieval };
    const figures = {
      settings: {
        model: 'x',
        scope: 300,
        things: 300,
        count: 150,
        steps: 25,
        guidance: 3,
        seed: 0,
      },
      vae: { pictures: 344, psnr: 29, ssim: 0.92 },
      ...{ drawn: kinds, floor: kinds, ceiling: { real: retrieval, rebuilt: retrieval } },
      ...{ style: { real: 0.8, rebuilt: 0.78, seen: 0.8, heldOut: 0.8 }, sharpness: 1 },
    };
    const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
    write('figures.json', JSON.stringify(figures));
    write('eye-answers.json', '{"1":"pizza","2":"cat face"}');
    write('index.html', '<div class="table">old</div><!-- table -->');
    write('mine.json', '{"1":"pizza","2":"panda"}');
    const { code, out } = evaluate('--read', 'mine.json', '--out', '.');
    expect(code).toBe(0);
    expect(out).toMatch(/by eye, right of 8 names: 2 drawn +50\.0 % +>= 67 % +NO\n/);
    expect(readFileSync(join(folder, 'table.md'), 'utf8')).toContain('50.0 %');
    expect(readFileSync(join(folder, 'index.html'), 'utf8')).toContain('50.0 %');
  });

  it('says what is wrong with a folder, a file, an option', () => {
    const damaged = join(folder, 'damaged');
    cpSync(tiny, damaged, { recursive: true });
    const weights = join(damaged, 'unet', 'diffusion_pytorch_model.safetensors');
    writeFileSync(weights, readFileSync(weights).subarray(0, 50_000));
    writeFileSync(join(folder, 'none.json'), 'pizza');
    const vae = join(tiny, 'vae', 'diffusion_pytorch_model.safetensors');
    for (const [args, words] of [
      [['--model', 'nowhere'], /nowhere/],
      [['--model', 'damaged'], /diffusion_pytorch_model\.safetensors.*got.*expected/],
      [['--model', tiny, '--clip', vae], /got a file without vision\.conv_in\.weight/],
      [['--model', tiny, '--clip', 'no.safetensors'], /no\.safetensors/],
      [['--read', 'none.json'], /none\.json: got no JSON; expected a JSON object/],
      [['--scope', '500'], /expected 300, 804 or 1201/],
      [['--count', '0'], /expected 1, 2, 3/],
    ] as const) {
      const { code, errors } = evaluate(...args);
      expect(`${args}: ${errors}`).toMatch(words);
      expect(errors).not.toContain('fault of its own');
      expect(code).toBe(1);
    }
  }, 300_000);
});
