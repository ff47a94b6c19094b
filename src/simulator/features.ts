/**
 * Features a workspace may not have bought, and what asking for one of them answers then.
 * Segment documents no such answer, so every feature here refuses in its own way:
 * a client must learn "not available" from any of them and never "token revoked".
 */
import { type Refusal, refusal } from './replies.ts';

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

/** Returns the answer of a route whose feature is off; it names the feature. */
export function featureRefusal(feature: FeatureName): Refusal {
  const { status, type, label } = REFUSALS[feature];
  return refusal(status, { type, message: `The feature ${label} is not part of this workspace's plan.` });
}
