/** What a company says of itself in `policy`, and does not mean: told with its place, and never repeated. */
import { expect, it } from 'vitest';
import { load, MINIMAL, problemsOf } from './folder.ts';

const TOKEN = `sgp_${'aB3'.repeat(20)}`;
const SECRET = 'expected text, got what looks like a secret; take it out, and consider it known';
const ADDRESS = 'expected text, got an e-mail address; write a role or a name of no person';

const waiver = (more: string) => ({
  waiver: `{ check: IAM-01, approverRole: CISO, reason: r, expires: 2026-12-31, ${more} }`,
});
const policyWith = ({ waiver: text }: { readonly waiver: string }) => `waivers: [ ${text} ]`;
const without = (name: RegExp, value: string) =>
  policyWith({ waiver: waiver('').waiver.replace(name, value) });

it.each<readonly [string, string, readonly string[]]>([
  ['a waiver', policyWith(waiver('ticket: SEC-1, subjects: [users/a]')), []],
  ['a waiver that is over', without(/2026-12-31/, '2020-12-31'), []],
  [
    'a waiver of no check',
    without(/IAM-01/, 'IAM-1'),
    [expect.stringMatching(/policy\.waivers\.0\.check: expected one of 81 such as .*; did you mean IAM-/)],
  ],
  [
    'a waiver for blanks',
    without(/reason: r/, "reason: '  '"),
    [expect.stringMatching(/reason: expected text, got blanks/)],
  ],
  [
    'a waiver by nobody',
    without(/CISO/, "''"),
    [expect.stringMatching(/approverRole: expected text, got blanks/)],
  ],
  [
    'a waiver by a person',
    without(/CISO/, 'ada@acme.example'),
    [expect.stringContaining(`approverRole: ${ADDRESS}`)],
  ],
  [
    'a waiver with a token',
    without(/reason: r/, `reason: ${TOKEN}`),
    [expect.stringContaining(`reason: ${SECRET}`)],
  ],
  [
    'a waiver until no day',
    without(/2026-12-31/, '2026-02-30'),
    [expect.stringContaining('expires: expected a day such as 2026-11-22')],
  ],
  [
    'a waiver without a day',
    without(/, expires: 2026-12-31/, ''),
    [expect.stringContaining('expires: expected text, got nothing')],
  ],
  [
    'what is exempt, and is no check',
    'notApplicable: [ { check: XX-99, reason: r } ]',
    [expect.stringContaining('notApplicable.0.check: expected one of 81')],
  ],
  [
    'what is exempt for blanks',
    "notApplicable: [ { check: IAM-01, reason: ' ' } ]",
    [expect.stringContaining('reason: expected text, got blanks')],
  ],
  [
    'a token among domains',
    `approvedDomains: [ a.example, ${TOKEN} ]`,
    [expect.stringContaining(`approvedDomains.1: ${SECRET}`)],
  ],
  [
    'a token for one check',
    `checks: { TOK-05: { registeredActors: [ ${TOKEN} ] } }`,
    [expect.stringContaining(SECRET)],
  ],
])('%s', async (_, policy, expected) => {
  const text = `${MINIMAL}policy: { ${policy} }\n`;
  if (expected.length === 0) return expect(await load(text)).toMatchObject({ policy: expect.anything() });
  const found = await problemsOf(text);
  expect(found).toEqual(expected);
  expect(found.join()).not.toContain(TOKEN);
});
