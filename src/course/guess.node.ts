/** `guess`: a prediction, before the answer is computed. The first one is kept. */
import { quizNamed } from './catalogue.node.js';
import { told } from './check.node.js';
import { withGuess } from './progress.js';
import { changeProgress } from './progress.node.js';
import { say } from './say.js';
import { wrap } from './wrap.js';

const alphabet = 'abcdefghijklmnopqrstuvwxyz';

/**
 * Commits to an answer of a quiz and says whether it is right, and why.
 *
 * @param id of the quiz, as it stands in the cell
 * @param letter of the option: 'a', 'b' ...
 */
export function guess(id: string, letter: string): void {
  told(() => {
    const { quiz } = quizNamed(id);
    const letters = [...alphabet.slice(0, quiz.options.length)];
    const picked = String(letter ?? '')
      .trim()
      .toLowerCase()
      .replace(/[).]$/, '');
    const list = `'${letters.slice(0, -1).join("', '")}' or '${letters.at(-1)}'`;
    if (picked === '') {
      say(`○ ${id}: put your letter between the quotes: ${list}. Then run this cell.`);
      return;
    }
    const option = quiz.options[letters.indexOf(picked)];
    if (option === undefined) {
      say(`○ ${id}: got '${String(letter).slice(0, 40)}'; expected ${list}.`);
      return;
    }
    const now = new Date().toISOString();
    const { trouble } = changeProgress((before) =>
      withGuess(before, id, picked, option.right, now),
    );
    const again = option.right ? '' : ' Which one now?';
    const text = `${option.right ? '✓' : '✗'} ${picked}) ${option.text}`.replace(/\s+/g, ' ');
    say([...wrap(text, 0, 5), ...wrap(sentence(option.reason) + again, 5)].join('\n'));
    if (trouble) say(trouble);
  });
}

function sentence(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line === '' ? '' : line[0].toUpperCase() + line.slice(1);
}
