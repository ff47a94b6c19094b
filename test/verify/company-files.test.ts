/** What verify finds in files of the company's own that somebody signed and that are not as they must be. */
import { describe, expect, it } from 'vitest';
import type { InputEntry } from '../../schemas/input-entry.ts';
import type { Manifest } from '../../schemas/manifest.ts';
import { contentCheck, contentRulesFor } from '../../src/verify/content-check.ts';
import { inputProblems } from '../../src/verify/input-rules.ts';
import { manifestWith } from '../evidence/manifests.ts';

const SHA = 'a'.repeat(64);
const artifact = (name: string, records = 2): Manifest['artifacts'][number] => ({
  path: `data/inputs/${name}.jsonl`,
  mediaType: 'application/x-ndjson',
  bytes: 9,
  records,
  sha256: SHA,
});
const whole = (name: 'roster' | 'vendors', records = 2): InputEntry => ({
  name,
  outcome: 'complete',
  records,
  path: `data/inputs/${name}.jsonl`,
});
const MISSING: InputEntry = { name: 'roster', outcome: 'unavailable', reason: 'not-found', records: null };
const about = (...found: readonly string[]) => found.map((each) => expect.stringContaining(each));

it.each<
  readonly [string, readonly InputEntry[], readonly Manifest['artifacts'][number][], readonly string[]]
>([
  ['files and gaps as they must be', [MISSING, whole('vendors')], [artifact('vendors')], []],
  ['a file that no input claims', [], [artifact('vendors')], ['an input for each file of the company']],
  ['one that is not there', [whole('vendors')], [], ['its file at data/inputs/vendors.jsonl']],
  ['another count', [whole('vendors', 3)], [artifact('vendors')], ['3 records in its artifact too']],
  ['the wrong order', [whole('vendors'), MISSING], [artifact('vendors')], ['each once, by name']],
  ['one twice', [MISSING, MISSING], [], ['each once, by name']],
  ['a gap with a count', [{ ...MISSING, records: 0 }], [], ['no count and no file, since it is unavailable']],
  ['a gap without its reason', [{ ...MISSING, reason: 'bad-body' }], [], ['a reason, no count and no file']],
  [
    'a whole one with a reason',
    [{ ...whole('vendors'), reason: 'bad-body' }],
    [artifact('vendors')],
    ['and no reason'],
  ],
])('a manifest with %s', (_, inputs, artifacts, expected) => {
  const problems = inputProblems(manifestWith({ inputs: [...inputs], artifacts: [...artifacts] }));

  expect(problems.map((each) => `${each.what}: ${each.expected}`)).toEqual(about(...expected));
});

describe('the lines of a roster', () => {
  const file = (records: number) =>
    `{"data":{"asOf":"2026-11-22","asOfFrom":"configuration","records":${records},"rows":${records},"sha256":"${SHA}"},"id":"file"}`;
  const person = (letter: string, more = '') =>
    `{"data":{"status":"active","userIds":[]${more}},"id":"hmac-sha256:9f2c1a07:${letter.repeat(22)}"}`;

  it.each<readonly [string, readonly string[], readonly string[]]>([
    ['that are as they must be', [file(2), person('a'), person('b')], []],
    ['without the one of the file', [person('a')], ['count records']],
    ['fewer than it says', [file(2), person('a')], ['count records']],
    ['in another order', [file(2), person('b'), person('a')], ['read line 3']],
    ['one twice', [file(2), person('a'), person('a')], ['count records', 'read line 3'].sort().reverse()],
    ['with a member more', [file(1), person('a', ',"email":"ada@acme.example"')], ['read line 2']],
    [
      'with an address for an id',
      [file(1), '{"data":{"status":"left","userIds":[]},"id":"ada@acme.example"}'],
      ['read line 2'],
    ],
  ])('%s', async (_, lines, expected) => {
    const rules = contentRulesFor('data/inputs/roster.jsonl');
    if (rules === undefined) throw new Error('a roster has rules');
    const check = contentCheck(rules, manifestWith());
    check.push(Buffer.from(lines.map((line) => `${line}\n`).join('')));
    const { problems } = await check.end();
    const found = problems.map(({ what }) => what);

    for (const each of expected) expect(found).toContainEqual(expect.stringContaining(each));
    expect(found.length > 0).toBe(expected.length > 0);
  });
});
