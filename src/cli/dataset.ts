/** `n2d dataset`: makes a data set that is not in the repository, and says what is in it. */
import { Command } from 'commander';
import type { EmojiSet, EmojiStyle } from '../datasets/emoji.js';
import { printJson } from './said.js';

interface Options {
  readonly again?: boolean;
  readonly sheet?: string;
  readonly json?: boolean;
}

/** The subcommand. */
export function datasetCommand(): Command {
  const emoji = new Command('emoji')
    .description('drawings of 1,201 things in seven styles, with words, 64 x 64 pixels')
    .option('--again', 'draw all pictures again')
    .option('--sheet <file>', 'write a PNG of 16 things, one row for each style')
    .option('--json', 'for another program to read')
    .addHelpText(
      'after',
      `
Examples:
  n2d dataset emoji                     draws what is missing, and counts
  n2d dataset emoji --sheet emoji.png   to look at

Drawn from installed packages, nothing is downloaded; kept in .n2d/emoji/.
Sources and licences: datasets/emoji/card.md.`,
    )
    .action(async ({ again, sheet, json }: Options) => {
      const { emojiStyles } = await import('../datasets/emoji.js');
      const { loadEmoji, readEmojiManifest } = await import('../datasets/emoji.node.js');
      const bar = await progressBar();
      const start = performance.now();
      const set = await loadEmoji({ ...(again ? { again } : {}), onProgress: bar.show });
      bar.end();
      const seconds = (performance.now() - start) / 1000;
      if (sheet !== undefined) await writeSheet(set, sheet, emojiStyles);
      const count = (key: 'part' | 'style'): Record<string, number> =>
        set.pictures.reduce<Record<string, number>>((counts, picture) => {
          counts[picture[key]] = (counts[picture[key]] ?? 0) + 1;
          return counts;
        }, {});
      const objects = new Set(set.pictures.map(({ object }) => object.hex)).size;
      const exact = set.sha256 === readEmojiManifest().pixels;
      const { side, sha256 } = set;
      const facts = { pictures: set.pictures.length, objects, side, sha256, exact };
      if (json) printJson({ ...facts, styles: count('style'), parts: count('part') });
      else {
        const list = (counts: Record<string, number>): string =>
          Object.entries(counts)
            .map(([name, many]) => `${name} ${many}`)
            .join(', ');
        console.log(
          `emoji: ${facts.pictures} pictures of ${objects} things (${seconds.toFixed(1)} s)`,
        );
        console.log(`styles: ${list(count('style'))}`);
        console.log(`parts: ${list(count('part'))}`);
        console.log(
          exact
            ? `sha256 ${sha256.slice(0, 16)}...: the very pixels of the reference`
            : `sha256 ${sha256.slice(0, 16)}...: the reference but for rounding: small patches differ by 4 of 255 at most`,
        );
        if (sheet !== undefined) console.log(`sheet: ${sheet}`);
      }
    });
  return new Command('dataset').description('makes a data set').addCommand(emoji);
}

/** A bar on a terminal; nothing where the words go into a file or another program. */
async function progressBar(): Promise<{ show: (share: number) => void; end: () => void }> {
  if (!process.stderr.isTTY) return { show: () => {}, end: () => {} };
  const { default: progress } = await import('cli-progress');
  const bar = new progress.SingleBar({
    format: 'drawing {bar} {percentage} %',
    clearOnComplete: true,
  });
  return {
    show: (share) => {
      if (!bar.isActive) bar.start(1, 0);
      bar.update(share);
    },
    end: () => bar.stop(),
  };
}

async function writeSheet(
  { pictures, pixels, side }: EmojiSet,
  file: string,
  styles: readonly EmojiStyle[],
): Promise<void> {
  const { writeFileAtomic } = await import('../files/atomic.node.js');
  const { random } = await import('../math/random.js');
  const { pictureSheet } = await import('../view/picture-sheet.js');
  const { pngBytes } = await import('../view/picture.js');
  const places = new Map<string, number[]>();
  pictures.forEach(({ object: { hex } }, i) => {
    places.set(hex, [...(places.get(hex) ?? []), i]);
  });
  const complete = [...places.values()].filter(({ length }) => length === styles.length);
  const some = random(0).shuffled(complete).slice(0, 16);
  const rows = styles.flatMap((_, style) => some.map((all) => all[style]));
  const sheet = pictureSheet({ pixels, side, places: rows, columns: some.length, alt: 'emoji' });
  writeFileAtomic(file, pngBytes(sheet));
}
