/** The page `dist/lab/microscope.html` starts here, with the run that was put into it. */
import { startLab } from '../core/boot.js';
import { html } from '../core/dom.js';
import { STYLE } from '../core/style.js';
import { followTheme } from '../core/theme.js';
import { boundsOf } from './look.js';
import { microscope } from './mount.js';
import { type Run, readRun } from './read.js';
import { microscopeFields, settleMicroscope } from './state.js';
import { MICROSCOPE_STYLE } from './style.js';
import { sayMicroscope } from './words.js';

declare global {
  interface Window {
    /** Set before this script runs: the data of a run, as `microscopeLab` packs them. */
    N2D_DATA?: unknown;
  }
}

const run = readRun(window.N2D_DATA);
if (typeof run === 'string') refuse(run);
else start(run);

function start(seen: Run): void {
  const { mount, halt } = microscope(seen);
  startLab({
    name: 'microscope',
    title: 'Microscope',
    fields: microscopeFields(boundsOf(seen)),
    style: MICROSCOPE_STYLE,
    settle: settleMicroscope,
    mount,
    say: (state) => sayMicroscope(seen, state),
    call: (line) => `show(microscopeLab(trace, '${line}'));`,
    halt,
  });
}

function refuse(reason: string): void {
  document.head.append(html('style', {}, STYLE));
  const way =
    'In a notebook, record a run with recordTrace(model) and show microscopeLab(trace); ' +
    'writeLab writes the same as a page.';
  document.body.append(
    html('main', {}, html('h1', {}, 'Microscope'), html('p', {}, `${reason} ${way}`)),
  );
  followTheme(() => {});
}
