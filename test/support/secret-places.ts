/** Where a server may put a secret: places that make it known, that repeat it, that keep nothing in clear. */
import fc from 'fast-check';
import type { FaultEffect, Simulator } from '../../src/simulator/simulator.ts';

type Json = Record<string, unknown>;

const edit = (change: (data: Json) => void): FaultEffect => ({
  kind: 'transform-json',
  transform: (body) => {
    const { data } = body as { data?: Json };
    if (data !== undefined) change(data);
    return body;
  },
});
const item = (data: Json, key: string, index: number) => (data[key] as Json[])[index] ?? {};

export type Place = readonly [
  name: string,
  operationId: string,
  change: (data: Json, secret: string) => void,
];

/** Where only a secret can stand: from here it is known, and must not be seen anywhere else either. */
export const DECLARED: readonly Place[] = [
  [
    'a write key',
    'listSources',
    (data, secret) => Object.assign(item(data, 'sources', 3), { writeKeys: ['first-key', secret] }),
  ],
  [
    'a write key in another shape',
    'listSources',
    (data, secret) => Object.assign(item(data, 'sources', 9), { writeKeys: [{ key: { value: secret } }] }),
  ],
];

/** Where a secret is suspected, by its name: it is looked for, but no identifier is taken for it. */
export const SUSPECTED: readonly Place[] = [
  [
    'a setting called a secret',
    'listSources',
    (data, secret) => Object.assign(item(data, 'sources', 4), { settings: { deep: [{ apiKey: secret }] } }),
  ],
];

export const MARKING: readonly Place[] = [...DECLARED, ...SUSPECTED];

/** Names of the places below that hold ids, slugs or enumerations. */
const IDENTIFYING = [
  'a role’s name',
  'a user’s id',
  'a source’s id',
  'a source’s slug',
  'metadata',
  'where violations are forwarded',
  'the workspace’s name',
];

/** Where a careless server might repeat it. */
export const REPEATING: readonly Place[] = [
  [
    'a user’s name',
    'listUsers',
    (data, secret) => Object.assign(item(data, 'users', 0), { name: `Ada ${secret} Lovelace` }),
  ],
  [
    'a user’s e-mail',
    'listUsers',
    (data, secret) => Object.assign(item(data, 'users', 1), { email: secret }),
  ],
  [
    'a role’s name',
    'listUsers',
    (data, secret) =>
      Object.assign(item(data, 'users', 2), {
        permissions: [{ roleId: secret, roleName: `x${secret}`, resources: [] }],
      }),
  ],
  ['a user’s id', 'listUsers', (data, secret) => Object.assign(item(data, 'users', 3), { id: secret })],
  [
    'base64 in a name',
    'listUsers',
    (data, secret) =>
      Object.assign(item(data, 'users', 4), { name: Buffer.from(`a${secret}b`).toString('base64') }),
  ],
  [
    'a URL in a name',
    'listUsers',
    (data, secret) =>
      Object.assign(item(data, 'users', 5), { name: `https://x.example/?k=${encodeURIComponent(secret)}` }),
  ],
  [
    'JSON in a name',
    'listUsers',
    (data, secret) => Object.assign(item(data, 'users', 6), { name: JSON.stringify({ k: secret }) }),
  ],
  ['a source’s id', 'listSources', (data, secret) => Object.assign(item(data, 'sources', 0), { id: secret })],
  [
    'a part of a source’s id',
    'listSources',
    (data, secret) => Object.assign(item(data, 'sources', 1), { id: `ab${secret}` }),
  ],
  [
    'a source’s slug',
    'listSources',
    (data, secret) => Object.assign(item(data, 'sources', 2), { slug: secret }),
  ],
  [
    'metadata',
    'listSources',
    (data, secret) =>
      Object.assign(item(data, 'sources', 5), {
        metadata: {
          id: secret,
          name: secret,
          slug: 's',
          status: secret,
          categories: [secret],
          options: [secret],
        },
      }),
  ],
  [
    'a label',
    'listSources',
    (data, secret) => Object.assign(item(data, 'sources', 6), { labels: [{ key: secret, value: secret }] }),
  ],
  [
    'the name of an unknown field',
    'listSources',
    (data, secret) => Object.assign(item(data, 'sources', 7), { [secret]: 1 }),
  ],
  [
    'the name of a setting',
    'listSources',
    (data, secret) => Object.assign(item(data, 'sources', 8), { settings: { [secret]: true } }),
  ],
  ['a cursor', 'listSources', (data, secret) => Object.assign(data['pagination'] as Json, { next: secret })],
  [
    'where violations are forwarded',
    'listSchemaSettingsInSource',
    (data, secret) => Object.assign(data['settings'] as Json, { forwardingViolationsTo: secret }),
  ],
  [
    'the workspace’s name',
    'getWorkspace',
    (data, secret) => Object.assign(data['workspace'] as Json, { name: `Acme ${secret}`, slug: secret }),
  ],
];

/** Those among them that hold names, addresses, labels and the like. */
export const NAMING: readonly Place[] = REPEATING.filter(([name]) => !IDENTIFYING.includes(name));

/** Where nothing is kept in clear, so that even a secret nobody knows is safe. */
export const WITHHELD: readonly Place[] = [
  ...MARKING,
  [
    'a setting of another name',
    'listSources',
    (data, secret) =>
      Object.assign(item(data, 'sources', 0), { settings: { region: secret, list: [[secret]] } }),
  ],
  [
    'an unknown field',
    'listUsers',
    (data, secret) =>
      Object.assign(item(data, 'users', 0), {
        nickname: secret,
        deep: { er: [secret, { [secret]: secret }] },
      }),
  ],
  [
    'an unknown field further in',
    'listSources',
    (data, secret) => Object.assign(item(data, 'sources', 1)['metadata'] as Json, { extra: secret }),
  ],
  [
    'catalogue text',
    'listSources',
    (data, secret) =>
      Object.assign(item(data, 'sources', 2)['metadata'] as Json, {
        description: secret,
        logos: { a: secret },
        options: [{ b: secret }],
      }),
  ],
  [
    'an unknown part of the answer',
    'listUsers',
    (data, secret) => Object.assign(data, { hint: secret, errors: [secret] }),
  ],
  [
    'write keys that are one text',
    'listSources',
    (data, secret) => Object.assign(item(data, 'sources', 5), { writeKeys: secret }),
  ],
  [
    'write keys that are objects',
    'listSources',
    (data, secret) => Object.assign(item(data, 'sources', 6), { writeKeys: [{ key: secret }, [secret]] }),
  ],
  [
    'settings that are one text',
    'listSources',
    (data, secret) => Object.assign(item(data, 'sources', 7), { settings: secret }),
  ],
  [
    'settings that are a list',
    'listSources',
    (data, secret) => Object.assign(item(data, 'sources', 8), { settings: [secret, { a: secret }] }),
  ],
  [
    'a name that is an object',
    'listSources',
    (data, secret) => Object.assign(item(data, 'sources', 9), { name: { first: secret } }),
  ],
];

/** Any of some places, none twice. */
export const some = (places: readonly Place[], minLength = 0) =>
  fc.uniqueArray(fc.constantFrom(...places), { minLength, selector: ([name]) => name });

/** Makes the simulator put a secret in some places of its answers. */
export function put(simulator: Simulator, places: readonly Place[], secret: string): void {
  for (const [, operationId, change] of places) {
    simulator.addFault({ match: { operationId }, effect: edit((data) => change(data, secret)) });
  }
}
