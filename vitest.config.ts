import { defineConfig } from 'vitest/config';

const door = new URL('./src/index.ts', import.meta.url).pathname;

export default defineConfig({
  resolve: { alias: { 'neuron-to-diffusion': decodeURIComponent(door) } },
  test: {
    include: ['test/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    globalSetup: ['test/helpers/draw-emoji.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
