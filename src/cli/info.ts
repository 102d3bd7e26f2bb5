/** `n2d info`: what a picture was made with, from the text in its PNG file. */
import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { Command } from 'commander';
import { plain } from './plain.js';
import { printJson } from './said.js';

/** The largest file that is read. */
const largest = 256 * 2 ** 20;
/** The longest value that is shown; `--json` has all of it. */
const longest = 10_000;

/** The subcommand. */
export function infoCommand(): Command {
  return new Command('info')
    .description('what a picture was made with: prompt, seed, settings')
    .argument('<png>', "a PNG of `n2d generate` or of AUTOMATIC1111's web UI")
    .option('--json', 'for another program to read')
    .addHelpText(
      'after',
      '\nExamples:\n  n2d info n2d-42.png\n  n2d info n2d-42.png --json\n\n' +
        'What a file of weights is: n2d inspect FILE',
    )
    .action(async (path: string, { json }: { json?: boolean }) => {
      const { readPngTexts } = await import('../files/png-text.js');
      const { parseInfotext } = await import('../text/infotext.js');
      const { width, height, texts } = readPngTexts(await bytesOf(path), basename(path));
      const parameters = texts.get('parameters');
      const found = parameters === undefined ? undefined : parseInfotext(parameters);
      if (json) {
        printJson({
          file: path,
          width,
          height,
          ...(found ? { ...found, settings: Object.fromEntries(found.settings) } : {}),
          texts: Object.fromEntries(texts),
        });
        return;
      }
      const row = (name: string, value: string): void =>
        console.log(`${plain(name, 40).padEnd(18)} ${plain(value, longest)}`.trimEnd());
      row('size', `${width} x ${height}`);
      if (found) {
        row('prompt', found.prompt);
        row('negative prompt', found.negativePrompt);
        for (const [name, value] of found.settings) row(name, value);
      } else {
        row('made with', 'nothing is written in this file');
      }
      for (const [name, value] of texts) if (name !== 'parameters') row(`text ${name}`, value);
    });
}

async function bytesOf(path: string): Promise<Uint8Array> {
  const { FileError, fileError } = await import('../files/atomic.node.js');
  try {
    const { size } = statSync(path);
    if (size > largest) {
      throw new FileError(`${path}: got ${size} bytes; expected at most 256 MiB`, 'EFBIG', null);
    }
    return readFileSync(path);
  } catch (error) {
    throw error instanceof FileError ? error : fileError('read', path, error);
  }
}
