/** Pictures for executed notebooks that only a browser can draw. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Artist, createArtist } from '../../tools/export/browser-pictures.mjs';
import { putPictures } from '../../tools/export/pictures.mjs';
import { labPage } from '../../tools/labs.mjs';

let artist: Artist | null;

beforeAll(async () => {
  artist = await createArtist();
});

afterAll(async () => {
  await artist?.close();
});

test('Mermaid draws diagrams and fences; a lab becomes a picture of itself', async () => {
  const page = (await labPage('neuron')).replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  const frame = `<iframe sandbox="allow-scripts" style="width:100%;height:640px" srcdoc="${page}"></iframe>`;
  const mermaid = 'flowchart LR\n  accTitle: two\n  a["one"] -->|"w = 2"| b["two"]\n';
  const notebook = {
    cells: [
      {
        cell_type: 'markdown',
        source: `Look:\n\n\`\`\`mermaid\n${mermaid}\`\`\`\n\nDone.`,
        attachments: undefined as Record<string, Record<string, unknown>> | undefined,
      },
      {
        cell_type: 'code',
        source: '',
        outputs: [
          { data: { 'text/vnd.mermaid': mermaid, 'text/plain': 'words' } },
          { data: { 'text/html': frame, 'text/plain': 'a lab' } },
        ] as { data: Record<string, unknown> }[],
      },
    ],
  };
  const plot = async (): Promise<string> => '';
  expect(await putPictures(notebook, { plot, artist })).toEqual({
    figures: 0,
    diagrams: 2,
    labs: 1,
    leftAsText: 0,
  });
  const [words, code] = notebook.cells;
  expect(words.source).toBe('Look:\n\n![two](attachment:diagram-1.png)\n\nDone.');
  expect(Object.keys(words.attachments ?? {})).toEqual(['diagram-1.png']);
  const [drawing, lab] = (code.outputs ?? []).map((output) => output.data);
  expect(drawing['image/svg+xml']).toMatch(/^<svg/);
  expect(String(drawing['image/svg+xml']).replace(/<[^>]*>/g, '')).toContain('w = 2');
  expect(drawing['image/svg+xml']).not.toContain('foreignObject');
  for (const { 'image/png': png } of [drawing, lab]) {
    expect(Buffer.from(String(png), 'base64').subarray(1, 4).toString()).toBe('PNG');
  }
  expect(Object.keys(lab)).toEqual(['text/plain', 'image/png']);
});
