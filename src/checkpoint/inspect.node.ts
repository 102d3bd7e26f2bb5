/**
 * What a file of weights is, without loading it: kind, sizes, number formats, metadata.
 */
import { statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { CheckpointError } from '../math/errors.js';
import type { Part } from './aliases.js';
import { readEmbedding } from './embedding.node.js';
import { openFolder, piecesOf } from './folder.node.js';
import { type Kind, kindOf } from './kind.js';
import { unetConfigOf } from './shapes-config.js';
import { openCheckpoint } from './shards.node.js';
import { type Piece, splitSingleFile } from './single-file.js';

/** What was found. */
export interface Inspection {
  readonly file: string;
  readonly kind: Kind | 'diffusers folder';
  readonly bytes: number;
  readonly tensors: number;
  readonly parameters: number;
  /** How many tensors have numbers of each kind. */
  readonly dtypes: Readonly<Record<string, number>>;
  /** Tensors and parameters of each model in it. */
  readonly parts: Readonly<
    Record<string, { readonly tensors: number; readonly parameters: number }>
  >;
  /** What is worth knowing: widths, levels, vectors. */
  readonly facts: Readonly<Record<string, string>>;
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * Looks at a safetensors file, an index of shards, a folder of diffusers, or an embedding (.pt).
 *
 * @throws CheckpointError when it is none of these, or damaged
 */
export async function inspect(path: string): Promise<Inspection> {
  if (statSync(path).isDirectory()) return inspectFolder(path);
  if (/\.(pt|bin)$/.test(path)) return inspectEmbedding(path);
  if (!/\.(safetensors|json)$/.test(path)) await requireSafetensors(path);
  const file = await openCheckpoint(path);
  try {
    const { entries, metadata } = file;
    const kind = kindOf(entries);
    const isWhole = kind.endsWith('checkpoint');
    const split = isWhole ? splitSingleFile(entries, basename(path)) : undefined;
    const parts: Inspection['parts'] = split
      ? {
          unet: sizeOf(split.unet),
          vae: sizeOf(split.vae),
          text_encoder: sizeOf(split.text_encoder),
        }
      : {};
    const unet = split?.unet ?? (kind === 'U-Net (diffusers)' ? piecesOf('unet', entries) : []);
    return {
      file: path,
      kind,
      bytes: entries.reduce((sum, { begin, end }) => sum + end - begin, 0),
      ...totals(entries),
      parts,
      facts: {
        ...unetFacts(unet),
        ...(split?.ema ? { 'average over the training': 'yes, it is preferred' } : {}),
        ...(split && split.unexpected.length > 0
          ? { 'not of any model': split.unexpected.slice(0, 5).join(', ') }
          : {}),
        ...(kind === 'textual inversion embedding'
          ? { vectors: String(entries[0].shape.length === 1 ? 1 : entries[0].shape[0]) }
          : {}),
      },
      metadata,
    };
  } finally {
    await file.close();
  }
}

interface Sized {
  readonly shape: readonly number[];
  readonly dtype: string;
}

function totals(list: readonly Sized[]): Pick<Inspection, 'tensors' | 'parameters' | 'dtypes'> {
  const dtypes: Record<string, number> = {};
  for (const { dtype } of list) dtypes[dtype] = (dtypes[dtype] ?? 0) + 1;
  return { ...sizeOf(list), dtypes };
}

function sizeOf(list: readonly Sized[]): { tensors: number; parameters: number } {
  const parameters = list.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
  return { tensors: list.length, parameters };
}

function unetFacts(pieces: readonly Piece[]): Record<string, string> {
  if (pieces.length === 0) return {};
  const config = unetConfigOf(pieces);
  const inputs = Number(config.in_channels);
  return {
    'input channels': inputs === 9 ? '9 (inpainting)' : String(inputs),
    'channels of the levels': String(config.block_out_channels),
    'width of the text': String(config.cross_attention_dim),
  };
}

async function inspectFolder(path: string): Promise<Inspection> {
  const folder = openFolder(path);
  const parts: Record<string, { tensors: number; parameters: number }> = {};
  const all: Sized[] = [];
  let bytes = 0;
  let facts: Record<string, string> = {};
  for (const part of ['text_encoder', 'unet', 'vae'] satisfies Part[]) {
    const file = await openCheckpoint(folder.weights[part]);
    try {
      parts[part] = sizeOf(file.entries);
      all.push(...file.entries);
      bytes += file.entries.reduce((sum, { begin, end }) => sum + end - begin, 0);
      if (part === 'unet') facts = unetFacts(piecesOf('unet', file.entries));
    } finally {
      await file.close();
    }
  }
  const scheduler = (folder.scheduler as { _class_name?: string } | null)?._class_name;
  return {
    file: path,
    kind: 'diffusers folder',
    bytes,
    ...totals(all),
    parts,
    facts: { ...facts, ...(scheduler ? { scheduler } : {}) },
    metadata: {},
  };
}

async function inspectEmbedding(path: string): Promise<Inspection> {
  const { name, vectors, width } = await readEmbedding(path);
  return {
    file: path,
    kind: 'textual inversion embedding',
    bytes: statSync(path).size,
    tensors: 1,
    parameters: vectors.length * width,
    dtypes: {},
    parts: {},
    facts: { name, vectors: String(vectors.length), width: String(width) },
    metadata: {},
  };
}

/**
 * A file of another ending is looked at only if it begins like a safetensors file.
 *
 * @throws CheckpointError that says what to do with it
 */
export async function requireSafetensors(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    const start = new Uint8Array(9);
    await handle.read(start, 0, 9, 0);
    if (start[8] === 0x7b) return; // {
  } finally {
    await handle.close();
  }
  const hint = path.endsWith('.ckpt')
    ? '.safetensors (a .ckpt may hold a program and is not opened: convert it where it was made)'
    : `a .safetensors file, a .pt embedding or a folder of diffusers (${join('folder', 'model_index.json')})`;
  throw new CheckpointError(`${basename(path)}: got a file of another kind; expected ${hint}`);
}
