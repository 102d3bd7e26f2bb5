/** Where the course's own small Stable Diffusion lies: `models/micro`, a folder of diffusers. */
import { fileURLToPath } from 'node:url';

/**
 * The folder of the micro model, for `loadModel`. It draws emoji of 64 x 64 pixels; see its card,
 * `models/micro/README.md`.
 *
 * @example
 * microFolder.endsWith('micro'); // true
 */
export const microFolder: string = fileURLToPath(new URL('../../models/micro', import.meta.url));
