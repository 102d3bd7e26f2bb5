/** `n2d generate`: pictures of a prompt, from a model on the disk. */
import { Command } from 'commander';
import type { Asked } from './generate-request.js';
import { number, whole } from './numbers.js';

/** The subcommand. */
export function generateCommand(): Command {
  return new Command('generate')
    .description(
      'makes pictures of a prompt, with the micro model or one of Stable Diffusion 1.x or 2.x',
    )
    .argument('[prompt]', 'what is to be seen; the same as --prompt')
    .option(
      '--model <path>',
      'a folder as diffusers saves it, or an original .safetensors file (default: the micro model)',
    )
    .option('--config <folder>', 'configurations and tokenizer for a single file of unusual size')
    .option('--prompt <text>', 'what is to be seen')
    .option('--negative-prompt <text>', 'what is not to be seen')
    .option('--steps <n>', 'steps of the scheduler (default: 20; with --model: 50)', whole)
    .option(
      '--guidance <g>',
      'how far to go towards the prompt; 1 or less is off (default: 4; with --model: 7.5)',
      number,
    )
    .option('--guidance-rescale <f>', 'how much contrast of guidance is taken back, 0 to 1', number)
    .option('--seed <n>', 'picture i of a batch has seed + i (default: a random one)', whole)
    .option(
      '--scheduler <name>',
      "ddim, ddpm, pndm, euler, euler-a, heun, dpm++2m, unipc, lms or lcm (default: the model's)",
    )
    .option('--karras', 'noise levels of Karras et al. 2022')
    .option('--timestep-spacing <kind>', 'leading, trailing or linspace')
    .option('--eta <f>', 'ddim: fresh noise while sampling, 0 none, 1 as much as ddpm', number)
    .option('--width <px>', 'a multiple of 8 (default: as the model was trained)', whole)
    .option('--height <px>', 'a multiple of 8 (default: as the model was trained)', whole)
    .option('--batch <n>', 'how many pictures, 1 to 64', whole, 1)
    .option('--clip-skip <n>', 'layers of the text encoder to leave out', whole)
    .option('--image <png>', 'a picture to begin with; the new ones are of its size')
    .option(
      '--strength <f>',
      'how much of it may change, 0 to 1 (default: 0.8; with --mask: 1)',
      number,
    )
    .option('--mask <png>', 'of the size of --image: what is white is made anew')
    .option('--embedding <name=file...>', 'a new word (textual inversion), and what to call it')
    .option('--lora <file:scale...>', 'a LoRA, and how much of it')
    .option('--vae-tiling', 'decode in tiles: less memory for large pictures')
    .option('--prediction-type <kind>', 'epsilon, v_prediction or sample')
    .option('--rescale-zero-snr', 'a schedule that ends in pure noise')
    .option('--precision <kind>', 'fp32 or bf16: weights of half the size', 'fp32')
    .option('--backend <name>', 'auto, tensorflow, wasm, cpu or webgpu', 'auto')
    .option('--out <file>', 'the picture (default: n2d-SEED.png); a batch: FILE-0.png, FILE-1.png')
    .option('--save-latents <file>', 'the last latents as .npy, [batch, 4, height/8, width/8]')
    .option('--save-image <file>', 'the pictures as .npy, [batch, 3, height, width], 0 to 1')
    .option('--trace <folder>', 'what is computed on the way, as .npy files with an index.json')
    .option('--quiet', 'no progress')
    .option('--json', 'one object at the end, for another program to read')
    .addHelpText(
      'after',
      `
Examples:
  n2d generate "pizza, noto style" --seed 7
  n2d generate --model models/sd15 "a red house on a hill, oil painting"
  n2d generate --model sd15.safetensors --prompt "a cat" --scheduler dpm++2m --karras --steps 20
  n2d generate --model sd15.safetensors --prompt "a cat" --lora ink.safetensors:0.8 --seed 7 --batch 4
  n2d generate --model models/sd15 "a cat" --image dog.png --mask face.png --out catdog.png

Scheduler settings that are not given come from the model's scheduler_config.json.
The prompt, the seed and the settings are written into the PNG; n2d info reads them back.
N2D_MEMORY=16 says how many GiB a run may take, should the guess before it be wrong.`,
    )
    .action(async (words: string | undefined, asked: Asked) => {
      const { requestOf } = await import('./generate-request.js');
      const { generate } = await import('./generate-run.js');
      await generate(requestOf(words, asked));
    });
}
