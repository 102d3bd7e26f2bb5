/**
 * Makes what datasets/emoji/ has, from the installed packages: manifest, thumbnails, and, when there
 * is none, the list of held-out pairs. For those who change the data set; needs a build.
 *
 *     node tools/datasets/emoji.mjs
 *
 * The held-out rule: a thing in three styles or more gives one of its pictures with a chance of 5 %
 * for each style that it has; chance is the sha1 of its hex, the style that with the smallest sha1
 * of `hex|style`. The list is written once: it stays when packages change.
 */
import { createHash } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { emojiStyles } from '../../dist/datasets/emoji.js';
import { drawEmoji, emojiHome } from '../../dist/datasets/emoji.node.js';
import { emojiThumbnails } from '../../dist/datasets/emoji-thumbnails.js';

/** @type {(kind: 'sha1' | 'sha256', data: string | Uint8Array) => string} */
const hash = (kind, data) => createHash(kind).update(data).digest('hex');
const { index, pixels, hashes } = await drawEmoji({});
const manifest = {
  sources: hashes,
  pictures: index.pictures.length,
  index: hash('sha256', JSON.stringify(index)),
  pixels: hash('sha256', pixels),
};
writeFileSync(`${emojiHome}manifest.json`, `${JSON.stringify(manifest, null, 2)}\n`);
writeFileSync(`${emojiHome}thumbnails.bin`, emojiThumbnails(pixels));
if (!existsSync(`${emojiHome}held-out.json`)) {
  const lines = heldOutPairs().map(([hex, style]) => `  ["${hex}", "${style}"]`);
  writeFileSync(`${emojiHome}held-out.json`, `[\n${lines.join(',\n')}\n]\n`);
}
console.log(`${index.pictures.length} pictures of ${index.objects.length} things`);

/** @returns {(readonly [hex: string, style: string])[]} */
function heldOutPairs() {
  return index.objects.flatMap(({ hex }, at) => {
    const styles = index.pictures.filter(([of]) => of === at).map(([, i]) => emojiStyles[i]);
    const draw = Number.parseInt(hash('sha1', hex).slice(0, 8), 16) / 2 ** 32;
    if (styles.length < 3 || draw >= 0.05 * styles.length) return [];
    const order = styles.map((style) => [hash('sha1', `${hex}|${style}`), style]).sort();
    return [/** @type {const} */ ([hex, order[0][1]])];
  });
}
