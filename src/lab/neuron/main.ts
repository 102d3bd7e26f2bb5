/** The page `dist/lab/neuron.html` starts here. */
import { startLab } from '../core/boot.js';
import { mountNeuron } from './mount.js';
import { type NeuronState, neuronFields, settleNeuron } from './state.js';
import { NEURON_STYLE } from './style.js';
import { createTries } from './tries.js';
import { sayNeuron } from './words.js';

let redraw = (): void => {};
const tries = createTries(() => redraw());

startLab<NeuronState>({
  name: 'neuron',
  title: 'Neuron lab',
  fields: neuronFields,
  style: NEURON_STYLE,
  settle: settleNeuron,
  mount: (place, store) => {
    redraw = store.redraw;
    return mountNeuron(place, store, tries);
  },
  say: (state) => sayNeuron(state, tries.count(state)),
  call: (line) => `show(neuronLab('${line}'));`,
});
