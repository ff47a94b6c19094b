/** On paper: everything unfolded, digests whole, nothing to press. */

export const PRINT = `
@page { margin: 16mm 14mm; }
@media print {
  :root { --paper: #fff; --card: #fff; --sunk: #f4f4f4; --ink: #000; --soft: #444; --line: #ccc; --strong: #888; color-scheme: light; }
  body { max-width: none; padding: 0; font-size: 9.5pt; }
  nav, button:not(th button), .tools, .anchor, .skip { display: none !important; }
  .columns { display: block; }
  .view { border: 0; padding: 0; border-radius: 0; break-before: page; }
  .view:first-child { break-before: auto; }
  h2, h3, figcaption, .standing { break-after: avoid; }
  .scroll, .scroll.tall { overflow: visible; max-height: none; border: 0; }
  .plot { overflow: visible; }
  .plot svg { max-width: 100%; min-width: 0; height: auto; }
  .for-wide { display: block !important; }
  .for-narrow { display: none !important; }
  .sides { display: block; }
  .rows th { position: static; }
  .rows thead { display: table-header-group; position: static; }
  .rows tr, .plot, .numbers { break-inside: avoid; }
  .rows { font-size: 8pt; }
  .rows td, .rows th { padding: 1mm 1.5mm; white-space: normal; }
  .rows th, .rows td:not(.l) { hyphens: none; }
  .scroll { background: none; }
  .rows th button::after { content: ""; }
  .badge, .swatch, .banner, .standing { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .rows td, .rows td.t, .rows td.l { min-width: 0; max-width: none; }
  .rows td.l, .rows td code, .rows:has(th:nth-child(6)) td { overflow-wrap: anywhere; }
  .rows .instant { white-space: normal; }
  .blocks tbody { content-visibility: visible; }
  .digest code { max-width: none; white-space: normal; overflow-wrap: anywhere; }
  details.of-row, .not-on-paper { display: none; }
  details::details-content { content-visibility: visible; height: auto; block-size: auto; }
  details > summary { list-style: none; }
  @supports selector(::details-content) { .more > summary { display: none; } }
  a { color: inherit; text-decoration: none; }
}
`;
