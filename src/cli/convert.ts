/** `n2d convert`: a model from one layout to the other, or to fewer bits. */
import { Command, Option } from 'commander';
import type { SaveModelOptions } from '../pipeline/save.node.js';
import { printJson } from './said.js';

interface Options {
  readonly config?: string;
  readonly dtype: 'F32' | 'F16' | 'BF16';
  readonly json?: boolean;
}

/** The subcommand. */
export function convertCommand(): Command {
  return new Command('convert')
    .description('writes a model as a folder of diffusers, or as one original file')
    .argument('<model>', 'a folder of diffusers, or a .safetensors file')
    .argument('<out>', 'a new folder, or a file that ends in .safetensors')
    .option('--config <folder>', 'configurations and tokenizer for a file of unusual size')
    .addOption(
      new Option('--dtype <kind>', 'bits of the numbers')
        .choices(['F32', 'F16', 'BF16'])
        .default('F32'),
    )
    .option('--json', 'for another program to read')
    .addHelpText(
      'after',
      `
Examples:
  n2d convert v1-5-pruned-emaonly.safetensors sd15 --dtype F16
  n2d convert sd15 sd15.safetensors

The model is in memory meanwhile, with 32 bits for each number.`,
    )
    .action(async (from: string, out: string, { config, dtype, json }: Options) => {
      const { loadModel } = await import('../pipeline/load.node.js');
      const { disposeModel } = await import('../pipeline/model.js');
      const { saveModel } = await import('../pipeline/save.node.js');
      const { useBackend } = await import('../tensor/backend.node.js');
      await useBackend();
      const model = await loadModel(from, config === undefined ? {} : { config });
      try {
        const options: SaveModelOptions = { dtype };
        await saveModel(model, out, options);
      } finally {
        disposeModel(model);
      }
      if (json) printJson({ out, dtype });
      else console.log(`${out}: written with ${dtype} numbers.`);
    });
}
