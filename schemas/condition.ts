/** Something about a run that people must hear of. Alerts report how these change. */
import * as z from 'zod';

export const conditionNames = [
  'token-refused',
  'wrong-region',
  'wrong-workspace',
  'scope-gap',
  'feature-unavailable',
  'field-hidden',
  'collection-incomplete',
  'schema-drift',
  'scope-reduced',
  'token-unavailable',
  'token-rotation-due',
  'token-changed',
  'check-failed',
  'input-unusable',
  'run-overdue',
  'commit-failed',
  'alert-undelivered',
  'verification-failed',
  'store-not-write-once',
  'clock-skew',
  'canary-failed',
] as const;

export const severities = ['critical', 'high', 'medium', 'low', 'info'] as const;

export const condition = z.strictObject({
  condition: z.enum(conditionNames),
  severity: z.enum(severities),
  resource: z.string().optional(),
  /** Id of the check that failed. */
  check: z.string().optional(),
  /** One sentence for a person. Holds no personal data and no secret. */
  summary: z.string(),
  /** When it was first seen, ISO 8601 UTC. Carried from record to record. */
  since: z.string(),
});

export type Condition = z.infer<typeof condition>;
export type ConditionName = Condition['condition'];

/** What a condition, or an alert of one, is about. */
export type About = Pick<Condition, 'condition' | 'resource' | 'check'>;

/** Returns what a condition is known by from record to record: its name and what it is about. */
export function conditionKey({ condition, resource = '', check }: About): string {
  const key = `${condition}\0${resource}`;
  return check === undefined ? key : `${key}\0${check}`;
}
