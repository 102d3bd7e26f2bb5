// @ts-check
/** Draws the curves of the trainings into docs/curves, for the card: `node tools/micro/curves.mjs`. */
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { writeCurves } from '../../dist/micro/curves.node.js';

const runs = [
  { name: 'vae', folder: '.n2d/train-torch/vae', curves: ['loss', 'psnr'] },
  { name: 'clip', folder: '.n2d/train/clip', curves: ['loss', 'top1'] },
  { name: 'unet', folder: '.n2d/train-torch/unet', curves: ['loss', 'heldOut'] },
  { name: 'unet-core', folder: '.n2d/train-torch/unet-core', curves: ['loss', 'heldOut'] },
];
mkdirSync('docs/curves', { recursive: true });
for (const { name, folder, curves } of runs) {
  if (!existsSync(folder)) continue;
  writeCurves(folder);
  for (const curve of curves) {
    copyFileSync(join(folder, `curve-${curve}.svg`), `docs/curves/${name}-${curve}.svg`);
  }
}
