/** `n2d progress`: what is solved and what is left. */
import { Command } from 'commander';
import { printJson } from './said.js';

/** The subcommand. */
export function progressCommand(): Command {
  return new Command('progress')
    .description('what is solved and what is left, lesson by lesson')
    .option('--json', 'for another program to read')
    .addHelpText('after', '\nExamples:\n  n2d progress\n  n2d progress --json')
    .action(async ({ json }: { json?: boolean }) => {
      const { readCatalogue } = await import('../course/catalogue.node.js');
      const { overviewOf, overviewText } = await import('../course/overview.js');
      const { readProgress } = await import('../course/progress.node.js');
      const { progress, trouble } = readProgress();
      const overview = overviewOf(readCatalogue().lessons, progress);
      if (json) printJson(overview);
      else console.log(overviewText(overview));
      if (trouble) console.error(trouble);
    });
}
