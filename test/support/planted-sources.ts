/** Violations about sources and tracking plans. */
import type { World } from '../../src/simulator/simulator.ts';
import { first, named, onDay, tell } from './clean-basics.ts';
import { destinationOf, planProperty } from './clean-world.ts';
import type { Violation } from './planted-violations.ts';

const settingsOf = (world: World, source: string) => {
  const settings = world.sourceSettings[named(world.sources, source).id];
  if (settings === undefined) throw new Error(`expected settings of ${source}`);
  return settings;
};

/** Somebody changed the plan, and the trail says so. */
const planWasChanged = (world: World) =>
  tell(world, onDay(0, 14), 'Tracking Plan Modified', {
    resourceId: first(world.trackingPlans).id,
    resourceType: 'Tracking Plan',
  });

const SOURCES: readonly Violation[] = [
  {
    check: 'SRC-01',
    is: 'a source without a label',
    before: ({ world }) => {
      named(world.sources, 'Warehouse Models').labels = [];
    },
  },
  {
    check: 'SRC-02',
    is: 'a source of tests that is called production',
    before: ({ world }) => {
      named(world.sources, 'Checkout (staging)').name = 'Checkout (production)';
    },
  },
  {
    check: 'SRC-03',
    is: 'a source that is called by its kind',
    before: ({ world }) => {
      named(world.sources, 'Warehouse Models').name = 'Snowflake';
    },
  },
  {
    check: 'SRC-04',
    is: 'one key for tests and production',
    before: ({ world }) => {
      named(world.sources, 'Website (staging)').writeKeys = [...named(world.sources, 'Website').writeKeys];
    },
  },
  {
    check: 'SRC-05',
    is: 'an old key beside a new one',
    before: ({ world }) => {
      named(world.sources, 'Checkout').writeKeys.push('an-older-key-for-tests-0001');
    },
    runs: 3,
  },
  {
    check: 'SRC-06',
    is: 'a source that sends nothing',
    level: 'warn',
    before: ({ world }) => {
      const { sources } = world;
      // The third one never sends anything by itself.
      sources.splice(1, 2, ...sources.slice(1, 3).reverse());
    },
  },
  {
    check: 'SRC-07',
    is: 'a source that was switched off six weeks ago',
    level: 'warn',
    before: ({ world }, { reviewed }) => {
      const website = named(world.sources, 'Website (staging)');
      const id = 'old-app';
      world.sources.push({
        ...website,
        id,
        name: 'Old App (staging)',
        slug: id,
        enabled: false,
        writeKeys: ['a-key-of-one-that-is-off-01'],
      });
      world.sourceSettings[id] = settingsOf(world, 'Website (staging)');
      const event = { resourceId: id, resourceType: 'Source' };
      // Somebody has looked at it since.
      reviewed.add(tell(world, onDay(-40), 'Source Disabled', event));
    },
  },
  {
    check: 'SRC-08',
    is: 'a kind of destination that its vendor has given up',
    before: ({ world }) => {
      destinationOf(world, 'aws-s3').metadata.status = 'DEPRECATED';
    },
  },
  {
    check: 'SRC-09',
    is: 'a source of tests in the warehouse of production',
    before: ({ world }) => {
      first(Object.values(world.warehouseSources)).push(named(world.sources, 'Website (staging)').id);
    },
  },
];

const PLANS: readonly Violation[] = [
  {
    check: 'TP-01',
    is: 'a production source without a plan',
    before: ({ world }) => {
      delete world.sourcePlans[named(world.sources, 'Website').id];
    },
  },
  {
    check: 'TP-02',
    is: 'a production source that lets unplanned events through',
    before: ({ world }) =>
      Object.assign(settingsOf(world, 'Checkout').track ?? {}, { allowUnplannedEvents: true }),
  },
  {
    check: 'TP-03',
    is: 'a production source that lets unplanned traits through',
    before: ({ world }) =>
      Object.assign(settingsOf(world, 'Checkout').group ?? {}, { allowUnplannedTraits: true }),
  },
  {
    check: 'TP-04',
    is: 'violations that are forwarded to a source that is off',
    before: ({ world }) => {
      const website = named(world.sources, 'Website (staging)');
      const id = 'inbox';
      world.sources.push({
        ...website,
        id,
        name: 'Inbox (staging)',
        slug: id,
        enabled: false,
        writeKeys: ['a-key-of-one-that-is-off-01'],
      });
      tell(world, onDay(-3), 'Source Disabled', { resourceId: id, resourceType: 'Source' });
      Object.assign(settingsOf(world, 'Checkout'), { forwardingViolationsTo: id });
    },
  },
  {
    check: 'TP-05',
    is: 'a phone number that nobody has classified',
    before: ({ world }) => planProperty(world, 'phone', { type: 'string', description: 'Phone number' }),
  },
  {
    check: 'TP-06',
    is: 'a card number',
    before: ({ world }) => planProperty(world, 'card_number', { type: 'string', description: 'Card' }),
  },
  {
    check: 'TP-07',
    is: 'health data that no contract covers',
    before: ({ world }) => planProperty(world, 'diagnosis', { type: 'string', description: 'Finding' }),
  },
  {
    check: 'TP-08',
    is: 'an event that is called as it came',
    before: ({ world }) => {
      const rules = first(Object.values(world.planRules));
      rules.push({ ...first(rules), key: 'hero-button_click' });
    },
  },
  {
    check: 'TP-09',
    is: 'one property in two spellings',
    before: ({ world }) => planProperty(world, 'orderId', { type: 'string', description: 'Order' }),
  },
  {
    check: 'TP-10',
    is: 'properties that nothing is said of',
    before: ({ world }) => {
      for (const name of ['shelf', 'aisle', 'till']) planProperty(world, name, {});
    },
  },
  {
    check: 'TP-11',
    is: 'a rule that became stricter under the same version',
    after: ({ world }) => {
      planProperty(world, 'revenue', { type: 'integer', description: 'Total' });
      planWasChanged(world);
    },
  },
  {
    check: 'TP-12',
    is: 'a plan for nothing',
    level: 'warn',
    before: ({ world }) => {
      const [plan, id] = [first(world.trackingPlans), 'tp_spare'];
      world.trackingPlans.push({ ...plan, id, name: 'Spare', slug: 'spare' });
      world.planRules[id] = first(Object.values(world.planRules)).slice(0, 1);
    },
  },
];

export const ABOUT_SOURCES: readonly Violation[] = [...SOURCES, ...PLANS];
