/** `n2d hint`: the next hint of an exercise. */
import { Command } from 'commander';
import { printJson } from './said.js';

/** The subcommand. */
export function hintCommand(): Command {
  return new Command('hint')
    .description('the next hint of an exercise, gentle ones first')
    .argument('<exercise>', 'its name, as `n2d course` lists it')
    .option('--json', 'for another program to read')
    .addHelpText('after', '\nExamples:\n  n2d hint net-input\n  n2d hint net-input --json')
    .action(async (id: string, { json }: { json?: boolean }) => {
      const { exerciseNamed } = await import('../course/catalogue.node.js');
      const { hintText } = await import('../course/help.node.js');
      const { text, trouble } = hintText(exerciseNamed(id).exercise, true);
      if (json) printJson({ exercise: id, text });
      else console.log(text);
      if (trouble) console.error(trouble);
    });
}
