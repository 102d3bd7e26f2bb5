import { defineConfig } from 'vitest/config';

// Tests in a real browser. They need Chromium (Debian: `apt install chromium fonts-dejavu`), or
// the path of one in CHROMIUM.
export default defineConfig({
  test: {
    include: ['test/e2e/**/*.e2e.ts'],
    pool: 'forks',
    maxWorkers: 1,
    fileParallelism: false,
    testTimeout: 120_000,
    expect: { poll: { interval: 100, timeout: 60_000 } },
    hookTimeout: 120_000,
    // a busy machine may draw a frame late, which is no fault of the page; what fails twice is one
    retry: 1,
  },
});
