/*
 * Child of kernel-types.mjs: reads lists of cells from its input, answers with what tslab's
 * converter makes of each. Runs in the folder of the notebooks.
 */
'use strict';

const { createRequire } = require('node:module');
const path = require('node:path');

const { createConverter } = createRequire(path.join(process.cwd(), 'cell.js'))(
  'tslab/dist/converter.js',
);
const lessons = JSON.parse(require('node:fs').readFileSync(0, 'utf8'));
const node = createConverter({ isJS: false, isBrowser: false });
const answers = lessons.map((cells) => {
  let before = '';
  return cells.map((source) => {
    const { diagnostics, declOutput, output, hasToplevelAwait } = node.convert(before, source);
    if (declOutput) before = declOutput;
    return {
      diagnostics: diagnostics.map(({ start, messageText, fileName }) => ({
        line: start.line,
        message: fileName ? `${fileName}: ${messageText}` : messageText,
      })),
      output: output ?? '',
      awaits: hasToplevelAwait === true,
    };
  });
});
process.stdout.write(`\0${JSON.stringify(answers)}`, () => process.exit(0));
