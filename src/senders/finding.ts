/**
 * What became of a test message: facts in, one finding out, with where in the Segment app it is mended. Pure.
 * Never takes a 200 of the Tracking API for more than it is: Segment answers it to unknown keys as well.
 */
import type { CanaryFinding } from '../../schemas/commands/canary.ts';
import { CLICK } from './click-paths.ts';
import { type DestinationFacts, type Judged, judgeDelivery } from './delivery-finding.ts';

type Region = 'us' | 'eu';

/** Whether the write key could be used at all; `problem` without the key. */
export type KeyFacts =
  | { readonly kind: 'ready' }
  | { readonly kind: 'unavailable' | 'malformed'; readonly problem: string; readonly hint: string };

export interface SourceFacts {
  readonly name: string;
  readonly enabled: boolean;
  readonly region: Region;
  /** The connection that found it. */
  readonly readBy: string;
}

/** What the connections that read workspaces said of the key, before anything was sent. */
export type LookFacts =
  | { readonly kind: 'found'; readonly source: SourceFacts }
  /** These have read all of their sources, and none has the key. */
  | { readonly kind: 'not-found'; readonly readBy: readonly string[] }
  /** Nobody could look. `why`: what is in the way of each that might have. */
  | { readonly kind: 'nobody'; readonly why: readonly string[] };

/** What the Tracking API said. */
export type SentFacts =
  | { readonly kind: 'accepted' }
  | {
      readonly kind: 'refused' | 'too-large' | 'rate-limited' | 'unreachable';
      readonly problem: string;
      readonly hint: string;
      readonly retryAfterMs?: number;
    };

/** What the event volume of the source said in the time. `among-others`: what was there before looks the same. */
export type ArrivalFacts = 'seen' | 'not-seen' | 'among-others' | { readonly unread: string };

export interface CanaryFacts {
  readonly region: Region;
  readonly type: string;
  readonly key: KeyFacts;
  readonly look: LookFacts;
  /** Absent: nothing was sent. */
  readonly sent?: SentFacts | undefined;
  readonly arrival?: ArrivalFacts | undefined;
  readonly destinations: readonly DestinationFacts[] | { readonly unread: string };
  /** Whether the message was meant for the source alone. */
  readonly isSourceOnly: boolean;
  readonly waitMinutes: number;
}

/** Findings that people are told of. Where nobody could look, or nothing can be proven, nothing is known to be wrong. */
const ALARMING: readonly CanaryFinding[] = [
  'key-unavailable',
  'key-malformed',
  'refused',
  'rate-limited',
  'unreachable',
  'nothing-seen',
  'source-disabled',
  'not-delivered',
];

/** Returns whether a finding opens `canary-failed`. */
export const isAlarming = (finding: CanaryFinding): boolean => ALARMING.includes(finding);

type Before = Pick<CanaryFacts, 'key' | 'look' | 'region'>;

/** Returns what stands against sending by this key, as far as it is seen without sending; undefined: nothing. */
export function objectionTo({ key, look, region }: Before): Judged | undefined {
  if (key.kind !== 'ready') {
    const finding = key.kind === 'malformed' ? 'key-malformed' : 'key-unavailable';
    return { finding, summary: key.problem, hint: key.hint };
  }
  if (look.kind !== 'found') return undefined;
  const { source } = look;
  if (source.region !== region) {
    return {
      finding: 'nothing-seen',
      summary: `the key is of source ${source.name}, which ${source.readBy} reads in region ${source.region}, and this connection sends to ${region}, where it would be lost without an error`,
      hint: `Set \`region: ${source.region}\` for this connection.`,
    };
  }
  if (source.enabled) return undefined;
  return {
    finding: 'source-disabled',
    summary: `source ${source.name} has the key and is turned off, so that whatever is sent to it is lost`,
    hint: `Turn it on: ${CLICK.source(source.name)}. Segment turns off a source that has no enabled destination for 14 days.`,
  };
}

/** Returns why nothing is to be sent, or undefined where sending may tell something. */
export function judgeBefore(facts: Before): Judged | undefined {
  const objection = objectionTo(facts);
  return objection && { ...objection, summary: `nothing was sent: ${objection.summary}` };
}

/** Returns what became of the message. */
export function judgeCanary(facts: CanaryFacts): Judged {
  const before = judgeBefore(facts);
  if (before !== undefined) return before;
  const { sent, look } = facts;
  if (sent === undefined) throw new Error('judge canary: expected what became of sending, got nothing');
  if (sent.kind !== 'accepted') return judgeRefusal(sent);
  if (look.kind === 'nobody') return notLookedFor(look.why);
  if (look.kind === 'not-found') return unknownKey(look.readBy, facts.region);
  return judgeArrival(facts, look.source);
}

const PROVES_NOTHING = 'the Tracking API answered 200, which proves nothing, not even the key';

function judgeRefusal({
  kind,
  problem,
  hint,
  retryAfterMs,
}: Exclude<SentFacts, { kind: 'accepted' }>): Judged {
  if (kind === 'rate-limited') {
    const asked =
      retryAfterMs === undefined
        ? ''
        : `, and asked for ${Math.ceil(retryAfterMs / 1000)} seconds of patience`;
    return {
      finding: 'rate-limited',
      summary: `nothing was taken: the Tracking API answered 429 to every try${asked}`,
      hint: `Send less at once by this key, and try again later; what a source sends is at ${CLICK.debugger('NAME')}.`,
    };
  }
  if (kind === 'unreachable')
    return { finding: 'unreachable', summary: `nothing was taken: ${problem}`, hint };
  return {
    finding: 'refused',
    summary: `nothing was taken: the Tracking API refused the message: ${problem}`,
    hint: `Copy the write key again, and store it alone: ${CLICK.key('NAME')}.`,
  };
}

function notLookedFor(why: readonly string[]): Judged {
  const reasons =
    why.length === 0 ? 'no connection of the configuration reads its workspace' : why.join('; ');
  return {
    finding: 'accepted-not-looked-for',
    summary: `sent, and nobody could look for it (${reasons}): ${PROVES_NOTHING}`,
    hint: `Look yourself, within minutes: ${CLICK.debugger('NAME')}. Or add a connection that reads the workspace, with a token that sees write keys.`,
  };
}

function unknownKey(readBy: readonly string[], region: Region): Judged {
  return {
    finding: 'nothing-seen',
    summary: `sent, and lost as far as can be seen: ${PROVES_NOTHING}, and no source of the workspaces that ${readBy.join(', ')} reads has it. The key is unknown, or of a workspace that no connection reads, or of the other region than ${region}`,
    hint: `Compare it with ${CLICK.key('NAME')}, and \`region\` with that of the workspace. Where no connection reads its workspace, name that in \`workspace\`.`,
  };
}

function judgeArrival(facts: CanaryFacts, source: SourceFacts): Judged {
  const { arrival, waitMinutes, type } = facts;
  const { name } = source;
  if (typeof arrival === 'object') {
    return {
      finding: 'not-proven',
      summary: `sent to source ${name}, which has the key and is on, but its event volume cannot be read (${arrival.unread}): ${PROVES_NOTHING}`,
      hint: `Look yourself: ${CLICK.debugger(name)}; and give the token of ${source.readBy} the role Workspace Owner.`,
    };
  }
  if (arrival === 'among-others') {
    return {
      finding: 'not-proven',
      summary: `sent to source ${name}, which has the key and is on; other ${type} messages come there too, and counts do not tell which is which`,
      hint: `Send one of type track, which is counted by its name; or look yourself: ${CLICK.debugger(name)}.`,
    };
  }
  if (arrival !== 'seen') {
    return {
      finding: 'nothing-seen',
      summary: `sent to source ${name}, which has the key and is on, and not seen in its event volume within ${waitMinutes} minutes`,
      hint: `Look there: ${CLICK.debugger(name)}. If it is there, volumes are late: wait longer with --wait. If not, a tracking plan or schema setting may block it: ${CLICK.schema(name)}.`,
    };
  }
  return judgeDelivery(facts, name);
}
