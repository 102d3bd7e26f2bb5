/** The microscope: what it tells of a run is what the run computed, and it reads anything safely. */
import { beforeAll, describe, expect, test } from 'vitest';
import {
  disposeModel,
  loadModel,
  microscopeLab,
  noiseFrom,
  random,
  recordTrace,
  type StableDiffusion,
  type TextToImageOptions,
  type Trace,
  textToImage,
  useBackend,
} from '../../src/index.js';
import { decodeState, encodeState } from '../../src/lab/core/state.js';
import {
  boundsOf,
  lightOf,
  lookMap,
  numberAt,
  smooth,
  tokenShares,
} from '../../src/lab/microscope/look.js';
import { packColours, packSigned, unpack } from '../../src/lab/microscope/packed.js';
import { type Run, readRun } from '../../src/lab/microscope/read.js';
import {
  type MicroscopeState,
  microscopeFields,
  settleMicroscope,
} from '../../src/lab/microscope/state.js';
import { sayMicroscope, sumLines } from '../../src/lab/microscope/words.js';

const models = 'test/golden/stable-diffusion/models';
const draw = random(31);
const whole = (from: number, to: number): number =>
  from + Math.floor(draw.rand(1)[0] * (to - from + 1));

async function traced(model: StableDiffusion, options: Partial<TextToImageOptions>) {
  const recorder = recordTrace(model);
  const asked = { prompt: 'a cat', steps: 4, seed: 3, guidance: 5, ...options };
  await textToImage(model, { ...asked, ...recorder.options });
  return recorder.trace();
}

function seen(trace: Trace): Run {
  const run = readRun(microscopeLab(trace).data);
  if (typeof run === 'string') throw new Error(run);
  return run;
}

const stateOf = (run: Run, line = ''): MicroscopeState =>
  settleMicroscope(decodeState(microscopeFields(boundsOf(run)), line).state);

let sd1: StableDiffusion;
let sd2: StableDiffusion;
let trace: Trace;
let run: Run;
beforeAll(async () => {
  await useBackend();
  sd1 = await loadModel(`${models}/tiny-sd1`);
  sd2 = await loadModel(`${models}/tiny-sd2`);
  trace = await traced(sd1, { scheduler: { scheduler: 'ddim' }, batch: 2 });
  run = seen(trace);
  return () => {
    disposeModel(sd1);
    disposeModel(sd2);
  };
});

describe('packed numbers', () => {
  test('come back within half a scale, the scale of each step its own', () => {
    const steps = [draw.randn(50), draw.randn(50).map((x) => 1000 * x), new Float64Array(50)];
    const read = unpack(packSigned(steps), 3, 50) ?? [];
    steps.forEach((values, i) => {
      const most = Math.max(...values.map(Math.abs));
      const off = Math.max(...values.map((x, at) => Math.abs(x - read[i][at])));
      expect(off).toBeLessThanOrEqual(most / 65534 + 1e-6 * most);
    });
    const shares = [[0, 0.25, 0.5]];
    expect(unpack(packColours(shares), 1, 3)?.[0][2]).toBeCloseTo(0.5, 2);
  });

  test('that are not as many as they should be are none', () => {
    const packed = packSigned([[1, 2]]);
    expect(unpack(packed, 1, 3)).toBeUndefined();
    expect(unpack(packed, 2, 1)).toBeUndefined();
    expect(unpack({ ...packed, data: '?' }, 1, 2)).toBeUndefined();
  });
});

describe('a run under the microscope', () => {
  test('has the numbers of the trace', () => {
    const { arrays } = trace;
    const size = 4 * 8 * 8;
    for (const [kind, name] of [
      ['before', 'latents_before'],
      ['with', 'noise_pred_text'],
      ['without', 'noise_pred_uncond'],
      ['guided', 'noise_guided'],
      ['clean', 'predicted_clean'],
      ['after', 'latents_after_step'],
    ] as const) {
      const { shape, values } = arrays[name];
      expect(shape.slice(0, 2)).toEqual([4, 2]);
      for (let step = 0; step < 4; step++) {
        const first = values.slice(2 * step * size, (2 * step + 1) * size);
        const most = Math.max(...first.map(Math.abs));
        const off = first.map((x, i) => Math.abs(x - (run.arrays[kind]?.[step][i] ?? Number.NaN)));
        expect([kind, Math.max(...off) / most < 1e-4]).toEqual([kind, true]);
      }
    }
    const state = stateOf(run, 'step=2&channel=3&row=5&column=7');
    const at = 2 * size + 2 * 64 + 4 * 8 + 6;
    expect(numberAt(run, state, 'before')).toBeCloseTo(arrays.latents_before.values[at], 3);
  });

  test('has the tokens, and attention that adds up to 1', () => {
    const names = run.tokens.map(({ piece, count }) => `${piece} ${count}`);
    expect(names).toEqual(['start 1', 'a</w> 1', 'c 1', 'at</w> 1', 'end 1', 'padding 72']);
    expect(run.tokens.map(({ id }) => id)).toEqual([...trace.arrays.ids_cond.values.slice(0, 6)]);
    const layers = run.layers.map(({ name }) => name);
    expect(layers.slice(0, 4)).toEqual([
      'down 1, 8x8',
      'down 2, 4x4',
      'down 3, 2x2',
      'middle, 1x1',
    ]);
    for (const layer of ['all-layers', ...layers]) {
      const shares = tokenShares(run, stateOf(run, `layer=${layer.replaceAll(' ', '-')}`));
      expect(shares.reduce((a, b) => a + b)).toBeCloseTo(1, 3);
    }
    const [map, direct] = [lookMap(run, stateOf(run, 'layer=down-2,-4x4&token=2')), trace.arrays];
    const blocks = Object.keys(direct).filter((name) => name.includes('down_blocks.1'));
    expect(blocks).toHaveLength(2);
    const at = (2 - 1) * 2 * 77 * 16 + 2 * 16;
    const mean = (direct[blocks[0]].values[at] + direct[blocks[1]].values[at]) / 2;
    expect(map.values[0]).toBeCloseTo(mean, 4);
  });

  test('writes sums that are right', () => {
    for (let i = 0; i < 50; i++) {
      const line = `step=${whole(1, 4)}&channel=${whole(1, 4)}&row=${whole(1, 8)}&column=${whole(1, 8)}`;
      for (const [name, sum] of sumLines(run, stateOf(run, line))) {
        const [left, right] = sum.replaceAll('−', '-').replaceAll('·', '*').split(' = ');
        if (right === undefined) continue;
        const value = Number(new Function(`return ${left.replaceAll('--', '+')}`)());
        // three digits after the point, divided by a small signal
        expect([
          name,
          line,
          Math.abs(value - Number(right)) < 0.05 * (1 + Math.abs(value)),
        ]).toEqual([name, line, true]);
      }
    }
    expect(sumLines(run, stateOf(run)).map(([name]) => name)).toEqual([
      'latents',
      'noise without words',
      'noise with words',
      'guided noise',
      'estimate',
      'next latents',
    ]);
  });

  test('of a network that answers with velocity shows the noise that it stands for', async () => {
    const velocity = await traced(sd2, { scheduler: { scheduler: 'ddim' }, steps: 3 });
    expect(velocity.settings?.predictionType).toBe('v_prediction');
    const told = seen(velocity);
    expect(told.answer).toBe('velocity');
    const { noise_pred_text: answer, latents_before: before } = velocity.arrays;
    velocity.steps.forEach(({ noising }, step) => {
      const { sample, output } = noiseFrom('v_prediction', noising);
      const at = step * (answer.values.length / 3) + 100;
      const expected = sample * before.values[at] + output * answer.values[at];
      expect(told.arrays.with?.[step][100]).toBeCloseTo(expected, 2);
    });
  });

  test('says what the scheduler mixes; where fresh noise or memory comes in there is no short sum', async () => {
    expect(run.steps[0].mixture).toMatch(/^[\d.]+ · latents − [\d.]+ · noise$/);
    expect(run.steps[0].again).toBeDefined();
    const ancestral = seen(await traced(sd1, { scheduler: { scheduler: 'euler-a' } }));
    expect(ancestral.steps[0].mixture).toMatch(/· fresh noise$/);
    expect(ancestral.steps[0].again).toBeUndefined();
    const line = sumLines(ancestral, stateOf(ancestral)).at(-1)?.[1];
    expect(line).toMatch(/^−?[\d.]+$/);
  });

  test('without guidance has one answer', async () => {
    const plain = seen(await traced(sd1, { guidance: 1, steps: 1, prompt: '' }));
    expect(plain.arrays.without).toBeUndefined();
    expect(sayMicroscope(plain, stateOf(plain))).toMatch(/predicted noise/);
    expect(microscopeLab(await traced(sd1, { guidance: 1, steps: 1 })).alt).toMatch(/no guidance/);
  });

  test('of 60 steps keeps 50, the first and the last', () => {
    const times = Array.from({ length: 15 }, (_, i) => i);
    const arrays = Object.entries(trace.arrays).map(([name, { shape, values }]) => {
      if (shape[0] !== 4) return [name, { shape, values }];
      const all = new Float32Array(15 * values.length);
      for (const i of times) all.set(values, i * values.length);
      return [name, { shape: [60, ...shape.slice(1)], values: all }];
    });
    const steps = times.flatMap(() => trace.steps);
    const long = seen({ ...trace, steps, arrays: Object.fromEntries(arrays) });
    expect(long.steps).toHaveLength(50);
    expect([long.steps[0].call, long.steps[49].call]).toEqual([1, 60]);
    expect(long.arrays.after?.[49]).toEqual(run.arrays.after?.[3]);
    expect(sayMicroscope(long, stateOf(long, 'step=50'))).toMatch(/^Step 60 of 60/);
  });

  test('large latents and pictures are thinned', async () => {
    const large = seen(await traced(sd1, { steps: 1, width: 264, height: 264, guidance: 1 }));
    expect([large.height, large.width, large.decoded]).toEqual([17, 17, false]);
    expect([large.pictureHeight, large.pictureWidth]).toEqual([33, 33]);
    const wide = seen(await traced(sd1, { steps: 1, width: 128, height: 64 }));
    expect([wide.pictureHeight, wide.pictureWidth, wide.decoded]).toEqual([32, 64, true]);
  });

  test('a map is smooth between the middles of its squares', () => {
    const map = { height: 1, width: 2, values: [0, 1] };
    expect(
      lightOf({ ...map, values: new Float32Array(2), least: 0.2, most: 0.4, mean: 0.3 }, 0.25),
    ).toBeCloseTo(0.25);
    expect(lightOf({ ...map, values: new Float32Array(2), least: 1, most: 1, mean: 1 }, 1)).toBe(1);
    expect([0, 0.25, 0.5, 0.75, 1].map((x) => smooth(map, 0.5, x))).toEqual([0, 0, 0.5, 1, 1]);
  });
});

describe('microscopeLab', () => {
  test('holds its state, its data, and words for who cannot see it', () => {
    const lab = microscopeLab(trace, 'step=4&view=words&token=2');
    expect(lab).toMatchObject({
      kind: 'lab',
      name: 'microscope',
      state: 'step=4&view=words&token=2',
    });
    expect(lab.alt).toMatch(
      /^Microscope, to play with: “a cat”, seed 3, 4 steps of ddim, guidance 5/,
    );
    expect(lab.alt).toMatch(/Step 4 of 4, timestep 1: .* “c”: .* % of all attention/);
    expect(microscopeLab(trace, lab.state)).toEqual(lab);
  });

  test('refuses what it cannot show, and says the way out', async () => {
    expect(() => microscopeLab(trace, 'step=9')).toThrow(/9 is more than 4/);
    expect(() => microscopeLab(trace, 'stap=1')).toThrow(/no setting “stap”/);
    const recorder = recordTrace();
    await textToImage(sd1, { prompt: 'x', steps: 1, ...recorder.options });
    expect(() => microscopeLab(recorder.trace())).toThrow(/recordTrace\(model\)/);
    expect(() => microscopeLab(recordTrace(sd1).trace())).toThrow(/recordTrace\(model\)/);
    const { shape, values } = trace.arrays.noise_pred_text;
    const broken = { shape, values: values.map((x, i) => (i === 5 ? Number.NaN : x)) };
    const arrays = { ...trace.arrays, noise_pred_text: broken };
    expect(() => microscopeLab({ ...trace, arrays })).toThrow(/none in call 1/);
  });

  test('500 random states come back as they were', () => {
    const bounds = boundsOf(run);
    const fields = microscopeFields(bounds);
    const layers = ['all layers', ...bounds.layers];
    for (let i = 0; i < 500; i++) {
      const state: MicroscopeState = {
        ...{ step: whole(1, 4), channel: whole(1, 4), row: whole(1, 8), column: whole(1, 8) },
        ...{ token: whole(0, 5), layer: layers[whole(0, layers.length - 1)] },
        view: (['latents', 'words', 'numbers'] as const)[whole(0, 2)],
      };
      const { state: back, notes } = decodeState(fields, encodeState(fields, state));
      expect(notes).toEqual([]);
      expect(settleMicroscope(back)).toEqual(state);
      expect(sayMicroscope(run, state)).not.toMatch(/undefined|NaN/);
    }
  });

  test("a stranger's data are read without a throw: a run that can be said, or a sentence", () => {
    const good = JSON.parse(microscopeLab(trace).data ?? '');
    const shards = [null, -1, 0, 1e300, 99, 'x', '<script>alert(1)</script>', [], {}, true, 1.5];
    const text = JSON.stringify(good);
    for (const wrong of [undefined, 7, '', '{', '[]', 'null', '{}', text.slice(0, 999)]) {
      expect(readRun(wrong)).toMatch(/^This page holds no run/);
    }
    const keys = Object.keys(good);
    for (let i = 0; i < 300; i++) {
      const copy = structuredClone(good);
      const shard = shards[whole(0, shards.length - 1)];
      const key = keys[whole(0, keys.length - 1)];
      const inner = copy[key];
      const within = typeof inner === 'object' ? Object.keys(inner) : [];
      if (within.length > 0 && i % 3 > 0) inner[within[whole(0, within.length - 1)]] = shard;
      else copy[key] = shard;
      const read = readRun(JSON.stringify(copy));
      if (typeof read === 'string') expect(read).toMatch(/^This page holds no run/);
      else expect(sayMicroscope(read, stateOf(read))).not.toMatch(/undefined/);
    }
  });
});
