// @ts-check
/**
 * Puts pictures into an executed notebook, for readers that run nothing (GitHub, nbconvert): a PNG
 * beside every Plotly figure, Mermaid's own drawing beside every diagram, a picture in place of
 * every lab's frame. Whatever cannot be drawn keeps its text.
 */

/** @typedef {Record<string, unknown>} Bundle */
/**
 * @typedef {{ cell_type: string, source: string | string[], outputs?: { data?: Bundle }[],
 *   attachments?: Record<string, Bundle> }} Cell
 */
/** @typedef {{ cells: Cell[] }} Notebook */
/** @typedef {import('./browser-pictures.mjs').Artist} Artist */
/** @typedef {ReturnType<import('./figure-png.mjs').createPlotter>} Plotter */
/** @typedef {{ figures: number, diagrams: number, labs: number, leftAsText: number }} Count */

/**
 * The notebook with its pictures put in (it is changed), and how many there are of each.
 * @param {Notebook} notebook
 * @param {{ plot: Plotter, artist: Artist | null }} tools
 * @returns {Promise<Count>}
 */
export async function putPictures(notebook, { plot, artist }) {
  const count = { figures: 0, diagrams: 0, labs: 0, leftAsText: 0 };
  for (const cell of notebook.cells) {
    if (cell.cell_type === 'markdown') await fences(cell, artist, count);
    for (const { data } of cell.outputs ?? []) {
      if (data !== undefined) await bundle(data, plot, artist, count);
    }
  }
  return count;
}

/** @param {Bundle} data @param {Plotter} plot @param {Artist | null} artist @param {Count} count */
async function bundle(data, plot, artist, count) {
  const spec = data['application/vnd.plotly.v1+json'];
  const html = joined(data['text/html']);
  if (spec !== undefined) {
    data['image/png'] = await plot(/** @type {import('./figure-png.mjs').Spec} */ (spec));
    count.figures += 1;
  } else if (data['text/vnd.mermaid'] !== undefined) {
    if (artist === null) {
      count.leftAsText += 1;
      return;
    }
    const { svg, png } = await artist.diagram(joined(data['text/vnd.mermaid']));
    data['image/svg+xml'] = svg;
    data['image/png'] = png;
    count.diagrams += 1;
  } else if (html.startsWith('<iframe')) {
    delete data['text/html']; // a reader that runs nothing would show an empty frame
    if (artist === null) {
      count.leftAsText += 1;
      return;
    }
    data['image/png'] = await artist.lab(html);
    count.labs += 1;
  }
}

/**
 * Mermaid fences of prose, which GitHub does not draw in a notebook.
 * @param {Cell} cell @param {Artist | null} artist @param {Count} count
 */
async function fences(cell, artist, count) {
  const source = joined(cell.source);
  let text = source;
  for (const [fence, mermaid] of source.matchAll(/^```mermaid\n([\s\S]*?)^```$/gm)) {
    if (artist === null) {
      count.leftAsText += 1;
      continue;
    }
    const { png } = await artist.diagram(mermaid);
    const name = `diagram-${Object.keys(cell.attachments ?? {}).length + 1}.png`;
    cell.attachments = { ...cell.attachments, [name]: { 'image/png': png } };
    const title = /^\s*accTitle:\s*(.*)$/m.exec(mermaid)?.[1] ?? inWords(mermaid);
    text = text.replace(fence, () => `![${title.replace(/[[\]]/g, '')}](attachment:${name})`);
    count.diagrams += 1;
  }
  if (text !== source) cell.source = text;
}

/** The labels of a diagram, in order. @param {string} mermaid */
function inWords(mermaid) {
  const labels = [...mermaid.matchAll(/"([^"]+)"/g)].map(([, label]) => label);
  return `Diagram: ${labels.join(', ')}`;
}

/** @param {unknown} text */
function joined(text) {
  return Array.isArray(text) ? text.join('') : String(text ?? '');
}
