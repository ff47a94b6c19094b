/** What to do about a condition, in one or two imperative sentences: the role, the setting, the place. Pure. */
import type { Condition, ConditionName } from '../../schemas/condition.ts';
import { resources } from '../../schemas/resources/index.ts';
import type { CauseKind } from './causes.ts';

const TOKENS = 'Settings > Workspace settings > Access Management > Tokens of the Segment app';

/** What is to be mended, and what is known of where. */
export interface Mendable extends Pick<Condition, 'condition' | 'resource'> {
  /** Of a cause with several. */
  readonly resources?: readonly string[];
  /** Ids of checks. */
  readonly checks?: readonly string[];
  readonly kind?: CauseKind;
  readonly connection?: string;
  /** As configured: a kind and a name. */
  readonly tokenReference?: string | undefined;
  /** That the token is declared to have. */
  readonly role?: string | undefined;
}

const REMEDIATIONS: Readonly<Record<ConditionName, string | ((about: Mendable) => string)>> = {
  'token-refused': (about) =>
    `As Workspace Owner, make a new token with the role ${about.role ?? OWNER} under ${TOKENS}, and store it ${placeOf(about)}.${confirmation(about)}`,
  'wrong-region': 'Set `region` of this connection to the other region, where the token works.',
  'wrong-workspace':
    'Store the token of the workspace that this connection is for where `token` points. Give another workspace a connection of its own.',
  'scope-gap': (about) => `${needsRole(about)}${planRemediation(...namesOf(about))}`,
  'feature-unavailable': (about) =>
    `Ask Segment whether the plan includes ${listed(namesOf(about))}.${planRemediation(...namesOf(about)) || ' If it does not, declare that under `features` of this connection.'} If it does: ${needsRole(about)}`,
  'field-hidden': needsRole,
  'collection-incomplete': (about) =>
    `${FIRST_STEPS[about.kind ?? 'alone'] ?? ''}Run segment-evidence collect again. If ${listed(namesOf(about))} ${namesOf(about).length > 1 ? 'stay' : 'stays'} incomplete, look up the reason in the snapshot's manifest.`,
  'schema-drift':
    'Update segment-evidence to a version that knows them. Until then new fields are kept as fingerprints; all else is kept as it is.',
  'scope-reduced': (about) =>
    `Correct \`collect\` and \`features\` of this connection if ${listed(namesOf(about))} should be collected. Otherwise tell the auditor since when and why that is left out.`,
  'token-unavailable': (about) =>
    `Make the secret ${placeOf(about)} readable for the user or role that runs this.${confirmation(about)}`,
  'token-rotation-due': `Make a new token under ${TOKENS}, store it where \`token\` points, run \`segment-evidence test\`, and then delete the old one. If \`tokenIssuedAt\` is wrong, correct it.`,
  'token-changed': 'If nobody on your side replaced the token, find out in the Audit Trail who did.',
  'check-failed': ({ connection, checks = [] }) =>
    `Run \`segment-evidence check${connection === undefined ? '' : ` --connection ${connection}`}\`: it says which records, and what to do. What ${checks.length > 1 ? 'they ask' : 'it asks'} is in docs/checks.md. What you accept, write into \`policy.waivers\`.`,
  'run-overdue': ({ connection }) =>
    `Check that whatever starts the runs (cron, systemd, Lambda, a container) still does, and read its log. Then run \`segment-evidence collect${connection === undefined ? '' : ` ${connection}`}\`: it says what stops it.`,
  'commit-failed':
    'Give the run what it lacks: a writable store or a usable signing key. Then run segment-evidence test and collect.',
  'alert-undelivered':
    'Run segment-evidence test to see which channel cannot be used, and correct its address, its secret or the receiver.',
  'verification-failed':
    'Change nothing in the store. Run `segment-evidence verify` with the pinned public key: it lists everything that is wrong. Find out who could write there; a copy or an older version of the bucket has the file as it was.',
  'store-not-write-once':
    'Run `segment-evidence doctor`: it tries what the store keeps, and says what to change. A bucket needs versioning, and with `retention` Object Lock; `verify` says whether anything was changed meanwhile.',
  'canary-failed':
    'Run segment-evidence canary for this connection, and follow the click path that it names. The next canary that arrives ends this.',
  'input-unusable':
    'Run segment-evidence config validate: it names file, line and column of what does not fit. The next run reads the file again.',
  'clock-skew': 'Synchronise the clock of the machine that runs this, by NTP or chrony.',
};

/** Returns what to do about a condition, or about the cause of several. */
export function remediationOf(about: Mendable): string {
  const remediation = REMEDIATIONS[about.condition];
  return typeof remediation === 'string' ? remediation : remediation(about);
}

/**
 * Returns the other way out of a refusal, with a space before it; nothing where no plan has to do with it. What is read
 * under one that is named too needs no word of its own.
 */
export function planRemediation(...names: readonly string[]): string {
  const outermost = names.filter((name) => !names.includes(definitionOf(name)?.parent?.resource ?? ''));
  const features = distinct(outermost.flatMap((name) => definitionOf(name)?.feature ?? []));
  if (features.length === 0) return '';
  const members = features.map((feature) => `\`features.${feature}: false\``).join(', ');
  const it = names.length === 1 ? 'it' : 'all of them';
  return ` If the plan does not include ${it}, declare ${members} for this connection.`;
}

const OWNER = 'Workspace Owner';

/** What to do before anything is collected again. */
const FIRST_STEPS: Readonly<Partial<Record<CauseKind, string>>> = {
  unreachable: 'Check that this machine reaches the API host and that Segment reports no incident. ',
  time: 'Raise `collect.maxMinutes`, or the time that the platform gives a run; what does not fit into a function, collect in a container. ',
};

const definitionOf = (name: string) => resources.find((definition) => definition.name === name);
const distinct = (texts: readonly string[]) => [...new Set(texts)].toSorted();

function namesOf({ resource, resources: names = [] }: Mendable): readonly string[] {
  return names.length > 0 ? names : resource === undefined ? [] : [resource];
}

function listed(names: readonly string[]): string {
  return names.length === 1 ? `${names[0]}` : 'what is named here';
}

/** Where a new token goes: never what stands there. */
function placeOf({ tokenReference }: Mendable): string {
  const named = 'where `token` of this connection points';
  return tokenReference === undefined ? named : `${named}: ${tokenReference}`;
}

function confirmation({ connection }: Mendable): string {
  const name = connection === undefined ? '' : ` ${connection}`;
  return ` Then run \`segment-evidence test${name}\` to confirm, and \`segment-evidence collect${name}\` to collect again.`;
}

function needsRole(about: Mendable): string {
  const all = distinct(namesOf(about).map((name) => definitionOf(name)?.role ?? OWNER));
  const roles = all.length === 0 || all.includes(OWNER) ? [OWNER] : all;
  const noun = roles.length === 1 ? 'the role' : 'the roles';
  const them = roles.length === 1 ? 'it' : 'them';
  return `As Workspace Owner, give the token ${noun} ${roles.join(', ')} under ${TOKENS}, or store a new token that has ${them} where \`token\` points.`;
}
