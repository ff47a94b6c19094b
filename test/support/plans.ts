/** Tracking plans, their rules and the sources that they govern, for checks to look at. */

export const plan = (id: string, more: Record<string, unknown> = {}) => ({
  id,
  type: 'LIVE',
  name: id,
  updatedAt: '2026-10-01T00:00:00.000Z',
  ...more,
});

export const governs = (planId: string, id: string) => ({
  id: `${planId}/${id}`,
  data: { id },
  parent: { trackingPlanId: planId },
});

/** A rule whose properties, or traits, are these schemas by name. */
export const rule = (
  key: string,
  properties: Readonly<Record<string, unknown>>,
  { type = 'TRACK', planId = 'p', place = 'properties', more = {} }: RuleOptions = {},
) => ({
  id: `${planId}/${type}/${key}/1`,
  data: {
    type,
    key,
    version: 1,
    jsonSchema: { properties: { context: {}, [place]: { type: 'object', properties } } },
    deprecatedAt: '0001-01-01T00:00:00.000Z',
    ...more,
  },
  parent: { trackingPlanId: planId },
});

interface RuleOptions {
  readonly type?: string;
  readonly planId?: string;
  readonly place?: 'properties' | 'traits';
  readonly more?: Readonly<Record<string, unknown>>;
}

export const library = (id: string, name: string, more: Record<string, unknown> = {}) => ({
  id,
  name,
  enabled: true,
  metadata: { slug: 'node-js', categories: ['Server'], isCloudEventSource: false },
  ...more,
});

/** A plan that governs a production source with these settings. */
export const governed = (settings: unknown, name = 'Web prod') => ({
  sources: [library('a', name)],
  'tracking-plans': [plan('p')],
  'tracking-plan-sources': [governs('p', 'a')],
  'source-settings': settings === undefined ? [] : [{ id: 'a', data: settings as Record<string, unknown> }],
});
