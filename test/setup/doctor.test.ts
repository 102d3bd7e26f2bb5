/** The doctor where nothing is set up, built or installed: plain Node, and the tools. */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptyCourse, removeCourse } from './course-folder.js';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const place = emptyCourse();

beforeAll(() => {
  for (const name of ['tools', 'package.json', 'package-lock.json']) {
    cpSync(join(repository, name), join(place.root, name), { recursive: true });
  }
});

afterAll(() => removeCourse(place));

function doctor(...args: string[]): string {
  const file = join(place.root, 'tools', 'setup', 'doctor.mjs');
  const env = {
    HOME: '/dev/null',
    PATH: '/nowhere',
    CXX: '/nowhere/g++',
    N2D_PYTHON: '/nowhere/p',
  };
  return execFileSync(process.execPath, [file, ...args], { env, encoding: 'utf8' });
}

interface Part {
  readonly name: string;
  readonly version: string | null;
  readonly state: string;
  readonly remedy: string | null;
}

describe('the doctor of an empty folder', () => {
  it('names every part that is missing, and the remedy', () => {
    const { backend, parts } = JSON.parse(doctor('--json')) as { backend: string; parts: Part[] };
    expect(backend).toBe('none');
    expect(parts[0]).toMatchObject({ name: 'Node.js', state: 'ok', remedy: null });
    const missing = parts.filter(({ state }) => state !== 'ok');
    expect(missing.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['built course', 'Python', 'JupyterLab', 'native TensorFlow']),
    );
    for (const { remedy } of missing) expect(remedy).toMatch(/\w/);
    expect(missing.find(({ name }) => name === 'Python')?.remedy).toMatch(/not found.*start again/);
  });

  it('says the same in words, and changes nothing', () => {
    const words = doctor();
    expect(words).toMatch(/^backend: none\n✓ Node\.js/);
    expect(words).not.toMatch(/^\s+at /m);
    expect([place.own, place.dist, place.modules].some((one) => existsSync(one))).toBe(false);
  });

  it('looks past what set-up remembers when that is damaged, and leaves it', () => {
    mkdirSync(dirname(place.state), { recursive: true });
    for (const text of ['{ "failures": 7', '{ "failures": { "jupyter": 7 }, "seconds": {} }']) {
      writeFileSync(place.state, text);
      expect(doctor()).toMatch(/JupyterLab .*missing: npm start/);
    }
    writeFileSync(
      place.state,
      '{ "failures": { "jupyter": { "why": "no network" } }, "seconds": {} }',
    );
    expect(doctor()).toContain('last time: no network');
    expect(readFileSync(place.state, 'utf8')).toContain('no network');
  });
});
