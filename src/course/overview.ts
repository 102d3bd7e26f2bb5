/** How far a learner is: one row per lesson, as data, as a table and as text. */
import type { Table } from '../view/view.js';
import { type Progress, recordOf } from './progress.js';

interface Outline {
  readonly name: string;
  readonly title: string;
  readonly exercises: readonly { readonly id: string; readonly title: string }[];
  readonly quizzes: readonly { readonly id: string }[];
}

export interface ExerciseState {
  readonly id: string;
  readonly title: string;
  readonly state: 'solved' | 'solved, seen before' | 'tried' | 'not started';
  readonly attempts: number;
  readonly hints: number;
}

export interface LessonState {
  readonly name: string;
  readonly title: string;
  readonly solved: number;
  readonly guessed: number;
  readonly quizzes: number;
  readonly exercises: readonly ExerciseState[];
}

export interface Overview {
  /** Exercises solved; 0 for an empty course and for one that nobody has begun. */
  readonly score: number;
  readonly exercises: number;
  readonly lessons: readonly LessonState[];
}

export function overviewOf(lessons: readonly Outline[], progress: Progress): Overview {
  const rows = lessons.map(({ name, title, exercises, quizzes }): LessonState => {
    const states = exercises.map((exercise): ExerciseState => {
      const { solved, shown, attempts, hints } = recordOf(progress, exercise.id);
      const begun = attempts > 0 || hints > 0 || shown !== null;
      const state = solved
        ? shown
          ? 'solved, seen before'
          : 'solved'
        : begun
          ? 'tried'
          : 'not started';
      return { id: exercise.id, title: exercise.title, state, attempts, hints };
    });
    const solved = states.filter(({ state }) => state.startsWith('solved')).length;
    const guessed = quizzes.filter(({ id }) => Object.hasOwn(progress.quizzes, id)).length;
    return { name, title, solved, guessed, quizzes: quizzes.length, exercises: states };
  });
  return {
    score: rows.reduce((sum, row) => sum + row.solved, 0),
    exercises: rows.reduce((sum, row) => sum + row.exercises.length, 0),
    lessons: rows,
  };
}

/** The table that `show()` draws. */
export function overviewTable({ lessons, score, exercises }: Overview): Table {
  return {
    kind: 'table',
    columns: {
      lesson: lessons.map(({ name }) => name),
      solved: lessons.map((row) => `${row.solved} of ${row.exercises.length}`),
      predicted: lessons.map(({ guessed, quizzes }) => `${guessed} of ${quizzes}`),
      next: lessons.map(nextOf),
    },
    caption: `${score} of ${exercises} exercises solved`,
  };
}

function nextOf(lesson: LessonState): string {
  return lesson.exercises.find(({ state }) => !state.startsWith('solved'))?.id ?? '';
}

const marks: Readonly<Record<ExerciseState['state'], string>> = {
  solved: '✓',
  'solved, seen before': '✓',
  tried: '·',
  'not started': '○',
};

/** Text for a terminal: a line per lesson, a line per exercise. */
export function overviewText({ lessons, score, exercises }: Overview): string {
  const lines = lessons
    .filter((lesson) => lesson.exercises.length + lesson.quizzes > 0)
    .flatMap((lesson) => [
      `${lesson.name.padEnd(30)} ${lesson.solved} of ${lesson.exercises.length} solved, ` +
        `${lesson.guessed} of ${lesson.quizzes} predicted`,
      ...lesson.exercises.map(exerciseLine),
    ]);
  return [...lines, `${score} of ${exercises} exercises solved.`].join('\n');
}

function exerciseLine({ id, state, attempts, hints }: ExerciseState): string {
  const many = (count: number, noun: string): string =>
    count === 0 ? '' : `, ${count} ${noun}${count === 1 ? '' : 's'}`;
  const details = many(attempts, 'attempt') + many(hints, 'hint');
  return `  ${marks[state]} ${id.padEnd(26)} ${state}${details}`;
}
