/**
 * `canary`: sends one marked message by a write key and finds out what became of it. The only command that sends
 * to Segment; nothing is stored, nothing is sealed.
 */
import type { Canary } from '../../schemas/commands/canary.ts';
import type { TrackingMessage } from '../../schemas/tracking-message.ts';
import type { LoadedConfig, SendingConnection } from '../config/effective.ts';
import { type Limits, openSecrets, type RunExtras, type Surroundings } from '../deps.ts';
import { EXIT } from '../errors.ts';
import { createScrubber } from '../log-scrub.ts';
import { CANARY_EVENT, canaryMark, canaryMessage } from '../senders/canary-message.ts';
import { type CanaryFacts, judgeBefore, judgeCanary, type SentFacts } from '../senders/finding.ts';
import { openSending } from '../sending.ts';
import { tellCanary } from './canary-alert.ts';
import { chooseSenders, toWait } from './canary-choose.ts';
import { readWriteKey } from './canary-key.ts';
import { type Found, type Looked, lookForKey } from './canary-look.ts';
import { describeCanaries } from './canary-text.ts';
import { countBefore, type Watch, type Watched, watchFor } from './canary-watch.ts';
import type { CommandOutput } from './command.ts';
import { worstExit } from './exit.ts';

export interface CanaryOptions {
  readonly connections: readonly string[];
  readonly type: TrackingMessage['type'];
  /** Minutes to look for it, 1 to 60. */
  readonly wait: string;
  /** Whether the message goes to no destination. */
  readonly sourceOnly?: boolean;
  readonly config: LoadedConfig;
  readonly surroundings: Surroundings;
  readonly limits: Limits;
  readonly extrasFor: (connection: string) => RunExtras;
}

/** Returns what became of a message through each connection. @throws UsageError; InterruptedError */
export async function canary(options: CanaryOptions): Promise<CommandOutput> {
  const waitMinutes = toWait(options.wait);
  const chosen = chooseSenders(options.config, options.connections);
  const canaries: Canary[] = [];
  for (const connection of chosen) canaries.push(await tryConnection(connection, waitMinutes, options));
  return {
    exitCode: worstExit(canaries.map(({ exitCode }) => exitCode)),
    json: { schema: 'segment-evidence/canary/v1', canaries },
    text: describeCanaries(canaries),
  };
}

async function tryConnection(
  connection: SendingConnection,
  waitMinutes: number,
  options: CanaryOptions,
): Promise<Canary> {
  const { surroundings } = options;
  const extras = options.extrasFor(connection.name);
  const secrets = new Set<string>();
  const onSecret = (secret: string) => {
    secrets.add(secret);
    extras.onSecret(secret);
  };
  try {
    const runId = surroundings.newRunId();
    const ended = await send(connection, { ...options, waitMinutes, runId, onSecret });
    const { finding, summary, hint } = judgeCanary(ended.facts);
    // Names of sources and destinations are others' words: they may repeat a key.
    const scrub = createScrubber(() => secrets);
    const told = { finding, summary: scrub(summary), hint: scrub(hint) };
    const deliveries = await tellCanary(connection, { ...told, runId }, { surroundings, extras });
    return { ...documentOf(connection, options.type, ended), ...told, deliveries };
  } finally {
    await extras.close?.();
  }
}

interface Sending extends CanaryOptions {
  readonly waitMinutes: number;
  readonly runId: string;
  readonly onSecret: (secret: string) => void;
}

interface Ended {
  readonly facts: CanaryFacts;
  readonly looked: Looked;
  readonly sent: Canary['sent'];
  readonly watched: Watched;
  readonly waitedMs: number;
}

const NOT_LOOKED: Looked = { facts: { kind: 'nobody', why: [] }, notAsked: [] };
const NOT_WATCHED: Watched = { arrival: 'not-seen', destinations: [] };

async function send(connection: SendingConnection, sending: Sending): Promise<Ended> {
  const { waitMinutes, surroundings, type, sourceOnly: isSourceOnly = false } = sending;
  const { key, writeKey = '' } = await readWriteKey(connection, sending);
  const looked = key.kind === 'ready' ? await lookForKey(connection, writeKey, sending) : NOT_LOOKED;
  try {
    const facts = { region: connection.region, type, key, look: looked.facts, isSourceOnly, waitMinutes };
    if (judgeBefore(facts) !== undefined) {
      return { facts: { ...facts, destinations: [] }, looked, sent: null, watched: NOT_WATCHED, waitedMs: 0 };
    }
    const watch = looked.found === undefined ? undefined : watchOf(looked.found, sending);
    const before = watch === undefined ? 0 : await countBefore(watch);
    const at = surroundings.now();
    const sent = await sendMessage(connection, at, sending);
    const isAccepted = sent.kind === 'accepted';
    const watched = watch === undefined || !isAccepted ? NOT_WATCHED : await watchFor(watch, at, before);
    const { arrival, destinations } = watched;
    return {
      facts: { ...facts, sent, arrival, destinations },
      looked,
      sent: isAccepted ? { at: at.toISOString(), messageId: canaryMark(sending.runId) } : null,
      watched,
      waitedMs: surroundings.now().getTime() - at.getTime(),
    };
  } finally {
    await looked.found?.opened.close();
  }
}

function watchOf({ opened, source }: Found, sending: Sending): Watch {
  const { type, waitMinutes, surroundings, sourceOnly: isSourceOnly = false } = sending;
  const { now, sleep } = surroundings;
  const event = type === 'track' ? CANARY_EVENT : undefined;
  const wanted = { sourceId: source.id, type, event };
  return { client: opened.client, wanted, waitMs: waitMinutes * 60_000, isSourceOnly, now, sleep };
}

async function sendMessage(connection: SendingConnection, at: Date, sending: Sending): Promise<SentFacts> {
  const { surroundings, limits, type, runId, onSecret, sourceOnly: isSourceOnly = false } = sending;
  const secrets = openSecrets(surroundings.env);
  const sender = await openSending(connection, { surroundings, limits, secrets, onSecret });
  try {
    const message = canaryMessage(type, { mark: canaryMark(runId), at, isSourceOnly });
    const [result] = await sender.send([message]);
    if (result === undefined) throw new Error('send canary: expected a result, got none');
    return result;
  } finally {
    await sender.close();
    surroundings.signal.throwIfAborted();
  }
}

function documentOf(connection: SendingConnection, type: TrackingMessage['type'], ended: Ended) {
  const { looked, sent, watched, waitedMs, facts } = ended;
  const { found, notAsked } = looked;
  return {
    connection: connection.name,
    exitCode: judgeCanary(facts).finding === 'delivered' ? EXIT.done : EXIT.incomplete,
    type,
    region: connection.region,
    host: new URL(connection.trackingUrl).host,
    sent,
    source: found === undefined ? null : { ...found.source, readBy: found.connection.name },
    destinations: Array.isArray(watched.destinations) ? [...watched.destinations] : [],
    notAsked: [...notAsked],
    waitedSeconds: Math.round(waitedMs / 1000),
  };
}
