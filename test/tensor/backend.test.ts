import { createRequire } from 'node:module';
import { afterEach, describe, expect, it } from 'vitest';
import { backendReport, ConfigError, tf, useBackend } from '../../src/index.js';

const require = createRequire(import.meta.url);

afterEach(() => {
  delete process.env.N2D_BACKEND;
});

describe('tf', () => {
  it('is the one instance that CommonJS and the native binding see', () => {
    expect(require('@tensorflow/tfjs-core').Tensor).toBe(tf.Tensor);
    expect(require('@tensorflow/tfjs').Tensor).toBe(tf.Tensor);
  });

  it('has gradients and chained operations', () => {
    const slope = tf.grad((x) => x.square().sum())(tf.tensor1d([1, 2, 3]));
    expect(Array.from(slope.dataSync())).toEqual([2, 4, 6]);
  });
});

describe('useBackend', () => {
  it('uses the backend that is named', async () => {
    for (const name of ['cpu', 'wasm']) {
      expect(await useBackend(name)).toEqual({ backend: name, why: `'${name}' was asked for` });
      expect(tf.getBackend()).toBe(name);
    }
  });

  it('picks one by itself and says why', async () => {
    const { backend, why } = await useBackend();
    expect(backend).toBe(tf.getBackend());
    expect(['tensorflow', 'wasm']).toContain(backend);
    expect(why).toMatch(backend === 'tensorflow' ? /fastest/ : /no 'tensorflow': .+\. Run /);
  });

  it('follows N2D_BACKEND, unless a name is given', async () => {
    process.env.N2D_BACKEND = 'cpu';
    expect(await useBackend()).toEqual({ backend: 'cpu', why: "N2D_BACKEND asks for 'cpu'" });
    expect((await useBackend('wasm')).backend).toBe('wasm');
  });

  it('falls back when what N2D_BACKEND asks for cannot be had', async () => {
    process.env.N2D_BACKEND = 'webgpu';
    const { backend, why } = await useBackend();
    expect(['tensorflow', 'wasm']).toContain(backend);
    expect(why).toContain('npm install --no-save');
  });

  it('refuses an unknown name with the nearest', async () => {
    await expect(useBackend('wsam')).rejects.toThrow(
      "unknown backend: got 'wsam'; did you mean 'wasm'? there are: auto, tensorflow, wasm, cpu, webgpu",
    );
    process.env.N2D_BACKEND = 'tensorflwo';
    await expect(useBackend()).rejects.toThrow(/N2D_BACKEND.*'tensorflow'/);
    await expect(useBackend('webgpu')).rejects.toThrow(ConfigError);
  });

  it('leaves no listener behind that ends the process', async () => {
    const count = (): number =>
      process.listenerCount('uncaughtException') + process.listenerCount('unhandledRejection');
    const before = count();
    await useBackend('wasm');
    expect(count()).toBe(before);
  });
});

describe('backendReport', () => {
  it('tells the state of each and leaves the one in use', async () => {
    await useBackend('cpu');
    const report = await backendReport();
    expect(report.map(({ backend }) => backend)).toEqual(['tensorflow', 'wasm', 'cpu', 'webgpu']);
    expect(report[2]).toMatchObject({ state: 'in use', remedy: null });
    expect(report[3]).toMatchObject({ state: 'by name only' });
    expect(tf.getBackend()).toBe('cpu');
  });
});
