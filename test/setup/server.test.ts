import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { coursePaths } from '../../tools/setup/paths.mjs';
import { findRunning, startPage, startServer } from '../../tools/setup/server.mjs';
import { emptyCourse, removeCourse } from './course-folder.js';

const own = coursePaths();
const here = existsSync(own.kernelSpec);
const empty = emptyCourse();
// The Python environment of this course, serving a workspace in another folder.
const place = { ...empty, python: own.python };
mkdirSync(place.workspace);
writeFileSync(
  join(place.workspace, 'start.ipynb'),
  '{"cells":[],"metadata":{},"nbformat":4,"nbformat_minor":5}',
);
const said: string[] = [];
const options = { port: 20_400, backend: 'auto', say: (line: string) => said.push(line) };
let stop = async (): Promise<void> => {};

afterEach(() => stop());
afterAll(() => removeCourse(empty));

describe.skipIf(!here)('JupyterLab (skipped where npm start has not set it up)', () => {
  it('answers on the next port when the wished one is in use, and is found again', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    const { port } = taken.address() as AddressInfo;
    const server = await startServer(place, { ...options, port });
    stop = server.stop;
    taken.close();
    expect(said.at(-1)).toBe(`port ${port} is in use: taking ${server.running.port} instead`);
    const page = await fetch(startPage(server.running));
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('JupyterLab');
    expect(await findRunning(place)).toEqual(server.running);
    await server.stop();
    expect(await findRunning(place)).toBeNull();
  });

  it('lets nobody in without the token', async () => {
    const server = await startServer(place, options);
    stop = server.stop;
    const url = startPage(server.running)
      .replace(/\?token=.*/, '')
      .replace('/lab/tree', '/api/contents');
    expect((await fetch(url)).status).toBe(403);
  });

  it('forgets what a killed one left', async () => {
    mkdirSync(place.jupyter.runtime, { recursive: true });
    const left = join(place.jupyter.runtime, 'jpserver-99999999.json');
    writeFileSync(left, '{"url":"http://127.0.0.1:9/","token":"x","port":9,"pid":99999999}');
    expect(await findRunning(place)).toBeNull();
    expect(existsSync(left)).toBe(false);
  });

  it('says why it does not start', async () => {
    const broken = { ...place, python: process.execPath };
    const started = startServer(broken, options);
    await expect(started).rejects.toThrow('JupyterLab did not start\n');
    expect(readFileSync(place.jupyter.log, 'utf8')).not.toBe('');
  });
});
