/** What `init` has to know, and where each answer may come from: a flag, somebody at a terminal, or what is usual. */
import {
  type ChannelField,
  channelKinds,
  isSupportedChannel,
  joinWords,
  kindsTaking,
  neededBy,
  whatIs,
} from '../../schemas/channel-kinds.ts';
import { Retention } from '../../schemas/config-values.ts';
import { parseBucketAddress } from '../config/store-location.ts';

export type AnswerKey =
  | 'type'
  | 'name'
  | 'region'
  | 'tokenRef'
  | 'writeKey'
  | 'role'
  | 'store'
  | 'bucketOwner'
  | 'retentionMode'
  | 'retentionDays'
  | 'schedule'
  | 'timezone'
  | 'signingKey'
  | 'fingerprintKey'
  | 'alertChannel'
  | 'alertUrl'
  | 'alertSecret'
  | 'timestampUrl'
  | 'timestampCa'
  | 'shareLimitsWith'
  | 'concurrency'
  | 'baseUrl';
export type Answers = Readonly<Partial<Record<AnswerKey, string>>>;

/** One setting that `init` writes. */
export interface Question {
  readonly key: AnswerKey;
  readonly flag: string;
  readonly ask: string;
  /** What is written when nobody says otherwise; of an optional one, only when it was asked and not changed. */
  readonly initial?: string;
  /** The same, where it depends on the answers so far. */
  readonly initialFor?: (answers: Answers) => string | undefined;
  readonly choices?: readonly string[];
  /** What a choice needs, to be read beside it. */
  readonly hintOf?: (choice: string) => string | undefined;
  /** May be left out; then nothing is written. */
  readonly isOptional?: true;
  /** Whether it is asked on a terminal, given the answers so far; always when absent. */
  readonly isAsked?: (answers: Answers) => boolean;
  /** About the whole file, not about one connection: `init --add` does not ask it. */
  readonly isOfWhole?: true;
}

/** The answer that leaves something out. */
export const NONE = 'none';

/** Channels that need nothing but references. */
export const OFFERED_CHANNELS = channelKinds
  .filter(isSupportedChannel)
  .filter((kind) => neededBy(kind).every((field) => ['url', 'secret'].includes(field)));

/** Whether the evidence goes to a bucket. */
export const isBucket = ({ store }: Answers) =>
  store !== undefined && parseBucketAddress(store) !== undefined;
/** Whether Object Lock is asked for. */
export const isLocked = ({ retentionMode = NONE }: Answers) => retentionMode !== NONE;
const offered = (choice: string | undefined) => OFFERED_CHANNELS.find((each) => each === choice);

/** Returns the references that the chosen channel cannot do without. */
export const neededReferences = ({ alertChannel }: Answers): readonly string[] => {
  const kind = offered(alertChannel);
  return kind === undefined ? [] : neededBy(kind);
};
/** Whether the chosen channel takes a reference, if only in some cases. */
export const takesReference = ({ alertChannel }: Answers, field: ChannelField): boolean => {
  const kind = offered(alertChannel);
  return kind !== undefined && kindsTaking(field).includes(kind);
};

/** Returns what a channel needs, in words. */
function needsOf(choice: string): string | undefined {
  const kind = offered(choice);
  if (kind === undefined) return undefined;
  return `needs ${joinWords(
    neededBy(kind).map((field) => whatIs(field, kind)),
    'and',
  )}`;
}

/** What a connection of a type does. */
const typeMeans = (type: string) =>
  type === 'write-key' ? 'only sends: for canary and the channel segment' : 'reads evidence by a token';

export const QUESTIONS: readonly Question[] = [
  {
    key: 'type',
    flag: '--type',
    ask: 'Type of the connection',
    choices: ['public-api', 'write-key'],
    hintOf: typeMeans,
    initial: 'public-api',
  },
  { key: 'name', flag: '--name', ask: 'Name of the connection; it names the evidence folder' },
  { key: 'region', flag: '--region', ask: 'Region of the workspace', choices: ['us', 'eu'] },
  {
    key: 'tokenRef',
    flag: '--token-ref',
    ask: 'Where the Public API token is kept: env:NAME, file:PATH or secretsmanager:NAME. Never the token',
    initial: 'env:SEGMENT_TOKEN',
  },
  {
    key: 'writeKey',
    flag: '--write-key',
    ask: 'Where the write key of the source is kept: env:NAME, file:PATH or secretsmanager:NAME. Never the key',
    initial: 'env:SEGMENT_WRITE_KEY',
  },
  {
    key: 'role',
    flag: '--role',
    ask: 'Role that was chosen for the token; the evidence says so as a claim',
    initial: 'Workspace Owner',
    isOptional: true,
  },
  {
    key: 'store',
    flag: '--store',
    ask: 'Where the evidence is kept: a folder, or s3://BUCKET/PREFIX',
    initial: './evidence',
    isOfWhole: true,
  },
  {
    key: 'bucketOwner',
    flag: '--bucket-owner',
    ask: 'AWS account that owns the bucket, 12 digits; any other owner is refused (empty: not checked)',
    isOptional: true,
    isAsked: isBucket,
    isOfWhole: true,
  },
  {
    key: 'retentionMode',
    flag: '--retention-mode',
    ask: 'Object Lock for each snapshot; the bucket must have been made with it',
    choices: [NONE, ...Retention.shape.mode.options],
    isOptional: true,
    isAsked: isBucket,
    isOfWhole: true,
  },
  {
    key: 'retentionDays',
    flag: '--retention-days',
    ask: 'Days until a snapshot may be deleted',
    initial: '400',
    isOptional: true,
    isAsked: isLocked,
    isOfWhole: true,
  },
  { key: 'schedule', flag: '--schedule', ask: 'When to collect, as a cron expression', initial: '0 3 * * *' },
  { key: 'timezone', flag: '--timezone', ask: 'Time zone of the schedule', initial: 'Etc/UTC' },
  {
    key: 'signingKey',
    flag: '--signing-key',
    ask: 'Key that seals snapshots: file:PATH, or kms:ARN',
    initial: 'file:./keys/signing-key.pem',
    isOfWhole: true,
  },
  {
    key: 'fingerprintKey',
    flag: '--fingerprint-key',
    ask: 'Key of the fingerprints, 32 bytes or more: file:PATH, env:NAME or secretsmanager:NAME',
    initial: 'file:./keys/fingerprint-key.txt',
    isOfWhole: true,
  },
  {
    key: 'alertChannel',
    flag: '--alert-channel',
    ask: 'Where to tell what changes; more channels can be written later',
    choices: [NONE, ...OFFERED_CHANNELS],
    hintOf: needsOf,
    isOptional: true,
    isOfWhole: true,
  },
  {
    key: 'alertUrl',
    flag: '--alert-url',
    ask: 'Where the address of the channel is kept: env:NAME, file:PATH or secretsmanager:NAME. Of pagerduty only for the EU service region (empty: none)',
    initialFor: (answers) => (neededReferences(answers).includes('url') ? 'env:ALERT_URL' : undefined),
    isOptional: true,
    isAsked: (answers) => takesReference(answers, 'url'),
    isOfWhole: true,
  },
  {
    key: 'alertSecret',
    flag: '--alert-secret',
    ask: 'Where the signing secret or the integration key of the channel is kept: env:NAME, file:PATH or secretsmanager:NAME',
    initial: 'env:ALERT_SECRET',
    isOptional: true,
    isAsked: (answers) => neededReferences(answers).includes('secret'),
    isOfWhole: true,
  },
  {
    key: 'timestampUrl',
    flag: '--timestamp-url',
    ask: 'Time stamp authority, to fix time from outside: its address. It learns a digest and the moment, nothing else (empty: none)',
    isOptional: true,
    isOfWhole: true,
  },
  {
    key: 'timestampCa',
    flag: '--timestamp-ca',
    ask: "PEM file with the authority's root certificate; no other stamps are kept",
    initial: './keys/timestamp-ca.pem',
    isOptional: true,
    isAsked: ({ timestampUrl }) => timestampUrl !== undefined,
    isOfWhole: true,
  },
  {
    key: 'shareLimitsWith',
    flag: '--share-limits-with',
    ask: 'Connection whose limits it shares, since Segment counts the two together',
    isOptional: true,
    isAsked: ({ type }) => type === 'write-key',
  },
  {
    key: 'concurrency',
    flag: '--concurrency',
    ask: 'Requests under way at once',
    isOptional: true,
    isAsked: () => false,
  },
  {
    key: 'baseUrl',
    flag: '--base-url',
    ask: "Another host than Segment's",
    isOptional: true,
    isAsked: () => false,
  },
];
