/** `n2d course`: the lessons, with what is in each. */
import { Command } from 'commander';
import { printJson } from './said.js';

/** The subcommand. */
export function courseCommand(): Command {
  return new Command('course')
    .description('the lessons, with minutes, exercises, figures and controls')
    .option('--json', 'for another program to read')
    .addHelpText('after', '\nExamples:\n  n2d course\n  n2d course --json')
    .action(async ({ json }: { json?: boolean }) => {
      const { readCatalogue } = await import('../course/catalogue.node.js');
      const { lessons } = readCatalogue();
      if (json) {
        printJson({
          lessons: lessons.map(({ name, minutes, cells, figures, controls, exercises }) => ({
            name,
            minutes,
            cells: cells.length,
            figures,
            controls,
            exercises: exercises.map(({ id, hints, wrong }) => ({
              id,
              hints: hints.length,
              wrongAnswers: wrong.length,
            })),
          })),
        });
        return;
      }
      for (const { name, title, minutes, exercises } of lessons) {
        const many = exercises.length === 1 ? '1 exercise' : `${exercises.length} exercises`;
        console.log(`${name.padEnd(28)} ${`${minutes} min`.padStart(7)}  ${many}  ${title}`);
        for (const { id, title: what } of exercises) console.log(`  ${id.padEnd(26)} ${what}`);
      }
    });
}
