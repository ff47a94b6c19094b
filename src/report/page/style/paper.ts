/** What a page leaves for whoever works with it on paper. */

export const PAPER = `
.scroll { position: relative; }
.pairs .instant { white-space: normal; }
.paper { border-top: 1px solid var(--line); padding-top: var(--d4); margin-top: var(--d5); scroll-margin-top: var(--d4); }
.paper h3 { margin-top: 0; }
.conclusion { display: none; }
h4 { margin: var(--d4) 0 var(--d1); font-size: var(--s3); font-weight: 600; }
h3 + .numbers, h3 + .empty, h3 + p, h3 + ul, h3 + .standing { margin-top: var(--d2); }
.requests li + li { margin-top: var(--d2); }
.requests { list-style: none; padding: 0; font-size: var(--s2); }
.requests code { overflow-wrap: anywhere; }
@media print {
  .conclusion { display: grid; grid-template-columns: 3fr 1fr 1fr; gap: 1.2em 1.5em; margin-top: 2em; break-inside: avoid; }
  .conclusion span { border-bottom: 1px solid #000; padding-top: 2.6em; font-size: 8pt; color: #444; }
  .paper { break-inside: auto; }
  .beside .scroll { max-height: none; }
  .beside:has(#table-days, #table-check-matrix, #table-reading) { display: none; }
}
`;
