/** What is drawn over time. */

export const TRENDS = `
svg .tiny { font-size: 10px; }
svg .hole { stroke: none; }
svg .between { stroke: var(--card); stroke-width: 1; }
svg .trend { fill: none; stroke: var(--accent); stroke-width: 1.5; stroke-linejoin: round; }
svg .point { fill: var(--accent); stroke: var(--accent); stroke-width: 1.2; }
svg .point.open { fill: var(--card); }
.swatch.unknown { background-image: repeating-linear-gradient(45deg, transparent 0 3px, var(--unknown) 3px 4px); }
.rows .least { font-size: var(--s1); color: var(--warn); white-space: nowrap; }
.fleet .rows td, .fleet .rows td.c { min-width: 3rem; padding: var(--d2); }
.fleet .rows th { white-space: normal; vertical-align: bottom; padding: var(--d2); overflow-wrap: normal; }
.fleet .rows td.c { overflow-wrap: normal; }
.fleet .rows td.t { min-width: 7rem; }
.fleet .rows td.l { min-width: 6.5rem; }
.fleet .rows td.l:last-child { min-width: 10rem; }
.fleet .instant { white-space: normal; }
.steps { padding-left: 1.3em; max-width: 80ch; }
.steps li + li { margin-top: var(--d2); }
`;
