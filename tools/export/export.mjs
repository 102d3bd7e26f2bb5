// @ts-check
/**
 * Executed copies of the notebooks for readers that run nothing: GitHub, nbconvert, a printer.
 *
 *   npm run export -- [--to FOLDER] [NAME ...]      default folder: exported/
 */
import { readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { runNotebooks } from '../lessons/run-notebooks.mjs';
import { temporaryFolder, writeWhole } from '../setup/files.mjs';
import { coursePaths } from '../setup/paths.mjs';
import { createArtist } from './browser-pictures.mjs';
import { createPlotter } from './figure-png.mjs';
import { putPictures } from './pictures.mjs';

const { values, positionals } = parseArgs({
  options: { to: { type: 'string' } },
  allowPositionals: true,
});
const place = coursePaths();
const folder = resolve(values.to ?? join(place.root, 'exported'));
const work = temporaryFolder(place, 'export');
const artist = await createArtist();
if (artist === null) {
  console.log('No Chromium was found: diagrams stay Mermaid text, labs stay words.');
}
try {
  const runs = await runNotebooks({ names: positionals, keep: work });
  const plot = createPlotter();
  for (const { name } of runs) {
    const notebook = JSON.parse(readFileSync(join(work, `${name}.ipynb`), 'utf8'));
    const { figures, diagrams, labs, leftAsText } = await putPictures(notebook, { plot, artist });
    writeWhole(join(folder, `${name}.ipynb`), `${JSON.stringify(notebook, null, 1)}\n`);
    const left = leftAsText === 0 ? '' : `, ${leftAsText} left as text`;
    console.log(
      `${name}: pictures of ${figures} figures, ${diagrams} diagrams, ${labs} labs${left}`,
    );
  }
  console.log(`written to ${folder}`);
  process.exitCode = runs.some(({ error }) => error !== null) ? 1 : 0;
} finally {
  await artist?.close();
  rmSync(work, { recursive: true, force: true });
}
