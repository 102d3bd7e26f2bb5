/** CLIP's tokenizer against transformers', with the full vocabulary. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  type ClipTokenizer,
  ConfigError,
  clipTokenizer,
  clipVocabulary,
  expandNames,
  inversionNames,
  loadClipMerges,
  PlaygroundError,
} from '../../src/index.js';

const golden = join(import.meta.dirname, '..', 'golden', 'tokenizer');
const readJson = (name: string): unknown => JSON.parse(readFileSync(join(golden, name), 'utf8'));

const merges = loadClipMerges();
const sd1 = clipTokenizer({ merges });
const sd2 = clipTokenizer({ merges, padToken: '!' });

/** Golden ids are stored up to the end token; the rest is padding. */
function filled(ids: readonly number[], tokenizer: ClipTokenizer): number[] {
  return [...ids, ...new Array<number>(77 - ids.length).fill(tokenizer.padId)];
}

describe('CLIP tokenizer', () => {
  const { prompts } = readJson('prompts.json') as {
    prompts: { text: string; hf_sd1: number[]; hf_sd2: number[] }[];
  };

  it('has the prompts of the golden', () => {
    expect(prompts.length).toBe(181);
  });

  it.each(prompts.map((one): [string, typeof one] => [JSON.stringify(one.text).slice(0, 60), one]))(
    '%s',
    (_, one) => {
      expect(Array.from(sd1.padded(one.text))).toEqual(filled(one.hf_sd1, sd1));
      expect(Array.from(sd2.padded(one.text))).toEqual(filled(one.hf_sd2, sd2));
    },
  );

  it('has the vocabulary of CLIP', () => {
    expect(sd1).toMatchObject({ size: 49408, startId: 49406, endId: 49407, padId: 49407 });
    expect(sd2.padId).toBe(0);
    expect(clipVocabulary(merges).ids.size).toBe(49408);
  });

  it('says what was cut, and gives text back', () => {
    expect(sd1.pieces("it's 2024")).toEqual(['it</w>', "'s</w>", ...'2024'].map(endOfWord));
    expect(sd1.decode(sd1.padded('a photo of café 日本語 🦄'))).toBe('a photo of café 日本語 🦄');
    expect(sd1.decode([1e6, -1])).toBe('');
  });

  it('cuts a prompt that is too long, and keeps the end', () => {
    const ids = sd1.padded('word '.repeat(500));
    expect(ids.length).toBe(77);
    expect(ids[76]).toBe(49407);
    expect(sd1.encode('word '.repeat(500)).length).toBe(500);
  });

  it('takes a vocabulary with other numbers', () => {
    const { ids } = clipVocabulary('a b</w>\n');
    const table = Object.fromEntries([...ids].map(([piece, id]) => [piece, id + 5]));
    const other = clipTokenizer({ merges: 'a b</w>\n', vocabulary: table });
    expect(other.encode('ab')).toEqual([(ids.get('ab</w>') as number) + 5]);
    expect(other.size).toBe(ids.size + 5);
  });

  it.each([
    [{ merges: 'a b c\n' }, /line 2: got "a b c"/],
    [{ merges: 'zz b\n' }, /'zz' has no number/],
    [{ merges: '', vocabulary: { a: 0 } }, /no <\|startoftext\|>/],
    [{ merges: '', padToken: '[PAD]' }, /pad token '\[PAD\]'/],
    [{ merges: '', length: 1 }, /length 1; expected a whole number, 2 or more/],
  ])('refuses %j', (options, message) => {
    expect(() => clipTokenizer(options as never)).toThrow(message);
    expect(() => clipTokenizer(options as never)).toThrow(ConfigError);
  });

  it('refuses a damaged or missing file of merges', () => {
    expect(() => loadClipMerges('/nowhere/merges.txt.gz')).toThrow(/ENOENT/);
    expect(() => loadClipMerges(join(golden, 'prompts.json'))).toThrow(/damaged/);
    expect(() => loadClipMerges(golden)).toThrow(PlaygroundError);
  });
});

describe('every text of Unicode 15', () => {
  const { assigned, blocks, texts } = readJson('more.json') as {
    assigned: [number, number][];
    blocks: Record<string, number>;
    texts: { text: string; sd1: [number, number]; sd2: [number, number] }[];
  };
  const fnv = (numbers: Iterable<number>, start = 2166136261): number => {
    let value = start;
    for (const number of numbers) {
      for (const shift of [0, 8, 16]) {
        value = Math.imul(value ^ ((number >> shift) & 255), 16777619) >>> 0;
      }
    }
    return value;
  };

  it.each(texts.map((one): [string, typeof one] => [JSON.stringify(one.text), one]))(
    '%s',
    (_, one) => {
      const [a, b] = [sd1.encode(one.text), sd2.encode(one.text)];
      expect([a.length, fnv(a)]).toEqual(one.sd1);
      expect([b.length, fnv(b)]).toEqual(one.sd2);
    },
  );

  // All 1,114,112 places take seconds: by default the lower ones and every 16th block.
  const long = process.env.N2D_LONG === '1';
  const wanted = Object.keys(blocks).filter(
    (block) => long || Number(block) < 16 || Number(block) % 16 === 8,
  );

  it(`code points: ${wanted.length} blocks of 1024`, () => {
    const chosen = new Set(wanted.map(Number));
    const got = new Map<number, number>();
    for (const [first, last] of assigned) {
      for (let c = first; c <= last; c++) {
        const block = c >> 10;
        if (!chosen.has(block)) continue;
        const sign = String.fromCodePoint(c);
        const ids = sd1.encode(`x${sign}1${sign}${sign}y ${sign}'s`);
        got.set(block, fnv([...ids, 0xffffff], got.get(block)));
      }
    }
    const broken = wanted.filter((block) => got.get(Number(block)) !== blocks[block]);
    expect(broken.map((block) => `U+${(Number(block) << 10).toString(16)}`)).toEqual([]);
  });

  it('lone surrogates are U+FFFD', () => {
    expect(sd1.encode('a\ud800b\udc00 \ud83d')).toEqual(sd1.encode('a\ufffdb\ufffd \ufffd'));
  });
});

const endOfWord = (piece: string): string => (piece.endsWith('</w>') ? piece : `${piece}</w>`);

describe('names of textual inversions', () => {
  const tokenizer = sd1.withNames([...inversionNames('Cat-Toy', 3), 'old-film']);

  it('get numbers from the end of the vocabulary', () => {
    expect([...tokenizer.names.values()]).toEqual([49408, 49409, 49410, 49411]);
    expect(tokenizer.size).toBe(49412);
    expect(sd1.size).toBe(49408);
  });

  it('are found anywhere, inside of words too, whatever their capitals', () => {
    expect(tokenizer.encode('xOLD-film')).toEqual([343, 49411]);
    expect(tokenizer.encode('a cat-toy_1')).toEqual([320, 49409]);
    expect(tokenizer.decode(tokenizer.encode('a Cat-Toy, old-film'))).toBe('a Cat-Toy , old-film');
  });

  it('are written out where the capitals are those of the name', () => {
    expect(expandNames('a Cat-Toy here', tokenizer)).toBe('a Cat-Toy Cat-Toy_1 Cat-Toy_2 here');
    expect(expandNames('a cat-toy here', tokenizer)).toBe('a cat-toy here');
    expect(expandNames('an old-film', tokenizer)).toBe('an old-film');
    expect(expandNames('plain', sd1)).toBe('plain');
  });

  it('must be new', () => {
    expect(() => tokenizer.withNames(['old-film'])).toThrow(/which there is already/);
    expect(() => sd1.withNames(['cat</w>'])).toThrow(ConfigError);
    expect(() => sd1.withNames([' '])).toThrow(/an empty name/);
  });
});
