import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { watchLessons } from '../../tools/lessons/watch.mjs';
import { lessonText, sampleCourse } from './sample.js';

const file = 'lessons/01-twice/lesson.md';

describe('the watch mode', () => {
  it('builds when a lesson is saved, says what is wrong with file and line, and goes on', async () => {
    const { root, write } = sampleCourse();
    const lines: string[] = [];
    const turns: string[][] = [];
    const watching = watchLessons({
      root,
      every: 20,
      say: (line) => lines.push(line),
      after: async (saved) => {
        turns.push(saved);
      },
    });
    onTestFinished(() => watching.close());
    const turn = async (count: number): Promise<string> => {
      await expect.poll(() => turns.length, { timeout: 20_000 }).toBe(count);
      await watching.idle();
      return lines.splice(0).join('\n');
    };
    const page = (): string => readFileSync(path.join(root, 'notebooks/01-twice.ipynb'), 'utf8');

    expect(await turn(1)).toContain('wrote notebooks/01-twice.ipynb');
    write(file, lessonText.replace('What is twice a number?', 'What is it, then?'));
    expect(await turn(2)).toContain(`saved: ${file}\nwrote notebooks/01-twice.ipynb`);
    expect(page()).toContain('What is it, then?');

    write(file, lessonText.replace('- [ ] five ::', '- [x] five ::'));
    expect(await turn(3)).toMatch(
      /01-twice\/lesson\.md:13: quiz 'twice-three': got 2 right answers/,
    );
    expect(page()).toContain('What is it, then?');

    write(file, lessonText.replace('Then go on.', 'Simply go on.'));
    expect(await turn(4)).toMatch(/01-twice\/lesson\.md:19: 'simply': for whom\?/);
    expect(page()).toContain('Simply go on.');

    write('lessons/01-twice/exercises/twice.check.ts', 'export const check = {};');
    await turn(5);
    expect(turns[4]).toEqual(['lessons/01-twice/exercises/twice.check.ts']);
  });
});
