/**
 * The blocks of a U-Net in the order in which a picture passes them, with their names and channels.
 * The network, the table of its shapes and the tensors that are made in advance all follow it.
 */
import type { UnetConfig } from './unet-config.js';

/** One residual block, and the transformer behind it if there is one. */
export interface Stage {
  /** 'down_blocks.0.resnets.1' */
  readonly residual: string;
  readonly inputs: number;
  readonly outputs: number;
  /** On the way up: how many of the inputs come from the way down. */
  readonly skipped: number;
  /** 'down_blocks.0.attentions.1' */
  readonly transformer?: string;
  readonly heads: number;
  readonly depth: number;
}

/** One level: its stages and, unless it is the last one, the convolution that changes the size. */
export interface Level {
  readonly stages: readonly Stage[];
  /** 'down_blocks.0.downsamplers.0.conv' or 'up_blocks.0.upsamplers.0.conv' */
  readonly resize?: string;
  readonly channels: number;
}

export interface UnetPlan {
  readonly down: readonly Level[];
  /** A residual block, a transformer, a residual block. */
  readonly middle: readonly Stage[];
  readonly up: readonly Level[];
}

/**
 * The plan of a U-Net.
 *
 * @example
 * const { up } = unetPlan(sd15Unet);
 * up.flatMap(({ stages }) => stages.map(({ inputs }) => inputs)).slice(0, 6); // [2560, 2560, 2560, 2560, 2560, 1920]
 */
export function unetPlan(config: UnetConfig): UnetPlan {
  const { channels, layers, attention, heads, depth } = config;
  const last = channels.length - 1;
  const stage = (block: string, n: number, level: number, inputs: number, skipped = 0): Stage => ({
    residual: `${block}.resnets.${n}`,
    inputs,
    outputs: channels[level],
    skipped,
    transformer: attention[level] ? `${block}.attentions.${n}` : undefined,
    heads: heads[level],
    depth: depth[level],
  });

  /** Channels of what is kept on the way down, in order. */
  const kept = [channels[0]];
  let now = channels[0];
  const down = channels.map((width, level): Level => {
    const block = `down_blocks.${level}`;
    const stages = Array.from({ length: layers[level] }, (_, n) => {
      const made = stage(block, n, level, now);
      now = width;
      kept.push(width);
      return made;
    });
    if (level < last) kept.push(width);
    const resize = level < last ? `${block}.downsamplers.0.conv` : undefined;
    return { stages, resize, channels: width };
  });

  const at = 'mid_block';
  const middle = [0, 1].map((n): Stage => {
    const made = stage(at, n, last, channels[last]);
    return { ...made, transformer: n === 0 ? `${at}.attentions.0` : undefined };
  });

  const up = channels.map((_, i): Level => {
    const level = last - i;
    const block = `up_blocks.${i}`;
    const stages = Array.from({ length: layers[level] + 1 }, (_, n) => {
      const skipped = kept.pop() as number;
      const made = stage(block, n, level, now + skipped, skipped);
      now = channels[level];
      return made;
    });
    const resize = i < last ? `${block}.upsamplers.0.conv` : undefined;
    return { stages, resize, channels: channels[level] };
  });
  return { down, middle, up };
}

/** Every stage in order. */
export function stagesOf(config: UnetConfig): Stage[] {
  const { down, middle, up } = unetPlan(config);
  return [...down.flatMap((level) => level.stages), ...middle, ...up.flatMap((l) => l.stages)];
}

/** The name of every residual block. */
export function residualNames(config: UnetConfig): string[] {
  return stagesOf(config).map(({ residual }) => residual);
}

/** The name of every transformer block. */
export function transformerNames(config: UnetConfig): string[] {
  return stagesOf(config).flatMap(({ transformer, depth }) =>
    transformer === undefined
      ? []
      : Array.from({ length: depth }, (_, n) => `${transformer}.transformer_blocks.${n}`),
  );
}
