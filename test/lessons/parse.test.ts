import { describe, expect, it } from 'vitest';
import { parseExercise } from '../../tools/lessons/exercise.mjs';
import { parseLesson } from '../../tools/lessons/parse.mjs';
import { LessonError } from '../../tools/lessons/problem.mjs';
import { exerciseText, lessonText } from './sample.js';

const where = { name: '01-twice', file: 'lessons/01-twice/lesson.md' };

function refusals(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof LessonError) return error.message;
    throw error;
  }
  return 'accepted';
}

const lesson = (change: (text: string) => string): string =>
  refusals(() => parseLesson(change(lessonText), where));
const exercise = (change: (text: string) => string): string =>
  refusals(() => parseExercise(change(exerciseText), { file: 'twice.md' }));

describe('a lesson becomes cells', () => {
  const parsed = parseLesson(lessonText, where);

  it('with stable, unique ids, kinds and lines', () => {
    expect(parsed.cells.map(({ id, type, line }) => `${line} ${type} ${id}`)).toEqual([
      '8 markdown twice-a-number-1',
      '12 markdown predict-1',
      '14 markdown predict-2',
      '13 code predict-3',
      '19 markdown predict-4',
      '21 markdown by-hand-1',
      '23 code by-hand-2',
      '28 markdown by-hand-3',
      '33 markdown exercise-twice-1',
      '37 code exercise-twice-2',
      '43 markdown now-you-can-1',
    ]);
  });

  it('without notes, and with fences that are only read kept as prose', () => {
    const text = parsed.cells.map((cell) => cell.source).join('\n');
    expect(text).not.toContain('no reader sees');
    expect(parsed.cells[7].source).toBe('Read only:\n```ts\nfor await (const x of y) {}\n```');
  });

  it('a quiz shows its answers and keeps its reasons', () => {
    expect(parsed.cells[2].source).toBe('What is twice three?\n\n- **a)** five\n- **b)** six');
    expect(parsed.cells[3].source).toBe(
      "guess('twice-three', ''); // type 'a' or 'b' between the quotes",
    );
    expect(parsed.quizzes[0].options[1]).toEqual({
      text: 'six',
      right: true,
      reason: 'yes: three and three.',
    });
  });

  it('an exercise keeps its stub apart from its check', () => {
    const [marked] = parsed.exercises;
    expect(marked.id).toBe('twice');
    expect(marked.stub.endsWith('}')).toBe(true);
    expect(marked.checkLine).toBe("await check('twice', twice);");
  });

  it('line ends of Windows change nothing', () => {
    expect(parseLesson(lessonText.replaceAll('\n', '\r\n'), where)).toEqual(parsed);
  });
});

describe('a lesson is refused with file, line and the way out', () => {
  it.each<[string, (text: string) => string, string]>([
    [
      'an unknown key',
      (text) => text.replace('needs:', 'kneads:'),
      "lesson.md:5: unknown key in the header: got 'kneads'; there are: title, minutes",
    ],
    ['no header', (text) => text.slice(4), "lesson.md:1: no header: expected '---'"],
    ['YAML that is none', (text) => text.replace('[]', '[a'), 'lesson.md:5: header: Flow'],
    [
      'minutes that are none',
      (text) => text.replace(': 5', ': soon'),
      "3: header: got minutes 'soon'",
    ],
    [
      'a language that does not run',
      (text) => text.replace('```ts\n', '```python\n'),
      "lesson.md:29: language of a fence: got 'python'; there are: typescript, ts",
    ],
    ['commands', (text) => text.replace('```ts\n', '```bash\n'), "for commands use 'console'"],
    ['a fence without language', (text) => text.replace('```ts\n', '```\n'), 'got no language'],
    [
      'a fence that does not end',
      (text) => text.slice(0, text.lastIndexOf('```')),
      'lesson.md:36: a fence begins and does not end',
    ],
    ['a comment that does not end', (text) => `${text}\n<!-- oh`, 'a comment begins'],
    [
      'an id that stands twice',
      (text) => text.replace('quiz: twice-three', 'quiz: twice'),
      "lesson.md:34: id 'twice' stands twice: first in line 13",
    ],
    ['a misspelt mark', (text) => text.replace('quiz:', 'quizz:'), "13: unknown mark: got 'quizz'"],
    ['two right answers', (text) => text.replace('[ ]', '[x]'), 'got 2 right answers; expected'],
    ['no right answer', (text) => text.replace('[x]', '[ ]'), 'got 0 right answers'],
    ['no reason', (text) => text.replace(':: that is', 'that is'), "15: quiz 'twice-three': 'five"],
    ['no answers', (text) => text.replace(/^- \[.*$/gm, ''), 'got 0 answers'],
    [
      'an exercise without a stub',
      (text) => text.replace(/```typescript\nfunction[^`]*```/, ''),
      "lesson.md:34: exercise 'twice' has no stub",
    ],
    [
      'a stub without its check',
      (text) => text.replace("await check('twice', twice);", ''),
      "must end with its check: expected 'await check('twice', yourFunction);'",
    ],
    [
      'a check of another exercise',
      (text) => text.replace("check('twice'", "check('thrice'"),
      "lesson.md:40: the check names another exercise: got 'thrice'",
    ],
    [
      'a check without an exercise',
      (text) => text.replace('<!-- exercise: twice -->', ''),
      "lesson.md:36: a check without an exercise: put '<!-- exercise: ID -->'",
    ],
    [
      'a heading that stands twice',
      (text) => text.replace('## By hand', '## Predict'),
      "lesson.md:21: heading 'Predict' stands twice: first in line 12",
    ],
    [
      'a heading of signs',
      (text) => text.replace('## By hand', '## 🎉'),
      "heading '🎉' has no letters",
    ],
  ])('%s', (_, change, message) => {
    expect(lesson(change)).toContain(message);
  });

  it('all at once', () => {
    const both = lesson((text) => text.replace('[x]', '[ ]').replace('```ts\n', '```bash\n'));
    expect(both.split('\n')).toHaveLength(2);
  });
});

describe('an exercise', () => {
  it('has hints, a solution, wrong answers and what they must be told', () => {
    const parsed = parseExercise(exerciseText, { file: 'twice.md' });
    expect(parsed.hints).toEqual(['Add it to itself.', 'Once more.', '`x + x`']);
    expect(parsed.solution).toContain('return x + x;');
    expect(parsed.wrong.map(({ title, says }) => [title, says])).toEqual([
      ['squared', 'squared'],
      ['plus two', undefined],
      ['as it was', undefined],
    ]);
  });

  it.each<[string, (text: string) => string, string]>([
    ['two hints', (text) => text.replace('## Hint\nOnce more.\n', ''), 'got 2 hints; expected 3'],
    ['an empty hint', (text) => text.replace('Once more.', ''), 'twice.md:7: a hint without words'],
    [
      'two wrong answers',
      (text) => text.slice(0, text.indexOf('## Wrong: as')),
      'got 2 wrong answers; expected 3 or more',
    ],
    [
      'no solution',
      (text) => text.replace('## Solution', '## Answer'),
      "got '## Answer'; there are",
    ],
    ['no function', (text) => text.replace('function: twice\n', ''), 'header: got no function'],
    [
      'a part without code',
      (text) => text.replace('typescript\nfunction twice(x: number): number {\n  return x;', 'ts'),
      "'## Wrong: as it was': got 0 typescript fences",
    ],
  ])('%s is refused', (_, change, message) => {
    expect(exercise(change)).toContain(message);
  });
});
