/** Lies that make what could not be read look like something that was. */
import { sha256 } from '../../../src/evidence/canonical.ts';
import { CONTENT, entry, manifest, sealed, USERS } from './lies.ts';
import type { TamperRow } from './row.ts';
import { setAt } from './set-at.ts';

export const gapRows: readonly TamperRow[] = [
  {
    name: 'a gap with a count of 0',
    change: entry('users', (users) => Object.assign(users, { records: 0 }), 2),
    ...CONTENT,
    says: /no count and no file, since it is denied/,
  },
  {
    name: 'a gap with an empty file',
    change: sealed(
      {
        artifacts: { [USERS]: '' },
        manifest: ({ artifacts, resources }) => {
          artifacts.splice(3, 0, {
            path: USERS,
            mediaType: 'application/x-ndjson',
            bytes: 0,
            records: 0,
            sha256: sha256(''),
          });
          Object.assign(resources[1] ?? {}, { records: 0, path: USERS });
        },
      },
      2,
    ),
    ...CONTENT,
    says: /no count and no file, since it is denied, got 0 records/,
  },
  {
    name: 'a file for a denied resource',
    change: sealed((store) => {
      const bytes = store.read(`${store.bag(1)}/${USERS}`);
      return {
        artifacts: { [USERS]: bytes },
        manifest: ({ artifacts }) => {
          artifacts.splice(3, 0, {
            path: USERS,
            mediaType: 'application/x-ndjson',
            bytes: bytes.length,
            records: 14,
            sha256: sha256(bytes),
          });
        },
      };
    }, 2),
    ...CONTENT,
    says: /a resource for each file of records/,
  },
  {
    name: 'a complete resource without a count',
    change: entry('users', (users) => Object.assign(users, { records: null })),
    ...CONTENT,
    says: /a count and a file/,
  },
  {
    name: 'a complete resource with a reason',
    change: entry('users', (users) => Object.assign(users, { reason: 'moved' })),
    ...CONTENT,
    says: /a reason that complete may have \(none\)/,
  },
  {
    name: 'a gap without a reason',
    change: entry('users', (users) => Object(delete users.reason), 2),
    ...CONTENT,
    says: /a reason that denied may have/,
  },
  {
    name: 'a complete resource whose rule does not hold',
    change: entry('users', (users) => setAt(users, 'completeness.rules.0.holds', false)),
    ...CONTENT,
    says: /does not hold/,
  },
  {
    name: 'a complete resource with unread parents',
    change: entry('source-settings', (settings) => setAt(settings, 'parents.read', 11)),
    ...CONTENT,
    says: /1 unread/,
  },
  {
    name: 'a count that is not that of the file',
    change: entry('users', (users) => Object.assign(users, { records: 15 })),
    ...CONTENT,
    says: /15 records in its artifact too/,
  },
  {
    name: 'a partial run called complete',
    change: manifest('status', 'complete', 2),
    codes: ['CHAIN_BROKEN', 'CONTENT_INVALID'],
    exit: 6,
    says: /check status: .*expected partial/,
  },
  {
    name: 'a failed run called partial',
    change: manifest('status', 'partial', 3),
    ...CONTENT,
    says: /check status: .*expected failed/,
  },
  {
    name: 'a resource twice',
    change: sealed({ manifest: ({ resources }) => Object(resources.push(...resources.slice(-1))) }),
    ...CONTENT,
    says: /each resource once/,
  },
  {
    name: 'a coverage that adds up to more',
    change: manifest('coverage.collected', 5),
    ...CONTENT,
    says: /add up coverage\.collected/,
  },
  {
    name: 'a coverage that counts a denied resource as collected',
    change: sealed(
      {
        manifest: ({ coverage }) => {
          const users = coverage.list.find(({ operationId }) => operationId === 'listUsers');
          Object.assign(users ?? {}, { state: 'collected' });
          Object.assign(coverage, {
            collected: coverage.collected + 1,
            notCollected: coverage.notCollected - 1,
          });
        },
      },
      2,
    ),
    ...CONTENT,
    says: /check coverage of "listUsers".*since "users" is denied/,
  },
  {
    name: 'a check count without check results',
    change: manifest('checks', {
      catalogSha256: '0'.repeat(64),
      pass: 9,
      fail: 0,
      warn: 0,
      indeterminate: 0,
      notConfigured: 0,
      notApplicable: 0,
      error: 0,
    }),
    ...CONTENT,
    says: /data\/checks\/results\.json among them/,
  },
  {
    name: 'an unknown version of the manifest',
    change: manifest('schema', 'segment-evidence/manifest/v2'),
    codes: ['FORMAT_UNKNOWN'],
    exit: 7,
    says: /schema/,
  },
];
