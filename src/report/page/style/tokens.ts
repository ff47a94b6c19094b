/** Colours, sizes and distances: nothing else in the style sheet has a number for them. */

export const TOKENS = `
:root {
  color-scheme: light dark;
  --paper: #f6f5f2; --card: #ffffff; --sunk: #f0eeea; --ink: #1c2024; --soft: #565d66; --line: #dedbd4; --strong: #b9b4aa; --shade: #0000001f;
  --accent: #1f4e79; --accent-sunk: #e8eef5;
  --good: #1d6b43; --good-sunk: #e4f1e9; --good-fill: #7fb897;
  --bad: #a3231f; --bad-sunk: #fae8e6; --bad-fill: #d4706a;
  --warn: #7d5200; --warn-sunk: #fbf0d9; --warn-fill: #e0b04f;
  --unknown: #5b3d8c; --unknown-sunk: #efe9f7; --unknown-fill: #a48fcb;
  --off: #565d66; --off-sunk: #eeece8; --off-fill: #c9c5bc;
  --text: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, "Noto Sans", sans-serif;
  --code: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
  --s1: .75rem; --s2: .8125rem; --s3: .9375rem; --s4: 1.1875rem; --s5: 1.5rem; --s6: 2rem;
  --d1: .25rem; --d2: .5rem; --d3: .75rem; --d4: 1rem; --d5: 1.5rem; --d6: 2.5rem;
  --round: .5rem;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14171a; --card: #1c2024; --sunk: #23282d; --ink: #e8e6e1; --soft: #a6adb5; --line: #32383f; --strong: #545c65; --shade: #00000066;
    --accent: #8fbbe8; --accent-sunk: #1d2c3b;
    --good: #7fcf9f; --good-sunk: #17301f; --good-fill: #3f8a5e;
    --bad: #f0958f; --bad-sunk: #3a1b1a; --bad-fill: #b5504a;
    --warn: #e8bd67; --warn-sunk: #33270f; --warn-fill: #a67a22;
    --unknown: #c3abef; --unknown-sunk: #2a2139; --unknown-fill: #7e63b3;
    --off: #a6adb5; --off-sunk: #282d33; --off-fill: #5a626b;
  }
}
`;
