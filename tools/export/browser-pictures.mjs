// @ts-check
/** What only a browser can draw: diagrams by Mermaid itself, and labs as they open. */
import { createRequire } from 'node:module';
import { startChromium, whichChromium } from '../pages/chromium.mjs';

/**
 * @typedef {object} Artist
 * @property {(mermaid: string) => Promise<{ svg: string, png: string }>} diagram
 * @property {(html: string) => Promise<string>} lab a picture of a lab's frame, PNG in base64
 * @property {() => Promise<void>} close
 */

/**
 * Starts Chromium; null where there is none.
 * @returns {Promise<Artist | null>}
 */
export async function createArtist() {
  if (whichChromium() === null) return null;
  const browser = await startChromium();
  const page = await browser.newPage({ viewport: { width: 900, height: 800 } });
  await page.setContent('<!doctype html><body style="margin:8px;background:white"></body>');
  const file = createRequire(import.meta.url).resolve('mermaid/dist/mermaid.min.js');
  await page.addScriptTag({ path: file });
  await page.evaluate(() => {
    const { mermaid } = /** @type {{ mermaid: { initialize(how: object): void } }} */ (
      /** @type {unknown} */ (window)
    );
    // Labels as SVG text: readers that show the file as a picture draw no HTML inside it.
    mermaid.initialize({
      startOnLoad: false,
      htmlLabels: false,
      flowchart: { htmlLabels: false },
      themeCSS: '.edgeLabel rect { opacity: 1; fill: white; }',
    });
  });
  let count = 0;
  return {
    diagram: async (text) => {
      count += 1;
      const svg = await page.evaluate(
        async ([id, text]) => {
          const { mermaid } =
            /** @type {{ mermaid: { render(id: string, text: string): Promise<{ svg: string }> } }} */ (
              /** @type {unknown} */ (window)
            );
          const { svg } = await mermaid.render(id, text);
          document.body.innerHTML = svg;
          const drawn = document.querySelector('svg');
          if (drawn) drawn.style.background = 'white';
          return new XMLSerializer().serializeToString(drawn ?? document.body);
        },
        [`diagram-${count}`, text],
      );
      const png = await page.locator('body > svg').screenshot();
      return { svg, png: png.toString('base64') };
    },
    lab: async (html) => {
      const own = await browser.newPage({ viewport: { width: 820, height: 900 } });
      try {
        await own.setContent(`<!doctype html><body style="margin:8px">${html}</body>`);
        const frame = own.locator('iframe');
        const inside = await (await frame.elementHandle())?.contentFrame();
        await inside?.waitForSelector('main svg:visible');
        return (await frame.screenshot()).toString('base64');
      } finally {
        await own.close();
      }
    },
    close: () => browser.close(),
  };
}
