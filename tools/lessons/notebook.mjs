// @ts-check
/** Cells to an nbformat 4.5 notebook: no outputs, keys sorted, the same bytes every time. */

import { forNotebook } from './links.mjs';

/** @typedef {import('./load.mjs').FullLesson} FullLesson */

const needsInWords = {
  numbers: 'plain numbers, any laptop',
  tensors: 'tensors, any laptop',
  'conv-train': 'trains a convolutional network: seconds with native TensorFlow, minutes without',
};

/**
 * @param {FullLesson} lesson
 * @param {Map<string, import('./parse.mjs').Heading[]>} headings of every lesson, by name
 * @returns {string} the notebook file's text
 */
export function notebookText(lesson, headings) {
  const cells = lesson.cells.map((cell, index) => {
    const source =
      cell.type === 'markdown'
        ? forNotebook(
            index === 0 ? withLabel(cell.source, lesson) : cell.source,
            lesson.name,
            headings,
          )
        : cell.source;
    const kind = cell.exercise ? 'exercise' : cell.quiz ? 'quiz' : null;
    const metadata = kind ? { n2d: { [kind]: cell.exercise ?? cell.quiz }, tags: [kind] } : {};
    const common = { cell_type: cell.type, id: cell.id, metadata, source: sourceLines(source) };
    return cell.type === 'code' ? { ...common, execution_count: null, outputs: [] } : common;
  });
  const notebook = {
    cells,
    metadata: {
      kernelspec: { display_name: 'TypeScript', language: 'typescript', name: 'tslab' },
      language_info: { file_extension: '.ts', mimetype: 'text/typescript', name: 'typescript' },
      n2d: { lesson: lesson.name },
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
  return `${JSON.stringify(sorted(notebook), null, 1)}\n`;
}

/**
 * The label of a lesson under its title: how long, what it needs, what comes before it.
 * @param {string} source
 * @param {FullLesson} lesson
 */
function withLabel(source, lesson) {
  if (lesson.name === 'start' || lesson.name === 'glossary') return source;
  const need = needsInWords[/** @type {keyof typeof needsInWords} */ (lesson.needs)];
  const before = lesson.prerequisites.length > 0 ? lesson.prerequisites.join(', ') : 'nothing';
  const label = `*${lesson.minutes} minutes. Needs: ${need}. Before this: ${before}.*`;
  const [title, ...rest] = source.split('\n');
  return [title, '', label, ...rest].join('\n');
}

/** @param {string} text */
function sourceLines(text) {
  const lines = text.split('\n');
  return lines.map((line, i) => (i < lines.length - 1 ? `${line}\n` : line));
}

/** @param {unknown} value @returns {unknown} */
function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
