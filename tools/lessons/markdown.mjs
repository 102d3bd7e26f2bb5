// @ts-check
/**
 * A lesson's body, line by line: headings, fences, comments, prose.
 *
 * Not a Markdown parser: the renderer of the notebook is one. Here we only need where things begin
 * and end, with their line numbers.
 */

/**
 * @typedef {{ kind: 'heading', line: number, level: number, text: string }
 *   | { kind: 'fence', line: number, language: string, code: string, raw: string[] }
 *   | { kind: 'comment', line: number, text: string }
 *   | { kind: 'text', line: number, text: string }} Block
 */

/** Languages a fence may have: the first runs, the others are prose. */
export const languages = ['typescript', 'ts', 'text', 'console', 'json', 'mermaid'];

/**
 * @param {string[]} lines all lines of the file
 * @param {number} from index of the first line to read
 * @param {(line: number, message: string) => void} refuse
 * @returns {Block[]} one block per line of text; fences and comments as wholes
 */
export function readBlocks(lines, from, refuse) {
  /** @type {Block[]} */
  const blocks = [];
  let i = from;
  while (i < lines.length) {
    const text = lines[i];
    const line = i + 1;
    const fence = /^( {0,3})(`{3,}|~{3,})\s*(.*)$/.exec(text);
    if (fence) {
      i = readFence(lines, i, fence, blocks, refuse);
    } else if (/^ {0,3}<!--/.test(text)) {
      const end = lines.findIndex((other, at) => at >= i && other.includes('-->'));
      if (end < 0) {
        refuse(line, "a comment begins and does not end: expected '-->'");
        return blocks;
      }
      const whole = lines.slice(i, end + 1).join('\n');
      const stop = whole.indexOf('-->');
      blocks.push({
        kind: 'comment',
        line,
        text: whole.slice(whole.indexOf('<!--') + 4, stop).trim(),
      });
      const rest = whole.slice(stop + 3);
      if (rest.trim() !== '') blocks.push({ kind: 'text', line: end + 1, text: rest.trimStart() });
      i = end + 1;
    } else {
      const heading = /^(#{1,6})\s+(.*?)\s*#*$/.exec(text);
      if (heading) {
        blocks.push({ kind: 'heading', line, level: heading[1].length, text: heading[2] });
      } else {
        blocks.push({ kind: 'text', line, text: withoutComments(text) });
      }
      i++;
    }
  }
  return blocks;
}

/**
 * @param {string[]} lines
 * @param {number} at
 * @param {RegExpExecArray} opening
 * @param {Block[]} blocks
 * @param {(line: number, message: string) => void} refuse
 * @returns {number} index of the line after the fence
 */
function readFence(lines, at, opening, blocks, refuse) {
  const [, indent, marks, info] = opening;
  const closing = new RegExp(`^ {0,3}${marks[0]}{${marks.length},}\\s*$`);
  let end = at + 1;
  while (end < lines.length && !closing.test(lines[end])) end++;
  if (end >= lines.length) {
    refuse(at + 1, `a fence begins and does not end: expected a line '${marks}'`);
    return lines.length;
  }
  const language = info.trim();
  if (marks[0] === '~' || indent !== '') {
    refuse(at + 1, 'a fence begins at the start of the line, with three backticks');
  }
  if (!languages.includes(language)) {
    const got = language === '' ? 'no language' : `'${language}'`;
    const why = /^(bash|sh|shell|zsh)$/.test(language)
      ? "; for commands use 'console'"
      : /^(js|javascript|python|py|html|latex|sql)$/.test(language)
        ? "; the kernel cannot run it: code is 'typescript', and what is only read is 'text'"
        : '';
    refuse(at + 1, `language of a fence: got ${got}; there are: ${languages.join(', ')}${why}`);
  }
  const inner = lines.slice(at + 1, end);
  blocks.push({
    kind: 'fence',
    line: at + 1,
    language,
    code: inner.join('\n'),
    raw: lines.slice(at, end + 1),
  });
  return end + 1;
}

/**
 * Comments inside a line are notes too; those between backticks are text.
 * @param {string} text
 */
function withoutComments(text) {
  if (!text.includes('<!--')) return text;
  return text
    .split(/(`[^`]*`)/)
    .map((part, i) => (i % 2 === 1 ? part : part.replace(/\s*<!--.*?-->/g, '')))
    .join('');
}

/** Heading text as an identifier: `By hand, again` is `by-hand-again`. @param {string} text */
export function slug(text) {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 56)
    .replace(/-+$/, '');
}
