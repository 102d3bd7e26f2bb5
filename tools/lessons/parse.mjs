// @ts-check
/**
 * `lesson.md` to cells: the only hand-written form of a lesson, and the only reader of it.
 *
 * Source of truth for the form: CONTRIBUTING.md, "A lesson". Every mistake is reported with its
 * file and line and the way out; all of them at once.
 */

import { parseHeader } from './header.mjs';
import { readBlocks, slug } from './markdown.mjs';
import { LessonError } from './problem.mjs';
import { parseQuiz } from './quiz.mjs';

/** @typedef {import('./problem.mjs').Problem} Problem */
/** @typedef {import('./markdown.mjs').Block} Block */
/**
 * @typedef {object} Cell
 * @property {string} id
 * @property {'code' | 'markdown'} type
 * @property {string} source
 * @property {number} line where its first line stands in lesson.md
 * @property {string} [exercise]
 * @property {string} [quiz]
 */
/** @typedef {{ level: number, text: string, line: number, slug: string }} Heading */
/** @typedef {{ text: string, right: boolean, reason: string }} Option */
/** @typedef {{ id: string, question: string, options: Option[], line: number }} Quiz */
/** @typedef {{ id: string, line: number, stub: string, checkLine: string }} Marked */
/**
 * @typedef {object} Lesson
 * @property {string} name
 * @property {string} file
 * @property {string} title
 * @property {number} minutes
 * @property {string[]} prerequisites
 * @property {string} needs
 * @property {number} seconds limit for all cells together
 * @property {Cell[]} cells
 * @property {Heading[]} headings
 * @property {Quiz[]} quizzes
 * @property {Marked[]} exercises
 */

export const headerKeys = ['title', 'minutes', 'prerequisites', 'needs', 'seconds'];
export const needs = ['numbers', 'tensors', 'conv-train'];
const idForm = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/**
 * @param {string} text
 * @param {{ name: string, file: string }} where `file` as it should stand in messages
 * @returns {Lesson}
 * @throws {LessonError} with every problem found
 */
export function parseLesson(text, { name, file }) {
  /** @type {Problem[]} */
  const problems = [];
  const refuse = (/** @type {number} */ line, /** @type {string} */ message) => {
    problems.push({ file, line, message });
  };
  const lines = text
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .split('\n');
  const header = parseHeader(lines, headerKeys, refuse);
  const report = header.broken ? () => {} : refuse;
  const lesson = { name, file, ...headerValues(header, name, report) };
  const blocks = readBlocks(lines, header.bodyLine, refuse);
  const body = readBody(blocks, refuse);
  problems.sort((a, b) => a.line - b.line);
  if (problems.length > 0) throw new LessonError(problems);
  return { ...lesson, ...body };
}

/**
 * @param {import('./header.mjs').Header} header
 * @param {string} name
 * @param {(line: number, message: string) => void} refuse
 */
function headerValues({ values, lineOf }, name, refuse) {
  const { title, minutes, prerequisites = [], needs: need = 'numbers', seconds = 60 } = values;
  if (typeof title !== 'string' || title.trim() === '') {
    refuse(lineOf('title'), "header: got no title; expected 'title: One neuron'");
  }
  const timed = name !== 'start';
  if (timed && !(Number.isInteger(minutes) && Number(minutes) > 0)) {
    refuse(lineOf('minutes'), `header: got minutes '${minutes}'; expected a whole number, as 25`);
  }
  const list =
    Array.isArray(prerequisites) && prerequisites.every((one) => typeof one === 'string');
  if (!list) {
    refuse(
      lineOf('prerequisites'),
      'header: prerequisites are a list of words, as [01-one-neuron]',
    );
  }
  if (!needs.includes(String(need))) {
    refuse(lineOf('needs'), `header: got needs '${need}'; there are: ${needs.join(', ')}`);
  }
  if (!(typeof seconds === 'number' && seconds > 0 && seconds <= 240)) {
    refuse(lineOf('seconds'), `header: got seconds '${seconds}'; expected a number from 1 to 240`);
  }
  return {
    title: String(title),
    minutes: timed ? Number(minutes) : 0,
    prerequisites: list ? /** @type {string[]} */ (prerequisites) : [],
    needs: String(need),
    seconds: Number(seconds),
  };
}

/**
 * @param {Block[]} blocks
 * @param {(line: number, message: string) => void} refuse
 */
function readBody(blocks, refuse) {
  /** @type {Cell[]} */
  const cells = [];
  /** @type {Heading[]} */
  const headings = [];
  /** @type {Quiz[]} */
  const quizzes = [];
  /** @type {Marked[]} */
  const exercises = [];
  /** @type {Map<string, number>} */
  const ordinals = new Map();
  /** @type {Map<string, number>} */
  const seen = new Map();
  let section = 'top';
  /** @type {{ line: number, lines: string[], section: string } | null} */
  let prose = null;
  /** @type {{ id: string, line: number } | null} */
  let open = null;

  const idIn = (/** @type {string} */ where) => {
    const next = (ordinals.get(where) ?? 0) + 1;
    ordinals.set(where, next);
    return `${where}-${next}`;
  };
  const flush = () => {
    const source = prose?.lines.join('\n').trim() ?? '';
    if (prose !== null && source !== '') {
      cells.push({ id: idIn(prose.section), type: 'markdown', source, line: prose.line });
    }
    prose = null;
  };
  const write = (/** @type {number} */ line, /** @type {string[]} */ text) => {
    if (prose === null) {
      if (text.length === 1 && text[0].trim() === '') return;
      prose = { line, lines: [], section };
    }
    prose.lines.push(...text);
  };
  const endExercise = () => {
    if (open === null) return;
    refuse(open.line, `exercise '${open.id}' has no stub: expected a typescript fence below it`);
    open = null;
  };
  const claim = (
    /** @type {string} */ id,
    /** @type {number} */ line,
    /** @type {string} */ kind,
  ) => {
    if (!idForm.test(id)) {
      refuse(line, `id of a ${kind}: got '${id}'; expected small letters, digits and '-'`);
    }
    const before = seen.get(id);
    if (before !== undefined) {
      refuse(line, `id '${id}' stands twice: first in line ${before}; give this one another`);
    }
    seen.set(id, line);
  };

  for (let i = 0; i < blocks.length; i++) {
    const block = blocks[i];
    if (block.kind === 'heading') {
      endExercise();
      const made = slug(block.text);
      if (made === '') refuse(block.line, `heading '${block.text}' has no letters; write words`);
      const twin = headings.find((one) => one.slug === made);
      if (twin) {
        const say = `heading '${block.text}' stands twice: first in line ${twin.line}`;
        refuse(block.line, `${say}; links and cell ids need different ones`);
      }
      headings.push({ level: block.level, text: block.text, line: block.line, slug: made });
      section = made;
      if (block.level <= 2) flush();
      write(block.line, [`${'#'.repeat(block.level)} ${block.text}`]);
    } else if (block.kind === 'text') {
      write(block.line, [block.text]);
    } else if (block.kind === 'fence') {
      if (block.language !== 'typescript') {
        write(block.line, block.raw);
        continue;
      }
      flush();
      const source = block.code.replace(/\s+$/, '');
      if (source === '') refuse(block.line, 'a code cell without code; remove the fence');
      /** @type {Cell} */
      const cell = { id: idIn(section), type: 'code', source, line: block.line + 1 };
      if (open !== null) {
        exercises.push(readStub(open, source, block.line, refuse));
        cell.exercise = open.id;
        open = null;
      } else if (/^\s*(await\s+)?check\(/m.test(source)) {
        refuse(
          block.line,
          "a check without an exercise: put '<!-- exercise: ID -->' above its text",
        );
      }
      cells.push(cell);
    } else if (block.text === 'lessons' || block.text === 'break-it') {
      flush();
      write(block.line, [`<!-- ${block.text} -->`]);
      flush();
    } else {
      const directive = /^([A-Za-z]+)\s*:\s*(\S+)$/.exec(block.text);
      const word = directive?.[1].toLowerCase() ?? '';
      if (directive && word === 'quiz') {
        endExercise();
        claim(directive[2], block.line, 'quiz');
        flush();
        const { quiz, next } = parseQuiz(directive[2], blocks, i, refuse);
        quizzes.push(quiz);
        cells.push(...quizCells(quiz, idIn, section));
        i = next - 1;
      } else if (directive && word === 'exercise') {
        endExercise();
        claim(directive[2], block.line, 'exercise');
        open = { id: directive[2], line: block.line };
      } else if (directive && /^(quiz|exer|exci|quis)/.test(word)) {
        refuse(block.line, `unknown mark: got '${directive[1]}'; there are: quiz, exercise`);
      }
    }
  }
  endExercise();
  flush();
  return { cells, headings, quizzes, exercises };
}

/**
 * @param {Quiz} quiz
 * @param {(section: string) => string} idIn
 * @param {string} section
 * @returns {Cell[]}
 */
function quizCells(quiz, idIn, section) {
  const letters = quiz.options.map((_, i) => String.fromCharCode(97 + i));
  const choices = quiz.options.map(({ text }, i) => `- **${letters[i]})** ${text}`).join('\n');
  const quoted = letters.map((letter) => `'${letter}'`);
  const last = quoted.pop();
  const all = quoted.length > 0 ? `${quoted.join(', ')} or ${last}` : last;
  return [
    {
      id: idIn(section),
      type: 'markdown',
      source: `${quiz.question}\n\n${choices}`,
      line: quiz.line + 1,
      quiz: quiz.id,
    },
    {
      id: idIn(section),
      type: 'code',
      source: `guess('${quiz.id}', ''); // type ${all} between the quotes`,
      line: quiz.line,
      quiz: quiz.id,
    },
  ];
}

/**
 * @param {{ id: string, line: number }} mark
 * @param {string} source
 * @param {number} line
 * @param {(line: number, message: string) => void} refuse
 * @returns {Marked}
 */
function readStub({ id, line: marked }, source, line, refuse) {
  const lines = source.split('\n');
  const last = lines[lines.length - 1];
  const call = /^await check\('([^']*)',\s*([A-Za-z_$][\w$]*)\);$/.exec(last);
  if (!call) {
    const wanted = `await check('${id}', yourFunction);`;
    refuse(
      line + lines.length,
      `the stub of '${id}' must end with its check: expected '${wanted}'`,
    );
  } else if (call[1] !== id) {
    refuse(
      line + lines.length,
      `the check names another exercise: got '${call[1]}'; expected '${id}'`,
    );
  }
  return { id, line: marked, stub: lines.slice(0, -1).join('\n').trimEnd(), checkLine: last };
}
