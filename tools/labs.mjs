// @ts-check
/**
 * Builds every lab to one page that needs nothing else: `src/lab/<name>/main.ts` to
 * `dist/lab/<name>.html`. The page opens from a file, from a server, or inside a notebook's frame;
 * its own rules (Content-Security-Policy) forbid it the network.
 *
 * Run: node tools/labs.mjs
 */
import { existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const RULES =
  "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/** Names of the labs: the folders of `src/lab/` that have a `main.ts`. */
export function labNames(root = ROOT) {
  const folder = join(root, 'src', 'lab');
  return readdirSync(folder).filter((name) => existsSync(join(folder, name, 'main.ts')));
}

/**
 * The page of one lab, as text.
 *
 * @param {string} name
 * @param {string} [root]
 * @returns {Promise<string>}
 */
export async function labPage(name, root = ROOT) {
  const { build } = await import('esbuild');
  const result = await build({
    absWorkingDir: root,
    entryPoints: [join(root, 'src', 'lab', name, 'main.ts')],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2020',
    minify: true,
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'silent',
  });
  const script = result.outputFiles[0].text
    .replace(/<\/(script)/gi, '<\\/$1')
    .replace(/<!--/g, '<\\!--');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${RULES}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${name[0].toUpperCase()}${name.slice(1)} lab - Neuron to Diffusion</title>
</head>
<body>
<noscript>This is an interactive lab: it needs JavaScript. The text beside it in the lesson says what it shows.</noscript>
<script>${script}</script>
</body>
</html>
`;
}

/**
 * Builds all labs into `dist/lab/`.
 *
 * @param {string} [root]
 * @returns {Promise<{ name: string, bytes: number }[]>}
 */
export async function buildLabs(root = ROOT) {
  const folder = join(root, 'dist', 'lab');
  mkdirSync(folder, { recursive: true });
  const built = [];
  for (const name of labNames(root)) {
    const page = await labPage(name, root);
    const file = join(folder, `${name}.html`);
    writeFileSync(`${file}.new`, page);
    renameSync(`${file}.new`, file);
    built.push({ name, bytes: Buffer.byteLength(page) });
  }
  return built;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  for (const { name, bytes } of await buildLabs()) {
    console.log(`dist/lab/${name}.html  ${(bytes / 1024).toFixed(1)} KiB`);
  }
}
