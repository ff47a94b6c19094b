/** Badges, numbers, notes, digests. */

const tones = ['good', 'bad', 'warn', 'unknown', 'off']
  .map(
    (tone) =>
      `.badge.${tone}, .banner.${tone}, .standing.${tone} { background: var(--${tone}-sunk); } .badge.${tone}, .dot.${tone} { color: var(--${tone}); }`,
  )
  .join('\n');

export const PARTS = `
.badge { display: inline-flex; align-items: baseline; gap: .35em; padding: 0 .5em; border-radius: 1em; font-size: var(--s2); font-weight: 600; line-height: 1.6; white-space: nowrap; }
.badge .sign { font-weight: 800; }
.badge.unknown { outline: 1px dashed var(--unknown); outline-offset: -1px; }
.banner .badge.unknown { outline: none; }
${tones}
.standing { border-radius: var(--round); padding: var(--d3) var(--d4); margin-bottom: var(--d4); font-size: var(--s2); }
.standing .badge { background: var(--card); margin-right: var(--d1); }
p.quiet + .numbers, p.quiet + .standing { margin-top: var(--d3); }
.standing ul { margin-top: var(--d2); padding-left: 1.2em; }
.note-line { font-size: var(--s2); color: var(--soft); margin-bottom: var(--d4); }
.numbers { display: flex; flex-wrap: wrap; gap: 1px; border: 1px solid var(--line); border-radius: var(--round); overflow: hidden; margin-bottom: var(--d5); }
.numbers > div { flex: 1 1 8.5rem; box-shadow: 0 0 0 1px var(--line); display: flex; flex-direction: column; justify-content: space-between; gap: var(--d1); background: var(--card); padding: var(--d3) var(--d4); min-height: 5rem; }
.numbers dt { font-size: var(--s2); line-height: 1.35; color: var(--soft); }
.numbers dt::first-letter { text-transform: uppercase; }
.numbers dt a { color: inherit; }
.numbers dd { font-size: var(--s5); font-weight: 600; line-height: 1.3; font-variant-numeric: tabular-nums; }
.numbers dd .unknown { font-size: var(--s3); }
.numbers .least { font-size: var(--s2); font-weight: 500; color: var(--warn); }
.number, data, .instant { font-variant-numeric: tabular-nums; }
.instant { white-space: nowrap; }
.instant .local { color: var(--soft); }
.unknown { color: var(--unknown); }
.quiet { color: var(--soft); }
p.quiet { font-size: var(--s2); max-width: 80ch; }
p.quiet + .table { margin-top: var(--d2); }
.unseen { font: 600 .75em var(--code); color: var(--unknown); border: 1px solid currentColor; border-radius: .2em; padding: 0 .15em; }
bdi { overflow-wrap: anywhere; }
code, pre { font-family: var(--code); font-size: .92em; }
.digest { display: inline-flex; align-items: center; gap: var(--d1); max-width: 100%; vertical-align: bottom; }
.digest code { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; max-width: 20ch; }
.digest:focus-within code, .digest:hover code { max-width: 80ch; white-space: normal; overflow-wrap: anywhere; }
button { font: 600 var(--s1)/1.6 var(--text); color: var(--accent); background: var(--accent-sunk); border: 0; border-radius: var(--d1); padding: 0 .5em; cursor: pointer; }
.command { position: relative; margin: var(--d2) 0 var(--d4); }
.command pre { background: var(--sunk); border: 1px solid var(--line); border-radius: var(--round); padding: var(--d3) 4.5rem var(--d3) var(--d4); white-space: pre-wrap; overflow-wrap: anywhere; font-size: var(--s2); line-height: 1.6; }
.command button { position: absolute; top: var(--d2); right: var(--d2); }
.pairs { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(16rem, 100%), 1fr)); gap: var(--d3) var(--d5); margin-bottom: var(--d4); }
.pairs dt { font-size: var(--s2); color: var(--soft); }
.pairs dd { overflow-wrap: anywhere; }
details > summary { cursor: pointer; }
.more > summary, .beside > summary { color: var(--accent); font-size: var(--s2); }
.long[open] > summary { margin-bottom: var(--d2); }
.items { list-style: none; padding: 0; }
.items li + li { margin-top: .15em; }
.more dl { display: grid; gap: var(--d1); margin-top: var(--d2); font-size: var(--s2); }
.more dt { color: var(--soft); }
.finding { border-left: 4px solid var(--off-fill); padding: var(--d1) 0 var(--d1) var(--d4); margin: var(--d5) 0; scroll-margin-top: var(--d4); }
.finding.bad { border-color: var(--bad-fill); } .finding.warn { border-color: var(--warn-fill); } .finding.unknown { border-color: var(--unknown-fill); border-left-style: dashed; }
.finding.unknown, .standing.unknown { color: inherit; }
.finding header { display: flex; flex-wrap: wrap; gap: var(--d2); align-items: center; }
.finding h3 { margin: var(--d1) 0; font-size: var(--s3); font-weight: 650; }
.finding p, .finding li { font-size: var(--s2); max-width: 80ch; }
.finding .more > p { margin-top: var(--d2); }
.sides { display: grid; grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); gap: var(--d2) var(--d6); }
@media (max-width: 60rem) { .sides { display: block; } .sides > * + * { margin-top: var(--d2); } }
.exceptions { padding-left: 1.2em; margin: var(--d1) 0; }
.waiver { background: var(--warn-sunk); padding: var(--d1) var(--d3); border-radius: var(--d1); }
.fold { border-top: 1px solid var(--line); padding: var(--d2) 0; }
.fold > summary { display: flex; flex-wrap: wrap; gap: var(--d1) var(--d4); align-items: baseline; }
.fold > summary h3 { margin: 0; font-size: var(--s3); min-width: 10rem; }
.fold > summary::before { content: "▸"; color: var(--accent); }
.fold[open] > summary::before { content: "▾"; }
.lead { max-width: 75ch; margin-bottom: var(--d4); }
.failed { margin: var(--d1) 0; }
h3.first { margin-top: 0; font-size: var(--s3); }
.empty { color: var(--soft); padding: var(--d4); text-align: center; border: 1px dashed var(--line); border-radius: var(--round); }
.notes { font-size: var(--s2); color: var(--soft); margin-top: var(--d3); padding-left: 1.2em; }
`;
