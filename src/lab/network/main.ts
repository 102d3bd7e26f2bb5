/** The page `dist/lab/network.html` starts here. */
import { startLab } from '../core/boot.js';
import { type Mounted, mountNetwork } from './mount.js';
import { networkFields, settleNetwork } from './state.js';
import { NETWORK_STYLE } from './style.js';
import { sayNetwork } from './words.js';

let mounted: Mounted | undefined;

startLab({
  name: 'network',
  title: 'Network lab',
  fields: networkFields,
  style: NETWORK_STYLE,
  settle: settleNetwork,
  mount: (place, store) => {
    mounted = mountNetwork(place, store);
    return mounted.draw;
  },
  say: (state) => mounted?.say(state) ?? sayNetwork(state),
  call: (line) => `show(networkLab('${line}'));`,
  halt: () => mounted?.halt(),
});
