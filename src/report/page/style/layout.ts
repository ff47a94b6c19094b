/** Where things stand, from 390 to 1440 pixels. */

export const LAYOUT = `
*, *::before, *::after { box-sizing: border-box; }
html { font: 400 100%/1.5 var(--text); background: var(--paper); color: var(--ink); -webkit-text-size-adjust: 100%; }
body { margin: 0 auto; max-width: 90rem; padding: 0 var(--d5) var(--d6); font-size: var(--s3); overflow-wrap: anywhere; }
h1, h2, h3, p, dl, dd, ul, ol, figure, pre { margin: 0; }
h1 { font-size: var(--s6); line-height: 1.2; font-weight: 650; letter-spacing: -.015em; overflow-wrap: anywhere; }
h2 { font-size: var(--s5); line-height: 1.25; font-weight: 650; letter-spacing: -.01em; }
h3 { font-size: var(--s4); line-height: 1.35; font-weight: 600; margin: var(--d5) 0 var(--d2); }
a { color: var(--accent); text-decoration-thickness: from-font; text-underline-offset: .15em; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 2px; }
.hidden, .skip:not(:focus) { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
[hidden] { display: none !important; }
.top { padding: var(--d6) 0 var(--d4); }
.kind { font-size: var(--s2); color: var(--soft); font-weight: 600; }
.about { display: flex; flex-wrap: wrap; gap: var(--d2) var(--d5); margin-top: var(--d4); font-size: var(--s2); }
.about dt { color: var(--soft); }
.about dd { font-weight: 550; overflow-wrap: anywhere; }
.trial { border: 1px dashed var(--strong); border-radius: var(--round); padding: var(--d3) var(--d4); margin-bottom: var(--d3); font-size: var(--s2); }
.banner { display: flex; gap: var(--d4); align-items: baseline; border-radius: var(--round); padding: var(--d4); }
.banner .badge { font-size: var(--s4); background: none; padding: 0; flex: none; }
.banner ul { padding-left: 1.1em; margin-top: var(--d1); }
.columns { display: grid; grid-template-columns: 13rem minmax(0, 1fr); gap: var(--d6); margin-top: var(--d5); align-items: start; }
nav { position: sticky; top: 0; max-height: 100vh; overflow-y: auto; padding: var(--d4) 0; font-size: var(--s2); }
nav ol { list-style: none; padding: 0; }
nav a { display: flex; align-items: center; gap: var(--d2); padding: var(--d1) var(--d2); border-radius: var(--d1); color: var(--ink); text-decoration: none; }
nav a:hover { background: var(--sunk); }
nav .name { flex: 1; }
nav .count { font-variant-numeric: tabular-nums; color: var(--soft); }
nav .count.bad { color: var(--bad); font-weight: 650; }
nav .dot { font-weight: 700; }
.view { background: var(--card); border: 1px solid var(--line); border-radius: calc(var(--round) * 1.5); padding: var(--d5); margin-bottom: var(--d5); scroll-margin-top: var(--d4); }
.view > header { margin-bottom: var(--d4); }
.view:target { border-color: var(--accent); }
.question { color: var(--soft); }
.anchor { margin-left: var(--d2); font-weight: 400; text-decoration: none; opacity: 0; }
h2:hover .anchor, .anchor:focus { opacity: 1; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(24rem, 100%), 1fr)); gap: var(--d5); margin: var(--d5) 0; align-items: start; }
.pair .figure, .pair .first { margin-top: 0; }
footer { color: var(--soft); font-size: var(--s2); max-width: 70ch; padding-top: var(--d4); }
@media (max-width: 60rem) {
  .columns { display: block; margin-top: var(--d3); }
  nav { position: static; max-height: none; padding: 0 0 var(--d3); }
  nav ol { display: flex; flex-wrap: wrap; gap: var(--d1); }
  nav a { border: 1px solid var(--line); background: var(--card); }
}
@media (max-width: 40rem) {
  body { padding: 0 var(--d3) var(--d5); }
  .top { padding-top: var(--d5); }
  h1 { font-size: var(--s5); }
  .banner { display: block; }
  .view { padding: var(--d4) var(--d3); border-radius: var(--round); }
  .for-wide { display: none !important; }
}
`;
