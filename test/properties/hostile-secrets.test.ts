/** What identifies an end user, and what is secret, against every byte of the store, in any usual spelling. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { SIZE } from '../support/few.ts';
import { everyNth } from '../support/tier.ts';
import { withAt } from './hostile-places.ts';
import { collectFrom, now, type Outcome } from './hostile-run.ts';
import { mapItems } from './hostile-samples.ts';

let simulator: Simulator;
beforeEach(async () => {
  simulator = await startSimulator({ now, size: SIZE, permissionsInUserList: true });
});
afterEach(() => simulator.close());

/** Where a text stands in the store, however it is usually written down. */
function placesOf(text: string, { files }: Outcome): readonly string[] {
  const escaped = JSON.stringify(text).slice(1, -1);
  const written = [
    text,
    text.toLowerCase(),
    text.toUpperCase(),
    escaped,
    encodeURIComponent(text),
    encodeURI(text),
  ];
  const base64 = [0, 1, 2].map((shift) =>
    Buffer.from(' '.repeat(shift) + text)
      .toString('base64')
      .slice(shift === 0 ? 0 : 4, -4),
  );
  const hex = Buffer.from(text).toString('hex');
  // Chain records carry the manifest in base64: looked into as what they say.
  const readable = [...files].flatMap(([path, bytes]) => [
    [path, bytes.toString()] as const,
    ...(path.endsWith('.sigstore.json') ? [[path, payloadOf(bytes)] as const] : []),
  ]);
  const spellings = [...written, ...base64, hex];
  return readable
    .filter(([path, all]) => spellings.some((one) => all.includes(one) || path.includes(one)))
    .map(([path]) => path);
}

function payloadOf(bytes: Buffer): string {
  const bundle = JSON.parse(bytes.toString()) as { readonly dsseEnvelope: { readonly payload: string } };
  return Buffer.from(bundle.dsseEnvelope.payload, 'base64').toString();
}

/** Puts a value into the first item of every answer of an operation. */
function put(operationId: string, key: string, steps: readonly (string | number)[], value: unknown): void {
  const change = (item: unknown, index: number) =>
    index === 0
      ? withAt(
          { ...(item as object), [String(steps[0])]: Reflect.get(item as object, steps[0] ?? '') ?? null },
          steps,
          value,
        )
      : item;
  const transform = (body: unknown) => mapItems(body, key, change);
  simulator.addFault({ match: { operationId }, effect: { kind: 'transform-json', transform } });
}

const EMAIL = 'quinta.person+tag@elsewhere-7f3a.example';
const USER = 'enduser/9c41-ümlaut%7E"q"';

describe('an end user', () => {
  const plantings: readonly {
    readonly name: string;
    readonly person: string;
    readonly plant: (person: string) => void;
  }[] = [
    {
      name: 'the subject of a regulation',
      person: USER,
      plant: (person) => put('listWorkspaceRegulations', 'regulations', ['subjects'], [person]),
    },
    {
      name: 'an address as the subject of a regulation',
      person: EMAIL,
      plant: (person) => put('listWorkspaceRegulations', 'regulations', ['subjects'], [person, 'x']),
    },
    {
      name: 'suppressed',
      person: USER,
      plant: (person) => put('listSuppressions', 'suppressed', ['subjectIds'], [person]),
    },
    {
      name: 'suppressed by address',
      person: EMAIL,
      plant: (person) => put('listSuppressions', 'suppressed', ['subjectIds'], [person]),
    },
    ...(
      [
        ['the condition of a filter', 'listFiltersFromDestination', 'filters', ['if']],
        ['the condition of a transformation', 'listTransformations', 'transformations', ['if']],
        ['the name of a space', 'listSpaces', 'spaces', ['name']],
        ['what an audit event is about', 'listAuditEvents', 'events', ['resourceName']],
      ] as const
    ).map(([place, operationId, key, steps]) => ({
      name: `suppressed, and in ${place}`,
      person: USER,
      plant: (person: string) => {
        put('listSuppressions', 'suppressed', ['subjectIds'], [person]);
        put(operationId, key, steps, `userId = "${person}"`);
      },
    })),
    {
      name: 'in the condition of a filter',
      person: EMAIL,
      plant: (person) => put('listFiltersFromDestination', 'filters', ['if'], `email = "${person}"`),
    },
    {
      name: 'in the title of a filter',
      person: EMAIL,
      plant: (person) => put('listFiltersFromDestination', 'filters', ['title'], `Drop ${person}.`),
    },
    {
      name: 'in the condition of a transformation',
      person: EMAIL,
      plant: (person) => put('listTransformations', 'transformations', ['if'], `userId = '${person}'`),
    },
    {
      name: 'in a value that a transformation sets',
      person: EMAIL,
      plant: (person) =>
        put(
          'listTransformations',
          'transformations',
          ['propertyValueTransformations'],
          [{ propertyPaths: ['a'], propertyValue: person }],
        ),
    },
    {
      name: 'in a property that a transformation computes',
      person: EMAIL,
      plant: (person) =>
        put(
          'listTransformations',
          'transformations',
          ['fqlDefinedProperties'],
          [{ fql: `lowercase('${person}')`, propertyName: 'p' }],
        ),
    },
  ];

  it.each(everyNth(plantings, 6))('stands nowhere in the store: $name', async ({ person, plant }) => {
    plant(person);

    const outcome = await collectFrom(simulator);

    expect(placesOf(person, outcome)).toEqual([]);
    expect(outcome.verified.failures).toEqual([]);
    expect(outcome.predicate.status).toBe('complete');
  });

  it('who is a user of the workspace too is readable among the users, and nowhere as an end user', async () => {
    const { email } = simulator.world.users[0] ?? { email: '' };
    put('listWorkspaceRegulations', 'regulations', ['subjects'], [email]);
    put('listSuppressions', 'suppressed', ['subjectIds'], [email]);
    put('listFiltersFromDestination', 'filters', ['if'], `email = "${email}"`);

    const outcome = await collectFrom(simulator);

    expect(outcome.linesOf('users').join('\n')).toContain(`"email":"${email}"`);
    for (const name of ['regulations', 'suppressions', 'destination-filters']) {
      expect(outcome.linesOf(name).join('\n'), name).not.toContain(email);
    }
  });
});

const SECRET = 'Zk4-qT/9+vW%2~"x"\\y=8mBnC';

describe('a secret', () => {
  const rows: readonly { readonly name: string; readonly plant: () => void }[] = [
    {
      name: 'in the code of a function',
      plant: () => put('listFunctions', 'functions', ['code'], `const key = '${SECRET}';`),
    },
    {
      name: 'in the address of a function',
      plant: () => put('listFunctions', 'functions', ['previewWebhookUrl'], `https://fn.example/${SECRET}`),
    },
    {
      name: 'in the query of a model',
      plant: () => put('listReverseEtlModels', 'models', ['query'], `select '${SECRET}'`),
    },
    {
      name: 'as the key of a hash',
      plant: () =>
        put('listTransformations', 'transformations', ['hashPropertiesConfiguration'], {
          algorithm: 'sha256',
          key: SECRET,
          paths: ['a'],
        }),
    },
    {
      name: 'in the settings of a warehouse',
      plant: () =>
        put('listWarehouses', 'warehouses', ['settings'], { password: SECRET, deep: [{ pem: SECRET }] }),
    },
    {
      name: 'in the settings of a credential',
      plant: () => put('listCredentials', 'credentials', ['settings'], { password: SECRET }),
    },
    {
      name: 'in the settings of a destination',
      plant: () => put('listDestinations', 'destinations', ['settings'], { apiKey: SECRET }),
    },
    {
      name: 'in the settings of a source',
      plant: () => put('listSources', 'sources', ['settings'], { secret: SECRET }),
    },
    { name: 'as a write key', plant: () => put('listSources', 'sources', ['writeKeys'], [SECRET]) },
    {
      name: 'in a field that no schema knows',
      plant: () => put('listUsers', 'users', ['newField'], { token: SECRET }),
    },
    {
      name: 'as a write key that stands in a name, too',
      plant: () => {
        put('listSources', 'sources', ['writeKeys'], [SECRET]);
        put('listUsers', 'users', ['name'], `key is ${encodeURIComponent(SECRET)}`);
        put('listRoles', 'roles', ['description'], Buffer.from(`a${SECRET}b`).toString('base64'));
      },
    },
  ];

  it.each(everyNth(rows, 6))('stands nowhere in the store: $name', async ({ plant }) => {
    plant();

    const outcome = await collectFrom(simulator);

    expect(placesOf(SECRET, outcome)).toEqual([]);
    expect(outcome.verified.failures).toEqual([]);
  });

  const words = [
    'operationId',
    'durationMs',
    'serverDate',
    'listUsers',
    'pagination.count',
    '"operationId":"',
    now().toISOString(),
  ];

  it.each(everyNth(words, 5))(
    'that is a word of our own log leaves a store that verifies: %s',
    async (word) => {
      put('listDestinations', 'destinations', ['settings'], { apiKey: word });

      const outcome = await collectFrom(simulator);

      expect(outcome.verified.failures).toEqual([]);
      expect(outcome.linesOf('collection-log').length).toBeGreaterThan(25);
    },
  );
});
