/** Write keys that do not show: a gap for kinds of source that have some, nothing at all for the others. */
import { describe, expect, it } from 'vitest';
import { sources } from '../../schemas/resources/sources.ts';
import { type VisibleBefore, visibilityRule } from '../../src/evidence/field-visibility.ts';
import { VisibilityTally } from '../../src/segment/visibility-tally.ts';

type Kind = readonly [categories: readonly string[], isCloudEventSource: boolean];

/** As the public catalogue has them. */
const LIBRARY = {
  javascript: [['Website'], false],
  amp: [['Server', 'Mobile'], false],
  python: [['Server'], false],
  roku: [['Ott'], false],
} as const satisfies Record<string, Kind>;
const CLOUD = {
  iterable: [['Email Marketing'], true],
  'factual-engine': [['Enrichment', 'Mobile'], true],
  'shopify-littledata': [['Website'], true],
} as const satisfies Record<string, Kind>;
const OTHER = {
  stripe: [['Payments'], false],
  zendesk: [['Helpdesk'], false],
  salesforce: [['CRM', 'Object Destination'], false],
  snowflake: [['Warehouse'], false],
  project: [[], false],
  custom: [['Custom'], false],
} as const satisfies Record<string, Kind>;

const KEY = ['GHpM3vJkq0Zt1sXyB7dLwEoRnUaCfTi8'];

let made = 0;
const source = ([categories, isCloudEventSource]: Kind, writeKeys: unknown, id = `s${made++}`) => ({
  id,
  ...(writeKeys === undefined ? {} : { writeKeys }),
  metadata: { categories, isCloudEventSource },
});

function verdict(
  records: readonly Readonly<Record<string, unknown>>[],
  before?: VisibleBefore,
  isWhole = true,
) {
  const tally = new VisibilityTally(sources.hideableField);
  for (const record of records) tally.note(record);
  return visibilityRule(sources.hideableField, tally, isWhole, before).rule;
}

const NOTHING = [
  ['an empty list', []],
  ['no list', undefined],
  ['null', null],
  ['a blank key', [' \t']],
  ['an empty key', ['']],
  ['a null key', [null]],
  ['a masked key', ['••••••••dada']],
] as const;

describe('a library', () => {
  it.each(Object.entries(LIBRARY))('of type %s with its key is no gap', (_type, kind) => {
    expect(verdict([source(kind, KEY)])).toEqual({ rule: 'writeKeys-visible', holds: true });
  });

  it.each(NOTHING)('with %s hides its key, whatever the others show', (_title, writeKeys) => {
    for (const kind of Object.values(LIBRARY)) {
      const found = verdict([source(kind, writeKeys), source(kind, KEY)]);
      expect(found).toMatchObject({
        holds: false,
        detail: '`writeKeys` is empty on 1 records that should have some',
      });
    }
  });

  it.each(['WEBSITE', 'website', 'mobile', 'OTT', 'server'])('is one in any case: %s', (category) => {
    expect(verdict([source([[category], false], [])]).holds).toBe(false);
  });

  it('with one key among blanks shows it', () => {
    expect(verdict([source(LIBRARY.javascript, ['', ...KEY])]).holds).toBe(true);
  });
});

describe('a cloud event source', () => {
  const all = Object.values(CLOUD);

  it('without a key is no gap beside one that shows some', () => {
    expect(verdict([...all.map((kind) => source(kind, [])), source(LIBRARY.javascript, KEY)]).holds).toBe(
      true,
    );
    expect(verdict([source(CLOUD.iterable, []), source(OTHER.custom, KEY)]).holds).toBe(true);
  });

  it('without a key is doubted when no source shows one', () => {
    expect(verdict([...all.map((kind) => source(kind, [])), source(OTHER.stripe, [])])).toMatchObject({
      holds: false,
      detail: '`writeKeys` is empty on each of 3 records that mostly have some',
    });
  });

  it('without a key is not doubted for others that were not read', () => {
    expect(verdict([source(CLOUD.iterable, [])], undefined, false).holds).toBe(true);
  });

  it('that had a key in the last complete snapshot and has none now has lost it', () => {
    const records = [source(CLOUD.iterable, [], 'lost'), source(CLOUD.iterable, KEY)];

    expect(verdict(records, new Set(['lost']))).toMatchObject({
      holds: false,
      detail: '`writeKeys` is empty on 1 records that had some in the last complete snapshot',
    });
    expect(verdict(records, new Set(['another'])).holds).toBe(true);
  });

  it('is not doubted by a snapshot that cannot be read, and the certificate says that it was not', () => {
    const records = [source(CLOUD.iterable, []), source(CLOUD.iterable, KEY)];

    expect(verdict(records, 'unread')).toMatchObject({
      holds: true,
      detail: expect.stringContaining('cannot be read as it was signed'),
    });
  });
});

describe('any other source', () => {
  it.each(Object.entries(OTHER))('of type %s is never doubted', (_type, kind) => {
    for (const [, writeKeys] of NOTHING)
      expect(verdict([source(kind, writeKeys, 'it')], new Set(['it'])).holds).toBe(true);
  });

  it.each([
    {},
    { metadata: null },
    { metadata: { categories: 'Website' } },
    { metadata: { categories: [null] } },
  ])('is never doubted where nothing says of what kind it is: %j', (record) =>
    expect(verdict([record]).holds).toBe(true),
  );
});
