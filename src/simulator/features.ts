/**
 * Features a workspace may not have bought, and what asking for one of them answers then.
 * Segment documents no such answer, so every feature here refuses in its own way, or, as workspaces without the plan
 * are told to do, with the very 401 or 403 that a token with too small a role gets: a client must learn "not
 * available" from any of them and never "token revoked".
 */
import type { FailureBody } from './faults.ts';
import { insufficient, inWords, type Refusal, refusal } from './replies.ts';

/** How each feature refuses while it is off. */
const REFUSALS = {
  protocols: { status: 403, type: 'forbidden', label: 'Protocols' },
  functions: { status: 422, type: 'input-validation', label: 'Functions' },
  audience: { status: 403, type: 'forbidden', label: 'Audience' },
  'computed-trait': { status: 403, type: 'forbidden', label: 'Computed Trait' },
  'destination-subscriptions': { status: 404, type: 'not-found', label: 'Destination Subscriptions' },
  'space-filters': { status: 422, type: 'input-validation', label: 'Space Filters' },
  spaces: { status: 404, type: 'not-found', label: 'Spaces' },
  'live-plugins': { status: 404, type: 'not-found', label: 'Live Plugins' },
  'audit-trail': { status: 403, type: 'forbidden', label: 'Audit Trail' },
} as const;

export type FeatureName = keyof typeof REFUSALS;

/** Every feature that can be switched off. */
export const FEATURE_NAMES = Object.keys(REFUSALS) as readonly FeatureName[];

/** How a workspace without the plan refuses: nothing in it tells the plan from the token's role. */
export interface PlanRefusal {
  readonly status: 401 | 403;
  readonly body: FailureBody;
}

/** Whether a workspace has a feature; if not, `false` refuses by its name and a refusal without it. */
export type FeatureSetting = boolean | PlanRefusal;

/** Returns the answers of routes whose feature is off, by feature. */
export function featureRefusals(
  settings: Readonly<Partial<Record<FeatureName, FeatureSetting>>>,
): ReadonlyMap<FeatureName, Refusal> {
  const refusals = new Map<FeatureName, Refusal>();
  for (const feature of FEATURE_NAMES) {
    const setting = settings[feature] ?? true;
    if (setting !== true) refusals.set(feature, featureRefusal(feature, setting));
  }
  return refusals;
}

function featureRefusal(feature: FeatureName, setting: false | PlanRefusal): Refusal {
  if (setting !== false) return inWords(insufficient(setting.status), setting.body);
  const { status, type, label } = REFUSALS[feature];
  return refusal(status, { type, message: `The feature ${label} is not part of this workspace's plan.` });
}
