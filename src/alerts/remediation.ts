/** What to do about a condition, in one or two imperative sentences: the role, the setting, the place. Pure. */
import type { Condition, ConditionName } from '../../schemas/condition.ts';
import { resources } from '../../schemas/resources/index.ts';

const TOKENS = 'Settings > Workspace settings > Access Management > Tokens of the Segment app';

type About = Pick<Condition, 'condition' | 'resource'>;

const REMEDIATIONS: Readonly<Record<ConditionName, string | ((about: About) => string)>> = {
  'token-refused': `As Workspace Owner, make a new token under ${TOKENS}, and store it where \`token\` of this connection points.`,
  'wrong-region': 'Set `region` of this connection to the other region, where the token works.',
  'wrong-workspace':
    'Store the token of the workspace that this connection is for where `token` points. Give another workspace a connection of its own.',
  'scope-gap': (about) => `${needsRole(about)}${planRemediation(about.resource)}`,
  'feature-unavailable': (about) =>
    `Ask Segment whether the plan includes ${about.resource}.${planRemediation(about.resource) || ' If it does not, declare that under `features` of this connection.'} If it does: ${needsRole(about)}`,
  'field-hidden': needsRole,
  'collection-incomplete': ({ resource }) =>
    `Run segment-evidence collect again. If ${resource} stays incomplete, look up its reason in the snapshot's manifest.`,
  'schema-drift':
    'Update segment-evidence to a version that knows the new fields. Until then they are kept as fingerprints.',
  'scope-reduced': ({ resource }) =>
    `Correct \`collect\` and \`features\` of this connection if ${resource} should be collected. Else tell the auditor since when and why it is left out.`,
  'token-unavailable':
    'Make the secret that `token` of this connection names readable for the user or role that runs this, then run segment-evidence test.',
  'token-rotation-due': `Make a new token under ${TOKENS}, store it where \`token\` points, and delete the old one. If the age is wrong, correct \`tokenIssuedAt\`.`,
  'token-changed': 'If nobody on your side exchanged the token, find out in the Audit Trail who did.',
  'check-failed': 'Follow the remediation of the failed check in the review page of the snapshot.',
  'run-overdue':
    'Look whether the scheduler still runs, and start segment-evidence collect for this connection.',
  'commit-failed':
    'Give the run what it lacks: a writable store or a usable signing key. Then run segment-evidence test and collect.',
  'alert-undelivered':
    'Run segment-evidence test to see which channel cannot be used, and mend its address, its secret or the receiver.',
  'verification-failed':
    'Keep the store as it is, run segment-evidence verify with the pinned key, and find out who changed the chain or its key.',
  'store-not-write-once':
    'Turn on versioning and Object Lock of the bucket, deny overwriting, and run segment-evidence doctor.',
  'clock-skew': 'Synchronise the clock of the machine that runs this, by NTP or chrony.',
};

/** Returns what to do about a condition. */
export function remediationOf(about: About): string {
  const remediation = REMEDIATIONS[about.condition];
  return typeof remediation === 'string' ? remediation : remediation(about);
}

/** Returns the other way out of a refusal, with a space before it; nothing where no plan has to do with it. */
export function planRemediation(resource: string | undefined): string {
  const feature = resources.find(({ name }) => name === resource)?.feature;
  return feature === undefined
    ? ''
    : ` If the plan does not include it, declare \`features.${feature}: false\` for this connection.`;
}

function needsRole({ resource }: About): string {
  const role = resources.find(({ name }) => name === resource)?.role ?? 'Workspace Owner';
  return `As Workspace Owner, give the token the role ${role} under ${TOKENS}, or store a new token that has it where \`token\` points.`;
}
