/**
 * The kinds of channel that alerts can go to, a row each. What the configuration needs, what it refuses and
 * what the pages say follow from here; how a kind is opened, `src/alerts/channels/open.ts` says.
 */

/** Settings that hold something of the channel itself; `only`: what is true of no kind that does not need it. */
export const channelFields = {
  url: { what: 'a reference to the address of the channel', example: 'env:NAME', only: 'has an address' },
  secret: { what: 'a reference to a signing secret', example: 'env:NAME', only: 'has one' },
  connection: { what: 'the name of a write-key connection', example: 'NAME', only: 'sends by a write key' },
} as const;

export type ChannelField = keyof typeof channelFields;

export interface ChannelFacts {
  /** The settings that it cannot do without. */
  readonly needs: readonly ChannelField[];
  /** What it can do without, and takes, in words. */
  readonly takes?: Readonly<Partial<Record<ChannelField, string>>>;
  /** What a setting is for it, where it is something else than usual. */
  readonly called?: Readonly<Partial<Record<ChannelField, string>>>;
  /** What it gets, for docs/alerts.md. */
  readonly gets: string;
  /** Whether it is told when a run begins and how it ends, in place of alerts. */
  readonly isHeartbeat?: true;
}

/** `null`: named by the configuration, and refused by this version. */
export const CHANNELS = {
  slack: {
    needs: ['url'],
    gets: 'an incoming webhook: the same in words. What others have named cannot write a mention, a link or a line of its own',
  },
  teams: {
    needs: ['url'],
    gets: 'a workflow of Teams (“When a Teams webhook request is received”): the same as an Adaptive Card, in text that knows no markup, so that what others have named cannot write a mention or a link',
  },
  pagerduty: {
    needs: ['secret'],
    takes: { url: 'of the EU service region' },
    called: { secret: 'a reference to the integration key' },
    gets: 'Events API v2: `secret` is the integration key. `opened` and `ongoing` trigger, `resolved` resolves, all of one cause under one `dedup_key`: a reminder pages nobody again while the incident is open',
  },
  webhook: {
    needs: ['url', 'secret'],
    gets: 'the document, signed as [Standard Webhooks](https://www.standardwebhooks.com) says: check `webhook-signature` with any of its libraries',
  },
  sns: {
    needs: ['url'],
    gets: 'the document for queues and functions, words for mail and phones; attributes `severity`, `condition`, `connection` and `state` to filter by. A `.fifo` topic drops what comes twice. Credentials come from the standard AWS environment; needs `sns:Publish` on the topic',
  },
  email: {
    needs: ['url'],
    gets: 'the same in words as [plain text](#mail), by SMTP over TLS alone. `url` is `smtps://USER:PASSWORD@HOST:465?from=ADDRESS&to=ADDRESS,ADDRESS`, or `smtp://…:587?…` for STARTTLS',
  },
  segment: null,
  heartbeat: {
    needs: ['url'],
    gets: 'no alerts: a call when a run begins and one when it ends, for [somebody else who watches](#heartbeats)',
    isHeartbeat: true,
  },
} as const satisfies Readonly<Record<string, ChannelFacts | null>>;

export type ChannelKind = keyof typeof CHANNELS;

/** A kind that this version has. */
export type BuiltChannelKind = {
  [Kind in ChannelKind]: (typeof CHANNELS)[Kind] extends null ? never : Kind;
}[ChannelKind];

/** A kind that alerts are told to. */
export type TellingChannelKind = {
  [Kind in BuiltChannelKind]: (typeof CHANNELS)[Kind] extends { readonly isHeartbeat: true } ? never : Kind;
}[BuiltChannelKind];

export const channelKinds = Object.keys(CHANNELS) as [ChannelKind, ...ChannelKind[]];

/** Returns whether this version has a kind of channel. */
export function isSupportedChannel(kind: ChannelKind): kind is BuiltChannelKind {
  return CHANNELS[kind] !== null;
}

/** Returns whether a kind is called when a run begins and ends, in place of being told alerts. */
export function isHeartbeat(kind: ChannelKind): boolean {
  const facts: ChannelFacts | null = CHANNELS[kind];
  return facts?.isHeartbeat === true;
}

/** Returns whether alerts can be told to a kind. */
export function isTold(kind: ChannelKind): kind is TellingChannelKind {
  return isSupportedChannel(kind) && !isHeartbeat(kind);
}

/** Returns the kinds that cannot do without a setting. */
export function kindsNeeding(field: ChannelField): readonly BuiltChannelKind[] {
  return channelKinds.filter(isSupportedChannel).filter((kind) => neededBy(kind).includes(field));
}

/** Returns what a kind cannot do without; nothing of one that this version has not. */
export function neededBy(kind: ChannelKind): readonly ChannelField[] {
  const facts: ChannelFacts | null = CHANNELS[kind];
  return facts?.needs ?? [];
}

/** Returns the kinds that take a setting, whether or not they can do without it. */
export function kindsTaking(field: ChannelField): readonly BuiltChannelKind[] {
  return channelKinds
    .filter(isSupportedChannel)
    .filter((kind) => neededBy(kind).includes(field) || factsOf(kind).takes?.[field] !== undefined);
}

/** Returns what a setting is for a kind: `a reference to the address of the channel`. */
export function whatIs(field: ChannelField, kind: BuiltChannelKind): string {
  return factsOf(kind).called?.[field] ?? channelFields[field].what;
}

function factsOf(kind: BuiltChannelKind): ChannelFacts {
  return CHANNELS[kind];
}

/** Returns words as a sentence has them: `slack, webhook or sns`. */
export function joinWords(words: readonly string[], last: 'and' | 'or'): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;
}
