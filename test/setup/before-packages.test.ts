import { readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const tools = fileURLToPath(new URL('../../tools', import.meta.url));

/** The packages that a module and all its static imports ask for, each with who asks. */
function packagesOf(entry: string): string[] {
  const seen = new Set<string>();
  const found: string[] = [];
  const visit = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);
    for (const statement of source.statements) {
      if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) continue;
      if (statement.moduleSpecifier === undefined) continue;
      const name = (statement.moduleSpecifier as ts.StringLiteral).text;
      if (name.startsWith('.')) visit(resolve(dirname(file), name));
      else if (!name.startsWith('node:')) found.push(`${relative(tools, file)}: ${name}`);
    }
  };
  visit(resolve(tools, entry));
  return found;
}

describe('what runs before any package is installed', () => {
  it.each(['setup/main.mjs', 'setup/doctor.mjs', 'test.mjs'])('%s needs none', (entry) => {
    expect(packagesOf(entry)).toEqual([]);
  });

  it('would be seen to need one', () => {
    expect(packagesOf('lessons/header.mjs')).toEqual(['lessons/header.mjs: yaml']);
  });
});
