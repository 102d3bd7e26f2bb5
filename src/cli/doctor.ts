/** `n2d doctor`: every part of the course on this machine, its state, and what to do about it. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Command } from 'commander';
import { printJson } from './said.js';

/** What `tools/setup/doctor.mjs` offers; it is plain JavaScript, because it works before a build. */
interface Doctor {
  doctor(): Promise<{ backend: string; parts: readonly { state: string }[] }>;
  doctorInWords(diagnosis: unknown): string;
}

/** The subcommand. */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description('every part: its version, its state, and what to do about it')
    .option('--json', 'for another program to read')
    .addHelpText(
      'after',
      '\nExamples:\n  n2d doctor\n  n2d doctor --json\n\n' +
        'Ends with 1 when no backend computes.\n' +
        'Before the course is built: node tools/setup/doctor.mjs',
    )
    .action(async ({ json }: { json?: boolean }) => {
      const { packageFolder } = await import('../course/place.node.js');
      const file = join(packageFolder(), 'tools', 'setup', 'doctor.mjs');
      const { doctor, doctorInWords } = (await import(pathToFileURL(file).href)) as Doctor;
      const diagnosis = await doctor();
      if (json) printJson(diagnosis);
      else console.log(doctorInWords(diagnosis));
      if (diagnosis.backend === 'none') process.exitCode = 1;
    });
}
