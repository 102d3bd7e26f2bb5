/**
 * Before all tests: the emoji are drawn when nobody did that yet, once, not in two workers at the
 * same time and not within the time of a test.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export async function setup(): Promise<void> {
  if (existsSync(join(import.meta.dirname, '..', '..', '.n2d', 'emoji', 'made.json'))) return;
  const { loadEmoji } = await import('../../src/datasets/emoji.node.js');
  await loadEmoji();
}
