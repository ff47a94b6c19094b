/** What the form has beyond the style sheet of all pages, in whichever of them it stands. */
export const VERIFY_STYLE = `
.form { max-width: 64rem; margin: 0 auto; }
#verify-here .part { border-top: 1px solid var(--line); padding: var(--d3) 0; }
#verify-here h4 { font-size: var(--s3); margin: var(--d2) 0; }
#verify-here h5 { font-size: var(--s2); margin: var(--d3) 0 var(--d1); }
#verify-here .drop { border: 1px dashed var(--strong); border-radius: var(--round); padding: var(--d4); margin-top: var(--d3); display: grid; gap: var(--d3); }
#verify-here .either { display: grid; gap: 0 var(--d4); grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); }
#verify-here .field { align-content: space-between; position: relative; display: grid; gap: var(--d3); border: 1px dashed var(--strong); border-radius: var(--round); padding: var(--d4); margin-top: var(--d3); cursor: pointer; }
#verify-here .field input { padding: var(--d5) var(--d3); background: var(--sunk); border-radius: var(--d1); width: 100%; }
#verify-here .drop label { font-size: var(--s2); }
#verify-here input, #verify-here textarea { font: inherit; color: var(--ink); background: var(--card); max-width: 100%; }
#verify-here input[type=text], #verify-here textarea { border: 1px solid var(--strong); border-radius: var(--d1); padding: var(--d1) var(--d2); }
#verify-here textarea { width: 100%; font-family: var(--code); font-size: var(--s2); }
#verify-here .held { list-style: none; padding: 0; margin-top: var(--d3); font-size: var(--s2); }
#verify-here .held li { display: flex; flex-wrap: wrap; gap: var(--d2) var(--d4); align-items: baseline; padding: var(--d2) 0; border-bottom: 1px solid var(--line); }
#verify-here .held li > span { flex: 1 1 20rem; overflow-wrap: anywhere; }
#verify-here .fingerprint { overflow-wrap: anywhere; }
#verify-here .problem { color: var(--bad); }
#verify-here .drop button { justify-self: start; padding: var(--d1) var(--d3); }
#verify-here .actions { display: flex; flex-wrap: wrap; gap: var(--d3); margin: var(--d3) 0; }
#verify-here .big { font-size: var(--s3); padding: var(--d2) var(--d4); background: var(--accent); color: var(--paper); }
#verify-here .big:disabled { background: var(--off-sunk); color: var(--off); cursor: not-allowed; }
#verify-here .quiet-button { background: var(--accent-sunk); color: var(--accent); }
#verify-here .reading progress { width: 100%; }
#verify-here .reading code { overflow-wrap: anywhere; }
#verify-here .facts { display: grid; gap: var(--d1); margin: var(--d3) 0; font-size: var(--s2); }
#verify-here .facts > div { display: grid; grid-template-columns: 9rem minmax(0, 1fr); gap: var(--d3); }
#verify-here .facts dt { color: var(--soft); }
#verify-here .facts dd { overflow-wrap: anywhere; }
#verify-here .more pre { overflow-x: auto; background: var(--sunk); padding: var(--d3); border-radius: var(--round); font-size: var(--s2); }
#verify-here .more li { overflow-wrap: anywhere; font-size: var(--s2); }
#verify-here .asked { table-layout: fixed; }
#verify-here .asked th { white-space: normal; }
#verify-here .asked td { min-width: 0; width: 50%; white-space: normal; }
#verify-here .asked code { white-space: nowrap; color: var(--soft); margin-right: var(--d2); }
#verify-here .banner, #verify-here details, #verify-here [role=status], #verify-here .problem { margin-top: var(--d3); }
#verify-here .banner .note-line { margin-bottom: 0; }
#verify-here h2 { margin-bottom: var(--d2); }
#verify-here h3 { margin: var(--d4) 0 var(--d2); }
.form h1 { margin-bottom: var(--d2); }
#verify-here #failures td, #verify-here #failures th { min-width: 8rem; }
@media (max-width: 40rem) { #verify-here .facts > div { display: block; } }
@media print { #verify-here .actions, #verify-here #drop-evidence, #verify-here #drop-held, #verify-here #check-step { display: none; } #verify-here .view { break-before: auto; } }
`;
