import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { startOptions } from '../../tools/setup/options.mjs';

const file = fileURLToPath(new URL('../../tools/start.cjs', import.meta.url));
const { nodeProblem } = createRequire(import.meta.url)(file) as {
  nodeProblem: (version: string) => string;
};

/** `npm start` with arguments that end it before it sets anything up. */
function start(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [file, ...args], (error, out, err) => {
      resolve({ code: Number(error?.code ?? 0), out, err });
    });
  });
}

describe('npm start', () => {
  it.each(['v0.10.48', 'v12.22.0', 'v18.20.4', 'v20.18.3'])('refuses Node %s', (version) => {
    expect(nodeProblem(version)).toMatch(`got ${version}; expected 20.19 or newer`);
    expect(nodeProblem(version)).toMatch('https://nodejs.org');
  });

  it.each(['v20.19.0', 'v22.12.0', 'v24.1.0', 'v26.0.0'])('takes Node %s', (version) => {
    expect(nodeProblem(version)).toBe('');
  });

  it('begins with a script that the oldest Node can read', () => {
    const text = readFileSync(file, 'utf8');
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES5, true, ts.ScriptKind.JS);
    const modern: string[] = [];
    const visit = (node: ts.Node): void => {
      const kinds = ['ArrowFunction', 'TemplateExpression', 'NoSubstitutionTemplateLiteral'];
      kinds.push('ClassDeclaration', 'SpreadElement', 'AwaitExpression', 'ImportDeclaration');
      kinds.push('ShorthandPropertyAssignment', 'ObjectBindingPattern', 'ArrayBindingPattern');
      if (kinds.includes(ts.SyntaxKind[node.kind])) modern.push(node.getText());
      if (ts.isVariableDeclarationList(node) && node.flags & ts.NodeFlags.BlockScoped) {
        modern.push(node.getText());
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
    expect(modern).toEqual([]);
  });

  it('tells its options', async () => {
    const { code, out } = await start('--help');
    expect(code).toBe(0);
    for (const option of ['--no-browser', '--port', '--backend', '--skip-native']) {
      expect(out).toContain(option);
    }
  });

  it.each([
    [['--prot', '1'], /Unknown option '--prot'/],
    [['tset'], /unknown word 'tset'/],
    [['--port', 'x'], /wrong port: got 'x'; expected a whole number from 1 to 65535/],
    [['--port', '70000'], /wrong port: got '70000'/],
    [['--backend', 'gpu'], /unknown backend: got 'gpu'; expected auto, tensorflow, wasm, cpu/],
    [['test', '--fast'], /npm test: unknown option in '--fast'/],
  ])('refuses %j without a stack trace', async (args, message) => {
    const { code, err } = await start(...args);
    expect(code).toBe(1);
    expect(err).toMatch(message);
    expect(err).not.toMatch(/\n\s+at /);
  });

  it('understands its options with and without the two dashes of npm', () => {
    expect(startOptions(['--no-browser', '--port', '9000'], {})).toMatchObject({
      browser: false,
      port: 9000,
      backend: 'auto',
    });
    const fromNpm = { npm_config_browser: '', npm_config_port: '9000', npm_config_backend: 'wasm' };
    expect(startOptions([], fromNpm)).toMatchObject({
      browser: false,
      port: 9000,
      backend: 'wasm',
    });
    const words = { npm_config_port: 'true', npm_config_backend: 'true' };
    expect(startOptions(['9000', 'wasm'], words)).toMatchObject({ port: 9000, backend: 'wasm' });
    expect(startOptions([], {})).toMatchObject({ browser: true, port: null, skipNative: false });
  });
});
