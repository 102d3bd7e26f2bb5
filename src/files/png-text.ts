/**
 * The texts in a PNG: what made the picture, who, when. AUTOMATIC1111 and this library write
 * `parameters` (see `text/infotext.ts`), ComfyUI `prompt` and `workflow`.
 *
 * | chunk | letters | packed |
 * |---|---|---|
 * | tEXt | Latin-1 | no |
 * | zTXt | Latin-1 | yes |
 * | iTXt | UTF-8 | either |
 *
 * Source: PNG specification, section 11.3.3. Leaves out: languages and translated keywords of iTXt.
 */
import { PlaygroundError } from '../math/errors.js';
import { damaged, type PngChunk, pngChunkBytes, pngChunks } from './png-chunks.js';
import { unpackZlib } from './unpack.js';

/** Size of a picture, and its texts by keyword; of a keyword that comes twice, the last. */
export interface PngTexts {
  readonly width: number;
  readonly height: number;
  readonly texts: ReadonlyMap<string, string>;
}

/** The most that all texts of a file may be, in bytes: a large workflow has 0.3 MB. */
const longest = 8 * 2 ** 20;

/**
 * Reads the texts; the pixels are not unpacked.
 *
 * @param file its name, for the message
 * @throws PlaygroundError when it is no PNG, damaged, or has texts of more than 8 MiB
 *
 * @example
 * const plain = pngBytes(picture({ values: [[0, 1]], scale: 1 }));
 * const told = withPngText(plain, 'parameters', 'a cat');
 * readPngTexts(told, 'cat.png').texts.get('parameters'); // 'a cat'
 */
export function readPngTexts(bytes: Uint8Array, file: string): PngTexts {
  const { header, chunks } = pngChunks(bytes, file);
  const texts = new Map<string, string>();
  let room = longest;
  for (const chunk of chunks) {
    const found = textOf(chunk, room, file);
    if (found === undefined) continue;
    room -= found.size;
    texts.set(found.keyword, found.text);
  }
  return { width: header.width, height: header.height, texts };
}

/**
 * A PNG with one more text, right behind its header: tEXt where Latin-1 is enough, else iTXt, as
 * Pillow chooses.
 *
 * @param png a whole PNG
 * @param keyword 1 to 79 letters of ASCII
 * @param text a NUL, which no text of a PNG may have, and half a surrogate pair become U+FFFD
 */
export function withPngText(png: Uint8Array, keyword: string, text: string): Uint8Array {
  if (!/^[!-~]([ -~]{0,77}[!-~])?$/.test(keyword)) {
    throw new PlaygroundError(
      `PNG text: got the keyword ${JSON.stringify(keyword)}; expected 1 to 79 letters of ASCII`,
    );
  }
  const clean = text.replaceAll('\0', '\ufffd');
  const isLatin = !/[^\p{ASCII}\u0080-\u00ff]/u.test(clean);
  const words = isLatin ? latinBytes(clean) : new TextEncoder().encode(clean);
  // keyword, NUL; for iTXt: not packed, method 0, no language, no translated keyword
  const start = [...latinBytes(keyword), 0, ...(isLatin ? [] : [0, 0, 0, 0])];
  const data = new Uint8Array(start.length + words.length);
  data.set(start);
  data.set(words, start.length);
  const chunk = pngChunkBytes(isLatin ? 'tEXt' : 'iTXt', data);
  // signature 8, IHDR 12 + 13
  const headEnd = 33;
  const whole = new Uint8Array(png.length + chunk.length);
  whole.set(png.subarray(0, headEnd));
  whole.set(chunk, headEnd);
  whole.set(png.subarray(headEnd), headEnd + chunk.length);
  return whole;
}

interface Text {
  readonly keyword: string;
  readonly text: string;
  readonly size: number;
}

function textOf({ type, data }: PngChunk, room: number, file: string): Text | undefined {
  if (type !== 'tEXt' && type !== 'zTXt' && type !== 'iTXt') return undefined;
  const end = data.indexOf(0);
  if (end < 1 || end > 79)
    throw damaged(file, `a ${type} without a keyword`, 'one of 1 to 79 bytes');
  const keyword = latinText(data.subarray(0, end));
  const { body, packed } = bodyOf(type, data.subarray(end + 1), file);
  if (body.length > room) throw tooLong(file);
  const bytes = packed ? unpackZlib([body], room) : body;
  if (bytes === undefined) throw tooLong(file);
  const text = type === 'iTXt' ? new TextDecoder().decode(bytes) : latinText(bytes);
  return { keyword, text, size: bytes.length };
}

/** What stands behind the keyword, without the marks before the text. */
function bodyOf(
  type: 'tEXt' | 'zTXt' | 'iTXt',
  rest: Uint8Array,
  file: string,
): { body: Uint8Array; packed: boolean } {
  if (type === 'tEXt') return { body: rest, packed: false };
  const method = type === 'zTXt' ? rest[0] : rest[1];
  const flag = type === 'zTXt' ? 1 : rest[0];
  if (method !== 0 || flag === undefined || flag > 1) {
    throw damaged(file, `a ${type} packed in an unknown way`, 'zlib');
  }
  if (type === 'zTXt') return { body: rest.subarray(1), packed: true };
  const language = rest.indexOf(0, 2);
  const translated = language < 0 ? -1 : rest.indexOf(0, language + 1);
  if (translated < 0) throw damaged(file, 'an iTXt that ends too early', 'its language and text');
  return { body: rest.subarray(translated + 1), packed: flag === 1 };
}

function tooLong(file: string): PlaygroundError {
  return damaged(
    file,
    'texts that cannot be unpacked or are longer than 8 MiB',
    'a few thousand letters',
  );
}

function latinBytes(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

/** Latin-1 itself, not Windows-1252, which `TextDecoder('latin1')` means. */
function latinText(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) {
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  }
  return text;
}
