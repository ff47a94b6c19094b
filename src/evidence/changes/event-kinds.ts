/** What an event of the audit trail is about, by its words: Segment publishes no list of its types. Pure. */
import type { StoredRecord } from '../../../schemas/lines.ts';
import type { ResourceDefinition } from '../../../schemas/resource.ts';

/** One event of the audit trail, as it was sealed. */
export interface AuditEvent {
  readonly id: string;
  readonly type: string;
  readonly atMs: number;
  /** The actor's e-mail; without one, the id that the trail gives. */
  readonly actor: string;
  /** The id that the trail gives: of a user, or of a token. */
  readonly actorId: string;
  readonly hasEmail: boolean;
  readonly resourceId: string;
  readonly resourceType: string;
  readonly resourceName: string;
}

/** Returns the event of a record of `audit-events`; undefined where it has no time. */
export function toEvent({ id, data }: StoredRecord): AuditEvent | undefined {
  const text = (name: string) => (typeof data[name] === 'string' ? data[name] : '');
  const atMs = Date.parse(text('timestamp'));
  if (Number.isNaN(atMs)) return undefined;
  const email = text('actorEmail');
  return {
    id,
    type: text('type'),
    atMs,
    actor: email || text('actor'),
    actorId: text('actor'),
    hasEmail: email !== '',
    resourceId: text('resourceId'),
    resourceType: text('resourceType'),
    resourceName: text('resourceName'),
  };
}

/** Words at the end of a type that tell of looking, trying or running, and of nothing that was changed. */
const CHANGES_NOTHING =
  /(?:^| )(?:retrieved|read|viewed|login|logged in|signed in|validation|preview created|run forced|event blocked|event allowed)$/;
const BRINGS = /(?:^| )(?:created|added|accepted|invited|invite sent|connected)(?: |$)/;
const TAKES = /(?:^| )(?:deleted|removed|revoked|disconnected)(?: |$)/;

/** Whether such an event changes something: `Support Login` does not. */
export const isChange = ({ type }: Pick<AuditEvent, 'type'>): boolean => !CHANGES_NOTHING.test(inWords(type));
export const brings = ({ type }: Pick<AuditEvent, 'type'>): boolean => BRINGS.test(inWords(type));
export const takes = ({ type }: Pick<AuditEvent, 'type'>): boolean => TAKES.test(inWords(type));

/** Segment writes `Source Deleted` today; older events are called `source.deleted`. */
function inWords(type: string): string {
  return type
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim();
}

/** Says of events which resources they are about. */
export interface EventKinds {
  /** Names of the resources whose records such an event changes; undefined for what nobody knows. */
  resourcesOf(event: AuditEvent): ReadonlySet<string> | undefined;
  /** The resource one of whose records the event names as its own; undefined where that is not sure. */
  resourceNamed(event: AuditEvent): string | undefined;
}

/** Returns what is known of the trail's words, from the definitions of the resources. */
export function eventKinds(definitions: readonly ResourceDefinition[]): EventKinds {
  const byNoun = new Map<string, Set<string>>();
  const named = new Map<string, string>();
  for (const { name, auditedAs } of definitions) {
    for (const noun of [...(auditedAs?.name ?? []), ...(auditedAs?.also ?? [])].map(inWords))
      byNoun.set(noun, (byNoun.get(noun) ?? new Set()).add(name));
    for (const noun of auditedAs?.name ?? []) named.set(inWords(noun), name);
  }
  // The longest says most: a `Destination Filter` is no `Destination`.
  const nouns = [...byNoun.keys()].sort((one, other) => other.length - one.length);
  const nounIn = (text: string) => nouns.find((noun) => ` ${text} `.includes(` ${noun} `));
  return {
    resourcesOf: ({ type, resourceType }) => {
      const noun = nounIn(inWords(type)) ?? nounIn(inWords(resourceType));
      return noun === undefined ? undefined : byNoun.get(noun);
    },
    resourceNamed: ({ resourceType }) => named.get(inWords(resourceType)),
  };
}
