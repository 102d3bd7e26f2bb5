/** Where the parts of the network lab stand, in wide and in narrow windows. */
export const NETWORK_STYLE = `
.network { display: grid; grid-template-columns: minmax(0, 1fr) 328px; gap: 8px 16px; align-items: start; }
.network > .row, .network .transport, .network .status, .network .wide { grid-column: 1 / -1; }
.network .row { display: flex; flex-wrap: wrap; gap: 6px 10px; align-items: end; }
.network .row .field { flex: 1 1 70px; max-width: 150px; }
.network .row .field input[type='number'] { width: 100%; }
.network .row .field[data-part='points'], .network .row .field[data-part='first weights'] { flex-basis: 110px; }
.network .row .field[data-part='learning rate'] { flex-basis: 88px; }
.network .field select { padding: 2px 3px; }
.network .stepper > div, .network .head > div { display: flex; align-items: center; gap: 2px; }
.network .stepper .soft { font-size: 12px; }
.network .stepper .num, .network .head .num { min-width: 24px; text-align: center; }
.network .stepper button, .network .head button { padding: 0; width: 26px; line-height: 1; }
.network button:disabled { opacity: 0.45; cursor: default; }
.network .transport { display: flex; flex-wrap: wrap; gap: 6px 8px; align-items: center; padding: 6px 0; border-top: 1px solid var(--grid); border-bottom: 1px solid var(--grid); }
.network .transport .slider { flex: 1 1 130px; }
.network .transport .slider input[type='number'] { width: 58px; }
.network .transport .play { min-width: 74px; font-weight: 600; }
.network .transport .field { flex-direction: row; align-items: center; gap: 6px; }
.network .transport .field label { font-size: 14px; color: var(--ink); }
.network .transport .field select { width: auto; }
.network .left, .network .right { min-width: 0; }
.network .net { overflow-y: hidden; }
.network .stage { position: relative; }
.network .stage .wires { position: absolute; left: 0; top: 0; }
.network .stage button.unit, .network .stage button.feature, .network .head, .network .title, .network .more { position: absolute; }
.network .title { font-size: 12px; }
.network .title.middle, .network .more { width: 80px; text-align: center; }
.network .more { font-size: 12px; }
.network .unit, .network .feature { padding: 0; border: 0; background: none; min-height: 32px; height: 32px; }
.network .unit { width: 32px; }
.network .feature { width: 90px; display: flex; align-items: center; justify-content: flex-end; gap: 6px; }
.network .feature .sign { font-size: 12px; white-space: nowrap; }
.network .unit canvas, .network .feature canvas { width: 32px; height: 32px; border: 1.5px solid var(--edge); border-radius: 5px; }
.network .feature canvas { flex: none; }
.network .feature[aria-pressed='false'] { color: var(--soft); }
.network .feature[aria-pressed='false'] canvas { border-style: dashed; background: var(--panel); opacity: 0.6; }
.network .stage button[aria-pressed='true'] { background: none; color: var(--ink); }
.network .unit[aria-pressed='true'] canvas, .network .unit:hover canvas { outline: 3px solid var(--accent); outline-offset: 1px; }
.network .head { width: 82px; }
.network .head select { width: 82px; padding: 1px 2px; font-size: 12px; }
.network .head > div { justify-content: center; margin-top: 2px; }
.network .under { display: flex; flex-wrap: wrap; gap: 8px 20px; justify-content: space-between; }
.network .hint { font-size: 12px; margin: 2px 0 6px; }
.network .confusion table { font-size: 13px; }
.network .confusion h2 { font-size: 12px; font-weight: normal; margin: 0; }
.network .plane { max-width: 100%; }
.network .plane canvas { image-rendering: auto; }
.network .plane .hair { stroke: var(--ink); stroke-width: 2; fill: none; opacity: 0; }
.network .plane .cross.used .hair, .network .plane .cross:focus .hair { opacity: 1; }
.network .plane .edges { fill: none; stroke: var(--ink); stroke-width: 2; pointer-events: none; }
.network .plane .edges.under { stroke: var(--paper); stroke-width: 4; opacity: 0.7; }
.network .key { display: flex; flex-wrap: wrap; gap: 2px 10px; align-items: center; font-size: 12px; padding-left: 26px; }
.network .shades, .network .class, .network .ticks { display: inline-flex; align-items: center; gap: 5px; }
.network .ticks { gap: 14px; padding-left: 26px; white-space: nowrap; }
.network .ramp { display: inline-block; width: 46px; height: 12px; border: 1px solid var(--edge); border-radius: 3px; }
.network .classes { display: inline-flex; gap: 10px; }
.network .class canvas { width: 14px; height: 14px; }
.network .reading { font-size: 12px; padding-left: 26px; min-height: 18px; color: var(--soft); }
.network .chart .keys { font-size: 12px; display: flex; flex-wrap: wrap; align-items: center; }
.network .chart .keys button { margin-left: auto; min-height: 24px; padding: 0 8px; }
.network .chart .line.before { border-top: 1.5px solid var(--edge); }
.network .chart path.before { stroke: var(--edge); stroke-width: 1.5; }
.network .chart .line { display: inline-block; width: 22px; border-top: 2.5px solid var(--c0); margin: 0 4px 0 10px; }
.network .chart .line.dashed { border-top: 2.5px dashed var(--c1); }
.network .chart .loss { fill: none; stroke: var(--c0); stroke-width: 2; }
.network .chart .test { stroke: var(--c1); stroke-dasharray: 6 4; }
.network .chart .now { stroke: var(--edge); stroke-width: 1; stroke-dasharray: 2 3; }
.network .status { min-height: 40px; }
.network .gone { display: none; }
.network .drawer { grid-column: 1 / -1; }
.network .drawer .bar { flex-wrap: wrap; }
.network .drawer .bar button[aria-expanded='true'] { background: var(--panel); border-color: var(--accent); box-shadow: inset 0 -3px 0 var(--accent); }
.network .drawer .panel { margin-top: 6px; display: grid; gap: 8px 16px; }
.network .own-panel, .network .files-panel { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); }
.network .files-panel textarea { white-space: pre; }
.network .drawer textarea { width: 100%; font: 12px/1.4 ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace; color: var(--ink); background: var(--paper); border: 1px solid var(--edge); border-radius: 6px; padding: 6px 8px; }
.network .drawer textarea::placeholder { color: var(--soft); }
.network .drawer .row { margin: 4px 0; align-items: center; }
.network .said { margin: 4px 0 0; padding-left: 18px; }
.network .said:empty { display: none; }
.network .weights { display: flex; flex-wrap: wrap; gap: 6px 10px; }
.network .weights .field span { font-size: 12px; color: var(--soft); }
.network .weights input[type='number'] { width: 84px; }
.network .tip { position: absolute; z-index: 1; pointer-events: none; padding: 1px 6px; font-size: 12px; background: var(--paper); border: 1px solid var(--edge); border-radius: 5px; }
.network .row label, .network .stepper .soft { white-space: nowrap; }
@media (max-width: 780px) {
  .network { grid-template-columns: minmax(0, 1fr) 264px; }
  .network .row { gap: 6px 8px; }
  .network .transport { gap: 6px; }
  .network .transport button { padding: 2px 6px; }
  .network .transport .play { min-width: 62px; }
}
@media (max-width: 640px) {
  .network { grid-template-columns: minmax(0, 1fr); }
  .network .own-panel, .network .files-panel { grid-template-columns: minmax(0, 1fr); }
}
`;
