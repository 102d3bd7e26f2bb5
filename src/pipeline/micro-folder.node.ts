/** Where the course's own small Stable Diffusion lies: `models/micro`, a folder of diffusers. */
import { fileURLToPath } from 'node:url';
import { CheckpointError } from '../math/errors.js';

/**
 * The folder of the micro model, for `loadModel`. It draws emoji of 64 x 64 pixels; see its card,
 * `models/micro/README.md`.
 *
 * @example
 * microFolder.endsWith('micro'); // true
 */
export const microFolder: string = fileURLToPath(new URL('../../models/micro', import.meta.url));

/** What looked at pictures while its text encoder was trained (see `imageTower`): for measuring. */
export const microImageTower: string = `${microFolder}-image-tower.safetensors`;

/** What to do when a file of the folder is missing or damaged. */
export const wayBack =
  "This file comes with the course: 'git checkout models/micro' brings it back";

/** The error, with the way out when it is about a file of the micro model. */
export function withWayBack(error: unknown, path: string): unknown {
  if (!(error instanceof CheckpointError) || !path.startsWith(microFolder)) return error;
  return error.message.includes(wayBack)
    ? error
    : new CheckpointError(`${error.message}. ${wayBack}`, { cause: error });
}
