/** Of each condition: how severe it is, who opens it when, and what ends it. docs/alerts.md has it as a table. */
import type { ConditionName } from './condition.ts';

interface ConditionFacts {
  readonly severity: string;
  readonly opened: string;
  readonly resolved: string;
}

const OTHER_TOKEN = 'a run with another token, or one in which this one works';
const NEXT_RUN = 'the next run that finds otherwise';

export const CONDITION_FACTS: Readonly<Record<ConditionName, ConditionFacts>> = {
  'token-refused': {
    severity: 'critical',
    opened:
      'Segment refuses the token, asked twice; also where another value of its secret works in its place',
    resolved: OTHER_TOKEN,
  },
  'wrong-region': {
    severity: 'critical',
    opened: 'the token works in the other region only',
    resolved: OTHER_TOKEN,
  },
  'wrong-workspace': {
    severity: 'critical',
    opened: 'the token is of another workspace than the one that is pinned or was read before',
    resolved: OTHER_TOKEN,
  },
  'token-unavailable': {
    severity: 'critical',
    opened: 'the token could not be fetched from where it is kept',
    resolved: OTHER_TOKEN,
  },
  'token-rotation-due': {
    severity: 'medium from 75 days, high from 90',
    opened:
      'the token is at least that old: by `tokenIssuedAt`, by the first run that saw it, or by when Secrets Manager was given it, whichever is earliest',
    resolved:
      'a run with another token, or with a corrected `tokenIssuedAt`; storing the same token again makes it no younger',
  },
  'token-changed': {
    severity: 'info',
    opened: 'the fingerprint of the token is another one than before; another fingerprint key opens nothing',
    resolved: 'the next run with the same token',
  },
  'scope-gap': {
    severity: 'high',
    opened: 'the token may not read a resource',
    resolved: 'a run that reads it, or that shows that the plan is to blame',
  },
  'feature-unavailable': {
    severity: 'medium',
    opened: 'a resource is not there that was, that every workspace has, or that the configuration names',
    resolved: 'a run that reads it, or that shows that the role is to blame, or that it was never offered',
  },
  'field-hidden': {
    severity: 'high',
    opened: 'a field came empty for the token',
    resolved: 'a run that reads it whole',
  },
  'collection-incomplete': {
    severity: 'high',
    opened: 'a resource was read in part, deferred, or could not be reached',
    resolved: 'a run that reads it whole',
  },
  'schema-drift': {
    severity: 'low; info where there are only new values of known enumerations',
    opened:
      'records have fields that this version does not know (withheld), values that it does not (kept), another type, or lack what it expects; which fields, `drift` of the resource says',
    resolved: 'a complete run that finds none',
  },
  'scope-reduced': {
    severity: 'medium',
    opened:
      'a resource that was collected before is left out on purpose, or a feature that is declared off has records',
    resolved: 'a run that collects it again',
  },
  'check-failed': {
    severity: 'that of the check',
    opened: 'a check over the snapshot fails, or could not be asked',
    resolved:
      'a run in which it passes, no longer applies, or is accepted by a waiver, which the alert then says',
  },
  'run-overdue': {
    severity: 'high',
    opened: 'whoever watches sees no record an hour after its slot, or later where runs take long',
    resolved: 'the run that comes, or the next watch',
  },
  'commit-failed': {
    severity: 'critical',
    opened: 'nothing could be committed: no store, no key',
    resolved: 'nobody: the next record is the answer',
  },
  'alert-undelivered': {
    severity: 'high; medium where only a heartbeat was not taken',
    opened: 'alerts of earlier runs had not reached a channel, or a heartbeat its watcher, when a run began',
    resolved: NEXT_RUN,
  },
  'verification-failed': {
    severity: 'critical; medium while a run only remembers it',
    opened:
      'a run finds its chain not as it was left; whoever watches finds a sealed snapshot or a record changed or missing',
    resolved: 'a run, or of what a watch told a watch, that finds it whole again',
  },
  'store-not-write-once': {
    severity: 'high; medium where nobody may look',
    opened:
      'whoever watches finds a bucket without versions, or without the lock that `retention` needs, or a store that cannot be read',
    resolved: 'the next watch that finds otherwise',
  },
  'input-unusable': {
    severity: 'high',
    opened:
      'a file of `policy.files` is not there, or not all of it fits; the checks that rest on it can tell nothing',
    resolved: 'a run that can use it, or for which it is not named any more',
  },
  'clock-skew': {
    severity: 'medium',
    opened: "this machine's clock is behind the last record, or more than a minute off Segment's",
    resolved: 'a run whose clock is right',
  },
  'canary-failed': {
    severity: 'high',
    opened:
      'a [test message](write-keys.md#canary) was not sent, not seen or not delivered; in no record, each time it is found',
    resolved: 'the next test message that arrives; told to `pagerduty` and `webhook` only',
  },
};
