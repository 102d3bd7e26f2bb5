/** Where the parts of the neuron lab stand, in wide and in narrow windows. */
export const NEURON_STYLE = `
.neuron { display: grid; grid-template-columns: minmax(0, 1fr) 346px; gap: 8px 16px; align-items: start; }
.neuron .top { grid-column: 1 / -1; display: flex; flex-wrap: wrap; gap: 4px 20px; }
.neuron .left, .neuron .right { min-width: 0; }
.neuron .kinds { display: grid; grid-template-columns: 1.35fr 1fr 0.95fr; gap: 8px; margin: 4px 0 6px; }
.neuron .sliders { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 2px 12px; }
.neuron .slider input[type='range'] { min-width: 40px; }
.neuron .field select { padding: 2px 3px; }
.neuron .panel.numbers { grid-column: 1 / -1; overflow-wrap: anywhere; }
.neuron .bottom { grid-column: 1 / -1; display: flex; gap: 8px 20px; align-items: center; min-height: 60px; border-left: 4px solid transparent; }
.neuron .bottom.done { border-left-color: var(--good); padding-left: 10px; }
.neuron .bottom.done p { color: var(--good); font-weight: 600; }
.neuron .bottom p { flex: 1 1 0; min-width: 0; }
.neuron .truth { flex: none; }
.neuron .truth td:last-child { text-align: left; }
.neuron .legend { display: flex; align-items: center; gap: 10px; margin-top: 2px; }
.neuron .key { display: flex; align-items: center; gap: 8px; flex: 1; padding-left: 34px; font-size: 12px; }
.neuron .ramp { flex: 1; height: 16px; border: 1px solid var(--edge); border-radius: 3px; text-align: center; font-size: 11px; line-height: 14px; }
.neuron .twin { position: absolute; inset: 0; background: var(--paper); border: 1px solid var(--line); border-radius: 8px; }
.neuron .twin table { min-width: 100%; }
.neuron .twin th, .neuron .twin td { padding: 6px 5px; }
svg .strong { font-weight: 600; }
svg .small { font-size: 13px; }
svg .symbol { font-size: 18px; }
svg .halo { paint-order: stroke; stroke: var(--paper); stroke-width: 4px; stroke-linejoin: round; }
svg .good { fill: var(--good); font-size: 16px; }
svg .bad { fill: var(--bad); font-size: 16px; }
.edges { fill: none; stroke: var(--ink); stroke-width: 2.5; stroke-linecap: round; }
.edges.under { stroke: var(--paper); stroke-width: 6; opacity: 0.8; }
.curve { fill: none; stroke: var(--ink); stroke-width: 3; }
.plane .faint { opacity: 0.35; stroke: var(--edge); }
.dot { fill: var(--ink); stroke: var(--paper); stroke-width: 2.5; }
.knob { fill: var(--paper); stroke: var(--ink); stroke-width: 2.5; }
.pip { fill: var(--ink); }
.mark { stroke: var(--ink); stroke-width: 2; }
.bead .plate { fill: var(--paper); stroke: var(--edge); stroke-width: 1.5; }
.bead:hover .plate { fill: var(--panel); }
.bead { cursor: ns-resize; }
.corner circle { stroke: var(--good); stroke-width: 3; }
.corner.wrong circle { stroke: var(--bad); stroke-dasharray: 5 3; }
.corner { pointer-events: none; }
@media (max-width: 780px) {
  .neuron { grid-template-columns: minmax(0, 1fr) 316px; }
}
@media (max-width: 680px) {
  .neuron { grid-template-columns: minmax(0, 1fr); }
  .neuron .right { grid-row: 2; }
  .neuron .bottom { flex-direction: column; align-items: stretch; }
  .neuron .bottom p { flex: none; }
}
@media (max-width: 420px) {
  .neuron .sliders { grid-template-columns: 1fr; }
  .segments span { padding: 3px 8px; }
}
`;
