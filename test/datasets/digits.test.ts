import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Digits,
  digitBatch,
  digitRows,
  digitSet,
  expectNoLeak,
  loadDigits,
  PlaygroundError,
  parseIdx,
  random,
  ShapeError,
  tf,
} from '../../src/index.js';

const home = join(import.meta.dirname, '..', '..', 'datasets', 'mnist');
let digits: Digits;
beforeAll(() => {
  digits = loadDigits();
});

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});
function copyOfFiles(): string {
  const folder = mkdtempSync(join(tmpdir(), 'n2d-digits-'));
  folders.push(folder);
  cpSync(home, folder, { recursive: true });
  return folder;
}

describe('the digits in the repository', () => {
  it('are as many as the card says, class by class', () => {
    const card = readFileSync(join(home, 'card.md'), 'utf8');
    for (const set of [digits.train, digits.test]) {
      const counts = new Array<number>(10).fill(0);
      for (const label of set.labels) counts[label]++;
      expect(card).toContain(`| ${set.name} | ${counts.join(' | ')} |`);
      expect(set.pixels.length).toBe(set.count * 28 * 28);
    }
    expect([digits.train.count, digits.test.count]).toEqual([20_000, 2_000]);
  });

  it('have the hashes and sizes that the card and the manifest say', () => {
    const card = readFileSync(join(home, 'card.md'), 'utf8');
    const manifest: { file: string; bytes: number; sha256: string }[] = JSON.parse(
      readFileSync(join(home, 'manifest.json'), 'utf8'),
    );
    expect(manifest).toHaveLength(5);
    for (const { file, bytes, sha256 } of manifest) {
      const content = readFileSync(join(home, file));
      expect(content.length).toBe(bytes);
      expect(content.length).toBeLessThan(2_000_000);
      expect(createHash('sha256').update(content).digest('hex')).toBe(sha256);
      expect(card).toContain(`| \`${file}\` | ${bytes.toLocaleString('en-US')} | \`${sha256}\` |`);
    }
  });

  it('are all different: no test digit was trained on', () => {
    const seen = new Set<string>();
    for (const { pixels, count } of [digits.train, digits.test]) {
      for (let i = 0; i < count; i++) {
        seen.add(Buffer.from(pixels.buffer, pixels.byteOffset + i * 784, 784).toString('latin1'));
      }
    }
    expect(seen.size).toBe(22_000);
  });

  it('show a seven first, with paper around it', () => {
    const rows = digitRows(digits.test, 0);
    expect(digits.test.labels[0]).toBe(7);
    expect(rows).toHaveLength(28);
    expect(Math.max(...rows.flat())).toBeGreaterThan(0.9);
    expect(rows[0].every((value) => value === 0)).toBe(true);
    expect(() => digitRows(digits.test, 2000)).toThrow(
      new ShapeError("digitRows: got picture 2000; expected 0 to 1999 of 'test'"),
    );
  });
});

describe('damaged files', () => {
  it('of the wrong size, of the wrong content, and missing ones are refused with the remedy', () => {
    const folder = copyOfFiles();
    const path = join(folder, 'test-images.idx3-ubyte.gz');
    const whole = readFileSync(path);

    writeFileSync(path, whole.subarray(0, 1000));
    expect(() => loadDigits(folder)).toThrow(
      /damaged .*got 1000 bytes; expected 319321.*git check/,
    );

    const flipped = Buffer.from(whole);
    flipped[5000] ^= 1;
    writeFileSync(path, flipped);
    expect(() => loadDigits(folder)).toThrow(
      /damaged .*got sha256 \w{12}\.\.\.; expected 7354bf80/,
    );

    rmSync(path);
    expect(() => loadDigits(folder)).toThrow(/cannot read .*got ENOENT; expected a file/);

    writeFileSync(join(folder, 'manifest.json'), '{"half": ');
    expect(() => loadDigits(folder)).toThrow(/manifest.json: got something else/);
    expect(() => loadDigits(folder)).toThrow(PlaygroundError);
  });

  it('are refused by their header too', () => {
    expect(() => parseIdx(Uint8Array.of(80, 75, 3, 4), 'a zip')).toThrow(
      'a zip: damaged, or no idx file: got first bytes 80 75 3 4; expected 0 0 8 and the number',
    );
    expect(() => parseIdx(new Uint8Array(), 'nothing')).toThrow('got first bytes (none)');
    expect(() => parseIdx(Uint8Array.of(0, 0, 8, 1, 0), 'short')).toThrow('got 5 bytes');
    const cut = Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 9, 1, 2);
    expect(() => parseIdx(cut, 'cut')).toThrow('got 2 bytes of data; expected 9 for [9]');
  });

  it('that do not belong together are refused', () => {
    const labels = (...values: number[]) =>
      Uint8Array.of(0, 0, 8, 1, 0, 0, 0, values.length, ...values);
    const images = (count: number) =>
      Uint8Array.from(
        [0, 0, 8, 3, 0, 0, 0, count, 0, 0, 0, 28, 0, 0, 0, 28].concat(
          new Array<number>(count * 784).fill(0),
        ),
      );
    expect(digitSet('two', [images(1), images(1)], labels(3, 4)).count).toBe(2);
    expect(() => digitSet('two', [images(1)], labels(3, 4))).toThrow('got [2]; expected [1]');
    expect(() => digitSet('one', [images(1)], labels(10))).toThrow('got 10; expected 0 to 9');
    expect(() => digitSet('one', [labels(1)], labels(1))).toThrow('expected [count, 28, 28]');
  });
});

describe('a batch', () => {
  it('holds the pictures asked for, and leaves nothing behind', () => {
    const { x, labels } = expectNoLeak(() => digitBatch(digits.test, [5, 0]));
    expect(Array.from(labels.dataSync())).toEqual([digits.test.labels[5], 7]);
    const first = Array.from(x.dataSync().subarray(784));
    digitRows(digits.test, 0)
      .flat()
      .forEach((value, i) => {
        expect(first[i]).toBeCloseTo(value, 6);
      });
    tf.dispose([x, labels]);
  });

  it('moves each picture as a whole, by at most the shift, the same way for the same seed', () => {
    const indexes = new Array<number>(50).fill(0);
    const [a, b] = [1, 1].map((seed) =>
      digitBatch(digits.test, indexes, { shift: 2, rng: random(seed) }),
    );
    expect(a.x.dataSync()).toEqual(b.x.dataSync());
    const rows = digitRows(digits.test, 0);
    const moved = a.x.arraySync() as number[][][][];
    const moves = new Set<string>();
    for (const picture of moved) {
      const found = [];
      for (let down = -2; down <= 2; down++) {
        for (let right = -2; right <= 2; right++) {
          const same = picture.every((row, i) =>
            row.every(([value], j) => Math.abs(value - (rows[i - down]?.[j - right] ?? 0)) < 1e-6),
          );
          if (same) found.push(`${down},${right}`);
        }
      }
      expect(found).toHaveLength(1);
      moves.add(found[0]);
    }
    expect(moves.size).toBeGreaterThan(15);
    for (const batch of [a, b]) tf.dispose([batch.x, batch.labels]);
  });

  it('refuses pictures and shifts that are not there', () => {
    expect(() => digitBatch(digits.test, [-1])).toThrow(
      'digitBatch: got picture -1; expected 0 to',
    );
    expect(() => digitBatch(digits.test, [0], { shift: 0.5 })).toThrow('got shift 0.5');
  });
});
