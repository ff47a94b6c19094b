/** DST-03: personal data that nothing holds back. */
import { describe } from 'vitest';
import { check } from '../../../src/checks/destinations/destinations-with-personal-data-are-filtered.ts';
import { answersAre, DENIED } from '../../support/check-table.ts';
import type { MadeRun } from '../../support/checked.ts';

const FAIL = ['fail destinations/d'];
const DESTINATION = { id: 'd', enabled: true, sourceId: 's', metadata: { id: 'm', slug: 'vendor' } };
const rule = (name: string) => ({
  id: 'p/TRACK//1',
  data: {
    type: 'TRACK',
    jsonSchema: { properties: { properties: { properties: { [name]: { type: 'string' } } } } },
  },
  parent: { trackingPlanId: 'p' },
});
const filter = (type: string) => ({ id: 'f', enabled: true, destinationId: 'd', actions: [{ type }] });
const change = (data: object) => ({ id: 't', enabled: true, sourceId: 's', ...data });
const of = (records: MadeRun['records']) => ({
  records: {
    destinations: [DESTINATION],
    'tracking-plan-rules': [rule('email')],
    'tracking-plan-sources': [{ id: 'p/s', data: { id: 's' }, parent: { trackingPlanId: 'p' } }],
    ...records,
  },
});

describe('a destination', () => {
  answersAre(check, [
    ['with personal data and nothing before it', of({}), 'fail', FAIL],
    [
      'with personal data, that is off',
      of({ destinations: [{ ...DESTINATION, enabled: false }] }),
      'not_applicable',
    ],
    ['without personal data', of({ 'tracking-plan-rules': [rule('colour')] }), 'not_applicable'],
    ['of a source without a plan', of({ 'tracking-plan-sources': [] }), 'not_applicable'],
    ['behind a filter', of({ 'destination-filters': [filter('DROP_PROPERTIES')] }), 'pass'],
    ['behind a sample', of({ 'destination-filters': [filter('SAMPLE')] }), 'fail', FAIL],
    [
      'behind a filter that is off',
      of({ 'destination-filters': [{ ...filter('DROP'), enabled: false }] }),
      'fail',
      FAIL,
    ],
    [
      'behind a transformation of its source',
      of({ transformations: [change({ propertyDrops: ['email'] })] }),
      'pass',
    ],
    [
      'behind a transformation of its own',
      of({ transformations: [change({ drop: true, destinationMetadataId: 'm' })] }),
      'pass',
    ],
    [
      'beside that of another',
      of({ transformations: [change({ drop: true, destinationMetadataId: 'n' })] }),
      'fail',
      FAIL,
    ],
    ['behind one that renames', of({ transformations: [change({ newEventName: 'x' })] }), 'fail', FAIL],
    [
      'with what the company calls internal',
      of({ 'input:data-classification': [{ id: 'email', class: 'internal' }] }),
      'not_applicable',
    ],
    [
      'with what the company calls personal',
      of({
        'tracking-plan-rules': [rule('colour')],
        'input:data-classification': [{ id: 'colour', class: 'personal' }],
      }),
      'fail',
      FAIL,
    ],
    [
      'whose filters were not read',
      of({ 'destination-filters': DENIED }),
      'indeterminate',
      ['unknown destinations/d'],
    ],
  ]);
});
