/**
 * LoRA: a change of a model's weights as products of thin matrices, in kohya's file format.
 *
 *   W' = W + strength * (alpha / rank) * up @ down
 *
 * rank is the inner width; alpha is in the file, or equal to rank. For a convolution, `down` is one
 * [rank, inputs, kh, kw] and `up` one [outputs, rank, 1, 1].
 *
 * Source: Hu et al., "LoRA", 2021, section 4.1; kohya-ss/sd-scripts, `networks/lora.py`. Leaves
 * out: LoHa, LoKr and DoRA, which are refused; LoRA files of SDXL.
 */
import { basename } from 'node:path';
import { CheckpointError } from '../math/errors.js';
import type { Part } from './aliases.js';
import { kindOf } from './kind.js';
import { openSafetensors, type SafetensorsFile } from './safetensors.node.js';

/** The names and shapes that a model's weights have in a checkpoint. */
export type ShapesOfParts = Readonly<
  Partial<Record<Part, Readonly<Record<string, readonly number[]>>>>
>;

/** An open LoRA that fits a model. */
export interface Lora {
  /** Which weights it changes. */
  readonly changes: Readonly<Record<Part, ReadonlySet<string>>>;
  /** Adds the change to a weight, in place, in the order of a checkpoint. */
  apply(part: Part, name: string, values: Float32Array): Promise<void>;
  close(): Promise<void>;
}

const prefixes = { unet: 'lora_unet_', text_encoder: 'lora_te_' } as const;

/**
 * Opens a LoRA and holds it against a model.
 *
 * @param strength how much of the change, 1 for all
 * @throws CheckpointError when it is no LoRA, or one for another model
 */
export async function openLora(
  path: string,
  strength: number,
  model: ShapesOfParts,
): Promise<Lora> {
  const file = await openSafetensors(path);
  try {
    return await fitted(file, strength, model);
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function fitted(
  file: SafetensorsFile,
  strength: number,
  model: ShapesOfParts,
): Promise<Lora> {
  const said = basename(file.path);
  const kind = kindOf(file.entries);
  if (kind !== 'LoRA (kohya)') {
    throw new CheckpointError(
      `${said}: got a file of kind '${kind}'; expected a LoRA of kohya's form`,
    );
  }
  const shapes = new Map(file.entries.map(({ name, shape }) => [name, shape]));
  const targets = targetsOf(model);
  const modules = new Map<string, string>();
  const strangers: string[] = [];
  for (const name of shapes.keys()) {
    const module = /^(.+)\.lora_down\.weight$/.exec(name)?.[1];
    if (module === undefined) continue;
    const target = targets.get(module);
    if (target === undefined) strangers.push(module);
    else modules.set(target.key, module);
    if (target !== undefined) requireShape(said, module, shapes, target.shape);
  }
  if (strangers.length > 0 || modules.size === 0) {
    throw new CheckpointError(
      `${said}: made for another model: got ${strangers.length} parts that this one lacks ` +
        `(${strangers.slice(0, 3).join(', ')}); expected parts of it`,
    );
  }
  const of = (part: Part): Set<string> =>
    new Set(
      [...modules.keys()].flatMap((key) =>
        key.startsWith(`${part} `) ? [key.slice(part.length + 1)] : [],
      ),
    );
  return {
    changes: { unet: of('unet'), text_encoder: of('text_encoder'), vae: new Set() },
    close: () => file.close(),
    async apply(part, name, values) {
      const module = modules.get(`${part} ${name}`);
      if (module === undefined) return;
      const rank = (shapes.get(`${module}.lora_down.weight`) as readonly number[])[0];
      const down = await file.read(`${module}.lora_down.weight`);
      const up = await file.read(`${module}.lora_up.weight`);
      const alpha = shapes.has(`${module}.alpha`) ? (await file.read(`${module}.alpha`))[0] : rank;
      addProduct(values, up, down, rank, (strength * alpha) / rank);
    },
  };
}

/** Module names of kohya (dots become underscores) -> the weight that each changes. */
function targetsOf(model: ShapesOfParts): Map<string, { key: string; shape: readonly number[] }> {
  const targets = new Map<string, { key: string; shape: readonly number[] }>();
  for (const part of ['unet', 'text_encoder'] as const) {
    for (const [name, shape] of Object.entries(model[part] ?? {})) {
      if (!name.endsWith('.weight') || shape.length < 2) continue;
      const flat = name.slice(0, -'.weight'.length).replaceAll('.', '_');
      targets.set(prefixes[part] + flat, { key: `${part} ${name}`, shape });
    }
  }
  return targets;
}

function requireShape(
  file: string,
  module: string,
  shapes: ReadonlyMap<string, readonly number[]>,
  [outputs, ...inner]: readonly number[],
): void {
  const down = shapes.get(`${module}.lora_down.weight`) ?? [];
  const up = shapes.get(`${module}.lora_up.weight`) ?? [];
  const product = (list: readonly number[]): number => list.reduce((a, b) => a * b, 1);
  const fits =
    down[0] > 0 &&
    up[0] === outputs &&
    up[1] === down[0] &&
    product(down.slice(1)) === product(inner);
  if (fits && product(up.slice(2)) === 1) return;
  throw new CheckpointError(
    `${file}: made for another model: got ${module} [${up}] x [${down}]; expected a product ` +
      `[${[outputs, ...inner]}]`,
  );
}

/** values [outputs, inner] += factor * up [outputs, rank] @ down [rank, inner] */
function addProduct(
  values: Float32Array,
  up: Float32Array,
  down: Float32Array,
  rank: number,
  factor: number,
): void {
  const inner = down.length / rank;
  for (let o = 0; o < up.length / rank; o++) {
    for (let r = 0; r < rank; r++) {
      const weight = factor * up[o * rank + r];
      const row = r * inner;
      for (let i = 0; i < inner; i++) values[o * inner + i] += weight * down[row + i];
    }
  }
}
