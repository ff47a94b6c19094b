/** DST-01: receivers of no approved vendor. */
import { describe } from 'vitest';
import { check } from '../../../src/checks/destinations/enabled-receivers-are-of-approved-vendors.ts';
import { answersAre, DENIED } from '../../support/check-table.ts';

const destination = (data: object = {}, metadata: object = { slug: 'vendor', name: 'Vendor' }) => ({
  id: 'd',
  enabled: true,
  sourceId: 's',
  metadata,
  ...data,
});

const VENDOR = { id: '1', vendor: 'Vendor', slugs: ['vendor'], hosts: ['vendor.example'] };
const TO = (...hosts: readonly string[]) => ({
  settings: Object.fromEntries(hosts.map((host) => [host, { $fingerprint: 'x', $host: host }])),
});
const given = (made: ReturnType<typeof destination>) => ({
  records: { destinations: [made], 'input:vendors': [VENDOR, { id: 'file', asOf: null, rows: 1 }] },
});

describe('a receiver', () => {
  answersAre(check, [
    ['without a vendor file', { records: { destinations: [destination()] } }, 'not_configured'],
    ['of a vendor in the file', given(destination()), 'pass'],
    ['of another', given(destination({}, { slug: 'other' })), 'fail', ['fail destinations/d']],
    ['that is off', given(destination({ enabled: false }, { slug: 'other' })), 'pass'],
    ['of a vendor by name, in other letters', given(destination({}, { slug: 'v2', name: 'VENDOR' })), 'pass'],
    [
      'that is a webhook to a vendor',
      given(destination(TO('api.vendor.example'), { slug: 'webhooks' })),
      'pass',
    ],
    [
      'that is a webhook to others',
      given(destination(TO('vendor.example', 'evil.example'), { slug: 'webhooks' })),
      'fail',
      ['fail destinations/d'],
    ],
    [
      'of which Segment says nothing',
      given(destination({}, {})),
      'indeterminate',
      ['unknown destinations/d'],
    ],
    [
      'that is a warehouse',
      { records: { warehouses: [destination({}, { slug: 'snow' })], 'input:vendors': [VENDOR] } },
      'fail',
      ['fail warehouses/d'],
    ],
    [
      'in a list that was not read',
      { records: { destinations: DENIED, 'input:vendors': [VENDOR] } },
      'indeterminate',
    ],
  ]);
});
