/** Write keys: how many, and since when each has been seen. */
import { record, STARTED, type ViewCase } from '../../support/view-case.ts';

const key = (name: string, by = '05125b36') => `hmac-sha256:${by}:${name.padEnd(22, '0')}`;
const source = (id: string, writeKeys?: readonly (string | null)[]) =>
  record(id, { name: `Source ${id}`, enabled: true, labels: [], ...(writeKeys ? { writeKeys } : {}) });
const day = (number: number) => `2026-11-0${number}T03:00:05.000Z`;

export const keyCases: readonly ViewCase[] = [
  {
    title: 'sources: a key is as old as the first run that saw it in this source',
    view: 'sources',
    counted: '5 enabled, 0 switched off, 1 with more than one write key (1 not known)',
    records: {
      sources: [
        source('a', [key('old'), key('new')]),
        source('b', [key('old')]),
        source('c', [null]),
        source('d', []),
        source('e'),
      ],
      destinations: [record('x', { sourceId: 'a' }), record('y', { sourceId: 'a' })],
    },
    earlier: {
      sources: [
        [day(1), [source('a', [key('old')])]],
        [day(2), [source('a', [])]],
        [day(3), [source('a', [key('old'), key('other')]), source('b', [key('else')])]],
      ],
    },
    columns: [
      'id',
      'destinations',
      'write_key_count',
      'write_keys',
      'keys_seen_since',
      'oldest_key_seen_since',
    ],
    rows: [
      ['a', 2, 2, [key('old'), key('new')], [day(1), STARTED], day(1)],
      ['b', 0, 1, [key('old')], [STARTED], STARTED],
      ['c', 0, 0, [], [], null],
      ['d', 0, 0, [], [], null],
      ['e', 0, null, null, null, null],
    ],
  },
  {
    title:
      'sources: fingerprints made with another key are other keys, and the note says since when they are known',
    view: 'sources',
    records: { sources: [source('a', [key('new')])] },
    earlier: { sources: [[day(1), [source('a', [key('old', 'ffffffff')])]]] },
    columns: ['id', 'destinations', 'keys_seen_since'],
    rows: [['a', null, [STARTED]]],
  },
];
