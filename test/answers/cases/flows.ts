/** Data flows, plans and what they are made of, where names and settings are missing or odd. */
import { record, type ViewCase } from '../../support/view-case.ts';

const settings = {
  track: {
    allowUnplannedEvents: false,
    allowUnplannedEventProperties: true,
    allowEventOnViolations: true,
    allowPropertiesOnViolations: false,
    commonEventOnViolations: 'OMIT_PROPERTIES',
  },
  forwardingViolationsTo: 's2',
  forwardingBlockedEventsTo: 'gone',
};

const records = {
  sources: [
    record('s1', { name: 'Web', enabled: true, labels: [] }),
    record('s2', { slug: 'violations', enabled: false, labels: [] }),
  ],
  'source-settings': [{ ...record('s1', settings), data: settings, parent: { sourceId: 's1' } }],
  destinations: [
    record('d1', {
      name: '=cmd()',
      enabled: true,
      sourceId: 's1',
      metadata: { id: 'v1', name: 'Vendor "One"' },
      settings: {
        a: [{ url: { $fingerprint: 'x', $host: 'b.example', $region: 'eu' } }],
        z: { $host: 'a.example' },
        n: 7,
      },
    }),
    record('d2', { enabled: false, sourceId: 'gone', metadata: { id: 'v2' } }),
  ],
  'destination-filters': [
    record('f1', { destinationId: 'd1', enabled: true }, { destinationId: 'd1' }),
    record('f2', { destinationId: 'd1', enabled: false }, { destinationId: 'd1' }),
  ],
  transformations: [
    record('t1', { name: 'For all', sourceId: 's1', enabled: true }),
    record('t2', { name: 'For another vendor', sourceId: 's1', enabled: true, destinationMetadataId: 'v2' }),
    record('t3', { name: 'For this one', sourceId: 's1', enabled: true, destinationMetadataId: 'v1' }),
    record('t4', { name: 'Off', sourceId: 's1', enabled: false }),
  ],
  'tracking-plans': [record('p1', { name: 'Plan', type: 'LIVE' }), record('p2', { type: 'LIVE' })],
  'tracking-plan-sources': [
    record('gone', {}, { trackingPlanId: 'p1' }),
    record('s1', {}, { trackingPlanId: 'p1' }),
  ],
  'tracking-plan-rules': [{ ...record('r', { type: 'TRACK' }, { trackingPlanId: 'p1' }) }],
  functions: [record('i1', { displayName: 'Shorten' })],
  'insert-function-instances': [
    record('n1', { integrationId: 'd1', enabled: true }, { functionId: 'i1' }),
    record('n2', { integrationId: 's1', enabled: true }, { functionId: 'i2' }),
    record('n3', { integrationId: 's1', enabled: false }, { functionId: 'i1' }),
  ],
  'reverse-etl-models': [record('m1', { name: 'Model', sourceId: 's1', enabled: true })],
  warehouses: [
    record('w1', {
      enabled: true,
      metadata: { name: 'Postgres' },
      settings: { host: { $host: 'db.example' } },
    }),
  ],
  'warehouse-sources': [record('s1', {}, { warehouseId: 'w1' })],
};

const traits = { allowUnplannedTraits: true, allowTraitsOnViolations: true };

/** Settings that allow everything, but for some of `track`. */
function ruled(id: string, track: object) {
  const allowed = {
    allowUnplannedEvents: true,
    allowUnplannedEventProperties: true,
    allowEventOnViolations: true,
    allowPropertiesOnViolations: true,
  };
  const data = { track: { ...allowed, ...track }, identify: traits, group: traits };
  return { id, data, parent: { sourceId: id } };
}

const heldBack = ['unplanned events blocked', 'violating properties omitted'];

export const flowCases: readonly ViewCase[] = [
  {
    title: 'data-flows: every receiver, and only those controls that stand before it',
    view: 'data-flows',
    counted: '2 enabled at both ends, 1 switched off at one end, 0 enabled with nothing in between',
    records,
    rows: [
      [
        'd1',
        'Web',
        '=cmd()',
        'Vendor "One"',
        'destination',
        null,
        's1',
        true,
        true,
        ['a.example', 'b.example'],
        ['eu'],
        ['Plan'],
        heldBack,
        1,
        ['For all', 'For this one'],
        ['i2', 'Shorten'],
        ['Model'],
      ],
      [
        'd2',
        'gone',
        'd2',
        null,
        'destination',
        null,
        'gone',
        null,
        false,
        [],
        [],
        ['Plan'],
        null,
        0,
        [],
        [],
        [],
      ],
      [
        'w1/s1',
        'Web',
        'w1',
        'Postgres',
        'warehouse',
        null,
        's1',
        true,
        true,
        ['db.example'],
        [],
        ['Plan'],
        heldBack,
        0,
        ['For all'],
        ['i2'],
        ['Model'],
      ],
    ],
  },
  {
    title: 'data-flows: who is told of audiences, and which warehouses keep profiles',
    view: 'data-flows',
    records: {
      ...records,
      destinations: [records.destinations[0] ?? record('d1')],
      'warehouse-sources': [],
      audiences: [record('a1', { name: 'Gold' }, { spaceId: 'sp' })].map((each) => ({ ...each, id: 'a1' })),
      spaces: [record('sp', { name: 'Prod' })],
      'audience-destinations': [
        record(
          'c1',
          { destinationId: 'd1', sourceId: 's1', enabled: true, metadata: { id: 'v1', name: 'Vendor' } },
          { audienceId: 'a1', spaceId: 'sp' },
        ),
        record('c2', { destinationId: 'gone', sourceId: 's2', enabled: false }, { audienceId: 'a2' }),
      ],
      'profiles-warehouses': [
        record('w9', { enabled: true, metadata: { id: 'v9', name: 'Snowflake' } }, { spaceId: 'sp' }),
      ],
    },
    columns: [
      'id',
      'source',
      'receiver',
      'vendor',
      'kind',
      'sent',
      'receiver_enabled',
      'filters',
      'functions',
    ],
    rows: [
      ['d1', 'Web', '=cmd()', 'Vendor "One"', 'destination', null, true, 1, ['i2', 'Shorten']],
      [
        'a1/sp/c1',
        'Web',
        '=cmd()',
        'Vendor',
        'destination of an audience',
        'Gold',
        true,
        1,
        ['i2', 'Shorten'],
      ],
      ['a2/c2', 'violations', 'gone', null, 'destination of an audience', 'a2', false, 0, []],
      ['sp/w9', null, 'w9', 'Snowflake', 'warehouse of profiles', 'Prod', true, 0, []],
    ],
  },
  {
    title: 'data-flows: controls that could not be read are not known, and not none',
    view: 'data-flows',
    counted:
      '1 enabled at both ends, 1 switched off at one end, 0 enabled with nothing in between (1 not known)',
    records: { destinations: records.destinations, sources: records.sources },
    columns: ['id', 'tracking_plans', 'held_back', 'filters', 'transformations', 'functions', 'models'],
    rows: [
      ['d1', null, null, null, null, null, null],
      ['d2', null, null, null, null, null, null],
    ],
  },
  {
    title: 'tracking-plans: each connected source with what its settings say, and plans without one',
    view: 'tracking-plans',
    counted:
      '1 connected source that blocks something, 0 connected sources that only omit something, 0 connected sources that allow everything, 1 connected source of which not all is known, 1 plan connected to nothing',
    records,
    columns: [
      'id',
      'plan',
      'rules',
      'source',
      'source_enabled',
      'unplanned_events',
      'unplanned_properties',
      'violating_properties',
      'unplanned_traits_of_users',
      'common_of_events',
      'violations_to',
      'blocked_to',
    ],
    rows: [
      ['p1/gone', 'Plan', 1, 'gone', null, null, null, null, null, null, null, null],
      [
        'p1/s1',
        'Plan',
        1,
        'Web',
        true,
        'blocked',
        'allowed',
        'omitted',
        null,
        'OMIT_PROPERTIES',
        'violations',
        'gone',
      ],
      ['p2', null, 0, null, null, null, null, null, null, null, null, null],
    ],
  },
  {
    title: 'tracking-plans: what blocks is told from what only omits, and from what allows everything',
    view: 'tracking-plans',
    counted:
      '2 connected sources that block something, 1 connected source that only omits something, 1 connected source that allows everything, 1 connected source of which not all is known, 0 plans connected to nothing',
    records: {
      'tracking-plans': [record('p1', { name: 'Plan' })],
      'tracking-plan-sources': ['a', 'b', 'c', 'd', 'e'].map((id) =>
        record(id, {}, { trackingPlanId: 'p1' }),
      ),
      'tracking-plan-rules': [],
      sources: [],
      'source-settings': [
        ruled('a', { allowUnplannedEvents: false }),
        ruled('b', { commonEventOnViolations: 'BLOCK' }),
        ruled('c', { allowUnplannedEventProperties: false }),
        ruled('d', {}),
      ],
    },
    columns: ['id', 'unplanned_events', 'unplanned_properties', 'common_of_events'],
    rows: [
      ['p1/a', 'blocked', 'allowed', null],
      ['p1/b', 'allowed', 'allowed', 'BLOCK'],
      ['p1/c', 'allowed', 'omitted', null],
      ['p1/d', 'allowed', 'allowed', null],
      ['p1/e', null, null, null],
    ],
  },
  {
    title: 'destinations: hosts at any depth, filters that are switched on, a source by its name',
    view: 'destinations',
    counted: '1 enabled, 1 switched off',
    records,
    rows: [
      ['d1', '=cmd()', 'Vendor "One"', true, 'Web', 's1', ['a.example', 'b.example'], ['eu'], 1],
      ['d2', null, null, false, null, 'gone', [], [], 0],
    ],
  },
];
