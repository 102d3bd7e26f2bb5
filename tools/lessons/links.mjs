// @ts-check
/**
 * Links of a lesson: where they are, where they lead, and what they become in the notebook.
 *
 * lesson.md is read on GitHub and in editors; the notebook lies in another folder and JupyterLab
 * makes other anchors. So a link is written once, for lesson.md, and translated here.
 */

import path from 'node:path';

/** @typedef {{ target: string, text: string, image: boolean, line: number }} Link */

const form = /(!?)\[((?:[^\][\\]|\\.|\[[^\]]*\])*)\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/g;

/**
 * Text with inline code, formulas and fences turned into spaces of the same length.
 * @param {string} text
 */
export function proseOnly(text) {
  const blank = (/** @type {string} */ part) => part.replace(/[^\n]/g, ' ');
  return text
    .replace(/^(`{3,})[^\n]*\n[\s\S]*?^\1`*[ \t]*$/gm, blank)
    .replace(/(`+)[^`]+?\1/g, blank)
    .replace(/\$\$[\s\S]+?\$\$/g, blank)
    .replace(/\$[^$\n]+\$/g, blank);
}

/**
 * @param {string} text Markdown
 * @param {number} [firstLine] number of its first line
 * @returns {Link[]}
 */
export function linksIn(text, firstLine = 1) {
  // words of a link may hold `code`, so look in the text itself and skip what begins inside code
  const prose = proseOnly(text);
  return [...text.matchAll(form)]
    .filter((match) => prose[match.index] !== ' ')
    .map((match) => ({
      image: match[1] === '!',
      text: match[2],
      target: match[3],
      line: firstLine + text.slice(0, match.index).split('\n').length - 1,
    }));
}

/** A heading's anchor as GitHub makes it. @param {string} heading */
export function githubAnchor(heading) {
  return plain(heading)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');
}

/** A heading's anchor as JupyterLab makes it. @param {string} heading */
export function jupyterAnchor(heading) {
  return plain(heading).replace(/ /g, '-');
}

/** @param {string} heading */
function plain(heading) {
  return heading
    .replace(/[`*]/g, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .trim();
}

/**
 * @param {string} source a Markdown cell of a lesson
 * @param {string} name the lesson's folder
 * @param {Map<string, import('./parse.mjs').Heading[]>} headings of every lesson, by name
 * @returns {string} the same cell for `notebooks/` and `workspace/`
 */
export function forNotebook(source, name, headings) {
  const prose = proseOnly(source);
  return source.replace(form, (whole, mark, text, target, at) => {
    if (prose[at] === ' ' || isOutside(target)) return whole;
    const begin = whole.lastIndexOf(target);
    return `${mark}[${text}]${whole.slice(mark.length + text.length + 2, begin)}${translated(
      target,
      name,
      headings,
    )}${whole.slice(begin + target.length)}`;
  });
}

/** @param {string} target */
export function isOutside(target) {
  return /^[a-z][a-z0-9+.-]*:/i.test(target) || target.startsWith('//');
}

/**
 * @param {string} target
 * @param {string} name
 * @param {Map<string, import('./parse.mjs').Heading[]>} headings
 */
function translated(target, name, headings) {
  const [file, anchor] = target.split('#');
  const full = file === '' ? `lessons/${name}/lesson.md` : path.posix.join('lessons', name, file);
  const lesson = /^lessons\/([^/]+?)(?:\/lesson)?\.md$/.exec(full)?.[1];
  const there = headings.get(lesson ?? '');
  if (lesson === undefined || there === undefined) return `../${full}${anchor ? `#${anchor}` : ''}`;
  const heading = there.find((one) => githubAnchor(one.text) === anchor);
  const jump = heading ? `#${jupyterAnchor(heading.text)}` : anchor ? `#${anchor}` : '';
  return file === '' ? jump : `${lesson}.ipynb${jump}`;
}
