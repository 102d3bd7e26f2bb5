import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildLessons, checkNotebooks } from '../../tools/lessons/build.mjs';
import { lessonText, project, sampleCourse } from './sample.js';

const read = (root: string, file: string): string => readFileSync(path.join(root, file), 'utf8');
interface Written {
  cells: { id: string; source: string[]; metadata: unknown; outputs?: unknown[] }[];
  metadata: { kernelspec: { name: string } };
}

describe('the notebook builder', () => {
  it('writes the same bytes every time and says what changed', () => {
    const { root } = sampleCourse();
    expect(buildLessons({ root })).toEqual({
      lessons: 2,
      changed: [
        'notebooks/start.ipynb',
        'notebooks/01-twice.ipynb',
        'notebooks/02-thrice.ipynb',
        'dist/lessons/catalogue.json',
      ],
    });
    const first = read(root, 'notebooks/01-twice.ipynb');
    expect(buildLessons({ root }).changed).toEqual([]);
    expect(read(root, 'notebooks/01-twice.ipynb')).toBe(first);
    expect(first).toMatchSnapshot();
  });

  it('makes notebooks with ids, marks and no outputs', () => {
    const { root } = sampleCourse();
    buildLessons({ root });
    const notebook = JSON.parse(read(root, 'notebooks/01-twice.ipynb')) as Written;
    expect(notebook.metadata.kernelspec.name).toBe('tslab');
    expect(new Set(notebook.cells.map((cell) => cell.id)).size).toBe(notebook.cells.length);
    expect(notebook.cells.flatMap((cell) => cell.outputs ?? [])).toEqual([]);
    expect(
      notebook.cells.map((cell) => JSON.stringify(cell.metadata)).filter((m) => m !== '{}'),
    ).toEqual([
      '{"n2d":{"quiz":"twice-three"},"tags":["quiz"]}',
      '{"n2d":{"quiz":"twice-three"},"tags":["quiz"]}',
      '{"n2d":{"exercise":"twice"},"tags":["exercise"]}',
    ]);
  });

  it('translates links to notebooks and their anchors, and imports guess once', () => {
    const { root } = sampleCourse();
    buildLessons({ root });
    const text = (JSON.parse(read(root, 'notebooks/01-twice.ipynb')) as Written).cells
      .map((cell) => cell.source.join(''))
      .join('\n');
    expect(text).toContain('[below](#By-hand)');
    expect(text).toContain('[next lesson](02-thrice.ipynb#By-hand)');
    expect(text.match(/import \{ guess \}/g)).toHaveLength(1);
  });

  it('puts the map of the lessons on the start page', () => {
    const { root } = sampleCourse();
    buildLessons({ root });
    const start = read(root, 'notebooks/start.ipynb');
    expect(start).toContain('| 01 | [Twice a number](01-twice.ipynb) | 5 min | 1 |  |');
    expect(start).toContain('Together about 10 minutes.');
  });

  it('lists pages with a planted fault in a part of their own', () => {
    const { root } = sampleCourse({
      'lessons/start/lesson.md':
        '---\ntitle: Start\n---\n# Start\n\n<!-- lessons -->\n\n## Break it\n<!-- break-it -->\n',
      'lessons/break-it-signs/lesson.md':
        '---\ntitle: Uphill\nminutes: 5\nprerequisites: [01-twice]\n---\n# Uphill\n\nGo.\n',
      'lessons/break-it-bias/lesson.md': '---\ntitle: Tied\nminutes: 5\n---\n# Tied\n\nGo.\n',
    });
    buildLessons({ root });
    const start = read(root, 'notebooks/start.ipynb');
    expect(start).toContain('| [Uphill](break-it-signs.ipynb) | 5 min | 01-twice |');
    expect(start.indexOf('Tied')).toBeGreaterThan(start.indexOf('## Break it'));
    expect(start).toContain('Together about 10 minutes.');
  });

  it('writes the catalogue with everything the exercise engine needs', () => {
    const { root } = sampleCourse();
    buildLessons({ root });
    const { lessons } = JSON.parse(read(root, 'dist/lessons/catalogue.json'));
    expect(lessons[0].name).toBe('01-twice');
    expect(lessons[0].exercises[0]).toMatchObject({
      id: 'twice',
      function: 'twice',
      checkModule: '01-twice/exercises/twice.check.js',
      wrong: [{ says: 'squared' }, { title: 'plus two' }, {}],
    });
    expect(lessons[0].quizzes[0].options).toHaveLength(2);
  });

  it('names the notebook that differs, is missing, or has no lesson', () => {
    const { root } = sampleCourse();
    buildLessons({ root });
    expect(checkNotebooks({ root })).toEqual([]);
    writeFileSync(path.join(root, 'notebooks/01-twice.ipynb'), '{}');
    writeFileSync(path.join(root, 'notebooks/07-old.ipynb'), '{}');
    expect(checkNotebooks({ root })).toEqual([
      'notebooks/01-twice.ipynb differs from its lesson',
      'notebooks/07-old.ipynb has no lesson',
    ]);
    buildLessons({ root });
    expect(existsSync(path.join(root, 'notebooks/07-old.ipynb'))).toBe(false);
  });

  it.each<[string, Record<string, string>, string]>([
    [
      'an id used in two lessons',
      {
        'lessons/03-more/lesson.md': `---\ntitle: O\nminutes: 1\n---\n# O\n${lessonText.slice(
          lessonText.indexOf('<!-- quiz'),
          lessonText.indexOf('Then go on.'),
        )}`,
      },
      "lessons/03-more/lesson.md:6: id 'twice-three' stands twice in the course",
    ],
    [
      'a number used twice',
      { 'lessons/01-other/lesson.md': '---\ntitle: O\nminutes: 1\n---\n# O\n' },
      'number 01 stands twice: 01-other has it too',
    ],
    [
      'a folder that is not a lesson name',
      { 'lessons/twice/lesson.md': lessonText },
      "name of a lesson's folder: got 'twice'",
    ],
    [
      'an exercise file that no lesson uses',
      { 'lessons/01-twice/exercises/old.md': 'x' },
      'lessons/01-twice/exercises/old.md:1: no exercise of the lesson uses this file',
    ],
    [
      'an exercise without files',
      {
        'lessons/03-more/lesson.md': `${lessonText
          .replaceAll("'twice'", "'more'")
          .replace('exercise: twice', 'exercise: more')
          .replace('twice-three', 'more-three')}`,
      },
      "exercise 'more' is not complete: expected the file lessons/03-more/exercises/more.md",
    ],
  ])('refuses %s', (_, files, message) => {
    const { root } = sampleCourse(files);
    expect(() => buildLessons({ root })).toThrow(message);
  });
});

describe('the lessons of the course', () => {
  it('make exactly the notebooks that are committed', () => {
    expect(checkNotebooks({ root: project })).toEqual([]);
  });
});
