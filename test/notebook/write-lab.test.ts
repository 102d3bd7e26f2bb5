/** Labs as files: one page with its state and its data, in which a text stays a text. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type LabView, neuronLab, picture, writeLab } from '../../src/index.js';

describe('writeLab', () => {
  it('writes a page that begins with the state, and holds the data', () => {
    const folder = mkdtempSync(join(tmpdir(), 'lab-'));
    const file = join(folder, 'new', 'neuron.html');
    const data = 'cost $& </script><script>alert(1)</script>';
    writeLab(file, { ...neuronLab('bias=2'), data });
    const page = readFileSync(file, 'utf8');
    expect(page).toContain(`history.replaceState(null, '', "#bias=2")`);
    expect(page).toContain('window.N2D_DATA = "cost $& \\u003c/script>\\u003cscript>alert(1)');
    expect(page).not.toMatch(/N2D_STATE = /);
    expect(page).toContain("default-src 'none'");
    rmSync(folder, { recursive: true });
  });

  it('refuses another ending, and what is no lab', () => {
    expect(() => writeLab('neuron.png', neuronLab())).toThrow(/ends in .html/);
    const other = picture({ values: [[0, 1]] });
    expect(() => writeLab('x.html', other as unknown as LabView)).toThrow(
      /got picture; expected a lab/,
    );
  });
});
