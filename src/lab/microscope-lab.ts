/**
 * The microscope as something that can be shown: which page, its state, and the run that it looks at.
 * Pure.
 *
 * The page itself is built from `microscope/main.ts` to `dist/lab/microscope.html`.
 */
import { ConfigError } from '../math/errors.js';
import type { LabView } from '../view/view.js';
import { decodeState, encodeState } from './core/state.js';
import { boundsOf } from './microscope/look.js';
import { readRun } from './microscope/read.js';
import { microscopeData } from './microscope/record.js';
import type { RecordedRun } from './microscope/recorded.js';
import { microscopeFields, settleMicroscope } from './microscope/state.js';
import { runWords, sayMicroscope } from './microscope/words.js';

/**
 * A run of text to image under the microscope: latents, noise with and without words, guidance, the
 * estimate, pictures of every step, the schedule, and where the picture looks at each token.
 *
 * The first picture of a batch is shown; of more than 50 steps 50 are kept. The run of the micro model
 * with 25 steps is a page of about 1.3 MB, one of Stable Diffusion 1.5 of 4 MB.
 *
 * @param run a finished run, recorded with its model: `recordTrace(model)`
 * @param start where to look first: the line that the lab's own button copied, such as
 *   `step=3&view=words`
 * @throws ConfigError for a run without pictures, one with numbers that are none, or a line that
 *   does not fit
 *
 * @example
 * const model = await loadModel('test/golden/stable-diffusion/models/tiny-sd1');
 * const recorder = recordTrace(model);
 * await textToImage(model, { prompt: 'a cat', steps: 2, seed: 7, ...recorder.options });
 * microscopeLab(recorder.trace(), 'step=3').state; // 'step=3'
 * disposeModel(model);
 */
export function microscopeLab(run: RecordedRun, start = ''): LabView {
  const data = JSON.stringify(microscopeData(run));
  const seen = readRun(data);
  if (typeof seen === 'string') throw new ConfigError(`microscope lab: ${seen}`);
  const fields = microscopeFields(boundsOf(seen));
  const { state, notes } = decodeState(fields, start);
  if (notes.length > 0) throw new ConfigError(`microscope lab: ${notes.join(' ')}`);
  const settled = settleMicroscope(state);
  return {
    kind: 'lab',
    name: 'microscope',
    state: encodeState(fields, settled),
    data,
    height: 1300,
    alt: `Microscope, to play with: ${runWords(seen)}. ${sayMicroscope(seen, settled)}`,
    controls: 12 + seen.tokens.length,
  };
}
