/*
 * Child of run.mjs: one lesson, its cells one after the other, translated and executed by the
 * kernel's own parts without a kernel. Runs in the folder of the notebooks. Takes the cells' texts
 * as a message, answers with one message for each cell and one at the end.
 */
'use strict';

const { createRequire } = require('node:module');
const path = require('node:path');

const here = createRequire(path.join(process.cwd(), 'cell.js'));
const { createConverter } = here('tslab/dist/converter.js');
const { createExecutor } = here('tslab/dist/executor.js');

let text = '';
let outputs = [];
let rejected = null;
const catching = (data, encoding, done) => {
  text += typeof data === 'string' ? data : Buffer.from(data).toString('utf8');
  const after = typeof encoding === 'function' ? encoding : done;
  if (after) process.nextTick(after);
  return true;
};

// What a notebook would be sent. The messages have to bear being written as JSON.
here('tslab/dist/jupyter').lastWriteDisplayData = ({ data }) => {
  outputs.push({ types: Object.keys(data), size: JSON.stringify(data).length });
};

process.on('unhandledRejection', (error) => {
  rejected ??= error;
});

process.once('message', async (sources) => {
  globalThis.__n2dRecorder = { views: [] };
  process.stdout.write = catching;
  process.stderr.write = catching;
  const node = createConverter({ isJS: false, isBrowser: false });
  const errors = [];
  const speak = (error) => (error instanceof Error ? `${error.name}: ${error.message}` : error);
  const executor = createExecutor(
    process.cwd(),
    { node, browser: null, close: () => node.close() },
    {
      log: (...parts) => console.log(...parts),
      error: (...parts) => errors.push(require('node:util').format(...parts.map(speak))),
    },
  );
  for (const source of sources) {
    [text, outputs, rejected] = ['', [], null];
    errors.length = 0;
    globalThis.__n2dRecorder.views.length = 0;
    const began = performance.now();
    const ok = await executor.execute(source);
    const seconds = (performance.now() - began) / 1000;
    await new Promise((later) => setImmediate(later));
    if (rejected) errors.push(`a promise failed that no one waits for: ${speak(rejected)}`);
    const views = globalThis.__n2dRecorder.views.map(({ kind, controls = 0, alt, caption }) => ({
      kind,
      controls,
      alt: alt ?? caption ?? '',
    }));
    const error = errors.length > 0 ? errors.join('\n') : ok ? null : 'failed without a word';
    process.send({ error, seconds, text, outputs, views });
    if (error !== null) break; // as 'Run All Cells' does
  }
  process.send({ end: true, memory: process.resourceUsage().maxRSS * 1024 }, () => process.exit(0));
});
