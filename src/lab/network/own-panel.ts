/**
 * Points of the reader's own: put into the plane by a click (or Enter), or pasted as a table.
 */
import { button, type Control, segments, slider } from '../core/controls.js';
import { html } from '../core/dom.js';
import { readTable } from './csv.js';
import type { Panel } from './drawer.js';
import { oddities, ownOf, withClass, withoutPoint, withPoint } from './edit-points.js';
import { NO_POINTS, type OwnPoints } from './own-points.js';
import type { Restart } from './settings.js';
import type { Trainer } from './trainer.js';

export interface OwnPanel extends Panel {
  /** A place of the plane was picked while the panel is open. */
  readonly pick: (x: number, y: number) => void;
}

const ERASE = 'erase';

/** The panel; `restart` puts the points in. */
export function ownPanel(restart: Restart, current: () => Trainer): OwnPanel {
  let notes: readonly string[] = [];
  let tool = '';
  let height = 0.5;
  let choice: Control<string> | undefined;
  let built = '';

  const put = (points: OwnPoints, said: readonly string[] = oddities(points)): void => {
    notes = said;
    restart({ data: 'own', points });
  };
  const now = (): OwnPoints => ownOf(current().data);
  const tools = html('div', {});
  const value = slider({
    ...{ name: 'number of the next point', sign: 'its number', from: -1, to: 1, step: 0.1 },
    onInput: (next) => {
      height = next;
      value.show(next);
    },
  });
  value.element.querySelector('label')?.classList.add('word');
  const more = button('One class more', () => put(withClass(now())));
  const none = button('Remove all', () => put(NO_POINTS, []));
  const table = html('textarea', {
    rows: 5,
    spellcheck: 'false',
    'aria-label': 'a table of points',
    placeholder: 'x1, x2, class\n0.5, -0.2, cat\n-0.7, 0.1, dog',
  });
  const use = button('Use this table', () => {
    const read = readTable(table.value);
    if (read.points === undefined) {
      notes = read.notes;
      restart({});
    } else put(read.points, [`${counted(read.points.inputs.length)} taken.`, ...read.notes]);
  });
  const said = html('ul', { class: 'said', role: 'status' });
  const element = html(
    'div',
    { class: 'own-panel' },
    html(
      'div',
      {},
      html(
        'p',
        {},
        'Click into the plane, or move the cross with the arrow keys and press Enter. The points that are there stay.',
      ),
      html('div', { class: 'row' }, tools, value.element, more, none),
    ),
    html(
      'div',
      {},
      html('p', {}, 'Or paste a table: two columns of numbers, then a class or a number.'),
      table,
      html('div', { class: 'row' }, use),
      said,
    ),
  );

  const build = ({ data }: Trainer): void => {
    const names = [...(data.classes.length > 0 ? data.classes : ['add']), ERASE];
    if (!names.includes(tool)) tool = names[Math.min(1, names.length - 2)];
    choice = segments('a click adds', names, (next) => {
      tool = next;
    });
    choice.show(tool);
    tools.replaceChildren(choice.element);
    value.element.hidden = data.classes.length > 0;
    more.hidden = data.classes.length === 0 || data.classes.length > 5;
    value.show(height);
  };

  return {
    ...{ name: 'Own points', part: 'own points', element },
    draw: (state, trainer) => {
      const key = JSON.stringify([trainer.data.classes, state.data]);
      if (key !== built) {
        built = key;
        build(trainer);
      }
      const text = notes.join('\n');
      if (said.dataset.text === text) return;
      said.dataset.text = text;
      said.replaceChildren(...notes.map((note) => html('li', {}, note)));
    },
    pick: (x, y) => {
      const points = now();
      if (tool === ERASE) put(withoutPoint(points, x, y));
      else
        put(
          withPoint(
            points,
            x,
            y,
            points.classes.length > 0 ? points.classes.indexOf(tool) : height,
          ),
        );
    },
  };
}

function counted(count: number): string {
  return count === 1 ? '1 point' : `${count.toLocaleString('en-US')} points`;
}
