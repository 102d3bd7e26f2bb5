/** `n2d train`: trains the parts of the micro model, for hours; goes on after an interruption. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, InvalidArgumentError } from 'commander';
import { type EmojiSet, emojiStyles } from '../datasets/emoji.js';
import { emojiScope, emojiScopes } from '../datasets/emoji-scope.js';
import { unknownName } from '../math/errors.js';
import type { RunStep } from '../training/long-run.node.js';

interface Options {
  readonly out: string;
  readonly steps: number;
  readonly batch: number;
  readonly seed: number;
  readonly evaluateEvery: number;
}

const home = fileURLToPath(new URL('../../.n2d/train/', import.meta.url));

/** The subcommand. */
export function trainCommand(): Command {
  return new Command('train')
    .description('trains the micro model, part by part')
    .addCommand(vaeCommand())
    .addCommand(tokenizerCommand())
    .addCommand(clipCommand())
    .addCommand(unetCommand());
}

function vaeCommand(): Command {
  return longCommand('vae', { steps: 8000, batch: 16, evaluateEvery: 500 })
    .description('the autoencoder: pictures of 64 x 64 to latents of 8 x 8 x 12, and back')
    .action(async (options: Options) => {
      const { trainVae } = await import('../micro/train-vae.node.js');
      await runLong('vae', options, trainVae);
    });
}

function clipCommand(): Command {
  return longCommand('clip', { steps: 2400, batch: 256, evaluateEvery: 200 })
    .description('the text encoder, with a network that looks at pictures')
    .action(async (options: Options) => {
      const { trainClip } = await import('../micro/train-clip.node.js');
      await runLong('clip', options, trainClip);
    });
}

interface UnetOptions extends Options {
  readonly from?: string;
  readonly vae: string;
  readonly text: string;
  readonly scope: string;
  readonly style?: string;
}

function unetCommand(): Command {
  return longCommand('unet', { steps: 20_000, batch: 64, evaluateEvery: 1000 })
    .description('the U-Net, which draws; needs the autoencoder and the text encoder')
    .option('--vae <folder>', 'the autoencoder', join(home, 'vae', 'vae'))
    .option('--text <folder>', 'the text encoder', join(home, 'clip', 'text_encoder'))
    .option('--from <model>', 'fine-tune: go on from a whole model, with its own parts')
    .option('--scope <n>', `how many things: ${emojiScopes.join(', ')}`, '1201')
    .option('--style <name>', `pictures of one style: ${emojiStyles.join(', ')}`)
    .addHelpText(
      'after',
      `
Fine-tuning, some minutes:
  n2d train unet --from models/micro --style noto --steps 200 --out .n2d/train/noto`,
    )
    .action(async ({ from, scope, style, ...options }: UnetOptions) => {
      const { trainUnet } = await import('../micro/train-unet.node.js');
      const parts =
        from === undefined
          ? { vae: options.vae, text: options.text }
          : {
              from: join(from, 'unet'),
              vae: join(from, 'vae'),
              text: join(from, 'text_encoder'),
            };
      await runLong(
        'unet',
        options,
        (common) => trainUnet({ ...common, ...parts }),
        (emoji) => some(emoji, scope, style),
      );
    });
}

/** The pictures of a scope and a style. */
async function some(emoji: EmojiSet, scope: string, style?: string): Promise<EmojiSet> {
  if (style !== undefined && !(emojiStyles as readonly string[]).includes(style)) {
    throw unknownName('style', style, emojiStyles);
  }
  const things = new Set(emojiScope(emoji, Number(scope)));
  const { emojiSubset } = await import('../datasets/emoji-subset.node.js');
  return emojiSubset(
    emoji,
    (one) => things.has(one.object) && (style === undefined || one.style === style),
  );
}

function tokenizerCommand(): Command {
  return new Command('tokenizer')
    .description('the tokenizer: merges from the captions, in a second or two')
    .option('--out <folder>', 'where its four files go', join(home, 'tokenizer'))
    .addHelpText('after', '\nExample:\n  n2d train tokenizer --out tokenizer')
    .action(async ({ out }: Pick<Options, 'out'>) => {
      const { loadEmoji } = await import('../datasets/emoji.node.js');
      const { writeTokenizer } = await import('../micro/train-clip.node.js');
      const { captionWords, microTokenizer } = await import('../micro/vocabulary.js');
      const emoji = await loadEmoji();
      const tokenizer = microTokenizer(emoji);
      writeTokenizer(tokenizer, out);
      const words = captionWords(emoji).size;
      console.log(`done: ${out}, ${tokenizer.size} tokens, ${words} words of one token each`);
    });
}

type Defaults = Pick<Options, 'steps' | 'batch' | 'evaluateEvery'>;

/** The options and the help that all long runs share. */
function longCommand(part: string, { steps, batch, evaluateEvery }: Defaults): Command {
  return new Command(part)
    .option('--out <folder>', 'where the run is', join(home, part))
    .option('--steps <n>', 'how many steps in all', count, steps)
    .option('--batch <n>', 'pictures a step', count, batch)
    .option('--seed <n>', 'for the first weights and the order', whole, 0)
    .option('--evaluate-every <n>', 'steps between two measurements', count, evaluateEvery)
    .addHelpText(
      'after',
      `
Examples:
  n2d train ${part}                          begins, or goes on where it was
  n2d train ${part} --steps 200 --out tmp    a short run of its own

Interrupt it as you like: the same command goes on, to the same losses; with another number of
steps the rate falls so that it ends there.
The folder gets state.safetensors (to go on), log.jsonl, curves of it, and in the end what was
trained.`,
    );
}

/** What the trainers of `micro/` have in common. */
type Trainer = (options: {
  readonly emoji: EmojiSet;
  readonly folder: string;
  readonly steps: number;
  readonly batchSize: number;
  readonly seed: number;
  readonly evaluateEvery: number;
  readonly onStep: (seen: RunStep) => void;
  readonly signal: AbortSignal;
}) => Promise<{ readonly stopped: boolean; readonly steps: number }>;

async function runLong(
  part: string,
  options: Options,
  trainer: Trainer,
  choose: (emoji: EmojiSet) => EmojiSet | Promise<EmojiSet> = (emoji) => emoji,
): Promise<void> {
  const { out, steps, batch, seed, evaluateEvery } = options;
  const { loadEmoji } = await import('../datasets/emoji.node.js');
  const { useBackend } = await import('../tensor/backend.node.js');
  const { backend } = await useBackend();
  const emoji = await choose(await loadEmoji());
  console.log(`${part}: ${steps} steps of ${batch} pictures on ${backend}, in ${out}`);
  const { stopped, steps: done } = await trainer({
    ...{ emoji, folder: out, steps, batchSize: batch, seed, evaluateEvery },
    onStep: reporter(steps, batch),
    signal: untilInterrupted(),
  });
  console.log(stopped ? `stopped after step ${done}; the same command goes on` : `done: ${out}`);
}

/** Says loss, speed and time left: in one line that changes on a terminal, else now and then. */
function reporter(steps: number, batch: number): (seen: RunStep) => void {
  let began = performance.now();
  let first = 0;
  let said = began;
  let smooth = Number.NaN;
  return ({ step, loss, measured }) => {
    if (first === 0) {
      first = step + 1; // what comes before the first step is no part of its time
      began = performance.now();
    }
    smooth = Number.isNaN(smooth) ? loss : 0.95 * smooth + 0.05 * loss;
    const now = performance.now();
    const perStep = (now - began) / 1000 / Math.max(1, step - first + 1);
    const every = process.stdout.isTTY ? 1 : 30;
    if (now - said < 1000 * every && measured === undefined && step < steps) return;
    said = now;
    const numbers = Object.entries(measured ?? {}).map(([name, x]) => `, ${name} ${x.toFixed(3)}`);
    const line =
      `step ${step}/${steps}, loss ${smooth.toFixed(4)}${numbers.join('')}, ` +
      `${(batch / perStep).toFixed(1)} pictures/s, ${timeText((steps - step) * perStep)} left`;
    if (process.stdout.isTTY && measured === undefined && step < steps) {
      process.stdout.write(`\r\x1b[K${line}`);
    } else console.log(process.stdout.isTTY ? `\r\x1b[K${line}` : line);
  };
}

function timeText(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** The first Ctrl-C ends the run behind its step, with its file written; the second one at once. */
function untilInterrupted(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => controller.abort());
  }
  return controller.signal;
}

function count(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('expected 1, 2, 3 ...');
  return value;
}

function whole(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isSafeInteger(value)) {
    throw new InvalidArgumentError('expected a whole number');
  }
  return value;
}
