/** A lab as a file of its own, to keep, to send, to open without a notebook. */
import { writeFileAtomic } from '../files/atomic.node.js';
import { ConfigError } from '../math/errors.js';
import type { LabView } from '../view/view.js';
import { wholeLabPage } from './lab-page.node.js';

/**
 * Writes a lab as one page that needs nothing else, no network either.
 *
 * @param file a path that ends in .html
 * @param lab what `neuronLab`, `networkLab`, `activationLab` or `microscopeLab` made
 * @throws ConfigError for another ending, or for what is no lab; FileError when it cannot be written
 */
export function writeLab(file: string, lab: LabView): void {
  if (!/\.html?$/i.test(file)) {
    throw new ConfigError(
      `write lab: got the file name '${file}'; expected one that ends in .html`,
    );
  }
  if (lab?.kind !== 'lab') {
    throw new ConfigError(
      `write lab: got ${lab?.kind ?? typeof lab}; expected a lab, as neuronLab(), networkLab(), ` +
        'activationLab() or microscopeLab() make one',
    );
  }
  writeFileAtomic(file, wholeLabPage(lab));
}
