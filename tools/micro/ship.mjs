// @ts-check
/**
 * Puts the parts of the micro model together, as it ships:
 * `node tools/micro/ship.mjs --vae FOLDER --clip FOLDER --unet FOLDER [--out models/micro]`.
 *
 * `--vae`: as `n2d train vae` writes it. `--clip`: with `text_encoder/`. `--unet`: with
 * `diffusion_pytorch_model.safetensors`. What comes out is a folder of diffusers in half floats, and
 * `words.json`: what it was trained to draw. Beside the folder, the network that looked at pictures
 * while the text encoder was trained.
 */
import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  captionWords,
  emojiScope,
  loadEmoji,
  microScheduler,
  microTokenizer,
  microUnet,
  readWeights,
  saveModel,
  textConfig,
  useBackend,
  vaeConfig,
} from '../../dist/index.js';

const { values: asked } = parseArgs({
  options: {
    vae: { type: 'string', default: '.n2d/train/vae/vae' },
    clip: { type: 'string', default: '.n2d/train/clip' },
    unet: { type: 'string', default: '.n2d/train/unet/model/unet' },
    scope: { type: 'string', default: '804' },
    out: { type: 'string', default: 'models/micro' },
  },
});

await useBackend();
const emoji = await loadEmoji();
/** @param {string} folder */
const json = (folder) => JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8'));
const text = join(asked.clip, 'text_encoder');
const file = 'diffusion_pytorch_model.safetensors';
const model = {
  text: textConfig(json(text)),
  unet: microUnet,
  vae: vaeConfig(json(asked.vae)),
  tokenizer: microTokenizer(emoji),
  scheduler: microScheduler,
  weights: {
    text: await readWeights(join(text, 'model.safetensors')),
    unet: await readWeights(join(asked.unet, file)),
    vae: await readWeights(join(asked.vae, file)),
  },
};
const fresh = `${asked.out}.new`;
rmSync(fresh, { recursive: true, force: true });
await saveModel(model, fresh, { dtype: 'F16' });
mkdirSync(asked.out, { recursive: true });
for (const name of readdirSync(fresh)) {
  rmSync(join(asked.out, name), { recursive: true, force: true });
  renameSync(join(fresh, name), join(asked.out, name));
}
rmdirSync(fresh);
copyFileSync(join(asked.clip, 'image_tower.safetensors'), `${asked.out}-image-tower.safetensors`);

const scope = new Set(emojiScope(emoji, /** @type {any} */ (Number(asked.scope))));
const pictures = emoji.pictures.filter((one) => scope.has(one.object) && one.part === 'train');
const words = {
  objects: [...new Set(pictures.map(({ object }) => object))].map((one) => ({
    emoji: one.emoji,
    label: one.label,
  })),
  words: [...captionWords({ pictures }).keys()].sort(),
};
writeFileSync(join(asked.out, 'words.json'), `${JSON.stringify(words)}\n`);
console.log(`${asked.out}: ${words.objects.length} things, ${words.words.length} words`);
process.exit();
