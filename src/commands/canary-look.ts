/**
 * Which source has a write key: asked of the connections that read workspaces. Reads only. The keys that are
 * answered are compared in memory and kept nowhere.
 */
import type { EffectiveConnection, LoadedConfig, SendingConnection } from '../config/effective.ts';
import { EvidenceError, InterruptedError } from '../errors.ts';
import { printable } from '../evidence/printable.ts';
import { openReading, type ReadingExtras } from '../reading.ts';
import type { OpenedClient } from '../run/deps.ts';
import { identify } from '../segment/access.ts';
import { type FoundSource, findSourceByKey } from '../segment/find-source.ts';
import type { LookFacts } from '../senders/finding.ts';

/** A source that has the key, and the clients that read its workspace; whoever asked closes them. */
export interface Found {
  readonly source: FoundSource;
  readonly connection: EffectiveConnection;
  readonly opened: OpenedClient;
}

export interface Looked {
  readonly facts: LookFacts;
  readonly found?: Found | undefined;
  readonly notAsked: readonly { readonly connection: string; readonly why: string }[];
}

type Asked =
  | { readonly kind: 'found'; readonly source: FoundSource; readonly opened: OpenedClient }
  | { readonly kind: 'not-found' }
  /** It reads another workspace than the one the key is said to be of. */
  | { readonly kind: 'elsewhere' }
  | { readonly kind: 'cannot'; readonly why: string };

/** Returns the source, or who has looked in vain, or why nobody could. */
export async function lookForKey(
  sending: SendingConnection,
  writeKey: string,
  { config, ...extras }: ReadingExtras & { readonly config: Pick<LoadedConfig, 'connections'> },
): Promise<Looked> {
  const readBy: string[] = [];
  const notAsked: { connection: string; why: string }[] = [];
  for (const connection of candidates(config.connections, sending)) {
    const asked = await ask(connection, sending, writeKey, extras);
    if (asked.kind === 'found') {
      const { name, region } = connection;
      const source = { name: asked.source.name, enabled: asked.source.enabled, region, readBy: name };
      return { facts: { kind: 'found', source }, found: { ...asked, connection }, notAsked };
    }
    if (asked.kind === 'cannot') notAsked.push({ connection: connection.name, why: asked.why });
    if (asked.kind === 'not-found') readBy.push(connection.name);
  }
  const why = notAsked.map((each) => `${each.connection}: ${each.why}`);
  // One that could not look may be the one that would have found it.
  return readBy.length > 0 && why.length === 0
    ? { facts: { kind: 'not-found', readBy }, notAsked }
    : { facts: { kind: 'nobody', why }, notAsked };
}

/** Those of the same region first. A workspace that is named on both sides needs no question. */
function candidates(
  connections: readonly EffectiveConnection[],
  { region, workspacePin }: SendingConnection,
): readonly EffectiveConnection[] {
  const fitting = connections.filter(
    (each) => workspacePin === undefined || (each.workspacePin ?? workspacePin) === workspacePin,
  );
  return [
    ...fitting.filter((each) => each.region === region),
    ...fitting.filter((each) => each.region !== region),
  ];
}

async function ask(
  connection: EffectiveConnection,
  { workspacePin }: SendingConnection,
  writeKey: string,
  extras: ReadingExtras,
): Promise<Asked> {
  let opened: OpenedClient | undefined;
  let asked: Asked | undefined;
  try {
    opened = await openReading(connection, extras);
    asked = await search(opened, { pin: workspacePin ?? connection.workspacePin, writeKey, extras });
    return asked;
  } catch (error) {
    if (!(error instanceof EvidenceError) || error instanceof InterruptedError) throw error;
    return { kind: 'cannot', why: error.message };
  } finally {
    if (asked?.kind !== 'found') await opened?.close();
  }
}

async function search(
  opened: OpenedClient,
  {
    pin,
    writeKey,
    extras,
  }: { readonly pin: string | undefined; readonly writeKey: string; readonly extras: ReadingExtras },
): Promise<Asked> {
  const { now, sleep } = extras.surroundings;
  const identity = await identify({ client: opened.client, nowMs: () => now().getTime(), sleep });
  if (identity.kind !== 'identified') return { kind: 'cannot', why: identity.error.message };
  if (pin !== undefined && identity.workspace.id !== pin) return { kind: 'elsewhere' };
  const searched = await findSourceByKey(opened.client, writeKey);
  if (searched.kind === 'keys-hidden') {
    return {
      kind: 'cannot',
      why: 'expected write keys in its list of sources, got none: the token lacks Source Admin',
    };
  }
  if (searched.kind === 'not-found') return searched;
  const { id, name, enabled } = searched.source;
  return { kind: 'found', source: { id, enabled, name: shortened(name) }, opened };
}

const LONGEST_NAME = 80;

/** A name that somebody else chose, as far as a line has room for it. */
export function shortened(name: string): string {
  const shown = printable(name);
  return shown.length > LONGEST_NAME ? `${shown.slice(0, LONGEST_NAME)}…` : shown;
}
