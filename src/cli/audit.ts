/**
 * `n2d audit`: proves every exercise. Its stub earns nothing, its solution passes, and every wrong
 * answer is refused with the words that its author promised.
 */
import { Command } from 'commander';
import type { Exercise, Lesson } from '../course/catalogue.node.js';
import { PlaygroundError } from '../math/errors.js';
import { printJson } from './said.js';

/** The least that an exercise must have. */
const least = { hints: 3, wrong: 3 };

interface Finding {
  readonly lesson: string;
  readonly exercise: string;
  readonly wrongAnswers: number;
  /** What does not hold; empty when all does. */
  readonly faults: readonly string[];
}

/** The subcommand. */
export function auditCommand(): Command {
  return new Command('audit')
    .description('proves every exercise: stub fails, solution passes, wrong answers are refused')
    .argument('[lesson]', 'only this one')
    .option('--json', 'for another program to read')
    .addHelpText('after', '\nExamples:\n  n2d audit\n  n2d audit 01-one-neuron')
    .action(async (name: string | undefined, { json }: { json?: boolean }) => {
      const { lessonNamed, readCatalogue } = await import('../course/catalogue.node.js');
      const catalogue = readCatalogue();
      const lessons = name === undefined ? catalogue.lessons : [lessonNamed(name, catalogue)];
      const findings: Finding[] = [];
      for (const lesson of lessons) {
        for (const exercise of lesson.exercises) {
          const finding = await auditOne(lesson, exercise);
          findings.push(finding);
          if (!json) console.log(line(finding));
        }
      }
      const faulty = findings.filter(({ faults }) => faults.length > 0).length;
      const wrong = findings.reduce((sum, { wrongAnswers }) => sum + wrongAnswers, 0);
      if (json) printJson({ exercises: findings, faulty });
      else {
        const good = findings.length - faulty;
        console.log(
          `\n${good} of ${findings.length} exercises hold; ${wrong} wrong answers were tried.`,
        );
      }
      if (faulty > 0 || findings.length === 0) process.exitCode = 1;
    });
}

function line({ lesson, exercise, wrongAnswers, faults }: Finding): string {
  const mark = faults.length === 0 ? '✓' : '✗';
  const head = `${mark} ${lesson}  ${exercise}  (${wrongAnswers} wrong answers)`;
  return [head, ...faults.map((fault) => `    ${fault}`)].join('\n');
}

async function auditOne(lesson: Lesson, exercise: Exercise): Promise<Finding> {
  const { checkOf } = await import('../course/catalogue.node.js');
  const { judge } = await import('../course/judge.node.js');
  const { verdictText } = await import('../course/verdict.js');
  const { functionIn } = await import('./learner-code.js');
  const library = await import('../index.js');
  const faults: string[] = [];
  const others = lesson.cells
    .filter((cell) => cell.type === 'code' && cell.exercise === undefined)
    .map((cell) => cell.source);
  const attempt = async (
    code: string,
  ): Promise<{ passed: boolean; kind: string; text: string }> => {
    try {
      const fn = await functionIn(exercise.function, code, others, library);
      const verdict = await judge(await checkOf(exercise), fn);
      return { ...verdict, text: verdictText(exercise.id, verdict) };
    } catch (error) {
      if (!(error instanceof PlaygroundError)) throw error;
      return { passed: false, kind: 'broken', text: error.message };
    }
  };

  const { hints, wrong } = exercise;
  if (hints.length < least.hints) faults.push(`${hints.length} hints; expected ${least.hints}`);
  if (wrong.length < least.wrong) {
    faults.push(`${wrong.length} wrong answers; expected ${least.wrong} or more`);
  }
  const stub = await attempt(exercise.stub);
  if (stub.kind !== 'untouched') faults.push(`the stub counts as '${stub.kind}': ${stub.text}`);
  const solution = await attempt(exercise.solution);
  if (!solution.passed) faults.push(`the solution is refused: ${solution.text}`);
  for (const { title, code, says } of wrong) {
    const answer = await attempt(code);
    const plain = answer.text.replace(/\s+/g, ' ');
    if (answer.passed) faults.push(`passes, though wrong: ${title}`);
    else if (answer.kind === 'broken') faults.push(`'${title}' does not run: ${answer.text}`);
    else if (says !== undefined && !plain.includes(says.replace(/\s+/g, ' '))) {
      faults.push(`'${title}' should be told "${says}"; it was told: ${plain}`);
    }
  }
  return { lesson: lesson.name, exercise: exercise.id, wrongAnswers: wrong.length, faults };
}
