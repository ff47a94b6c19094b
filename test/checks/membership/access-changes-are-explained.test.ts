/** IAM-12: changes of access that nobody tells of. */
import { describe } from 'vitest';
import type { Change } from '../../../src/checks/checked-run.ts';
import { check } from '../../../src/checks/membership/access-changes-are-explained.ts';
import { comparedWith, eachOutcome } from '../../support/check-table.ts';

const compared = (isTrailWhole: boolean, ...changes: readonly Change[]) =>
  comparedWith('sources', changes, isTrailWhole);
const change = (resource: string, kind: Change['change'], pointer?: string): Change => ({
  resource,
  id: 'x',
  change: kind,
  fields: pointer === undefined ? [] : [{ pointer }],
  named: { own: ['x'], related: [] },
  explainedBy: [],
});
const explained = (given: Change): Change => ({
  ...given,
  explainedBy: [{ eventId: 'e', type: 'Policy Created', actor: null, at: '2026-11-21T12:00:00.000Z' }],
});

const made = (...changes: readonly Change[]) => {
  const of = (resource: string) => changes.filter((each) => each.resource === resource);
  const names = ['users', 'groups', 'group-members'];
  return {
    records: {},
    changes: Object.fromEntries(names.map((name) => [name, compared(true, ...of(name))])),
  };
};

describe('a change of access', () => {
  eachOutcome(check, [
    ['that is told of', made(explained(change('users', 'added'))), 'pass'],
    [
      'that nobody tells of yet',
      made(
        change('users', 'added'),
        change('groups', 'changed', '/permissions/0/roleName'),
        change('group-members', 'removed'),
      ),
      'indeterminate',
      ['group-members/x', 'groups/x', 'users/x'],
    ],
    [
      'of a name',
      made(change('users', 'changed', '/name'), change('groups', 'changed', '/memberCount')),
      'pass',
    ],
    [
      'that may be told of',
      { ...made(), changes: { ...made().changes, users: compared(false, change('users', 'added')) } },
      'indeterminate',
      ['users/x'],
    ],
    [
      'that cannot be seen',
      { ...made(), changes: { ...made().changes, groups: { kind: 'not-comparable', reason: 'No.' } } },
      'indeterminate',
      ['workspace'],
    ],
    ['before anything was read', { records: {} }, 'not_applicable'],
    [
      'in lists that were not read',
      { ...made(), records: { users: { outcome: 'denied', reason: 'scope' } } },
      'indeterminate',
    ],
    [
      'where there is no trail',
      {
        ...made(change('users', 'added')),
        records: { 'audit-events': { outcome: 'unavailable', reason: 'not-offered' } },
      },
      'not_applicable',
    ],
  ]);
});
