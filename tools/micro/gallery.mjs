// @ts-check
/**
 * Makes docs/gallery.md and its pictures: `node tools/micro/gallery.mjs`. The prompts stand here, and
 * the seed of a prompt is its number: nothing is chosen by hand afterwards.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  disposeModel,
  loadModel,
  microFolder,
  pngBytes,
  textToImage,
  useBackend,
} from '../../dist/index.js';

const prompts = [
  ...['pizza', 'red apple', 'banana', 'strawberry', 'mushroom', 'birthday cake'],
  ...['cat face', 'dog face', 'panda', 'butterfly', 'fish', 'sunflower'],
  ...['rocket', 'automobile', 'house', 'umbrella', 'balloon', 'key'],
  ...['grinning face', 'red heart', 'star', 'sun', 'rainbow', 'snowman'],
  ...['fluent', 'flat', 'noto', 'blob', 'twemoji', 'emojione'].map((one) => `pizza, ${one} style`),
  ...['fluent', 'flat', 'noto', 'blob', 'twemoji', 'firefox'].map(
    (one) => `cat face, ${one} style`,
  ),
];
const columns = 6;
const settings = { steps: 25, guidance: 4 };

await useBackend();
const model = await loadModel(microFolder);
const home = fileURLToPath(new URL('../../docs/', import.meta.url));
/** @type {{ name: string, png: Uint8Array }[]} */
const files = [];
/** @type {string[]} */
const cells = [];
for (const [seed, prompt] of prompts.entries()) {
  const { images } = await textToImage(model, { prompt, seed, ...settings });
  const [, , height, width] = images.shape;
  const pixels = Uint8Array.from({ length: 4 * height * width }, (_, i) =>
    i % 4 === 3 ? 255 : Math.round(255 * images.values[(i % 4) * height * width + (i >> 2)]),
  );
  const name = `${seed}.png`;
  files.push({
    name,
    png: pngBytes({ kind: 'picture', width, height, pixels, scale: 2, alt: prompt }),
  });
  cells.push(
    `<td align="center"><img src="gallery/${name}" alt="${prompt}"><br>${prompt}<br>seed ${seed}</td>`,
  );
}
disposeModel(model);
rmSync(join(home, 'gallery'), { recursive: true, force: true });
mkdirSync(join(home, 'gallery'));
for (const { name, png } of files) writeFileSync(join(home, 'gallery', name), png);
const rows = Array.from(
  { length: cells.length / columns },
  (_, row) => `<tr>\n${cells.slice(row * columns, (row + 1) * columns).join('\n')}\n</tr>`,
);
writeFileSync(
  join(home, 'gallery.md'),
  `# What the micro model draws

${prompts.length} prompts with ${settings.steps} steps of DDIM and guidance ${settings.guidance}; the seed of each is its number, none was
tried twice. \`node tools/micro/gallery.mjs\` makes this page again; so does, one by one,
\`npx n2d generate "pizza" --seed 0 --steps ${settings.steps}\`.

<table>
${rows.join('\n')}
</table>
`,
);
process.exit();
