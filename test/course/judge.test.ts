/** What the check says about every kind of answer. */
import {
  type ExerciseCheck,
  type ExerciseFunction,
  judge,
  tf,
  useBackend,
  type Verdict,
  verdictText,
} from 'neuron-to-diffusion';
import { beforeAll, describe, expect, it } from 'vitest';

type Sum = (inputs: number[], weights: number[], bias: number) => number;

const sum: ExerciseCheck<Sum> = {
  reference: (inputs, weights, bias) => inputs.reduce((all, x, i) => all + x * weights[i], bias),
  library: [Math.hypot],
  tries: [
    [[1, 2], [3, 4], 5],
    [[0.5], [-2], 0.25],
  ],
  seconds: 0.4,
  misconceptions: [
    {
      when: ({ args: [, , bias], got, expected }) => got === expected - bias,
      say: 'You forgot the bias: add it once, at the end.',
    },
    {
      when: ({ got }) => (got as unknown as { deep: { er: number } }).deep.er === 1,
      say: 'A condition that throws counts as no.',
    },
  ],
  read: 'By hand',
};

const rows: ExerciseCheck<(n: number) => number[][]> = {
  reference: (n) => Array.from({ length: n }, (_, i) => [i, i + 0.5, i * i]),
  tries: [[3], [100]],
  seconds: 0.4,
  misconceptions: [],
  read: 'Look',
};

const number: ExerciseCheck<() => number> = {
  reference: () => 0.40760596,
  tries: [[]],
  seconds: 0.4,
  misconceptions: [],
  read: 'Look',
};

async function text<F extends ExerciseFunction>(
  check: ExerciseCheck<F>,
  fn: unknown,
): Promise<string> {
  return verdictText('sum', await judge(check, fn));
}

const right: Sum = (inputs, weights, bias) => {
  let all = bias;
  for (let i = 0; i < inputs.length; i++) all += inputs[i] * weights[i];
  return all;
};

describe('messages', () => {
  const answers: Record<string, [ExerciseCheck<never>, unknown]> = Object.fromEntries(
    Object.entries({
      right: [sum, right],
      'the stub': [
        sum,
        (_inputs: number[]) => {
          throw new Error('your turn: replace this line');
        },
      ],
      'the bias forgotten': [
        sum,
        (x: number[], w: number[]) => x.reduce((a, v, i) => a + v * w[i], 0),
      ],
      'only the second try fails': [sum, (x: number[]) => (x.length > 1 ? 16 : 3)],
      'the sign': [sum, (...args: Parameters<Sum>) => -right(...args)],
      'a constant': [sum, () => 5],
      'a square': [number, () => 0.40760596 ** 2],
      'nearly equal': [number, () => 0.4076],
      NaN: [sum, () => Number.NaN],
      undefined: [sum, () => {}],
      infinite: [sum, () => 1 / 0],
      'a text': [sum, () => '16'],
      'a truth value': [sum, () => true],
      'a bigint': [sum, () => 16n],
      'a list around it': [sum, () => [16]],
      'a function': [sum, () => right],
      'a promise': [sum, async () => 16],
      'an exception': [sum, (x: number[]) => (x as unknown as number[][])[9].map((v) => v)],
      'an unknown name': [sum, new Function('return wieghts')],
      'a text thrown': [
        sum,
        () => {
          throw 'oops';
        },
      ],
      'an endless loop': [
        sum,
        () => {
          for (;;);
        },
      ],
      'recursion without an end': [
        sum,
        function again(): number {
          return 1 + again();
        },
      ],
      'inputs changed': [
        sum,
        (x: number[], w: number[], b: number) => {
          const value = right(x, w, b);
          x[1] = 9;
          return value;
        },
      ],
      "the library's own": [sum, Math.hypot],
      "the library's, bound": [sum, Math.hypot.bind(Math)],
      "the library's, wrapped": [sum, (...a: number[]) => Math.hypot(...a)],
      'not a function': [sum, 16],
      nothing: [sum, undefined],
      'a list too short': [
        rows,
        () => [
          [0, 0.5, 0],
          [1, 1.5, 1],
        ],
      ],
      'a row too long': [
        rows,
        () => [
          [0, 0.5, 0],
          [1, 1.5, 1, 7],
          [2, 2.5, 4],
        ],
      ],
      'one number differs': [
        rows,
        () => [
          [0, 0.5, 0],
          [1, 1.5, 1],
          [2, 2.25, 4],
        ],
      ],
      'a flat list': [rows, () => [0, 0.5, 0]],
      'rows and columns': [
        rows,
        () => [
          [0, 1, 2],
          [0.5, 1.5, 2.5],
          [0, 1, 4],
        ],
      ],
      'deep in a big list': [
        rows,
        (n: number) =>
          Array.from({ length: n }, (_, i) => [i, i + 0.5, i === 71 ? Number.NaN : i * i]),
      ],
    }),
  ) as Record<string, [ExerciseCheck<never>, unknown]>;

  for (const [name, [check, fn]] of Object.entries(answers)) {
    it(name, async () => {
      expect(await text(check, fn)).toMatchSnapshot();
    });
  }

  it('are never wider than a terminal', async () => {
    for (const [check, fn] of Object.values(answers)) {
      const lines = (await text(check, fn)).split('\n');
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    }
  });
});

describe('asynchronous exercises', () => {
  const later: ExerciseCheck<(x: number) => Promise<number>> = {
    reference: async (x) => x + 1,
    tries: [[1], [2]],
    seconds: 0.3,
    misconceptions: [],
    read: 'Look',
  };
  const kind = async (fn: unknown): Promise<Verdict['kind']> => (await judge(later, fn)).kind;

  it('accept a promise, and a value at once', async () => {
    expect(await kind(async (x: number) => x + 1)).toBe('right');
    expect(await kind((x: number) => x + 1)).toBe('right');
    expect(
      await kind((x: number) => new Promise((resolve) => setTimeout(() => resolve(x + 1), 5))),
    ).toBe('right');
  });

  it('survive rejections, silence and endless steps', async () => {
    expect(await kind(async () => Promise.reject(new Error('no')))).toBe('threw');
    expect(await kind(() => new Promise(() => {}))).toBe('never settles');
    expect(
      await kind(async () => {
        for (;;) await null;
      }),
    ).toBe('endless');
    expect(await kind(async (x: number) => x + 1)).toBe('right');
  });

  it('an untouched asynchronous stub is untouched', async () => {
    const stub = async (): Promise<number> => {
      throw new Error('your turn: replace this line');
    };
    expect(await kind(stub)).toBe('untouched');
  });
});

describe('answers that fight back', () => {
  const circle: unknown[] = [];
  circle.push(circle);
  const hostile: Record<string, () => unknown> = {
    circle: () => circle,
    getters: () => ({
      get value() {
        throw new Error('no');
      },
    }),
    'an endless getter': () => ({
      get value() {
        for (;;);
      },
    }),
    'a proxy that throws': () =>
      new Proxy([], {
        get() {
          throw new Error('no');
        },
      }),
    'a proxy of a function': () => new Proxy(() => 1, {}),
    'a revoked proxy': () => {
      const { proxy, revoke } = Proxy.revocable({}, {});
      revoke();
      return proxy;
    },
    'a list of four milliards': () => new Array(4e9),
    'a large typed array': () => new Float32Array(2e7),
    'a long text': () => 'x'.repeat(1e7),
    symbols: () => Symbol('x'),
    'no prototype': () => Object.create(null),
    'a then that throws': () => ({
      // biome-ignore lint/suspicious/noThenProperty: a learner's object may be anything
      get then() {
        throw new Error('no');
      },
    }),
    'an error with a bad message': () => {
      throw {
        get message() {
          throw new Error('no');
        },
      };
    },
    'null thrown': () => {
      throw null;
    },
    'deep nesting': () => {
      let value: unknown = 1;
      for (let i = 0; i < 1e5; i++) value = [value];
      return value;
    },
    // biome-ignore lint/suspicious/noThenProperty: a learner's object may be anything
    'a promise with another then': () => Object.assign(Promise.resolve(1), { then: 1 }),
    dates: () => new Date(Number.NaN),
    maps: () => new Map([[{}, 1]]),
    'a class': () => class A {},
    'a hostile toString': () => ({ toString: 1, valueOf: 2, [Symbol.toPrimitive]: 3 }),
    'a stopping generator': () =>
      (function* () {
        yield 1;
      })(),
  };
  const records: ExerciseCheck<() => unknown> = {
    reference: () => ({ value: [1, 2], name: 'a' }),
    tries: [[]],
    seconds: 0.3,
    misconceptions: [{ when: ({ got }) => (got as { value: number }).value === 3, say: 'x' }],
    read: 'Look',
  };
  for (const [name, fn] of Object.entries(hostile)) {
    it(name, async () => {
      for (const check of [number, rows, records] as ExerciseCheck<never>[]) {
        const message = await text(check, fn);
        expect(message).toMatch(/^✗ sum: not yet/);
        expect(message.length).toBeLessThan(1500);
        expect(message).not.toMatch(/\n\s+at /);
      }
    });
  }

  it('arbitrary values never crash it, and only the right one passes', async () => {
    const random = generator(7);
    for (let i = 0; i < 300; i++) {
      const value = arbitrary(random, 0);
      for (const check of [number, rows, records] as ExerciseCheck<never>[]) {
        const verdict = await judge(check, () => value);
        expect(verdict.passed).toBe(false);
        expect(verdictText('sum', verdict)).toContain('yours');
      }
    }
  });
});

describe('other ways to be right', () => {
  it('accepts what the author accepts', async () => {
    const above: ExerciseCheck<() => number[]> = {
      reference: () => [1, 1, -1.5],
      tries: [[]],
      accept: ({ got: [a, b, c] }) =>
        a + b + c >= 0 && a + c < 0 && b + c < 0 ? null : 'The four rows do not come out as AND.',
      misconceptions: [],
      read: 'AND',
    };
    expect((await judge(above, () => [2, 2, -3])).passed).toBe(true);
    const no = await judge(above, () => [1, 1, 1]);
    expect([no.kind, no.says]).toEqual(['not accepted', 'The four rows do not come out as AND.']);
    expect((await judge(above, () => 'a')).kind).toBe('type');
    expect((await judge(above, () => [1, Number.NaN, 1])).passed).toBe(false);
  });

  it('compares what the author observes', async () => {
    const maker: ExerciseCheck<(slope: number) => (x: number) => number> = {
      reference: (slope) => (x) => slope * x,
      tries: [[2]],
      observe: (line) => [line(0), line(1), line(-3)],
      seconds: 0.3,
      misconceptions: [],
      read: 'Look',
    };
    expect((await judge(maker, (slope: number) => (x: number) => x * slope)).passed).toBe(true);
    const verdict = await judge(maker, (slope: number) => (x: number) => x + slope);
    expect(verdict.place).toBe('[0]: 2, expected 0');
    expect((await judge(maker, () => 3)).says).toContain('could not be used');
  });

  it('expects an error where the reference throws', async () => {
    const strict: ExerciseCheck<(x: number) => number> = {
      reference: (x) => {
        if (x < 0) throw new RangeError('negative: got -1; expected 0 or more');
        return Math.sqrt(x);
      },
      tries: [[4], [-1]],
      misconceptions: [],
      read: 'Look',
    };
    const verdict = await judge(strict, (x: number) => Math.sqrt(x));
    expect(verdict.expected).toContain('an error: RangeError: negative');
    const refuses = (x: number): number => {
      if (!(x >= 0)) throw new Error('no');
      return x ** 0.5;
    };
    expect((await judge(strict, refuses)).passed).toBe(true);
  });

  it('makes new arguments where they cannot be copied', async () => {
    const counter = (): (() => number) => {
      let n = 0;
      return () => n++;
    };
    const twice: ExerciseCheck<(next: () => number) => number[]> = {
      reference: (next) => [next(), next()],
      tries: () => [[counter()]],
      misconceptions: [],
      read: 'Look',
    };
    expect((await judge(twice, (next: () => number) => [next(), next()])).passed).toBe(true);
  });

  it('lets inputs be changed where that is asked for', async () => {
    const clear: ExerciseCheck<(list: number[]) => number[]> = {
      reference: (list) => list.fill(0),
      tries: [[[1, 2]]],
      changesInputs: true,
      misconceptions: [],
      read: 'Look',
    };
    expect((await judge(clear, (list: number[]) => list.fill(0))).passed).toBe(true);
  });
});

describe('tensors', () => {
  beforeAll(async () => {
    await useBackend('cpu');
  });
  const square: ExerciseCheck<(x: tf.Tensor) => tf.Tensor> = {
    reference: (x) => tf.tidy(() => tf.mul(x, x)),
    tries: () => [[tf.tensor1d([1, 2, 3])], [tf.tensor2d([[1], [2]])]],
    misconceptions: [],
    read: 'Look',
  };
  const judged = async (fn: (x: tf.Tensor) => unknown): Promise<Verdict> => {
    const before = tf.memory().numTensors;
    const verdict = await judge(square, fn);
    if (verdict.kind !== 'leak') expect(tf.memory().numTensors).toBe(before);
    return verdict;
  };

  it('come out right, and are disposed of', async () => {
    expect((await judged((x) => tf.tidy(() => x.square()))).kind).toBe('right');
    expect((await judged((x) => x)).place).toBe('[1]: 2, expected 4');
  });

  it('of a wrong shape, as a list, disposed or left behind', async () => {
    const shape = await judged((x) => tf.tidy(() => x.square().reshape([-1, 1])));
    expect([shape.kind, shape.says]).toMatchInlineSnapshot(`
      [
        "shape",
        "Your answer is a tensor of shape [3, 1]; expected a tensor of shape [3].",
      ]
    `);
    expect((await judged((x) => Array.from(x.dataSync()))).kind).toBe('type');
    const gone = await judged((x) => {
      const y = x.square();
      x.dispose();
      return y;
    });
    expect(gone.kind).toBe('disposed inputs');
    const left = await judged((x) => {
      x.add(1);
      return x.square();
    });
    expect(left.kind).toBe('leak');
    expect(left.says).toContain('1 tensor was left behind');
    const returned = await judged((x) => {
      const y = x.square();
      y.dispose();
      return y;
    });
    expect(returned.yours).toBe('a tensor that was disposed of');
  });

  it('leaked ones are noticed in plain exercises too', async () => {
    const leaky = await judge(number, () => tf.scalar(0.40760596).dataSync()[0]);
    expect(leaky.kind).toBe('leak');
  });
});

function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
}

function arbitrary(random: () => number, depth: number): unknown {
  const pick = Math.floor(random() * (depth > 3 ? 12 : 16));
  const leaves: unknown[] = [
    0,
    -0,
    Number.NaN,
    -Infinity,
    1e308,
    '',
    'ü\n\u0000',
    true,
    null,
    undefined,
    12n,
    Symbol.iterator,
  ];
  if (pick < leaves.length) return leaves[pick];
  const parts = Array.from({ length: Math.floor(random() * 5) }, () =>
    arbitrary(random, depth + 1),
  );
  if (pick === 12) return parts;
  if (pick === 13) return Object.fromEntries(parts.map((part, i) => [`k${i}`, part]));
  if (pick === 14) return new Float32Array(parts.length);
  return () => parts;
}
