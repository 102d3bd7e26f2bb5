// @ts-check
/** A quiz in lesson.md: a question, then a task list whose lines read `- [x] answer :: reason`. */

/** @typedef {import('./markdown.mjs').Block} Block */
/** @typedef {import('./parse.mjs').Quiz} Quiz */

/**
 * @param {string} id
 * @param {Block[]} blocks
 * @param {number} at index of the comment that opened it
 * @param {(line: number, message: string) => void} refuse
 * @returns {{ quiz: Quiz, next: number }} next: index of the first block that is not the quiz's
 */
export function parseQuiz(id, blocks, at, refuse) {
  const line = blocks[at].line;
  /** @type {string[]} */
  const question = [];
  /** @type {{ line: number, right: boolean, words: string }[]} */
  const items = [];
  let i = at + 1;
  let blank = false;
  for (; i < blocks.length; i++) {
    const block = blocks[i];
    if (block.kind !== 'text') break;
    const item = /^\s*[-*] \[([ xX])\]\s*(.*)$/.exec(block.text);
    if (item) {
      items.push({ line: block.line, right: item[1] !== ' ', words: item[2] });
    } else if (items.length === 0) {
      question.push(block.text);
    } else if (block.text.trim() === '') {
      blank = true;
      continue;
    } else if (blank) {
      break; // prose after the list: the lesson goes on
    } else {
      items[items.length - 1].words += ` ${block.text.trim()}`;
    }
    blank = false;
  }
  const asked = question.join('\n').trim();
  if (asked === '') refuse(line, `quiz '${id}' asks nothing: expected a question below its mark`);
  if (items.length < 2 || items.length > 6) {
    refuse(
      line,
      `quiz '${id}': got ${items.length} answers; expected 2 to 6 lines '- [ ] answer :: reason'`,
    );
  }
  const right = items.filter((item) => item.right).length;
  if (items.length >= 2 && right !== 1) {
    refuse(line, `quiz '${id}': got ${right} right answers; expected exactly one '- [x]'`);
  }
  const options = items.map(({ line: where, right: isRight, words }) => {
    const cut = words.indexOf('::');
    const text = (cut < 0 ? words : words.slice(0, cut)).trim();
    const reason = cut < 0 ? '' : words.slice(cut + 2).trim();
    if (text === '') refuse(where, `quiz '${id}': an answer without words`);
    if (reason === '') {
      refuse(where, `quiz '${id}': '${text}' has no reason: expected '${text} :: why'`);
    }
    return { text, right: isRight, reason };
  });
  return { quiz: { id, question: asked, options, line }, next: i };
}
