/** The browser of these tests; the tools that draw and take pictures start the same. */
export { startChromium } from '../../tools/pages/chromium.mjs';
