/** Facts of a page in which every text that comes from outside is what somebody might type who wants something to happen. */
import type { SnapshotFacts } from '../../src/answers/pages/snapshot-facts.ts';
import { HOSTILE_NAMES } from './hostile-answer.ts';

const MARKUP: readonly string[] = [
  '</script><script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '</style><style>*{display:none}</style>',
  '" onmouseover="alert(1)" x="',
  "' autofocus onfocus='alert(1)",
  'javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  '-->',
  '<!--',
  '&#60;script&#62;alert(1)&#60;/script&#62;',
  '\u2066\u2069\u2069\u202Eright to left',
  `${'\u0300'.repeat(200)}`,
  'W'.repeat(10_000),
  `${'a long name '.repeat(200)}`,
];

/** Words of ours, which say what the rest is: what comes from outside is never one of them. */
const OURS: ReadonlySet<string> = new Set(['key', 'kind', 'state', 'level', 'schema']);

/** Returns the same facts with other texts, each in its turn; of tables all cells. */
export function hostileFacts(
  facts: SnapshotFacts,
  names: readonly string[] = [...HOSTILE_NAMES, ...MARKUP],
): SnapshotFacts {
  let turn = 0;
  const other = (value: unknown, member: string): unknown => {
    if (typeof value === 'string') return OURS.has(member) ? value : names[turn++ % names.length];
    if (Array.isArray(value)) return value.map((each) => other(each, member));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, other(each, name)]));
  };
  return other(facts, '') as SnapshotFacts;
}
