/**
 * The examples in docstrings are run: of each `@example`, a line `expression; // value` must give
 * that value (numbers to the digits written), and a line without a comment must not throw.
 * Lines see every name of the public door, those of their own file, and what earlier lines declared.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import * as door from '../../src/index.js';

const src = join(import.meta.dirname, '..', '..', 'src');

interface Example {
  readonly file: string;
  readonly where: string;
  readonly lines: readonly string[];
}

function examples(): Example[] {
  return readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .flatMap((path) => {
      const text = readFileSync(join(src, path), 'utf8');
      return [...text.matchAll(/@example\n((?:[ ]*\*(?!\/).*\n)+)/g)].map((match) => ({
        file: join(src, path),
        where: `${path.replaceAll('\\', '/')}:${text.slice(0, match.index).split('\n').length}`,
        lines: match[1]
          .split('\n')
          .map((line) => line.replace(/^\s*\*\s?/, '').trimEnd())
          .filter((line) => line !== '' && !line.startsWith('```')),
      }));
    });
}

const AsyncFunction = (async () => {}).constructor as new (
  ...parts: string[]
) => (...values: unknown[]) => Promise<unknown>;

/** Runs an example as one program; every expression that has an expected value reports it. */
async function run({ file, lines }: Example): Promise<{ got: unknown; expected: string }[]> {
  const results: { got: unknown; expected: string }[] = [];
  let program = '';
  let statement = '';
  for (const line of lines) {
    const [, code, expected] = /^(.*?)\s*(?:\/\/\s?(.*))?$/.exec(line) as RegExpExecArray;
    statement += `${code}\n`;
    if (!code.endsWith(';')) continue;
    const claims = expected !== undefined && !/^\s*(const|let|import|for|if)\b/.test(statement);
    program += claims
      ? `__results.push({ got: await (${statement.trim().replace(/;$/, '')}),
          expected: ${JSON.stringify(expected)} });\n`
      : statement;
    statement = '';
  }
  const js = ts.transpile(program + statement, { target: ts.ScriptTarget.ES2022 });
  const scope: Record<string, unknown> = { ...door, ...(await import(file)) };
  const names = Object.keys(scope).filter(
    (name) => !new RegExp(`(const|let|function|class) (\\{[^}]*)?\\b${name}\\b`).test(program),
  );
  const values = names.map((name) => scope[name]);
  await new AsyncFunction('__results', ...names, js)(results, ...values);
  return results;
}

function agrees(got: unknown, expected: string): boolean {
  const plain = (value: unknown): string =>
    inspect(value, { depth: 10, breakLength: Number.POSITIVE_INFINITY, maxArrayLength: 1000 });
  const shown = ArrayBuffer.isView(got) ? plain(Array.from(got as Float32Array)) : plain(got);
  const squeeze = (text: string): string => text.replace(/["']/g, "'").replace(/\s+/g, '');
  if (squeeze(shown) === squeeze(expected)) return true;
  // Numbers may be written with fewer digits than they have.
  const number = /-?\d+(?:\.\d+)?(?:e[-+]?\d+)?/gi;
  const a = shown.match(number) ?? [];
  const b = expected.match(number) ?? [];
  if (a.length === 0 || a.length !== b.length) return false;
  if (squeeze(shown).replace(number, '#') !== squeeze(expected).replace(number, '#')) return false;
  return b.every((text, i) => {
    const digits = (text.split('.')[1] ?? '').replace(/e.*/i, '').length;
    return Math.abs(Number(text) - Number(a[i])) <= 0.500001 * 10 ** -digits;
  });
}

describe('examples in docstrings', () => {
  const all = examples();

  it('there are some', () => {
    expect(all.length).toBeGreaterThan(10);
  });

  it.each(all)('$where', async (example) => {
    const results = await run(example);
    for (const { got, expected } of results) {
      const shown = inspect(got, { depth: 10, breakLength: 100 });
      expect(agrees(got, expected), `the docstring says ${expected}; the code says ${shown}`).toBe(
        true,
      );
    }
  });
});
