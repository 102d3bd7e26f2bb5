/** What a prompt or a size will not do as its writer may think: lines to read before the picture. */
import { microFolder } from '../pipeline/micro-folder.node.js';
import { microWords } from '../pipeline/micro-words.node.js';
import type { ModelSource } from '../pipeline/source.node.js';
import { vaeFactor } from '../stable-diffusion/vae-config.js';
import { unknownWords } from '../text/unknown-words.js';

interface Asked {
  readonly prompt: string;
  readonly negativePrompt?: string;
  readonly width?: number;
  readonly height?: number;
}

/** One line for each. */
export function remarks(source: ModelSource, path: string, asked: Asked): string[] {
  const { prompt, negativePrompt = '', width, height } = asked;
  const lines = [
    ...tooLong(source, 'prompt', prompt),
    ...tooLong(source, 'negative prompt', negativePrompt),
  ];
  if (path !== microFolder) return lines;
  const side = source.unet.latentSide * vaeFactor(source.vae);
  if ((width ?? side) !== side || (height ?? side) !== side) {
    lines.push(
      `size: the micro model was trained at ${side} x ${side} pixels; at another size it draws a ` +
        'thing several times, or parts of it',
    );
  }
  for (const { word, near } of unknownWords(`${prompt} ${negativePrompt}`, microWords())) {
    const words = near.map((one) => `'${one}'`).join(', ');
    const shown = word.length > 40 ? `${word.slice(0, 40)}...` : word;
    lines.push(
      `'${shown}': a word that the micro model never saw; ` +
        (near.length > 0 ? `it knows ${words}` : 'models/micro/README.md lists what it knows'),
    );
  }
  return lines.length > 12 ? [...lines.slice(0, 11), `and ${lines.length - 11} more`] : lines;
}

/** The words behind the last token that fits. */
function tooLong({ tokenizer }: ModelSource, name: string, prompt: string): string[] {
  const ids = tokenizer.encode(prompt);
  const room = tokenizer.length - 2;
  if (ids.length <= room) return [];
  const lost = tokenizer.decode(ids.slice(room));
  const shown = lost.length > 60 ? `${lost.slice(0, 60)}...` : lost;
  return [`${name}: ${ids.length} tokens, of which ${room} fit; left out: ${shown}`];
}
