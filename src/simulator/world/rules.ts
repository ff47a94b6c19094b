/**
 * Tracking plan rules: what events of a shop are allowed to carry. Every rule is a function of its plan and place,
 * so that a plan of a thousand rules costs nothing until someone reads it.
 */
import { createRandom } from '../random.ts';
import { daysBefore, ZERO_TIME } from './calendar.ts';
import type { Rule } from './policy-records.ts';

const OBJECTS =
  'Order,Product,Cart,Checkout,Coupon,Wishlist,Payment,Refund,Return,Shipment,Account,Session,Search,Filter,Review,Rating,Store,Appointment,Gift Card,Loyalty Card,Newsletter,Survey,Banner,Promotion,Category,Brand,Bundle,Invoice,Address,Delivery Slot,Question,Answer,Notification,Message,Video,Lookbook,Size Guide,Preference,Consent,Ticket'.split(
    ',',
  );
const ACTIONS =
  'Completed,Viewed,Updated,Started,Added,Removed,Clicked,Shared,Opened,Closed,Selected,Cancelled,Confirmed,Declined,Failed,Requested,Sent,Received,Created,Deleted,Applied,Expired,Downloaded,Printed,Scanned'.split(
    ',',
  );

type Property = readonly [name: string, schema: Readonly<Record<string, unknown>>];

const PROPERTIES: readonly Property[] = [
  ['order_id', { type: 'string', description: 'Number of the order' }],
  ['revenue', { type: 'number', minimum: 0, description: 'Total without tax' }],
  [
    'currency',
    { type: 'string', enum: ['EUR', 'GBP', 'CHF', 'SEK'], description: 'Currency of all amounts' },
  ],
  ['coupon', { type: ['string', 'null'], description: 'Code that was applied' }],
  ['product_id', { type: 'string', description: 'Article number' }],
  ['quantity', { type: 'integer', minimum: 1 }],
  ['email', { type: 'string', description: 'E-mail address of the customer (personal)' }],
  ['store_id', { type: 'string', pattern: '^[A-Z]{2}[0-9]{3}$', description: 'Which shop' }],
  ['channel', { type: 'string', description: 'web, app or store' }],
  ['listPosition', { type: 'integer' }],
];

/** Properties that should never be in a plan; a crafted rule has one. */
const CARD_NUMBER: Property = ['card_number', { type: 'string' }];

function objectSchema(properties: readonly Property[], required: readonly string[]): Record<string, unknown> {
  return { type: 'object', properties: Object.fromEntries(properties), required };
}

/** Returns the schema of one call: what goes under `properties` or `traits`. */
function callSchema(place: 'properties' | 'traits', body: Record<string, unknown>): Record<string, unknown> {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    type: 'object',
    properties: { context: {}, traits: {}, properties: {}, [place]: body },
    required: [place],
  };
}

/** The rules before the events: what holds for all calls, and the calls that are not events. */
const HEADS: readonly Pick<Rule, 'type' | 'jsonSchema'>[] = [
  {
    type: 'COMMON',
    jsonSchema: callSchema('properties', objectSchema([['channel', { type: 'string' }]], [])),
  },
  {
    type: 'IDENTIFY',
    jsonSchema: callSchema(
      'traits',
      objectSchema(
        [
          ['email', { type: 'string', description: 'E-mail address (personal)' }],
          ['first_name', { type: 'string', description: 'Given name (personal)' }],
          [
            'loyalty_tier',
            { type: 'string', enum: ['none', 'silver', 'gold'], description: 'Tier of the programme' },
          ],
        ],
        ['email'],
      ),
    ),
  },
  { type: 'GROUP', jsonSchema: callSchema('traits', objectSchema([['company', { type: 'string' }]], [])) },
  { type: 'PAGE', jsonSchema: callSchema('properties', objectSchema([['title', { type: 'string' }]], [])) },
];

export interface PlanKey {
  readonly seed: number;
  readonly planId: string;
  readonly anchor: Date;
}

/** Returns the rule at a place of a plan; the first thousand places have different events. */
export function generatedRule({ seed, planId, anchor }: PlanKey, place: number): Rule {
  const head = HEADS[place];
  const times = timesOf(anchor, createRandom(seed, 'rule', planId, place).below(600));
  if (head !== undefined) return { ...structuredClone(head), version: 1, ...times };
  const number = place - HEADS.length;
  const key = `${OBJECTS[number % OBJECTS.length]} ${ACTIONS[Math.floor(number / OBJECTS.length) % ACTIONS.length]}`;
  return { ...trackRule(`${seed}/${planId}`, key), version: 1, ...times };
}

function timesOf(anchor: Date, age: number): Pick<Rule, 'createdAt' | 'updatedAt' | 'deprecatedAt'> {
  const times = {
    createdAt: daysBefore(anchor, 60 + age),
    updatedAt: daysBefore(anchor, 30 + Math.floor(age / 2)),
  };
  return age % 4 === 0 ? { ...times, deprecatedAt: ZERO_TIME } : times;
}

function trackRule(scope: string, key: string): Pick<Rule, 'type' | 'key' | 'jsonSchema'> {
  const random = createRandom(scope, key);
  const start = random.below(PROPERTIES.length);
  const chosen = [...PROPERTIES, ...PROPERTIES].slice(start, start + random.between(2, 5));
  const required = chosen.slice(0, 1).map(([name]) => name);
  return {
    type: 'TRACK',
    key,
    jsonSchema: callSchema('properties', structuredClone(objectSchema(chosen, required))),
  };
}

/**
 * Returns the rules of a crafted plan: `count` generated ones, then an event in two versions, the first deprecated,
 * then two that a reviewer should find: a card number, and a name that follows no convention.
 */
export function craftedRules(plan: PlanKey, count: number): Rule[] {
  const { seed, planId, anchor } = plan;
  const rules = Array.from({ length: count }, (_, place) => generatedRule(plan, place));
  const versioned = { ...trackRule(`${seed}/${planId}`, 'Basket Restored'), ...timesOf(anchor, 101) };
  const deprecatedAt = daysBefore(anchor, 45);
  rules.push({ ...versioned, version: 1, deprecatedAt }, { ...structuredClone(versioned), version: 2 });
  const card = callSchema('properties', objectSchema([CARD_NUMBER], []));
  rules.push({ type: 'TRACK', key: 'Card Saved', jsonSchema: card, version: 1, ...timesOf(anchor, 202) });
  rules.push({
    ...trackRule(`${seed}/${planId}`, 'clicked-hero_button'),
    version: 1,
    ...timesOf(anchor, 303),
  });
  return rules;
}
