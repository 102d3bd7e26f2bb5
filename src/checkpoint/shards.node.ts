/**
 * A model in several safetensors files: an index names the file of every tensor. Seen from outside
 * it is one file.
 *
 * Source: `*.safetensors.index.json` as Hugging Face's libraries write it: `{ metadata, weight_map:
 * { tensor: file } }`. An index comes from a stranger too: files outside its own folder are refused.
 */
import { open } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { CheckpointError, unknownName } from '../math/errors.js';
import { openSafetensors, type SafetensorsFile } from './safetensors.node.js';

/** The longest index that is read: SD 1.5's has 0.1 MB. */
const longestIndex = 32 * 2 ** 20;

/**
 * Opens a safetensors file, or, when the path ends in `.json`, all files that this index names.
 *
 * @throws CheckpointError when a file is damaged, or holds other tensors than the index says
 *
 * @example
 * const unet = 'test/golden/stable-diffusion/models/tiny-sd1/unet';
 * const file = await openCheckpoint(`${unet}/diffusion_pytorch_model.safetensors`);
 * file.entries.length; // 686
 * await file.close();
 */
export async function openCheckpoint(path: string): Promise<SafetensorsFile> {
  return path.endsWith('.json') ? openShards(path) : openSafetensors(path);
}

async function openShards(path: string): Promise<SafetensorsFile> {
  const home = await indexOf(path);
  const files = new Map<string, SafetensorsFile>();
  const close = async (): Promise<void> => {
    for (const file of files.values()) await file.close();
  };
  try {
    for (const name of new Set(home.values())) {
      files.set(name, await openSafetensors(join(dirname(path), name)));
    }
    for (const [name, file] of files) {
      const there = new Set(file.entries.map((entry) => entry.name));
      const promised = [...home].filter(([, where]) => where === name).map(([tensor]) => tensor);
      const missing = promised.find((tensor) => !there.has(tensor));
      if (missing !== undefined) {
        throw new CheckpointError(
          `${basename(path)}: got no tensor '${missing}' in ${name}; expected it there`,
        );
      }
    }
    const of = (tensor: string): SafetensorsFile => {
      const file = files.get(home.get(tensor) ?? '');
      if (file === undefined) throw unknownName('tensor', tensor, [...home.keys()]);
      return file;
    };
    return {
      path,
      entries: [...files].flatMap(([name, file]) =>
        file.entries.filter((entry) => home.get(entry.name) === name),
      ),
      metadata: Object.assign({}, ...[...files.values()].map((file) => file.metadata)),
      bytes: async (tensor) => of(tensor).bytes(tensor),
      read: async (tensor) => of(tensor).read(tensor),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Tensor -> name of its file. */
async function indexOf(path: string): Promise<Map<string, string>> {
  const file = basename(path);
  const handle = await open(path, 'r');
  let index: unknown;
  try {
    const { size } = await handle.stat();
    if (size > longestIndex) {
      throw new CheckpointError(`${file}: got ${size} bytes; expected an index of some thousand`);
    }
    index = JSON.parse(await handle.readFile('utf8'));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new CheckpointError(`${file}: got no valid JSON; expected an index of safetensors files`);
  } finally {
    await handle.close();
  }
  const map = (index as { weight_map?: unknown } | null)?.weight_map;
  if (typeof map !== 'object' || map === null) {
    throw new CheckpointError(
      `${file}: got no weight_map; expected { weight_map: { name: file } }`,
    );
  }
  for (const [tensor, name] of Object.entries(map)) {
    if (typeof name !== 'string' || name !== basename(name) || !name.endsWith('.safetensors')) {
      throw new CheckpointError(
        `${file}: got the file ${JSON.stringify(name)} for '${tensor}'; expected a .safetensors ` +
          'file in the same folder',
      );
    }
  }
  return new Map(Object.entries(map as Record<string, string>));
}
