/** `n2d generate` and `n2d info`: the built program, in a process of its own, with tiny models. */
import { spawn, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { readPng } from '../../src/index.js';
import { largestDifference, readNpy } from '../helpers/npy.js';

const root = join(import.meta.dirname, '..', '..');
const program = join(root, 'dist', 'cli', 'n2d.js');
const golden = join(root, 'test', 'golden');
const runs = join(golden, 'stable-diffusion');
const tiny = join(runs, 'models', 'tiny-sd1');
const folder = mkdtempSync(join(tmpdir(), 'n2d generate '));
const work = join(folder, 'work');
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => {
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work);
});

interface Run {
  readonly code: number | null;
  readonly out: string;
  /** Of the standard error, without what TensorFlow's library says of itself when it is loaded. */
  readonly errors: string;
}

function n2d(args: readonly string[], options: object = {}): Run {
  const run = spawnSync(process.execPath, [program, ...args], {
    cwd: work,
    timeout: 100_000,
    ...options,
  });
  const lines = String(run.stderr).split('\n');
  const errors = lines.filter((line) => !/^(WARNING: All log|[IW]\d{4} )/.test(line)).join('\n');
  return { code: run.status, out: String(run.stdout), errors };
}
const generate = (...args: readonly string[]): Run => n2d(['generate', ...args]);
const small = ['--model', tiny, '--steps', '2', '--width', '64', '--height', '64'];

describe('n2d generate', () => {
  const { cases } = JSON.parse(readFileSync(join(runs, 'pipelines', 'manifest.json'), 'utf8')) as {
    readonly cases: readonly {
      readonly id: string;
      readonly cli: readonly string[];
      readonly tolerance: { readonly latents: number; readonly image: number };
    }[];
  };
  const some = [
    ...['sd1-batch3', 'sd2-rescale', 'single-sd2', 'ti-a1111', 'lora-conv'],
    ...['i2i-sd2-96x64-batch2', 'inp4-ddim-75', 'inp9-default-100'],
  ];

  it.each(cases.filter(({ id }) => process.env.N2D_LONG || some.includes(id)))(
    'is equal to diffusers: $id',
    ({ id, cli, tolerance }) => {
      const args = cli.map((word) =>
        word
          .replace(/^(models|inputs)\//, `${runs}/$1/`)
          .replace(/(^|=)(loras|embeddings)\//, `$1${golden}/checkpoint/$2/`),
      );
      const files = ['--out', 'a.png', '--save-latents', 'l.npy', '--save-image', 'i.npy'];
      const run = generate(...args, ...files);
      expect(run.errors).toMatch(/sampling (\d+)\/\1 steps, [\d.]+ steps\/s/);
      expect(run.code).toBe(0);
      for (const [file, name] of [
        ['l.npy', 'latents'],
        ['i.npy', 'image'],
      ] as const) {
        const [got, wanted] = [join(work, file), join(runs, 'pipelines', id, `${name}.npy`)].map(
          readNpy,
        );
        expect(got.shape).toEqual(wanted.shape);
        expect(largestDifference(got.values, wanted.values)).toBeLessThanOrEqual(tolerance[name]);
      }
      const image = readNpy(join(work, 'i.npy'));
      const [batch, , height, width] = image.shape;
      const pictures = readdirSync(work)
        .filter((name) => name.endsWith('.png'))
        .sort();
      expect(pictures).toEqual(
        batch === 1 ? ['a.png'] : Array.from({ length: batch }, (_, i) => `a-${i}.png`),
      );
      const { pixels } = readPng(readFileSync(join(work, pictures[batch - 1])), 'a.png');
      const last = image.values.slice((batch - 1) * pixels.length);
      const places = width * height;
      const expected = Array.from(pixels, (_, i) =>
        Math.round(255 * last[(i % 3) * places + Math.floor(i / 3)]),
      );
      expect([...pixels]).toEqual(expected);
    },
  );

  it('writes what was computed on the way', () => {
    const one = cases.find(({ id }) => existsSync(join(runs, 'pipelines', id, 'trace')));
    if (one === undefined) throw new Error('no case has a trace');
    const args = one.cli.map((word) => word.replace(/^(models|inputs)\//, `${runs}/$1/`));
    expect(generate(...args, '--out', 'a.png', '--trace', 'on the/way').code).toBe(0);
    const { arrays, steps } = JSON.parse(
      readFileSync(join(work, 'on the', 'way', 'index.json'), 'utf8'),
    );
    expect(steps).toHaveLength(arrays.timesteps.shape[0]);
    const folder = join(runs, 'pipelines', one.id, 'trace');
    for (const file of readdirSync(folder).filter((name) => !name.startsWith('sigmas'))) {
      const [got, wanted] = [join(work, 'on the', 'way', file), join(folder, file)].map(readNpy);
      expect([file, got.shape, got.values.constructor]).toEqual([
        file,
        wanted.shape,
        wanted.values.constructor,
      ]);
      expect(arrays[file.replace('.npy', '')].shape).toEqual(wanted.shape);
      expect(largestDifference(got.values, wanted.values)).toBeLessThanOrEqual(
        one.tolerance.latents,
      );
    }
  });

  it('says everything about a run in its file, and reads it back', () => {
    const prompt = 'a café: 日本, (red:1.2)';
    const asked = [
      ...small,
      '--negative-prompt',
      'blurry',
      '--seed',
      '7',
      '--scheduler',
      'dpm++2m',
    ];
    const more = ['--karras', '--clip-skip', '1', '--batch', '2', '--guidance', '5.5'];
    const lora = ['--lora', `${join(golden, 'checkpoint', 'loras', 'attention.safetensors')}:0.5`];
    const run = generate(prompt, ...asked, ...more, ...lora, '--json', '--backend', 'wasm');
    expect(run.code).toBe(0);
    expect(JSON.parse(run.out)).toMatchObject({
      files: { pictures: ['n2d-7-0.png', 'n2d-7-1.png'] },
      seeds: [7, 8],
      scheduler: 'dpm++2m',
      backend: 'wasm',
      width: 64,
    });
    const info = JSON.parse(n2d(['info', 'n2d-7-1.png', '--json']).out);
    expect(info).toMatchObject({
      width: 64,
      height: 64,
      prompt,
      negativePrompt: 'blurry',
      settings: {
        Steps: '2',
        Sampler: 'DPM++ 2M',
        'Schedule type': 'Karras',
        'CFG scale': '5.5',
        Seed: '8',
        Size: '64x64',
        Model: 'tiny-sd1',
        'Clip skip': '2',
        RNG: 'CPU',
        Lora: 'attention: 0.5',
      },
    });
    expect(info.texts.parameters).toContain(
      `${prompt}\nNegative prompt: blurry\nSteps: 2, Sampler: DPM++ 2M, Schedule type: Karras, `,
    );
    const shown = n2d(['info', 'n2d-7-1.png']).out;
    expect(shown).toMatch(/^negative prompt +blurry$/m);
    expect(shown).toMatch(/^Sampler +DPM\+\+ 2M$/m);
  });

  it('picks a seed and says which; the same seed makes the same picture', () => {
    const first = generate(...small, '--prompt', '', '--quiet');
    expect(first.errors).toBe('');
    const [, file, seed] = /^(n2d-(\d+)\.png) {2}seed \2\n$/.exec(first.out) ?? [];
    generate(...small, '--prompt', '', '--quiet', '--seed', seed, '--out', 'again.png');
    const [one, two] = [file, 'again.png'].map((name) => readFileSync(join(work, name)));
    expect(one.equals(two)).toBe(true);
  });

  it.each([
    ['10,000 characters', 'a '.repeat(5000)],
    ['half a surrogate pair', 'half \ud800 a pair'],
    ['brackets, dashes, quotes', '-- "quoted" \\( ((('],
  ])('takes a prompt of %s', (_, prompt) => {
    const run = generate(...small, '--prompt', prompt, '--steps', '1', '--out', 'a.png');
    expect(run.code).toBe(0);
    expect(JSON.parse(n2d(['info', 'a.png', '--json']).out).settings.Steps).toBe('1');
  });

  it('takes weights of half the size', (context) => {
    const run = generate('a', ...small, '--precision', 'bf16', '--out', 'a.png');
    if (/got backend '(wasm|cpu)'/.test(run.errors)) context.skip();
    expect(run.code).toBe(0);
    expect(JSON.parse(n2d(['info', 'a.png', '--json']).out).settings.Precision).toBe('bf16');
  });

  it('takes the settings of the scheduler that are asked for', () => {
    const asked = [
      '--prediction-type',
      'v_prediction',
      '--rescale-zero-snr',
      '--scheduler',
      'ddim',
    ];
    const more = ['--timestep-spacing', 'trailing', '--eta', '1', '--vae-tiling'];
    expect(generate('a', ...small, ...asked, ...more, '--out', 'a.png').code).toBe(0);
    const { settings } = JSON.parse(n2d(['info', 'a.png', '--json']).out);
    expect(settings).toMatchObject({
      'Prediction type': 'v_prediction',
      'Zero SNR': 'True',
      'Timestep spacing': 'trailing',
      Eta: '1',
    });
  });
});

/** A safetensors file of tensors of zeros. */
function safetensors(shapes: Readonly<Record<string, readonly number[]>>): Buffer {
  let at = 0;
  const entries = Object.entries(shapes).map(([name, shape]) => {
    const begin = at;
    at += 4 * shape.reduce((a, b) => a * b, 1);
    return [name, { dtype: 'F32', shape, data_offsets: [begin, at] }];
  });
  const header = Buffer.from(JSON.stringify(Object.fromEntries(entries)));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([length, header, Buffer.alloc(at)]);
}

const lora = join(golden, 'checkpoint', 'loras', 'attention.safetensors');
const files: Readonly<Record<string, Buffer | string>> = {
  'sd3.safetensors': safetensors({
    'model.diffusion_model.joint_blocks.0.x_block.mlp.fc1.weight': [2, 2],
  }),
  'sdxl.safetensors': safetensors({ 'conditioner.embedders.1.model.ln_final.weight': [2] }),
  'llm.safetensors': safetensors({ 'model.layers.0.self_attn.q_proj.weight': [2, 2] }),
  'text.safetensors': 'only words, and many of them, in a file of another kind',
  'cut.safetensors': readFileSync(lora).subarray(0, 5000),
  'empty.safetensors': '',
  'wide.safetensors': safetensors({ '<toy>': [1, 32] }),
  'stranger.safetensors': safetensors({
    'lora_unet_no_such_layer.lora_down.weight': [2, 4],
    'lora_unet_no_such_layer.lora_up.weight': [4, 2],
  }),
  'old.ckpt': 'PK and a pickle that nobody should open',
  'evil.pt': Buffer.from(
    zipSync(
      { 'x/data.pkl': Buffer.from('\x80\x02cposix\nsystem\nX\x02\x00\x00\x00lsR.', 'latin1') },
      { level: 0 },
    ),
  ),
};

describe('n2d generate refuses in one sentence, and leaves nothing behind:', () => {
  const model = (name: string): string[] => ['a', '--model', name];
  const scene = ['a', ...small, '--image', join(runs, 'inputs', 'scene-64x64.png')];
  const wide = join(runs, 'inputs', 'scene-96x64.png');
  it.each<readonly [string, readonly string[], string]>([
    ['no prompt', small, 'prompt: got none'],
    ['two prompts', ['a', '--prompt', 'b', ...small], 'got two'],
    ['a file of SD3', model('sd3.safetensors'), "kind 'Stable Diffusion 3'"],
    ['a file of SDXL', model('sdxl.safetensors'), "kind 'Stable Diffusion XL'"],
    ['a language model', model('llm.safetensors'), "kind 'language model'"],
    ['a LoRA as a model', model(lora), "kind 'LoRA (kohya)'"],
    ['a text as a model', model('text.safetensors'), 'text.safetensors'],
    ['half a file', model('cut.safetensors'), 'cut.safetensors'],
    ['an empty file', model('empty.safetensors'), 'empty.safetensors'],
    ['a .ckpt', model('old.ckpt'), 'may hold a program'],
    ['a small file without its configuration', model(`${tiny}.safetensors`), '--config FOLDER'],
    ['a file that is not there', model('no.safetensors'), 'got nothing there'],
    ['a folder of something else', model('.'), 'without model_index.json'],
    ['a model for inpainting', model(join(runs, 'models', 'tiny-inpaint')), 'inpainting'],
    ['a strength of 1.5', [...scene, '--strength', '1.5'], 'strength: got 1.5; expected'],
    ['a strength below 0', [...scene, '--strength', '-0.1'], 'strength: got -0.1; expected'],
    ['a strength that leaves no step', [...scene, '--strength', '0.1'], 'none of 2 steps'],
    ['a strength without a picture', ['a', ...small, '--strength', '0.5'], 'no --image'],
    ['a mask without a picture', ['a', ...small, '--mask', wide], 'no --image'],
    [
      'a mask of another size',
      [...scene, '--mask', wide],
      '--mask: got 96 x 64 pixels; expected 64',
    ],
    ['a picture of another size', [...scene, '--image', wide], '--image: got 96 x 64 pixels'],
    ['a picture that is not there', [...scene, '--image', 'no.png'], 'cannot read no.png'],
    ['a picture that is none', [...scene, '--image', 'text.safetensors'], 'expected a PNG'],
    [
      'a picture of 7 x 5 pixels',
      ['a', '--model', tiny, '--image', join(golden, 'png', 'grey8.png')],
      'got 5 pixels; expected a multiple of 8',
    ],
    [
      'an embedding of another width',
      ['a', ...small, '--embedding', '<toy>=wide.safetensors'],
      'got vectors of 32 numbers; expected 24',
    ],
    [
      'an embedding with a program in it',
      ['a', ...small, '--embedding', 'x=evil.pt'],
      'posix.system',
    ],
    [
      'an embedding without a name',
      ['a', ...small, '--embedding', 'wide.safetensors'],
      'expected name=file',
    ],
    [
      'an embedding that is not there',
      ['a', ...small, '--embedding', 'x=no.pt'],
      'cannot read no.pt',
    ],
    [
      'a LoRA for another model',
      ['a', ...small, '--lora', 'stranger.safetensors:1'],
      'made for another model',
    ],
    ['a LoRA that is none', ['a', ...small, '--lora', 'wide.safetensors:1'], 'expected a LoRA'],
    [
      'a LoRA with a word for a scale',
      ['a', ...small, '--lora', `${lora}:much`],
      'expected file:scale',
    ],
    [
      'a width of 60',
      ['a', ...small, '--width', '60'],
      'width: got 60 pixels; expected a multiple of 8',
    ],
    ['a height of 0', ['a', ...small, '--height', '0'], 'height: got 0 pixels'],
    ['a width of 9000', ['a', ...small, '--width', '9000'], 'up to 8192'],
    ['no steps', ['a', ...small, '--steps', '0'], 'got 0 steps'],
    ['10,000 steps', ['a', ...small, '--steps', '10000'], 'got 10000 steps'],
    ['half a step', ['a', ...small, '--steps', '1.5'], 'not a whole number'],
    ['a word for steps', ['a', ...small, '--steps', 'ten'], 'not a number'],
    ['a negative seed', ['a', ...small, '--seed', '-1'], 'seed: got -1'],
    ['a batch of 0', ['a', ...small, '--batch', '0'], 'batch: got 0'],
    ['an unknown scheduler', ['a', ...small, '--scheduler', 'eulr'], "did you mean 'euler'"],
    [
      'an unknown prediction',
      ['a', ...small, '--prediction-type', 'eps'],
      'unknown prediction type',
    ],
    [
      'an unknown spacing',
      ['a', ...small, '--timestep-spacing', 'led'],
      'unknown timestep spacing',
    ],
    ['an unknown backend', ['a', ...small, '--backend', 'wasn'], "did you mean 'wasm'"],
    ['an unknown precision', ['a', ...small, '--precision', 'bf61'], "did you mean 'bf16'"],
    ['bf16 on wasm', ['a', ...small, '--precision', 'bf16', '--backend', 'wasm'], 'precision bf16'],
    ['Karras where there is none', ['a', ...small, '--scheduler', 'ddim', '--karras'], 'Karras'],
    ['too many layers to skip', ['a', ...small, '--clip-skip', '99'], 'clip skip'],
    ['a prompt of 60,000 characters', ['a '.repeat(30_000), ...small], 'got 60000 characters'],
    ['a picture that is no PNG', ['a', ...small, '--out', 'a.jpg'], 'ends in .png'],
    ['a folder for a file', ['a', ...small, '--save-latents', '.'], 'which is a folder'],
    ['a device for a file', ['a', ...small, '--save-latents', '/dev/full'], 'which is a device'],
    [
      'a file for a folder',
      ['a', ...small, '--out', 'evil.pt/a.png'],
      'cannot write evil.pt/a.png',
    ],
    [
      'one name for two files',
      ['a', ...small, '--save-latents', 'x', '--save-image', './x'],
      'twice',
    ],
    ['an option that there is not', ['a', ...small, '--stesp', '3'], '--steps'],
  ])('%s', (_, args, words) => {
    for (const [name, data] of Object.entries(files)) writeFileSync(join(work, name), data);
    const run = generate(...args, ...(args.includes('--out') ? [] : ['--out', 'never.png']));
    expect(run.errors).toContain(words);
    expect(run.errors).not.toMatch(/^\s+at .*:\d+:\d+|fault of its own/m);
    expect(run.code).toBe(1);
    const said = run.errors
      .trim()
      .split('\n')
      .filter((line) => !/^(loading|\(Did|\(n2d)/.test(line));
    expect(said.filter((line) => line !== '')).toHaveLength(1);
    expect(readdirSync(work).sort()).toEqual(Object.keys(files).sort());
  });

  it('weights that are no numbers', () => {
    const bytes = readFileSync(`${tiny}.safetensors`);
    const start = 8 + Number(bytes.readBigUInt64LE(0));
    const {
      data_offsets: [begin, end],
    } = JSON.parse(bytes.toString('utf8', 8, start))['model.diffusion_model.out.2.bias'];
    bytes.fill(255, start + begin, start + end);
    writeFileSync(join(work, 'nan.safetensors'), bytes);
    const run = generate('a', ...small, '--model', 'nan.safetensors', '--config', tiny);
    expect(run.errors).toContain('picture: got NaN; expected numbers');
    expect(run.code).toBe(1);
    expect(readdirSync(work)).toEqual(['nan.safetensors']);
  });

  it('more memory than there is, with what would fit', () => {
    const env = { ...process.env, N2D_MEMORY: '3' };
    const run = n2d(['generate', 'a', ...small, '--width', '4096', '--height', '4096'], { env });
    expect(run.code).toBe(1);
    expect(run.errors).toMatch(
      /memory: got 3\.0 GiB free; expected about [\d.]+ GiB for 4096 x 4096 .*What would fit: --vae-tiling/,
    );
    const none = n2d(['generate', 'a', ...small], { env: { ...env, N2D_MEMORY: '0.01' } });
    expect(none.errors).toContain('Nothing smaller fits');
    expect(readdirSync(work)).toEqual([]);
  });
});

describe.skipIf(process.platform === 'win32')('when something happens', () => {
  it('a file becomes too large for the disk: it is told, and no part of it stays', () => {
    const line = 'ulimit -f 4; "$NODE" "$N2D" generate a "$@" --out a.png --save-image i.npy';
    const run = spawnSync('bash', ['-c', line, 'n2d', ...small], {
      cwd: work,
      env: { ...process.env, NODE: process.execPath, N2D: program },
    });
    expect(String(run.stderr)).toMatch(/cannot write (a\.png|i\.npy): the file is larger/);
    expect(run.status).toBe(1);
    expect(existsSync(join(work, 'i.npy'))).toBe(false);
    expect(readdirSync(work).filter((name) => name.includes('tmp'))).toEqual([]);
  });

  it('the disk is full: it is told, what was there stays, and no part of a file', (context) => {
    const mount = `mount -t tmpfs -o size=16k none '${work}'`;
    if (spawnSync('unshare', ['-rm', 'sh', '-c', mount]).status !== 0) {
      context.skip('this system lets no user mount a small disk of his own');
    }
    const steps = `${mount} && cd '${work}' && echo old > i.npy &&
      "$NODE" "$N2D" generate a "$@" --out a.png --save-image i.npy; echo "code $?";
      ls -A; cat i.npy`;
    const { stdout, stderr } = spawnSync('unshare', ['-rm', 'sh', '-c', steps, 'sh', ...small], {
      env: { ...process.env, NODE: process.execPath, N2D: program },
      encoding: 'utf8',
    });
    expect(stderr).toContain('cannot write i.npy: no space is left on the disk; make some room');
    expect(stdout).toBe('code 1\na.png\ni.npy\nold\n');
  });

  it.skipIf(!existsSync('/usr/bin/script'))('Ctrl-C on a terminal ends it at once', async () => {
    const command = '"$NODE" "$N2D" generate a --model "$MODEL" --steps 900 --out a.png';
    const child = spawn('script', ['-qec', command, '/dev/null'], {
      cwd: work,
      env: { ...process.env, NODE: process.execPath, N2D: program, MODEL: tiny },
    });
    let shown = '';
    const ended = new Promise((resolve) => child.on('exit', (code) => resolve(code)));
    await new Promise<void>((resolve) => {
      child.on('exit', () => resolve());
      child.stdout.on('data', (data) => {
        shown += String(data);
        if (/sampling .* [1-9]\d*\/901 steps/.test(shown)) resolve();
      });
    });
    child.stdin.write('\x03');
    expect(await ended).toBe(130);
    expect(shown).toContain('█');
    expect(readdirSync(work)).toEqual([]);
  });

  it('Ctrl-C ends it, and no file is there', async () => {
    const args = ['generate', 'a', '--model', tiny, '--steps', '900', '--out', 'a.png'];
    const child = spawn(process.execPath, [program, ...args], { cwd: work });
    const ended = new Promise((resolve) => child.on('exit', (_, how) => resolve(how)));
    await new Promise<void>((resolve) => {
      child.on('exit', () => resolve());
      child.stderr.on('data', (data) => {
        if (String(data).includes('loading vae')) setTimeout(resolve, 500);
      });
    });
    child.kill('SIGINT');
    const signal = await ended;
    expect(signal).toBe('SIGINT');
    expect(readdirSync(work)).toEqual([]);
  });
});

describe('n2d info', () => {
  const pngs = join(golden, 'png');
  it("reads AUTOMATIC1111's pictures", () => {
    const { prompt, settings } = JSON.parse(
      n2d(['info', join(pngs, 'text-unicode.png'), '--json']).out,
    );
    expect(prompt).toBe('日本 🦄\na red house on a hill, (oil painting:1.2)\nsecond line');
    expect(settings).toMatchObject({
      'Lora hashes': 'ink: 0123abcd, film: 4567ef',
      'Clip skip': '2',
    });
  });

  it('says so when nothing is written in a picture', () => {
    const { out, code } = n2d(['info', join(pngs, 'rgb.png')]);
    expect(out).toMatch(/^size +5 x 6\nmade with +nothing is written in this file$/m);
    expect(code).toBe(0);
  });

  it.each([
    ['no.png', undefined, 'cannot read no.png: '],
    ['a.png', 'only words', 'got a file of another kind; expected a PNG'],
    ['b.png', readFileSync(join(pngs, 'rgb.png')).subarray(0, 60), 'an end after 60 bytes'],
    ['.', undefined, 'there is a folder of that name'],
  ])('refuses %s', (name, data, words) => {
    if (data !== undefined) writeFileSync(join(work, name), data);
    const { code, errors, out } = n2d(['info', name]);
    expect(errors).toContain(words);
    expect(errors.trim().split('\n')).toHaveLength(1);
    expect([code, out]).toEqual([1, '']);
  });
});
