/**
 * Which tensors a U-Net has, and their shapes as they are in a file.
 */
import { conv, dense, matrix, norm, type Shapes, shapesOf } from './shapes.js';
import type { UnetConfig } from './unet-config.js';
import { type Stage, unetPlan } from './unet-plan.js';

type Lines = ReturnType<typeof dense>;

/**
 * Every tensor of a U-Net.
 *
 * @example
 * countShapes(unetShapes(sd15Unet)); // 859520964
 * countShapes(unetShapes(sd21Unet)); // 865910724
 * Object.keys(unetShapes(tinyUnet)).length; // 686
 */
export function unetShapes(config: UnetConfig): Shapes {
  const { inChannels, outChannels, channels, guidanceWidth } = config;
  const [first] = channels;
  const wide = 4 * first;
  const { down, middle, up } = unetPlan(config);
  const levels = [...down, ...up].flatMap(({ stages, resize, channels: width }) => [
    ...stages.flatMap((stage) => stageLines(config, stage)),
    ...(resize === undefined ? [] : conv(resize, width, width, 3)),
  ]);
  return shapesOf([
    ...conv('conv_in', inChannels, first, 3),
    ...(guidanceWidth > 0 ? matrix('time_embedding.cond_proj', guidanceWidth, first) : []),
    ...dense('time_embedding.linear_1', first, wide),
    ...dense('time_embedding.linear_2', wide, wide),
    ...levels,
    ...middle.flatMap((stage) => stageLines(config, stage)),
    ...norm('conv_norm_out', first),
    ...conv('conv_out', first, outChannels, 3),
  ]);
}

function stageLines(config: UnetConfig, stage: Stage): Lines {
  const { residual, inputs, outputs, transformer, depth } = stage;
  return [
    ...residualLines(residual, inputs, outputs),
    ...dense(`${residual}.time_emb_proj`, 4 * config.channels[0], outputs),
    ...(transformer === undefined ? [] : transformerLines(config, transformer, outputs, depth)),
  ];
}

/** The tensors of a residual block, but for the one that takes the time. */
export function residualLines(name: string, inputs: number, outputs: number): Lines {
  return [
    ...norm(`${name}.norm1`, inputs),
    ...conv(`${name}.conv1`, inputs, outputs, 3),
    ...norm(`${name}.norm2`, outputs),
    ...conv(`${name}.conv2`, outputs, outputs, 3),
    ...(inputs === outputs ? [] : conv(`${name}.conv_shortcut`, inputs, outputs, 1)),
  ];
}

function transformerLines(
  { contextWidth, linearProjection }: UnetConfig,
  name: string,
  width: number,
  depth: number,
): Lines {
  const project = (part: string): Lines =>
    linearProjection
      ? dense(`${name}.${part}`, width, width)
      : conv(`${name}.${part}`, width, width, 1);
  const blocks = Array.from({ length: depth }, (_, n) => {
    const at = `${name}.transformer_blocks.${n}`;
    return [
      ...[1, 2, 3].flatMap((i) => norm(`${at}.norm${i}`, width)),
      ...['attn1', 'attn2'].flatMap((attn) => {
        const seen = attn === 'attn1' ? width : contextWidth;
        return [
          ...matrix(`${at}.${attn}.to_q`, width, width),
          ...matrix(`${at}.${attn}.to_k`, seen, width),
          ...matrix(`${at}.${attn}.to_v`, seen, width),
          ...dense(`${at}.${attn}.to_out.0`, width, width),
        ];
      }),
      ...dense(`${at}.ff.net.0.proj`, width, 8 * width),
      ...dense(`${at}.ff.net.2`, 4 * width, width),
    ];
  });
  return [
    ...norm(`${name}.norm`, width),
    ...project('proj_in'),
    ...blocks.flat(),
    ...project('proj_out'),
  ];
}
