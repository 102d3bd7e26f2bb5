/** Where the parts of the activation explorer stand, in wide and in narrow windows. */
export const ACTIVATION_STYLE = `
.activation { display: grid; grid-template-columns: minmax(0, 1fr) 300px; gap: 8px 14px; align-items: start; }
.activation .left { min-width: 0; }
.activation .words { grid-column: 1 / -1; min-height: 58px; }
.activation .pair { display: grid; grid-template-columns: 3fr 2fr; gap: 14px; margin-top: 4px; }
.activation .switches { display: flex; flex-wrap: wrap; align-items: center; gap: 0 14px; }
.activation .switches button { margin-left: auto; }
.activation .twin { position: absolute; inset: 0; background: var(--paper); border: 1px solid var(--line); border-radius: 8px; }
.activation .twin table { min-width: 100%; }
.activation .twin thead th { position: sticky; top: 0; background: var(--paper); }
.functions { width: 100%; }
.functions th, .functions td { padding: 0 4px; height: 29px; }
.functions thead th { height: 20px; }
.functions tbody th, .functions thead th:nth-child(2) { text-align: left; width: 100%; }
.functions td:nth-child(n + 3) { min-width: 58px; }
.functions .dot { display: grid; place-items: center; width: 32px; height: 28px; cursor: pointer; }
.functions .dot input { width: 18px; height: 18px; margin: 0; accent-color: var(--accent); }
.functions .tick { width: 100%; }
.functions .sample { width: 30px; flex: none; }
.functions tr:not(.on) .sample { opacity: 0.75; }
.activation .knobs { margin-top: 4px; }
.activation .knobs .word { min-width: 128px; }
svg .halo { paint-order: stroke; stroke: var(--paper); stroke-width: 4px; stroke-linejoin: round; }
@media (max-width: 660px) {
  .activation { grid-template-columns: minmax(0, 1fr); }
  .activation .words { grid-row: 2; }
  .activation .pair { grid-template-columns: minmax(0, 1fr); gap: 0; }
}
`;
