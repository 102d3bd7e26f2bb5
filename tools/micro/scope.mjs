// @ts-check
/** The codes of the things of a scope, for train_unet.py: `node tools/micro/scope.mjs > scope.json`. */
import { emojiScope, loadEmoji } from '../../dist/index.js';

const things = emojiScope(await loadEmoji(), Number(process.argv[2] ?? 804));
console.log(JSON.stringify(things.map(({ hex }) => hex)));
