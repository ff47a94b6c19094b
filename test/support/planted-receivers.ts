/** Violations about destinations and warehouses. */
import type { FaultEffect, Simulator } from '../../src/simulator/simulator.ts';
import { first, onDay, tell } from './clean-basics.ts';
import { destinationOf, destinationOn } from './clean-world.ts';
import { listEdit } from './fault-row.ts';
import type { Violation } from './planted-violations.ts';

export const fault = (simulator: Simulator, operationId: string, effect: FaultEffect) =>
  simulator.addFault({ match: { operationId }, effect });

export const ABOUT_RECEIVERS: readonly Violation[] = [
  {
    check: 'DST-01',
    is: 'a warehouse of a vendor that nobody has approved',
    before: (_, { vendors }) => {
      vendors.delete('Snowflake');
    },
    also: { 'DST-02': 'What no file has has no contract in it either.' },
  },
  {
    check: 'DST-02',
    is: 'a vendor without a contract',
    before: (_, { vendors }) => {
      vendors.set('AWS', { slugs: 'aws-s3', contract: '', erasure: 'api' });
    },
  },
  {
    check: 'DST-03',
    is: 'a destination of people’s data with nothing before it',
    before: ({ world }) => {
      const { id } = destinationOf(world, 'aws-s3');
      world.destinationFilters = world.destinationFilters.filter(({ destinationId }) => destinationId !== id);
    },
  },
  {
    check: 'DST-04',
    is: 'a filter that was made to hold back less, of which no event tells',
    after: ({ world }) => {
      first(world.destinationFilters).if = 'type = "screen"';
    },
    runs: 2,
    also: { 'AUD-04': 'It is a change of the configuration without an event.' },
  },
  {
    check: 'DST-05',
    is: 'another bucket, of which no event tells',
    after: ({ world }) => {
      destinationOf(world, 'aws-s3').settings['bucket'] = 'elsewhere';
    },
    runs: 2,
    also: { 'AUD-04': 'It is a change of the configuration without an event.' },
  },
  {
    check: 'DST-06',
    is: 'a destination that was switched on before anybody approved it',
    after: ({ world }) => {
      const id = 'switched-on';
      world.destinations.push({
        ...destinationOn(world, 'Website (staging)', 'actions-braze-cloud', {}),
        id,
      });
      tell(world, onDay(0, 15), 'Integration Created', { resourceId: id, resourceType: 'Integration' });
    },
  },
  {
    check: 'DST-07',
    is: 'a secret that everybody may read',
    before: ({ world }) => {
      destinationOf(world, 'aws-s3').settings['sharedSecret'] = 'a-secret-for-tests-0001';
    },
  },
  {
    check: 'DST-08',
    is: 'an address without encryption',
    before: ({ world }) => {
      destinationOf(world, 'actions-braze-cloud').settings['endpoint'] = 'http://rest.braze.example';
    },
  },
  {
    check: 'DST-09',
    is: 'a bucket in another region',
    before: ({ world }) => {
      destinationOf(world, 'aws-s3').settings['awsRegion'] = 'us-west-2';
    },
  },
  {
    check: 'DST-10',
    is: 'a script of a vendor in the page',
    level: 'warn',
    before: ({ world }) => {
      const made = { ...destinationOn(world, 'Website (staging)', 'amplitude', {}), id: 'in-the-page' };
      made.metadata.slug = 'google-tag-manager';
      made.metadata.name = 'Google Tag Manager';
      world.destinations.push(made);
    },
  },
  {
    check: 'DST-11',
    is: 'a destination that takes little of what it is sent',
    before: (simulator) =>
      fault(simulator, 'listDeliveryMetricsSummaryFromDestination', {
        kind: 'transform-json',
        transform: (body) => {
          const { data } = body as { data: { deliveryMetricsSummary: object } };
          const metrics = [
            { metricName: 'successes', total: 5_000 },
            { metricName: 'failures', total: 5_000 },
          ];
          return { data: { deliveryMetricsSummary: { ...data.deliveryMetricsSummary, metrics } } };
        },
      }),
  },
  {
    check: 'WH-01',
    is: 'a load that failed',
    before: (simulator) =>
      fault(
        simulator,
        'listSyncsFromWarehouse',
        listEdit('reports', (reports) =>
          reports.map((report) => ({
            ...report,
            notices: [{ level: 'error', message: 'Locked.', createdAt: onDay(-1) }],
          })),
        ),
      ),
  },
  {
    check: 'WH-02',
    is: 'a column of health data in the warehouse',
    before: (simulator) =>
      fault(
        simulator,
        'listSelectiveSyncsFromWarehouseAndSource',
        listEdit('items', (items) =>
          items.map((item) => ({
            ...item,
            properties: { ...(item['properties'] as object), diagnosis: { enabled: true } },
          })),
        ),
      ),
  },
  {
    check: 'WH-03',
    is: 'a credential that is older than a year',
    before: ({ world }) => {
      first(world.credentials).updatedAt = onDay(-400);
    },
  },
  {
    check: 'WH-04',
    is: 'a query that takes all there is',
    before: ({ world }) => {
      first(world.reverseEtlModels).query = 'SELECT * FROM customers';
    },
  },
];
