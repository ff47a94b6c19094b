/** What the form has beyond the style sheet of all pages. */
export const VERIFY_STYLE = `
.form { max-width: 64rem; margin: 0 auto; }
.drop { border: 1px dashed var(--strong); border-radius: var(--round); padding: var(--d4); margin-top: var(--d3); display: grid; gap: var(--d3); }
.either { display: grid; gap: 0 var(--d4); grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); }
.field { align-content: space-between; position: relative; display: grid; gap: var(--d3); border: 1px dashed var(--strong); border-radius: var(--round); padding: var(--d4); margin-top: var(--d3); cursor: pointer; }
.field input { padding: var(--d5) var(--d3); background: var(--sunk); border-radius: var(--d1); width: 100%; }
.drop label { font-size: var(--s2); }
input, textarea { font: inherit; color: var(--ink); background: var(--card); max-width: 100%; }
input[type=text], textarea { border: 1px solid var(--strong); border-radius: var(--d1); padding: var(--d1) var(--d2); }
textarea { width: 100%; font-family: var(--code); font-size: var(--s2); }
.held { list-style: none; padding: 0; margin-top: var(--d3); font-size: var(--s2); }
.held li { display: flex; flex-wrap: wrap; gap: var(--d2) var(--d4); align-items: baseline; padding: var(--d2) 0; border-bottom: 1px solid var(--line); }
.held li > span { flex: 1 1 20rem; overflow-wrap: anywhere; }
.fingerprint { overflow-wrap: anywhere; }
.problem { color: var(--bad); }
.drop button { justify-self: start; padding: var(--d1) var(--d3); }
.actions { display: flex; flex-wrap: wrap; gap: var(--d3); margin: var(--d3) 0; }
.big { font-size: var(--s3); padding: var(--d2) var(--d4); background: var(--accent); color: var(--paper); }
.big:disabled { background: var(--off-sunk); color: var(--off); cursor: not-allowed; }
.quiet-button { background: var(--accent-sunk); color: var(--accent); }
.reading progress { width: 100%; }
.reading code { overflow-wrap: anywhere; }
.facts { display: grid; gap: var(--d1); margin: var(--d3) 0; font-size: var(--s2); }
.facts > div { display: grid; grid-template-columns: 9rem minmax(0, 1fr); gap: var(--d3); }
.facts dt { color: var(--soft); }
.facts dd { overflow-wrap: anywhere; }
.more pre { overflow-x: auto; background: var(--sunk); padding: var(--d3); border-radius: var(--round); font-size: var(--s2); }
.more li { overflow-wrap: anywhere; font-size: var(--s2); }
#failures td, #failures th { min-width: 8rem; }
@media (max-width: 40rem) { .facts > div { display: block; } }
@media print { .drop, .actions, #drop-evidence, #drop-held { display: none; } }
`;
