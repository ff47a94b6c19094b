/** Records without people: ids that follow from what people wrote, and kinds of the trail that nobody knows. */
import { describe, expect, it } from 'vitest';
import { resources } from '../../schemas/resources/index.ts';
import { KnownPeople } from '../../src/pseudonym/known-people.ts';
import { Pseudonyms } from '../../src/pseudonym/pseudonyms.ts';
import { recordWriter } from '../../src/pseudonym/records.ts';
import { Rewriter } from '../../src/pseudonym/rewriter.ts';
import { Telling } from '../../src/pseudonym/telling.ts';

const people = new KnownPeople(resources);
people.take('users', { id: 'usrGrace0001', name: 'Grace', email: 'o/neil=g@acme.example' });
const pseudonyms = new Pseudonyms(new Uint8Array(32).fill(7), { approved: [], consumer: [] });
const rewriter = new Rewriter(new Telling(people, new Set()), pseudonyms, people.all('address'));
const writer = (resource: string) =>
  recordWriter(
    { people, pseudonyms, rewriter },
    resources.find(({ name }) => name === resource),
  );

describe('the id of a record that is made of several fields', () => {
  it.each([
    [
      'a word that is a name',
      'labels',
      { data: { key: 'owner', value: 'Grace', description: '' }, id: 'owner/Grace' },
      () => `owner/${pseudonyms.of('name', 'Grace')}`,
    ],
    [
      'an address with signs in it',
      'group-invites',
      {
        data: { email: 'o/neil=g@acme.example' },
        id: 'grp1/o%2Fneil=g@acme.example',
        parent: { groupId: 'grp1' },
      },
      () => `grp1/${pseudonyms.address('o/neil=g@acme.example')}`,
    ],
  ])('follows from what they became, and results say it alike: %s', (_, resource, line, due) => {
    expect(writer(resource)(line)['id']).toBe(due());
    expect(rewriter.json({ subject: `${resource}/${line.id}` })).toEqual({ subject: `${resource}/${due()}` });
  });
});

it('has no digest of program text that is not kept, which could be guessed, and the same for the same', () => {
  const withCode = (code: string) => ({
    data: { code: { $bytes: 9, $digest: `sha256:${code.repeat(64)}`, $hosts: [], $secrets: [] }, id: 'fn1' },
    id: 'fn1',
  });
  const written = (code: string) => JSON.stringify(writer('functions')(withCode(code)));

  expect(written('a')).not.toContain('aaaa');
  expect(written('a')).toMatch(/"\$digest":"sha256:[0-9a-f]{64}"/);
  expect(written('a')).toBe(written('a'));
  expect(written('a')).not.toBe(written('b'));
});

describe('a record of the trail', () => {
  const event = (resourceType: string) => ({
    data: { actor: 'tok1', id: 'evt1', resourceId: 'res1', resourceName: 'Quentin Unknown', resourceType },
    id: 'evt1',
  });
  const named = (resourceType: string) =>
    (writer('audit-events')(event(resourceType))['data'] as { readonly resourceName: string }).resourceName;

  it('names nobody where nobody knows of what kind it is', () => {
    expect(named('Workspace Member')).toMatch(/^hmac-sha256:/);
    expect(named('SOURCE')).toBe('Quentin Unknown');
  });
});
