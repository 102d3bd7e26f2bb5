/**
 * The tokenizer folder of a Stable Diffusion model, as texts: vocab.json, merges.txt, and the two
 * small files that say what fills up and how long a prompt is.
 *
 * Source: transformers 5: special_tokens_map.json wins over tokenizer_config.json.
 */
import { ConfigError } from '../math/errors.js';
import { type ClipTokenizer, clipTokenizer } from './clip-tokenizer.js';
import { endToken, startToken } from './clip-vocabulary.js';

/** The contents of the files; those that may be missing are optional. */
export interface TokenizerFiles {
  /** vocab.json */
  readonly vocab: string;
  /** merges.txt */
  readonly merges: string;
  /** special_tokens_map.json */
  readonly specialTokensMap?: string;
  /** tokenizer_config.json */
  readonly tokenizerConfig?: string;
}

/**
 * The tokenizer of a folder.
 *
 * @throws ConfigError for a file that is no JSON, another kind of tokenizer, or merges and numbers
 *   that do not fit together
 * @example
 * const vocab = '{ "a</w>": 0, "<|startoftext|>": 1, "<|endoftext|>": 2, "!": 3 }';
 * const files = { vocab, merges: '', specialTokensMap: '{ "pad_token": "!" }' };
 * tokenizerFromFiles(files).padId; // 3
 */
export function tokenizerFromFiles(files: TokenizerFiles): ClipTokenizer {
  const table = object('vocab.json', files.vocab);
  const map = object('special_tokens_map.json', files.specialTokensMap ?? '{}');
  const config = object('tokenizer_config.json', files.tokenizerConfig ?? '{}');
  const kind = config.tokenizer_class ?? 'CLIPTokenizer';
  if (typeof kind !== 'string' || !/^CLIPTokenizer(Fast)?$/.test(kind)) {
    throw new ConfigError(`tokenizer: got class ${JSON.stringify(kind)}; expected CLIPTokenizer`);
  }
  const length = config.model_max_length;
  return clipTokenizer({
    merges: files.merges,
    vocabulary: table as Readonly<Record<string, number>>,
    padToken: content(map.pad_token) ?? content(config.pad_token),
    // transformers writes 1e30 for "no limit"; CLIP has 77 places
    length: typeof length === 'number' && length < 1e6 ? length : undefined,
  });
}

/**
 * The way back: the files of a tokenizer, as transformers writes them. Added names are left out.
 *
 * @example
 * const files = filesOfTokenizer(clipTokenizer({ merges: 'c a\n', padToken: '!' }));
 * tokenizerFromFiles(files).padId; // 0
 */
export function filesOfTokenizer(tokenizer: ClipTokenizer): Required<TokenizerFiles> {
  const { vocabulary, merges, padId, length } = tokenizer;
  const special = (text: string): object => {
    return { content: text, lstrip: false, normalized: true, rstrip: false, single_word: false };
  };
  const padToken = [...vocabulary].find(([, id]) => id === padId)?.[0] ?? endToken;
  const tokens = {
    bos_token: special(startToken),
    eos_token: special(endToken),
    unk_token: special(endToken),
    pad_token: padToken,
  };
  const config = {
    add_prefix_space: false,
    ...tokens,
    do_lower_case: true,
    errors: 'replace',
    model_max_length: length,
    tokenizer_class: 'CLIPTokenizer',
  };
  const text = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;
  return {
    vocab: JSON.stringify(Object.fromEntries(vocabulary)),
    merges: merges.startsWith('#version') ? merges : `#version: 0.2\n${merges}`,
    specialTokensMap: text(tokens),
    tokenizerConfig: text(config),
  };
}

/** A token is written as its text, or as an object around it. */
function content(token: unknown): string | undefined {
  if (typeof token === 'string') return token;
  if (typeof token !== 'object' || token === null || !('content' in token)) return undefined;
  return typeof token.content === 'string' ? token.content : undefined;
}

function object(name: string, text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return value as Readonly<Record<string, unknown>>;
    }
  } catch {
    // told below: what it is instead
  }
  const start = JSON.stringify(text.trim().slice(0, 30));
  throw new ConfigError(`tokenizer: ${name}: got ${start}; expected an object in JSON`);
}
