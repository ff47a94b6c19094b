/**
 * What a configuration may not say where it runs in the stack of serverless.yml: a function has no folder, no
 * file and no variable of its user's, and is woken every quarter of an hour. All of it is told at once, before
 * anything is built: in the function it would be found out at night.
 */

import { isPem } from '../../schemas/config-anchors.ts';
import { slotsBetween } from '../schedule/slots.ts';
import type { Checked } from './check.ts';
import type { ConfigDocument, Path } from './document.ts';
import type { ConfigOverrides, LoadedConfig, LoadOptions } from './effective.ts';
import { lambdaInputIssues } from './inputs/lambda-inputs.ts';
import type { FoundIssue } from './issues.ts';
import { includeIssues, readDeployment, secretIssues, TOPIC_REFERENCE } from './lambda-secrets.ts';
import { loadConfig } from './load.ts';
import { type ConnectionSource, ownValue, VARIABLE_PREFIX } from './settings.ts';
import { scheduleProblem, timeZoneProblem } from './times.ts';

/** How often the function is woken. */
const WAKE_MINUTES = 15;
/** Of an invocation's fifteen minutes, what is left for reading: it has ended by the thirteenth. */
const MOST_READING_MINUTES = 12;
/** What stands for the settings that the stack gives: any, so that no one is asked for them. */
const STACK: ConfigOverrides = {
  store: 's3://the-bucket-of-the-stack/audit',
  signingKey: 'kms:the-key-of-the-stack',
  fingerprintKey: 'secretsmanager:of-the-stack',
  bucketOwner: '000000000000',
  retentionMode: 'GOVERNANCE',
  retentionDays: '400',
};

/**
 * Returns the configuration as the function would see it. Variables of this machine are not there.
 * @throws ConfigError with all problems, also those that are problems in Lambda only
 */
export function loadConfigForLambda(options: LoadOptions): Promise<LoadedConfig> {
  const env = Object.entries(options.env).filter(
    ([name]) => !name.startsWith(VARIABLE_PREFIX) || name === `${VARIABLE_PREFIX}CONFIG`,
  );
  const inStack = {
    ...options,
    env: Object.fromEntries(env),
    overrides: { ...options.overrides, ...STACK },
  };
  return loadConfig(inStack, (checked) => lambdaIssues(checked, options.cwd));
}

function lambdaIssues({ main, connections }: Checked, cwd: string): readonly FoundIssue[] {
  const documents = [...new Set([main, ...connections.map(({ document }) => document)])];
  const deployment = readDeployment(cwd);
  return [
    ...includeIssues(main, deployment),
    ...certificateFile(main, []),
    ...lambdaInputIssues(main),
    ...givenIssues(main, []),
    ...connections.flatMap((source) => [
      ...givenIssues(source.document, source.path),
      ...certificateFile(source.document, source.path),
      ...at(source, ['schedule'], tooOften(source)),
      ...at(source, ['collect', 'maxMinutes'], tooLong(ownValue(source.value, ['collect', 'maxMinutes']))),
      ...at(source, ['baseUrl'], isPlain(source.value['baseUrl']) ? LOOPBACK : undefined),
    ]),
    ...nothingScheduled(main, connections),
    ...nobodyTold(main, connections),
    ...secretIssues(documents, deployment),
  ];
}

const CERTIFICATES =
  'expected the certificates themselves: the package holds no file of yours; write them behind ca: |';
const LOOPBACK = 'expected https: in the function nothing of yours listens';

const GIVEN: readonly (readonly [Path, string])[] = [
  [['store'], 'expected no store: a function keeps no folder, and the stack names its bucket; remove it'],
  [['signing'], 'expected no signing key: the stack makes one, in KMS; remove it'],
  [
    ['fingerprintKey'],
    'expected no fingerprint key: fingerprintSecretArn in deploy.yml names it; remove it here',
  ],
  [
    ['retention'],
    'expected no retention: retentionMode and retentionDays in deploy.yml say it; remove it here',
  ],
  [['bucketOwner'], 'expected no owner: the stack names its account; remove it'],
];

/** The stack's environment wins over the file: what stands there would be ignored in silence. */
function givenIssues(document: ConfigDocument, base: Path): readonly FoundIssue[] {
  return GIVEN.flatMap(([path, message]) => issue(document, [...base, ...path], message));
}

function certificateFile(document: ConfigDocument, base: Path): readonly FoundIssue[] {
  const path = [...base, 'anchors', 'timestamp', 'ca'];
  const ca = ownValue(document.value, path);
  return typeof ca === 'string' && !isPem(ca) ? issue(document, path, CERTIFICATES) : [];
}

/** Tells it where something is written. */
function issue(document: ConfigDocument, path: Path, message: string): readonly FoundIssue[] {
  return ownValue(document.value, path) === undefined ? [] : [{ ...document.placeOf(path), message }];
}

function at(source: ConnectionSource, path: Path, message: string | undefined): readonly FoundIssue[] {
  return message === undefined ? [] : [{ ...source.document.placeOf([...source.path, ...path]), message }];
}

const isPlain = (url: unknown) => typeof url === 'string' && url.startsWith('http:');

function tooLong(minutes: unknown): string | undefined {
  if (typeof minutes !== 'number' || minutes <= MOST_READING_MINUTES) return undefined;
  return `expected at most ${MOST_READING_MINUTES} minutes: an invocation ends after fifteen, sealing included; remove it, and what does not fit is deferred`;
}

/** Any day; from there on all times of a week, and the first ones of a schedule that comes more rarely. */
const FROM = new Date('2028-01-01T00:00:00Z');
const WEEK_MS = 8 * 24 * 60 * 60 * 1000;
const YEARS_MS = 4 * 366 * 24 * 60 * 60 * 1000;

function tooOften({ value }: ConnectionSource): string | undefined {
  const { schedule, timezone = 'Etc/UTC' } = value;
  if (typeof schedule !== 'string' || typeof timezone !== 'string') return undefined;
  if ((timeZoneProblem(timezone) ?? scheduleProblem(schedule, timezone)) !== undefined) return undefined;
  const week = slotsBetween(schedule, timezone, FROM, new Date(FROM.getTime() + WEEK_MS), 1_500);
  const rare = slotsBetween(schedule, timezone, FROM, new Date(FROM.getTime() + YEARS_MS), 3);
  const isFiner = [week, rare].some((slots) => slots.some((slot, index) => isSoon(slots[index - 1], slot)));
  return isFiner
    ? `expected at most one slot every ${WAKE_MINUTES} minutes, which is how often the function is woken, got more; make the schedule coarser`
    : undefined;
}

function isSoon(before: Date | undefined, slot: Date): boolean {
  return before !== undefined && slot.getTime() - before.getTime() < WAKE_MINUTES * 60_000;
}

function nothingScheduled(
  main: ConfigDocument,
  connections: readonly ConnectionSource[],
): readonly FoundIssue[] {
  if (connections.length === 0 || connections.some(({ value }) => value['schedule'] !== undefined)) return [];
  const message =
    'expected a schedule in one of them at least, got none: the function would be woken for nothing; add schedule: "0 3 * * *"';
  return [{ ...main.placeOf(['connections']), message }];
}

function nobodyTold(main: ConfigDocument, connections: readonly ConnectionSource[]): readonly FoundIssue[] {
  const isEmpty = (alerts: unknown) => !Array.isArray(alerts) || alerts.length === 0;
  const message = `expected somebody to be told, got nobody; add alerts: with channel: sns and url: ${TOPIC_REFERENCE}`;
  const silent = connections.filter(({ value }) => isEmpty(value['alerts'] ?? main.value['alerts']));
  if (silent.length === 0) return [];
  if (isEmpty(main.value['alerts'])) return [{ ...main.placeOf(['alerts']), message }];
  return silent.flatMap((source) => at(source, ['alerts'], message));
}
