/** `n2d merge`: a weighted sum of two checkpoints, or one plus the difference of two others. */
import { Command } from 'commander';
import { number } from './numbers.js';
import { printJson } from './said.js';

interface Options {
  readonly c?: string;
  readonly multiplier: number;
  readonly half?: boolean;
  readonly out: string;
  readonly json?: boolean;
}

/** The subcommand. */
export function mergeCommand(): Command {
  return new Command('merge')
    .description('merges checkpoints: (1 - m) A + m B, or A + m (B - C)')
    .argument('<a>', 'the checkpoint to begin with')
    .argument('<b>', 'the one to mix in')
    .option('--c <file>', 'the one whose difference from B is added to A')
    .option('--multiplier <m>', 'how much, 0 to 1', number, 0.3)
    .option('--half', 'write half floats (half the size)')
    .requiredOption('--out <file>', 'the new checkpoint')
    .option('--json', 'for another program to read')
    .addHelpText(
      'after',
      `
Examples:
  n2d merge a.safetensors b.safetensors --multiplier 0.3 --out mix.safetensors
  n2d merge inpaint.safetensors mine.safetensors --c sd15.safetensors --multiplier 1 --out new.safetensors

Read and written tensor by tensor: memory for three tensors is enough.`,
    )
    .action(async (a: string, b: string, { c, multiplier, half, out, json }: Options) => {
      const { mergeCheckpoints } = await import('../checkpoint/merge.node.js');
      const { fileError } = await import('../files/atomic.node.js');
      try {
        const report = await mergeCheckpoints({
          a,
          b,
          multiplier,
          out,
          ...(c === undefined ? {} : { c }),
          ...(half ? { half } : {}),
        });
        if (json) printJson({ out, ...report });
        else {
          console.log(`${out}: ${report.merged} tensors merged, ${report.copied} copied from A.`);
          if (report.dropped.length > 0)
            console.log(`Only in B, left out: ${report.dropped.length}`);
        }
      } catch (error) {
        const { syscall, path } = error as NodeJS.ErrnoException;
        throw typeof syscall === 'string' ? fileError('read', path ?? a, error) : error;
      }
    });
}
