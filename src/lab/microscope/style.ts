/** Where the parts of the microscope stand, in wide and in narrow windows. */
export const MICROSCOPE_STYLE = `
.microscope > * + * { margin-top: 8px; }
.microscope h2 { color: var(--ink); margin: 0; }
.microscope h3 { font-size: 12px; margin: 0 0 2px; color: var(--soft); }
.microscope .twins > h2 { margin-top: 12px; }
.microscope .twins > h2 + .what { margin-top: 0; }
.microscope .what { color: var(--soft); font-size: 12px; margin-bottom: 4px; }
.microscope .run, .microscope td, .microscope b { overflow-wrap: anywhere; }
.microscope .run { font-weight: 600; }
.microscope section { min-width: 0; display: flex; flex-direction: column; }
.sheets .what, .looks .what { flex: 1 0 auto; }
.top .what { min-height: 34px; }
.top .mixed { min-height: 0; margin: 6px 0 0; }
.steps { display: flex; flex-wrap: wrap; gap: 6px; }
.steps .slider { flex: 1 1 220px; }
.steps .play { min-width: 68px; }
.microscope .where { min-height: 20px; font-variant-numeric: tabular-nums; }
.top, .sheets { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 10px 16px; }
.picture { display: block; width: 100%; max-width: 216px; image-rendering: pixelated; border: 1px solid var(--line); border-radius: 6px; }
.microscope .mixture { font-size: 12px; }
.chart .keys { display: flex; align-items: center; gap: 6px; font-size: 12px; }
.keys .line { width: 24px; border-top: 3px solid var(--c0); }
.keys .line.dashed { border-top: 3px dashed var(--c1); margin-left: 8px; }
.level { fill: none; stroke-width: 2.5; stroke-linejoin: round; }
.level.signal { stroke: var(--c0); }
.level.noise { stroke: var(--c1); stroke-dasharray: 6 4; }
.chart .now { stroke: var(--ink); stroke-width: 1; }
circle.signal { fill: var(--c0); }
circle.noise { fill: var(--c1); }
.sheet .figure canvas { inset: 0; width: 100%; height: 100%; image-rendering: pixelated; }
.sheet .figure svg { cursor: crosshair; }
.sheet .tile { stroke: var(--ink); stroke-width: 1.5; }
.sheet .halo { stroke: var(--paper); stroke-width: 5; }
.sheet .cell { stroke: var(--ink); stroke-width: 2; }
.sheet .ends { font-size: 12px; font-variant-numeric: tabular-nums; }
.microscope .one { margin-top: 10px; }
.one .knobs { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 0 16px; }
.sums th { text-align: left; padding-left: 0; }
.sums td { text-align: left; }
.sums th, .sums td { white-space: normal; overflow-wrap: normal; vertical-align: top; }
.tokens legend { font-size: 12px; color: var(--soft); margin-bottom: 4px; }
.tokens > div { display: flex; flex-wrap: wrap; gap: 6px; }
.tokens label { position: relative; cursor: pointer; max-width: 100%; }
.tokens input { position: absolute; opacity: 0; inset: 0; width: 100%; height: 100%; margin: 0; cursor: pointer; }
.tokens .face { display: flex; flex-direction: column; min-width: 84px; padding: 4px 8px 6px; border: 1px solid var(--edge); border-radius: 6px; background: var(--paper); }
.tokens .face .soft { font-size: 12px; }
.tokens .special b { font-style: italic; font-weight: 400; }
.tokens .bar { height: 6px; margin-top: 2px; border-radius: 3px; background: var(--c0); }
.tokens label:hover .face { background: var(--panel); }
.tokens input:checked + .face { border-color: var(--accent); box-shadow: inset 0 0 0 2px var(--accent); }
.tokens input:focus-visible + .face { outline: 3px solid var(--ink); outline-offset: 1px; }
.looks { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 10px 16px; margin-top: 10px; }
.looks .beside { display: flex; flex-direction: column; gap: 10px; }
.twins > * + * { margin-top: 12px; }
.twins .grids { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 12px 16px; }
.twin { max-height: 320px; border: 1px solid var(--line); border-radius: 8px; }
.twin table { min-width: 100%; }
.twin th:first-child { text-align: left; }
.grids th, .grids td { padding: 2px 3px; font-size: 11px; }
.twin thead th { position: sticky; top: 0; background: var(--paper); white-space: normal; vertical-align: bottom; }
@media (max-width: 660px) {
  .top, .sheets, .looks { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 10px 12px; }
  .top > :last-child, .looks > :last-child { grid-column: 1 / -1; }
  .top .chart { max-width: 280px; }
  .twins .grids, .one .knobs { grid-template-columns: minmax(0, 1fr); }
  .top .what { min-height: 0; flex: 1 0 auto; }
}
`;
