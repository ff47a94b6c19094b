/** Certificates that the key's holder has forged, one member at a time, against the bag that they stand in. */
import type { ResourceEntry } from '../../../schemas/manifest.ts';
import { resources } from '../../../schemas/resources/index.ts';
import { CONTENT, entry } from './lies.ts';
import type { TamperRow } from './row.ts';
import { setAt } from './set-at.ts';

/** In the second record of the golden store, which is complete. */
const forged = (name: string, resource: string, path: string, becomes: unknown, says: RegExp): TamperRow => ({
  name,
  change: entry(resource, (members) => setAt(members, path, becomes)),
  ...CONTENT,
  says,
});

const changed = (
  name: string,
  resource: string,
  change: (members: ResourceEntry) => void,
  says: RegExp,
): TamperRow => ({ name, change: entry(resource, change), ...CONTENT, says });

export const certificateRows: readonly TamperRow[] = [
  forged('another digest of the ids', 'users', 'completeness.idsSha256', 'a'.repeat(64), /digest ids/),
  forged(
    'the ids of another resource',
    'source-settings',
    'completeness.idsSha256',
    'b'.repeat(64),
    /digest ids/,
  ),
  forged('another number of ids', 'users', 'completeness.distinctIds', 15, /count ids|add up listed classes/),
  forged(
    'another first total',
    'users',
    'completeness.firstTotal',
    15,
    /first total of "users": .*expected 14/,
  ),
  forged('another last total', 'users', 'completeness.lastTotal', 13, /last total of "users": .*expected 14/),
  forged('another reported total', 'users', 'reportedTotal', 15, /reported total of "users": .*expected 14/),
  forged(
    'a first total of lists under parents',
    'group-members',
    'completeness.firstTotal',
    12,
    /first total/,
  ),
  forged('an id more that is matched', 'users', 'known.matched', 11, /add up listed classes/),
  changed(
    'a matched id in place of one that nobody names',
    'users',
    ({ known }) => Object.assign(known ?? {}, { matched: 11, observedOnly: 3 }),
    /count users listed and named: .*expected 11, as the manifest says, got 10/,
  ),
  forged('an id less that nobody names', 'sources', 'known.observedOnly', 0, /add up listed classes/),
  forged('a dangling one that there is not', 'sources', 'known.namedElsewhereOnly', 1, /check dangling/),
  changed(
    'a dangling one in both places',
    'sources',
    ({ known, completeness }) => {
      Object.assign(known ?? {}, { namedElsewhereOnly: 1 });
      Object.assign(completeness ?? {}, { dangling: 1 });
    },
    /named and not listed: .*expected 1, as the manifest says, got 0/,
  ),
  forged('something left out of what was read', 'sources', 'known.excluded', 1, /check class excluded/),
  forged(
    'something uncertain in what is complete',
    'sources',
    'known.indeterminate',
    1,
    /class indeterminate/,
  ),
  forged(
    'classes nobody names anything of',
    'groups',
    'known.namedElsewhereOnly',
    1,
    /class namedElsewhereOnly/,
  ),
  forged(
    'more ids named by another',
    'users',
    'crossReferences.0.ids',
    11,
    /users named by group-members: .*expected 11/,
  ),
  forged(
    'ids named by one that names none',
    'users',
    'crossReferences.0.resource',
    'groups',
    /named by groups/,
  ),
  forged(
    'ids named in another field',
    'users',
    'crossReferences.0.pointers',
    ['/parent/userGroupId'],
    /named by group-m/,
  ),
  forged('nobody who names any', 'users', 'crossReferences', undefined, /class matched/),
  forged('names without classes', 'users', 'known', undefined, /check classes/),
  forged(
    'another page size',
    'users',
    'asked.0.query',
    { 'pagination.count': '1000' },
    /no resource says was made/,
  ),
  forged('a filter less', 'functions', 'asked.0.query', { 'pagination.count': '200' }, /no such request/),
  forged('another path', 'users', 'asked.0.path', '/groups', /no resource says was made/),
  forged('another operation', 'users', 'asked.0.operationId', 'listRoles', /no resource says was made/),
  forged('nothing asked', 'users', 'asked', undefined, /no resource says was made/),
  changed(
    'a request that was not made',
    'users',
    ({ asked }) =>
      Object(asked?.push({ operationId: 'getUser', path: '/users/{userId}', query: { all: 'yes' } })),
    /getUser \/users\/\{userId\}, as the manifest says, got no such request/,
  ),
  forged('fewer requests', 'users', 'requests', 14, /count requests for "users": .*expected 14/),
  forged(
    'an earlier start of the window',
    'audit-events',
    'window.from',
    '2026-11-01T00:00:00.000Z',
    /check window/,
  ),
  forged(
    'a later end of the window',
    'audit-events',
    'window.to',
    '2026-11-23T03:00:00.000Z',
    /check window/,
  ),
];

/** The same of every resource, whichever there are. */
export const certificatesOfAll: readonly TamperRow[] = resources.flatMap(({ name, within }) => [
  forged(
    `another digest of the ids of ${name}`,
    name,
    'completeness.idsSha256',
    'a'.repeat(64),
    /digest ids/,
  ),
  changed(
    `an id more of ${name}`,
    name,
    ({ completeness }) =>
      Object.assign(completeness ?? {}, { distinctIds: 1 + (completeness?.distinctIds ?? 0) }),
    /count ids|add up listed classes/,
  ),
  // What comes with the records of its parent is asked for by no request of its own.
  ...(within === undefined ? askedFor(name) : []),
]);

function askedFor(name: string): readonly TamperRow[] {
  return [
    changed(
      `a request more for ${name}`,
      name,
      (members) => Object.assign(members, { requests: members.requests + 1 }),
      new RegExp(`count requests for "${name}"`),
    ),
    forged(`nothing asked for ${name}`, name, 'asked', undefined, /no resource says was made/),
  ];
}
