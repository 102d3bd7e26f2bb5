/** `n2d reset`: a lesson or one exercise from the beginning; the old work is kept. */
import { Command } from 'commander';
import { printJson } from './said.js';

/** The subcommand. */
export function resetCommand(): Command {
  return new Command('reset')
    .description('begins a lesson or one exercise again; what you had is kept as a copy')
    .argument('<name>', 'of a lesson, or of one exercise')
    .option('--json', 'for another program to read')
    .addHelpText('after', '\nExamples:\n  n2d reset 01-one-neuron\n  n2d reset net-input')
    .action(async (name: string, { json }: { json?: boolean }) => {
      const { readCatalogue, lessonNamed } = await import('../course/catalogue.node.js');
      const { resetLesson } = await import('../course/workspace.node.js');
      const { resetRecords } = await import('../course/overview.node.js');
      const { resetExercise } = await import('../course/reset-exercise.node.js');
      const catalogue = readCatalogue();
      const isExercise = catalogue.lessons.some((l) => l.exercises.some((e) => e.id === name));
      const pages = ['start', 'glossary'];
      let records: { backup: string | null; trouble: string | null };
      let page: { notebook: string; backup: string | null };
      if (isExercise) {
        page = resetExercise(name, catalogue);
        records = resetRecords([name], []);
      } else if (pages.includes(name.replace(/\.ipynb$/, ''))) {
        page = resetLesson(name);
        records = { backup: null, trouble: null };
      } else {
        const lesson = lessonNamed(name, catalogue);
        page = resetLesson(lesson.name);
        records = resetRecords(
          lesson.exercises.map(({ id }) => id),
          lesson.quizzes.map(({ id }) => id),
        );
      }
      const kept = [page.backup, records.backup].filter((backup) => backup !== null);
      if (json) printJson({ notebook: page.notebook, kept });
      else console.log(`${page.notebook} is fresh.`);
      for (const backup of json ? [] : kept) console.log(`What you had is kept in ${backup}`);
      if (records.trouble) console.error(records.trouble);
    });
}
