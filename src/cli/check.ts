/** `n2d check`: the exercises of a lesson as the learner has them, without Jupyter. */
import { Command } from 'commander';
import type { Exercise, Lesson } from '../course/catalogue.node.js';
import type { Verdict } from '../course/verdict.js';
import { PlaygroundError } from '../math/errors.js';
import { type CodeCell, cellOf, cellsOf } from './notebook-cells.js';
import { printJson } from './said.js';
import { tamed } from './tamed.js';

interface Options {
  readonly file?: string;
  readonly json?: boolean;
}

/** The subcommand. */
export function checkCommand(): Command {
  return new Command('check')
    .description('tries the exercises of a lesson as they stand in your notebook')
    .argument('<lesson>', 'its name or number, or the name of one exercise')
    .argument('[exercise]', 'only this one')
    .option('--file <path>', 'another notebook, or a .ts file with the function of one exercise')
    .option('--json', 'for another program to read')
    .addHelpText(
      'after',
      `
Examples:
  n2d check 01-one-neuron
  n2d check 1 net-input
  n2d check net-input --file my-answer.ts

Ends with 0 when everything that was tried is right, with 1 when not.`,
    )
    .action(async (lesson: string, exercise: string | undefined, options: Options) => {
      const { lesson: found, exercises } = await chosen(lesson, exercise);
      if (options.file?.endsWith('.ipynb') === false && exercises.length !== 1) {
        throw new PlaygroundError('a .ts file answers one exercise: name it behind the lesson');
      }
      await checkAll(found, exercises, options);
    });
}

/** What was asked for: a lesson, one exercise of it, or an exercise by its name alone. */
async function chosen(
  word: string,
  id: string | undefined,
): Promise<{ lesson: Lesson; exercises: readonly Exercise[] }> {
  const { exerciseNamed, lessonNamed, readCatalogue } = await import('../course/catalogue.node.js');
  const { unknownName } = await import('../math/errors.js');
  const catalogue = readCatalogue();
  if (id === undefined && catalogue.lessons.some((l) => l.exercises.some((e) => e.id === word))) {
    const { lesson, exercise } = exerciseNamed(word, catalogue);
    return { lesson, exercises: [exercise] };
  }
  const lesson = lessonNamed(word, catalogue);
  if (id === undefined) return { lesson, exercises: lesson.exercises };
  const exercise = lesson.exercises.find((one) => one.id === id);
  if (exercise !== undefined) return { lesson, exercises: [exercise] };
  throw unknownName(
    `exercise of ${lesson.name}`,
    id,
    lesson.exercises.map((one) => one.id),
  );
}

async function checkAll(
  lesson: Lesson,
  exercises: readonly Exercise[],
  { file, json }: Options,
): Promise<void> {
  const { recordVerdict } = await import('../course/check.node.js');
  const { verdictText } = await import('../course/verdict.js');
  const cells = cellsOf(lesson.name, file);
  const library = await import('../index.js');
  const troubles = new Set<string>();
  const rows = [];
  const { later, release } = tamed({ quiet: json === true });
  for (const exercise of exercises) {
    const { id } = exercise;
    const verdict = await tryOne(exercise, cells, library);
    const { hintsLeft, trouble } = recordVerdict(exercise, verdict);
    if (trouble) troubles.add(trouble);
    const message = verdictText(id, verdict, { hintsLeft, terminal: true });
    rows.push({ id, passed: verdict.passed, kind: verdict.kind, message });
    if (!json) console.log(message);
  }
  await release();
  const right = rows.filter((row) => row.passed).length;
  if (json) printJson({ lesson: lesson.name, right, exercises: rows });
  else if (rows.length === 0) console.log(`${lesson.name} has no exercises.`);
  else console.log(`\n${lesson.name}: ${right} of ${rows.length} right.`);
  for (const trouble of new Set([...troubles, ...later])) console.error(trouble);
  if (right < rows.length) process.exitCode = 1;
}

async function tryOne(
  exercise: Exercise,
  cells: readonly CodeCell[],
  library: object,
): Promise<Verdict> {
  const { checkOf } = await import('../course/catalogue.node.js');
  const { judge } = await import('../course/judge.node.js');
  const { functionIn } = await import('./learner-code.js');
  const check = await checkOf(exercise);
  const none = { passed: false, right: 0, tries: 0, read: check.read } as const;
  const cell = cells.length === 1 ? cells[0] : cellOf(cells, exercise);
  if (cell === undefined) {
    const says = `No cell of the notebook declares ${exercise.function}.`;
    return { ...none, kind: 'not a function', says };
  }
  const others = cells.filter((one) => one !== cell && one.exercise === undefined);
  try {
    const fn = await functionIn(
      exercise.function,
      cell.source,
      others.map((one) => one.source),
      library,
    );
    return await judge(check, fn);
  } catch (error) {
    if (!(error instanceof PlaygroundError)) throw error;
    return { ...none, kind: 'threw', says: error.message };
  }
}
