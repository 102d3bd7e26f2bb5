/** `n2d inspect`: what a file of weights is, without loading it. */
import { Command } from 'commander';
import type { Inspection } from '../checkpoint/inspect.node.js';
import { plain } from './plain.js';
import { printJson } from './said.js';

/** The subcommand. */
export function inspectCommand(): Command {
  return new Command('inspect')
    .description('what a file of weights is: kind, sizes, number formats, metadata')
    .argument('<file>', 'a .safetensors file, a .pt embedding, or a folder of diffusers')
    .option('--json', 'for another program to read')
    .addHelpText('after', '\nExamples:\n  n2d inspect model.safetensors\n  n2d inspect my-style.pt')
    .action(async (file: string, { json }: { json?: boolean }) => {
      const { inspect } = await import('../checkpoint/inspect.node.js');
      const { fileError } = await import('../files/atomic.node.js');
      let found: Inspection;
      try {
        found = await inspect(file);
      } catch (error) {
        const isSystem = typeof (error as NodeJS.ErrnoException).syscall === 'string';
        throw isSystem ? fileError('read', file, error) : error;
      }
      if (json) printJson(found);
      else for (const line of linesOf(found)) console.log(line);
    });
}

/** The longest value that is shown: training tools write whole tables into the metadata. */
const longest = 200;

function linesOf(found: Inspection): string[] {
  const { kind, bytes, tensors, parameters, dtypes, parts, facts, metadata } = found;
  const row = (name: string, value: string): string => `${name.padEnd(26)} ${value}`;
  const formats = Object.entries(dtypes).map(([dtype, count]) => `${dtype} (${count})`);
  return [
    row('kind', kind),
    row('size', `${(bytes / 2 ** 20).toFixed(1)} MiB`),
    row('tensors', `${tensors}, ${parameters.toLocaleString('en')} numbers`),
    ...(formats.length > 0 ? [row('number formats', formats.join(', '))] : []),
    ...Object.entries(parts).map(([name, part]) =>
      row(`  ${name}`, `${part.tensors} tensors, ${part.parameters.toLocaleString('en')} numbers`),
    ),
    ...Object.entries(facts).map(([name, value]) => row(name, plain(value, longest))),
    ...Object.entries(metadata).map(([name, value]) =>
      row(`metadata ${plain(name, longest)}`, plain(value, longest)),
    ),
  ];
}
