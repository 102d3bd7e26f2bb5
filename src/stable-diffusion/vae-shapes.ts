/**
 * Which tensors the autoencoder has, and their shapes as they are in a file.
 */
import { conv, dense, norm, type Shapes, shapesOf } from './shapes.js';
import { residualLines } from './unet-shapes.js';
import type { VaeConfig } from './vae-config.js';

type Lines = ReturnType<typeof dense>;

/**
 * Every tensor of an autoencoder.
 *
 * @example
 * countShapes(vaeShapes(sd15Vae)); // 83653863
 * Object.keys(vaeShapes(tinyVae)).length; // 248
 */
export function vaeShapes(config: VaeConfig): Shapes {
  const { pictureChannels, latentChannels, channels, layers, middleAttention } = config;
  const last = channels.length - 1;
  const [first] = channels;
  const top = channels[last];
  const down = channels.flatMap((width, level) =>
    levelLines(`encoder.down_blocks.${level}`, layers, channels[level - 1] ?? first, width).concat(
      level < last ? conv(`encoder.down_blocks.${level}.downsamplers.0.conv`, width, width, 3) : [],
    ),
  );
  const upward = [...channels].reverse();
  const up = upward.flatMap((width, level) =>
    levelLines(`decoder.up_blocks.${level}`, layers + 1, upward[level - 1] ?? top, width).concat(
      level < last ? conv(`decoder.up_blocks.${level}.upsamplers.0.conv`, width, width, 3) : [],
    ),
  );
  const coded = 2 * latentChannels;
  return shapesOf([
    ...conv('encoder.conv_in', pictureChannels, first, 3),
    ...down,
    ...middleLines('encoder.mid_block', top, middleAttention),
    ...norm('encoder.conv_norm_out', top),
    ...conv('encoder.conv_out', top, coded, 3),
    ...conv('decoder.conv_in', latentChannels, top, 3),
    ...up,
    ...middleLines('decoder.mid_block', top, middleAttention),
    ...norm('decoder.conv_norm_out', first),
    ...conv('decoder.conv_out', first, pictureChannels, 3),
    ...(config.quantConv ? conv('quant_conv', coded, coded, 1) : []),
    ...(config.postQuantConv ? conv('post_quant_conv', latentChannels, latentChannels, 1) : []),
  ]);
}

function levelLines(block: string, layers: number, inputs: number, outputs: number): Lines {
  return Array.from({ length: layers }, (_, n) =>
    residualLines(`${block}.resnets.${n}`, n === 0 ? inputs : outputs, outputs),
  ).flat();
}

function middleLines(name: string, width: number, withAttention: boolean): Lines {
  const at = `${name}.attentions.0`;
  const parts = ['to_q', 'to_k', 'to_v', 'to_out.0'];
  const looking = [
    ...norm(`${at}.group_norm`, width),
    ...parts.flatMap((part) => dense(`${at}.${part}`, width, width)),
  ];
  return [
    ...(withAttention ? looking : []),
    ...[0, 1].flatMap((n) => residualLines(`${name}.resnets.${n}`, width, width)),
  ];
}
