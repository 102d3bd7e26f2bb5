import { existsSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { libraryFolder, systemObstacle } from '../../tools/setup/tensorflow.mjs';
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

const file = 'tensorflow_cpu-2.21.0-cp312-cp312-manylinux_2_27_x86_64.whl';
const place = emptyCourse();
const home = libraryFolder(place, 'cpu');
const library = join(home, 'tensorflow', 'libtensorflow_cc.so.2');
const requirements = join(place.root, 'tools', 'requirements-tensorflow.txt');
const text = 'the library, '.repeat(20_000);
let index: Index;

const steps = (env: NodeJS.ProcessEnv = {}) =>
  runStepsIn(place, ['tensorflow'], { ...index.env, ...env });

beforeAll(async () => {
  index = await packageIndex();
  const bytes = await wheel(place, 'tensorflow_cpu', '2.21.0', {
    'tensorflow/libtensorflow_cc.so.2': text,
    'tensorflow/libtensorflow_framework.so.2': 'the framework',
    'tensorflow/include/tensorflow/c/c_api.h': 'a header',
    'tensorflow/python/much.py': 'what nobody here needs',
  });
  const { hash } = index.add(file, bytes);
  writeFileSync(requirements, `tensorflow-cpu==2.21.0 --hash=sha256:${hash}\n`);
  const { venv } = await runStepsIn(place, ['venv'], index.env);
  expect(venv.why).toBe('');
});

afterAll(() => {
  index.close();
  removeCourse(place);
});

describe('the library of TensorFlow', () => {
  it('is left out with reason and remedy when there is no network', async () => {
    const { tensorflow } = await steps({ PIP_INDEX_URL: 'http://127.0.0.1:9/simple/' });
    expect(tensorflow).toMatchObject({
      outcome: 'failed',
      why: 'native TensorFlow: no network',
      remedy: 'connect once, then start again',
    });
  });

  it('is fetched after a kill in the middle of the download', async () => {
    index.hold(true);
    const before = index.begun();
    const { child } = startSteps(place, ['tensorflow'], index.env);
    await until(() => index.begun() > before);
    await killAtOnce(child);
    expect(existsSync(home)).toBe(false);
    index.hold(false);
    const { tensorflow } = await steps();
    expect(tensorflow).toMatchObject({ outcome: 'made', why: '' });
    expect(readFileSync(library, 'utf8')).toBe(text);
    expect(existsSync(join(home, 'tensorflow', 'python'))).toBe(false);
  });

  it('is not fetched again', async () => {
    const before = index.begun();
    expect((await steps()).tensorflow.outcome).toBe('ready');
    expect(index.begun()).toBe(before);
  });

  it('is fetched again when a file of it is cut short', async () => {
    truncateSync(library, 10);
    expect((await steps()).tensorflow.outcome).toBe('made');
    expect(readFileSync(library, 'utf8')).toBe(text);
  });

  it('is fetched again when it was unpacked half', async () => {
    writeFileSync(join(home, 'manifest.json'), '{"libtens');
    expect((await steps()).tensorflow.outcome).toBe('made');
    expect(readFileSync(library, 'utf8')).toBe(text);
  });

  it('is refused when the download is not the expected one', async () => {
    const right = readFileSync(requirements, 'utf8');
    writeFileSync(requirements, `tensorflow-cpu==2.21.0 --hash=sha256:${'0'.repeat(64)}\n`);
    writeFileSync(join(home, 'manifest.json'), '{}');
    const { tensorflow } = await steps();
    expect(tensorflow.outcome).toBe('failed');
    expect(tensorflow.why).toMatch(/not the one that was expected \(its hash differs\)/);
    writeFileSync(requirements, right);
  });

  it('is made; without a compiler the addon is left out with the remedy', async () => {
    await steps();
    const env = { ...index.env, CXX: '/nowhere/g++' };
    const { addon } = await runStepsIn(place, ['addon'], env);
    expect(addon.why).toBe('no C++ compiler was found (native TensorFlow needs one)');
    expect(addon.remedy).toMatch(/g\+\+/);
  });

  it('says what the compiler says, and leaves no half-made addon', async () => {
    const target = join(place.binding, 'lib', 'napi-v8', 'tfjs_binding.node');
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, 'half an addon');
    const { addon } = await runStepsIn(place, ['addon'], index.env);
    expect(addon.outcome).toBe('failed');
    expect(addon.why).toMatch(/^TensorFlow for Node: \S+ failed\n/);
    expect(existsSync(target)).toBe(false);
  });

  it.each([
    ['linux-x64-musl', /musl/],
    ['darwin-arm64', /linux-x64 only, and this is darwin-arm64/],
    ['win32-x64', /this is win32-x64/],
  ])('cannot be had on %s, and says what computes instead', (system, reason) => {
    expect(systemObstacle(system)?.message).toMatch(reason);
    expect(systemObstacle(system)?.remedy).toMatch(/WebAssembly/);
  });
});
