/** Tracking plans and the sources they govern. Four are written by hand, one of them forgotten: no source, no rule. */
import type { Population } from '../paging.ts';
import { populationOf } from '../paging.ts';
import { createRandom, cycled, shortId, sortableId } from '../random.ts';
import { daysBefore } from './calendar.ts';
import type { Rule, TrackingPlan } from './policy-records.ts';
import { craftedRules, generatedRule } from './rules.ts';
import type { Scale } from './scale.ts';
import { slugOf } from './sources.ts';
import type { World } from './world.ts';

const CRAFTED = [
  { name: 'Web Shop', rules: 16, sources: 1 },
  { name: 'Mobile Apps', rules: 11, sources: 2 },
  { name: 'Checkout', rules: 6, sources: 1 },
  { name: 'Spring Campaign 2024', rules: 0, sources: 0 },
] as const;

const TYPES = [
  'LIVE',
  'LIVE',
  'LIVE',
  'LIVE',
  'LIVE',
  'RULE_LIBRARY',
  'PROPERTY_LIBRARY',
  'TEMPLATE',
] as const;

export type TrackingPlansPart = Pick<World, 'trackingPlans' | 'planRules' | 'generatedRules' | 'sourcePlans'>;

/** Returns the plans, their rules as far as they are written out, and which source is on which plan. */
export function buildTrackingPlans(input: {
  seed: number;
  anchor: Date;
  scale: Scale;
  governedIds: readonly string[];
}): TrackingPlansPart {
  const { seed, anchor, scale, governedIds } = input;
  const part: TrackingPlansPart = { trackingPlans: [], planRules: {}, generatedRules: {}, sourcePlans: {} };
  let governed = 0;
  for (let index = 0; index < scale.trackingPlans; index += 1) {
    const plan = planAt(seed, anchor, index);
    part.trackingPlans.push(plan);
    const crafted = CRAFTED[index];
    if (crafted === undefined) part.generatedRules[plan.id] = scale.rulesPerPlan;
    else {
      part.planRules[plan.id] =
        crafted.rules === 0 ? [] : craftedRules({ seed, anchor, planId: plan.id }, crafted.rules);
      for (const id of governedIds.slice(governed, governed + crafted.sources))
        part.sourcePlans[id] = plan.id;
      governed += crafted.sources;
    }
  }
  const open = part.trackingPlans.slice(CRAFTED.length).filter(({ type }) => type === 'LIVE');
  if (open.length > 0) {
    governedIds.slice(governed).forEach((id, at) => {
      part.sourcePlans[id] = cycled(open, at).id;
    });
  }
  return part;
}

function planAt(seed: number, anchor: Date, index: number): TrackingPlan {
  const random = createRandom(seed, 'tracking-plan', index);
  const type = index < CRAFTED.length ? 'LIVE' : random.pick(TYPES);
  const name = CRAFTED[index]?.name ?? `${type === 'LIVE' ? 'Plan' : 'Library'} ${index + 1}`;
  const age = index === 3 ? 900 : 40 + random.below(600);
  return {
    id: `tp_${shortId(seed, 'tracking-plan', index)}`,
    // Plans made by hand years ago have none.
    ...(age > 800 ? {} : { resourceSchemaId: `rs_${sortableId(seed, 'resource-schema', index)}` }),
    name,
    slug: slugOf(name),
    description: `What ${name} may send.`,
    type,
    createdAt: daysBefore(anchor, age + 30),
    updatedAt: daysBefore(anchor, Math.floor(age / 3)),
  };
}

/** Returns the rules of a plan, written out or made as they are asked for. */
export function rulesOf(world: World, planId: string): Population {
  const written: Rule[] | undefined = world.planRules[planId];
  if (written !== undefined) return populationOf(written);
  const key = { seed: world.seed, anchor: world.anchor, planId };
  return { total: world.generatedRules[planId] ?? 0, item: (index) => generatedRule(key, index) };
}
