// @ts-check
/**
 * Where links lead: every file that a lesson names must be there, every anchor must be a heading.
 * Headings that a check sends the learner to ("read: 'By hand'") are links too.
 *
 * Addresses on the web are not called up: a lesson is checked without the network.
 */

import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { githubAnchor, isOutside, linksIn, proseOnly } from './links.mjs';

/** @typedef {import('./load.mjs').FullLesson} FullLesson */
/** @typedef {import('./problem.mjs').Problem} Problem */

/**
 * @param {string} root
 * @param {readonly FullLesson[]} lessons
 * @param {readonly string[]} [pages] other Markdown files whose links are followed, from the root
 * @returns {Problem[]}
 */
export function linkProblems(root, lessons, pages = ['lessons/glossary.md']) {
  /** @type {Problem[]} */
  const problems = [];
  const files = [
    ...lessons.flatMap((lesson) => [lesson.file, ...lesson.exercises.map(({ file }) => file)]),
    ...pages.filter((page) => existsSync(path.join(root, page))),
  ];
  for (const file of files) {
    const text = readFileSync(path.join(root, file), 'utf8');
    for (const { target, line } of linksIn(text)) {
      const message = deadLink(root, file, target);
      if (message !== null) problems.push({ file, line, message });
    }
  }
  for (const lesson of lessons) {
    for (const { checkFile } of lesson.exercises) {
      problems.push(...readingProblems(root, lesson, checkFile));
    }
  }
  return problems;
}

/**
 * @param {string} root
 * @param {string} file the link stands in
 * @param {string} target
 * @returns {string | null} what is wrong with it
 */
function deadLink(root, file, target) {
  if (isOutside(target)) {
    if (/^(https?|mailto):./.test(target)) return null;
    return `a link to '${target}'; links are relative, or begin with https://`;
  }
  const [name, anchor] = target.split('#');
  const there = name === '' ? file : path.posix.join(path.posix.dirname(file), decoded(name));
  const full = path.join(root, there);
  if (there.startsWith('..') || !existsSync(full)) {
    return `a link to '${target}' leads nowhere: there is no ${there}`;
  }
  if (anchor === undefined || anchor === '') return null;
  if (!there.endsWith('.md') || statSync(full).isDirectory()) {
    return `a link to '${target}': only Markdown files have headings to jump to`;
  }
  const anchors = anchorsOf(readFileSync(full, 'utf8'));
  if (anchors.includes(anchor)) return null;
  return `a link to '${target}' leads nowhere: ${there} has no such heading; there are: ${anchors.join(', ')}`;
}

/** @param {string} text Markdown */
export function anchorsOf(text) {
  const prose = proseOnly(text).split('\n');
  return text
    .split('\n')
    .filter((line, i) => /^#{1,6}\s/.test(line) && /^#/.test(prose[i]))
    .map((line) => githubAnchor(line.replace(/^#+\s+/, '').replace(/\s*#*$/, '')));
}

/**
 * @param {string} root
 * @param {FullLesson} lesson
 * @param {string} file a check of an exercise
 * @returns {Problem[]}
 */
function readingProblems(root, lesson, file) {
  const full = path.join(root, file);
  if (!existsSync(full)) return [];
  const text = readFileSync(full, 'utf8');
  const headings = lesson.headings.map((heading) => heading.text);
  return [...text.matchAll(/\bread:\s*(['"`])((?:(?!\1).)+)\1/g)]
    .filter((match) => !headings.includes(match[2]))
    .map((match) => ({
      file,
      line: text.slice(0, match.index).split('\n').length,
      message: `'read' names no heading of the lesson: got '${match[2]}'; there are: ${headings.join(', ')}`,
    }));
}

/** @param {string} name */
function decoded(name) {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
