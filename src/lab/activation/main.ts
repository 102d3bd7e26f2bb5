/** The page `dist/lab/activation.html` starts here. */
import { startLab } from '../core/boot.js';
import { mountActivation } from './mount.js';
import { activationFields, settleActivation } from './state.js';
import { ACTIVATION_STYLE } from './style.js';
import { sayActivation } from './words.js';

startLab({
  name: 'activation',
  title: 'Activation explorer',
  fields: activationFields,
  style: ACTIVATION_STYLE,
  settle: settleActivation,
  mount: mountActivation,
  say: sayActivation,
  call: (line) => `show(activationLab('${line}'));`,
});
