/** `n2d solution`: one solution of an exercise, when it is solved or asked for in plain words. */
import { Command } from 'commander';
import { printJson } from './said.js';

/** The subcommand. */
export function solutionCommand(): Command {
  return new Command('solution')
    .description('a solution: once yours is right, or with --show-me')
    .argument('<exercise>', 'its name, as `n2d course` lists it')
    .option('--show-me', 'before yours is right, too; it is written down that you looked')
    .option('--json', 'for another program to read')
    .addHelpText(
      'after',
      '\nExamples:\n  n2d solution net-input\n  n2d solution net-input --show-me',
    )
    .action(async (id: string, { showMe, json }: { showMe?: boolean; json?: boolean }) => {
      const { exerciseNamed } = await import('../course/catalogue.node.js');
      const { solutionText } = await import('../course/help.node.js');
      const { exercise } = exerciseNamed(id);
      const { text, trouble, shown } = solutionText(exercise, showMe ? 'show me' : '', true);
      if (json) printJson({ exercise: id, shown, text });
      else console.log(text);
      if (trouble) console.error(trouble);
      if (!shown) process.exitCode = 1;
    });
}
