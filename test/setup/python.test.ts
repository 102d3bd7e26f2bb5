import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  emptyCourse,
  type Index,
  killAtOnce,
  packageIndex,
  removeCourse,
  runStepsIn,
  startSteps,
  until,
  wheel,
} from './course-folder.js';

const place = emptyCourse();
let index: Index;

beforeAll(async () => {
  index = await packageIndex();
  const bytes = await wheel(place, 'smalllab', '4.6', { 'smalllab/__init__.py': 'answer = 42\n' });
  const { hash } = index.add('smalllab-4.6-py3-none-any.whl', bytes);
  writeFileSync(place.requirements, `smalllab==4.6 --hash=sha256:${hash}\n`);
});

afterAll(() => {
  index.close();
  removeCourse(place);
});

describe('the Python environment', () => {
  it('says how to get Python where there is none', async () => {
    const results = await runStepsIn(place, ['venv', 'jupyter'], { N2D_PYTHON: '/nowhere/python' });
    expect(results.venv.why).toBe('Python was not found; JupyterLab needs it');
    expect(results.venv.remedy).toMatch(/install|add/);
    expect(results.jupyter).toMatchObject({ outcome: 'blocked', why: results.venv.why });
  });

  it('says that a Python is too old', async () => {
    const old = join(place.root, 'python3.8');
    writeFileSync(old, '#!/bin/sh\necho 3.8.19\n');
    chmodSync(old, 0o755);
    const { venv } = await runStepsIn(place, ['venv'], { N2D_PYTHON: old });
    expect(venv.why).toBe('Python is too old for JupyterLab: got 3.8.19; expected 3.10 or newer');
  });

  it('is made anew after a kill in the middle of the installation', async () => {
    index.hold(true);
    const { child } = startSteps(place, ['venv', 'jupyter'], index.env);
    await until(() => index.begun() > 0);
    await killAtOnce(child);
    index.hold(false);
    const results = await runStepsIn(place, ['venv', 'jupyter'], index.env);
    expect(results).toMatchObject({ venv: { outcome: 'made' }, jupyter: { outcome: 'made' } });
  });

  it('is left alone when it is whole, and installed into when the list changes', async () => {
    const steps = () => runStepsIn(place, ['venv', 'jupyter'], index.env);
    expect(await steps()).toMatchObject({
      venv: { outcome: 'ready' },
      jupyter: { outcome: 'ready' },
    });
    writeFileSync(place.requirements, `# newer\n${readFileSync(place.requirements, 'utf8')}`);
    expect(await steps()).toMatchObject({
      venv: { outcome: 'ready' },
      jupyter: { outcome: 'made' },
    });
  });

  it('is made anew when its Python has gone', async () => {
    rmSync(place.python);
    const { venv, jupyter } = await runStepsIn(place, ['venv', 'jupyter'], index.env);
    expect([venv.outcome, jupyter.outcome]).toEqual(['made', 'made']);
  });

  it('holds our kernel, written again when a path in it is stale', async () => {
    const first = await runStepsIn(place, ['kernel']);
    expect(first.kernel.outcome).toBe('made');
    const right = readFileSync(place.kernelSpec, 'utf8');
    expect(JSON.parse(right).argv).toContain(place.preload);
    writeFileSync(place.kernelSpec, right.replaceAll('Zoë', 'Max'));
    expect((await runStepsIn(place, ['kernel'])).kernel.outcome).toBe('made');
    expect(readFileSync(place.kernelSpec, 'utf8')).toBe(right);
    expect((await runStepsIn(place, ['kernel'])).kernel.outcome).toBe('ready');
  });

  it('needs no home folder that can be written', async () => {
    rmSync(place.venv, { recursive: true, force: true });
    const env = { ...index.env, HOME: '/dev/null/home', XDG_CACHE_HOME: '', PIP_CACHE_DIR: '' };
    const { jupyter } = await runStepsIn(place, ['venv', 'jupyter'], env);
    expect(jupyter).toMatchObject({ outcome: 'made', why: '' });
  });
});
