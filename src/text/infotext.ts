/**
 * What a picture was made with, as AUTOMATIC1111's web UI writes it into PNG files under
 * `parameters`, so that its tools read our pictures and we read theirs:
 *
 *   a cat
 *   Negative prompt: blurry
 *   Steps: 20, Sampler: Euler a, CFG scale: 7.5, Seed: 1, Size: 512x512, Model: sd15, Version: ...
 *
 * Source: `create_infotext` of its `processing.py` and `parse_generation_parameters` of its
 * `infotext_utils.py`, version 1.10. Leaves out: what it restores of settings that old files lack.
 */

/** A picture's prompt and settings. */
export interface Infotext {
  readonly prompt: string;
  readonly negativePrompt: string;
  /** In the order of the file, such as `Steps: '20'`. */
  readonly settings: ReadonlyMap<string, string>;
}

/**
 * A name and a value, which is quoted when it has a comma, a colon or a line break. The length of a
 * name is bounded, so that no text of a stranger takes long.
 */
const setting =
  /([\p{L}\p{N}_][\p{L}\p{N}_ \-/]{1,80}):[ \t]{0,8}("(?:\\.|[^\\"])+"|[^,]*)(?:,|$)/gu;
/** Fewer settings than this in the last line, and it is a part of the prompt. */
const fewest = 3;
const negativeMark = 'Negative prompt:';

/**
 * Writes the text.
 *
 * @example
 * const settings = new Map([['Steps', '20'], ['Model', 'a, b']]);
 * infotext({ prompt: 'a cat', negativePrompt: '', settings }).split('\n');
 * // ['a cat', 'Steps: 20, Model: "a, b"']
 */
export function infotext({ prompt, negativePrompt, settings }: Infotext): string {
  const pairs = [...settings].map(([name, value]) => `${name}: ${quoted(value)}`);
  const negative = negativePrompt === '' ? '' : `\n${negativeMark} ${negativePrompt}`;
  return `${prompt}${negative}\n${pairs.join(', ')}`.trim();
}

/**
 * Takes the text apart, ours or AUTOMATIC1111's.
 *
 * @example
 * const text = 'a cat\nNegative prompt: blurry\nSteps: 20, Sampler: Euler a, Size: 64x64';
 * const { prompt, negativePrompt, settings } = parseInfotext(text);
 * [prompt, negativePrompt, settings.get('Sampler')]; // ['a cat', 'blurry', 'Euler a']
 */
export function parseInfotext(text: string): Infotext {
  const lines = text.trim().split('\n');
  const last = lines[lines.length - 1];
  const found = [...last.matchAll(setting)];
  const settings = found.length < fewest ? [] : found;
  const words = settings.length > 0 ? lines.slice(0, -1) : lines;
  const marked = words.findIndex((line) => line.trim().startsWith(negativeMark));
  const trimmed = words.map((line) => line.trim());
  const [before, after] =
    marked < 0 ? [trimmed, []] : [trimmed.slice(0, marked), trimmed.slice(marked)];
  const negative = after.map((line) =>
    line.startsWith(negativeMark) ? line.slice(negativeMark.length).trim() : line,
  );
  return {
    prompt: before.join('\n').replace(/^\n+/, ''),
    negativePrompt: negative.join('\n').replace(/^\n+/, ''),
    settings: new Map(
      settings.flatMap(([, name, value]) =>
        value.trim() === '' ? [] : [[name.trim(), unquoted(value.trim())] as const],
      ),
    ),
  };
}

function quoted(value: string): string {
  return /[,:\n]/.test(value) ? JSON.stringify(value) : value;
}

function unquoted(value: string): string {
  if (!value.startsWith('"') || !value.endsWith('"')) return value;
  try {
    return String(JSON.parse(value));
  } catch {
    return value;
  }
}
