/** Tables: the head stays in sight; long ones are laid out in blocks, and a block only when it comes into view. */

export const TABLES = `
.table { margin: var(--d3) 0 var(--d5); }
.scroll { overflow: auto; border: 1px solid var(--line); border-radius: var(--round); background: linear-gradient(90deg, var(--card) 40%, transparent) 0 0 / 3rem 100% no-repeat local, linear-gradient(270deg, var(--card) 40%, transparent) 100% 0 / 3rem 100% no-repeat local, linear-gradient(90deg, var(--shade), transparent) 0 0 / 1rem 100% no-repeat scroll, linear-gradient(270deg, var(--shade), transparent) 100% 0 / 1rem 100% no-repeat scroll, var(--card); }
.scroll.tall { max-height: 80vh; }
.rows { border-collapse: separate; border-spacing: 0; width: 100%; font-size: var(--s2); line-height: 1.45; }
.rows caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.rows th { position: sticky; top: 0; z-index: 2; background: var(--sunk); color: var(--soft); font-weight: 600; text-align: left; padding: var(--d2) var(--d3); border-bottom: 1px solid var(--strong); vertical-align: bottom; overflow-wrap: normal; }
.rows td { padding: var(--d2) var(--d3); border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: break-word; overflow: clip; min-width: 4rem; max-width: 20rem; }
.rows td bdi { overflow-wrap: inherit; }
.rows td bdi .instant { white-space: normal; }
.rows tbody:last-child tr:last-child td { border-bottom: 0; }
.rows tbody tr:hover td { background: var(--sunk); }
.rows td.c, .rows th[data-kind=count] { text-align: right; font-variant-numeric: tabular-nums; }
.rows td.t { min-width: 6rem; }
.rows td.l { min-width: 10rem; max-width: 32rem; }
.rows td:has(> .badge) { white-space: nowrap; }
.rows th button { all: unset; cursor: pointer; display: inline-flex; gap: .3em; align-items: center; }
.rows th button:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.rows th button::after { content: "↕"; color: var(--strong); font-weight: 400; }
.rows th[aria-sort=ascending] button::after { content: "↑"; color: var(--accent); }
.rows th[aria-sort=descending] button::after { content: "↓"; color: var(--accent); }
.blocks { display: block; width: 100%; }
.blocks thead { display: block; position: sticky; top: 0; z-index: 2; }
.blocks tbody { display: block; content-visibility: auto; contain-intrinsic-size: auto 120rem; }
.blocks tr { display: grid; }
.blocks th, .blocks td { display: block; min-width: 0; max-width: none; overflow-wrap: anywhere; }
.blocks th { position: static; overflow: hidden; overflow-wrap: break-word; }
.tools { display: flex; flex-wrap: wrap; gap: var(--d3); align-items: center; margin-bottom: var(--d2); font-size: var(--s2); color: var(--soft); }
.tools label { display: flex; gap: var(--d2); align-items: center; flex: 0 1 22rem; }
.tools input { flex: 1; font: inherit; color: var(--ink); background: var(--card); border: 1px solid var(--strong); border-radius: var(--d1); padding: var(--d1) var(--d2); min-width: 0; }
.cut { font-size: var(--s2); color: var(--warn); margin-top: var(--d2); }
`;
