#!/usr/bin/env node
/**
 * `n2d`: the course and its models from the command line. One file a subcommand; each loads what it
 * needs when it runs, so that `n2d --help` answers at once.
 */
import { createRequire } from 'node:module';
import { Command, CommanderError } from 'commander';
import { auditCommand } from './audit.js';
import { checkCommand } from './check.js';
import { convertCommand } from './convert.js';
import { courseCommand } from './course.js';
import { datasetCommand } from './dataset.js';
import { doctorCommand } from './doctor.js';
import { evaluateCommand } from './evaluate.js';
import { generateCommand } from './generate.js';
import { hintCommand } from './hint.js';
import { infoCommand } from './info.js';
import { inspectCommand } from './inspect.js';
import { mergeCommand } from './merge.js';
import { endAfterOutput, watchOutput } from './output.js';
import { progressCommand } from './progress.js';
import { resetCommand } from './reset.js';
import { said } from './said.js';
import { solutionCommand } from './solution.js';
import { trainCommand } from './train.js';

const { version } = createRequire(import.meta.url)('../../package.json') as { version: string };

const program = new Command('n2d')
  .description(
    'Neuron to Diffusion: exercises, progress, the state of the course, pictures, files of weights',
  )
  .version(version)
  .showHelpAfterError('(n2d --help lists the commands)')
  .addHelpText(
    'after',
    `
Examples:
  n2d check 01-one-neuron       every exercise of a lesson, as you have it
  n2d hint net-input            the next hint of an exercise
  n2d progress                  what is solved and what is left
  n2d doctor                    what is installed, what is missing, what to do
  n2d generate "pizza"          a picture
  n2d inspect FILE              what a file of weights is

N2D_DEBUG=1 shows where in the program an error came from.`,
  );

for (const command of [
  checkCommand(),
  hintCommand(),
  solutionCommand(),
  progressCommand(),
  resetCommand(),
  courseCommand(),
  auditCommand(),
  doctorCommand(),
  generateCommand(),
  infoCommand(),
  inspectCommand(),
  mergeCommand(),
  datasetCommand(),
  convertCommand(),
  trainCommand(),
  evaluateCommand(),
]) {
  program.addCommand(command);
}

// Commander would end the process before it is known whether its words could be written.
const nested = program.commands.flatMap(({ commands }) => commands);
for (const command of [program, ...program.commands, ...nested]) command.exitOverride();
watchOutput();

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = error instanceof CommanderError ? error.exitCode : said(error);
}
await endAfterOutput();
