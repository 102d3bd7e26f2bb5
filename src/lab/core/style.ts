/**
 * One look for all labs: system letters, four colours that the colour-blind can tell apart, every
 * target 24 pixels or more, no movement of its own. Light and dark are two sets of the same names.
 */
export const STYLE = `
:root {
  color-scheme: light;
  --paper: #ffffff; --panel: #f5f6f7; --ink: #1d2126; --soft: #565d66; --line: #c9ced4;
  --grid: #e3e6ea; --edge: #767d86; --accent: #0b62a8; --on-accent: #ffffff;
  --c0: #0b62a8; --c1: #b34700; --c2: #007257; --c3: #a03080;
  --good: #00694f; --bad: #a8330b; --mark: #fff3cf; --low: #b34700; --high: #0b62a8;
}
:root[data-theme='dark'] {
  color-scheme: dark;
  --paper: #16191d; --panel: #20242a; --ink: #e9ecef; --soft: #aab2bb; --line: #454c55;
  --grid: #2c3138; --edge: #8a929c; --accent: #6cb4f5; --on-accent: #0c1116;
  --c0: #6cb4f5; --c1: #ffa052; --c2: #46cfa4; --c3: #f08fd0;
  --good: #46cfa4; --bad: #ff9c6e; --mark: #3d3413; --low: #ffa052; --high: #6cb4f5;
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
html { background: var(--paper); }
body {
  margin: 0 auto; padding: 10px 12px 12px; max-width: 940px; background: var(--paper);
  color: var(--ink); font: 14px/1.4 system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif;
}
header { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 12px; margin-bottom: 8px; }
h1 { font-size: 17px; margin: 0; flex: 1 1 auto; }
h2 { font-size: 13px; margin: 0 0 4px; font-weight: 600; color: var(--soft); }
p { margin: 0; }
.bar { display: flex; gap: 6px; }
button, select, input[type='number'], input[type='text'] {
  font: inherit; color: var(--ink); background: var(--paper); border: 1px solid var(--edge);
  border-radius: 6px; min-height: 28px; padding: 2px 8px;
}
button { cursor: pointer; }
button:hover, select:hover { background: var(--panel); }
button[aria-pressed='true'] { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
input[type='number'] { width: 62px; padding: 2px 2px 2px 6px; font-variant-numeric: tabular-nums; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.handle:focus, .handle:focus-visible { outline: none; }
.handle .ring { fill: none; stroke: var(--accent); stroke-width: 3; visibility: hidden; }
.handle:focus-visible .ring { visibility: visible; }
.handle { cursor: grab; touch-action: none; }
.handle:active { cursor: grabbing; }
.hit { fill: transparent; }
.slider { display: flex; align-items: center; gap: 6px; min-width: 0; }
.slider label { flex: none; min-width: 22px; font-style: italic; font-family: Georgia, 'DejaVu Serif', serif; font-size: 15px; }
.slider label.word { font: inherit; }
.slider input[type='range'] { flex: 1 1 60px; }
input[type='range'] {
  -webkit-appearance: none; appearance: none; min-width: 60px; height: 28px; margin: 0;
  background: transparent; cursor: pointer; accent-color: var(--accent);
}
input[type='range']::-webkit-slider-runnable-track {
  height: 6px; border-radius: 3px;
  background: linear-gradient(to right, var(--accent) var(--share, 50%), var(--line) var(--share, 50%));
}
input[type='range']::-moz-range-track { height: 6px; border-radius: 3px; background: var(--line); }
input[type='range']::-moz-range-progress { height: 6px; border-radius: 3px; background: var(--accent); }
input[type='range']::-webkit-slider-thumb {
  -webkit-appearance: none; appearance: none; width: 18px; height: 18px; margin-top: -6px;
  border-radius: 50%; background: var(--accent); border: 2px solid var(--paper);
  box-shadow: 0 0 0 1px var(--accent);
}
input[type='range']::-moz-range-thumb {
  width: 16px; height: 16px; border-radius: 50%; background: var(--accent); border: 2px solid var(--paper);
}
.field { display: flex; flex-direction: column; gap: 2px; min-width: 0; }
.field label, fieldset legend { font-size: 12px; color: var(--soft); padding: 0; }
.field select { width: 100%; }
fieldset { border: 0; margin: 0; padding: 0; min-width: 0; }
.segments legend { margin-bottom: 2px; }
.segments > div { display: inline-flex; border: 1px solid var(--edge); border-radius: 6px; overflow: hidden; }
.segments label { position: relative; cursor: pointer; }
.segments input { position: absolute; opacity: 0; inset: 0; width: 100%; height: 100%; margin: 0; cursor: pointer; }
.segments span { display: block; min-height: 28px; min-width: 30px; padding: 3px 10px; text-align: center; }
.segments label + label span { border-left: 1px solid var(--line); }
.segments label:hover span { background: var(--panel); }
.segments input:checked + span { background: var(--accent); color: var(--on-accent); }
.segments input:focus-visible + span { outline: 3px solid var(--ink); outline-offset: -3px; border-radius: 6px; }
.tick { display: inline-flex; align-items: center; gap: 6px; min-height: 28px; cursor: pointer; }
.tick input { width: 18px; height: 18px; margin: 0; accent-color: var(--accent); }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: 2px 8px; text-align: right; border-bottom: 1px solid var(--grid); font-weight: normal; white-space: nowrap; }
thead th { color: var(--soft); font-size: 12px; }
.panel { background: var(--panel); border-radius: 8px; padding: 8px 12px; }
.numbers { font-family: ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace; font-size: 13px; }
.scrolls { overflow: auto; }
.good { color: var(--good); font-weight: 600; }
.bad { color: var(--bad); font-weight: 600; }
.soft { color: var(--soft); }
.unseen {
  position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap;
}
.notice {
  position: fixed; left: 12px; right: 12px; bottom: 12px; z-index: 2; max-width: 916px; margin: 0 auto;
  display: flex; flex-wrap: wrap; gap: 8px; align-items: center; padding: 10px 12px;
  background: var(--mark); border: 1px solid var(--edge); border-radius: 8px; box-shadow: 0 2px 10px #0004;
}
.notice p { flex: 1 1 auto; min-width: 0; overflow-wrap: anywhere; }
.notice input { flex: 4 1 240px; min-width: 0; }
svg { display: block; width: 100%; height: auto; overflow: visible; }
svg text { fill: var(--ink); font-family: inherit; font-size: 12px; }
svg text.soft { fill: var(--soft); }
svg .var { font-style: italic; font-family: Georgia, 'DejaVu Serif', serif; font-size: 15px; }
svg .num { font-variant-numeric: tabular-nums; }
svg .axis { stroke: var(--edge); stroke-width: 1; }
svg .grid { stroke: var(--grid); stroke-width: 1; }
.figure { position: relative; }
.figure canvas { position: absolute; image-rendering: auto; }
.figure svg { position: relative; }
@media (forced-colors: active) {
  .segments input:checked + span { forced-color-adjust: none; }
  input[type='range'] { -webkit-appearance: auto; appearance: auto; }
}
@media (prefers-reduced-motion: no-preference) {
  button, .segments span { transition: background-color 0.12s; }
}
`;
