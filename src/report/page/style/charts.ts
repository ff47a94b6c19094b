/** Charts: filled by tone, and hatched or written on where the tone alone would say it. */

const tones = ['good', 'bad', 'warn', 'unknown', 'off']
  .map((tone) => `.fill-${tone} { fill: var(--${tone}-fill); } .ink-${tone} { fill: var(--${tone}); }`)
  .join('\n');

const swatches = ['good', 'bad', 'warn', 'unknown', 'off']
  .map((tone) => `.swatch.${tone} { background-color: var(--${tone}-fill); }`)
  .join('\n');

export const CHARTS = `
.figure { margin: var(--d4) 0; }
.figure figcaption { font-weight: 600; margin-bottom: var(--d2); }
.plot { overflow-x: auto; }
.plot svg { display: block; max-width: none; overflow: visible; }
.wide svg { width: 100%; min-width: 44rem; max-width: 72rem; height: auto; }
.wide svg.for-narrow { min-width: 0; }
@media (min-width: 40.01rem) { .for-narrow { display: none !important; } }
@media (max-width: 40rem) { svg .roomy { display: none; } }
svg .halo { paint-order: stroke; stroke: var(--card); stroke-width: 4px; stroke-linejoin: round; }
svg text { font: 500 var(--s1) var(--text); fill: var(--ink); }
svg .label { fill: var(--soft); }
svg .small { font-size: 11px; }
svg .axis { stroke: var(--line); }
svg .limit { stroke: var(--bad); stroke-dasharray: 4 3; }
svg .link { fill: none; stroke: var(--accent); stroke-opacity: .28; }
svg .link.off { stroke: var(--off); stroke-dasharray: 5 4; }
svg .node { fill: var(--accent); }
svg .cell { stroke: var(--card); stroke-width: 1.5; }
svg .hatch { stroke: var(--unknown); stroke-width: 1.5; stroke-opacity: .45; }
svg .grain { fill: var(--off); fill-opacity: .55; }
svg .blank { fill: var(--card); stroke: var(--off); stroke-width: 1; }
svg .stripe { stroke: var(--off); stroke-width: 2; stroke-opacity: .6; }
${tones}
.legend { display: flex; flex-wrap: wrap; gap: var(--d1) var(--d3); list-style: none; padding: 0; margin-bottom: var(--d2); font-size: var(--s1); color: var(--soft); white-space: nowrap; }
.swatch { display: inline-block; width: 1.4em; line-height: 1.4; text-align: center; border-radius: 2px; color: var(--ink); font-weight: 700; }
${swatches}
.swatch.dots { background-image: radial-gradient(circle, var(--off) 1px, transparent 1.4px); background-size: 5px 5px; }
.swatch.blank { background-color: var(--card); box-shadow: inset 0 0 0 1px var(--off); }
.swatch.stripes { background-image: repeating-linear-gradient(90deg, transparent 0 3px, var(--off) 3px 4px); }
.swatch.dots, .swatch.stripes { text-shadow: 0 0 3px var(--off-fill), 0 0 3px var(--off-fill); }
.beside { margin-top: var(--d2); }
.beside .scroll { max-height: 24rem; }
`;
