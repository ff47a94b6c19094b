/**
 * `mcp`: sealed evidence for agents, by the Model Context Protocol over stdin and stdout. stdout is the protocol alone.
 * Whatever could write, send or name a secret is left behind here: the tools are handed verified runs.
 */
import type { Readable, Writable } from 'node:stream';
import { EXIT } from '../errors.ts';
import type { ConnectionEvidence, Evidence } from '../mcp/evidence.ts';
import { LineTransport } from '../mcp/line-transport.ts';
import { describeTools, serveEvidence } from '../mcp/server.ts';
import { chainPrefix } from '../store/layout.ts';
import type { Store } from '../store/store.ts';
import { TOOL_VERSION } from '../tool-version.ts';
import type { TrustedKey } from '../verify/keys.ts';
import { type History, readHistory } from '../verify/read-history.ts';
import { nothing } from '../verify/signed-records.ts';
import { verifyStore } from '../verify/verify.ts';
import { calendar } from './calendar.ts';
import type { ConnectionCalendar } from './calendar-text.ts';
import type { CommandOutput } from './command.ts';
import { type EvidencePlace, evidencePlaces, type PlaceFlags, type Surveyor } from './evidence-places.ts';
import { readPast } from './given-files.ts';
import { statusOfReview } from './review-status.ts';

export interface McpFlags extends PlaceFlags {
  /** Names of connections; default: all. */
  readonly connection?: readonly string[];
}

export const MCP_SCHEMA = 'segment-evidence/mcp/v1';

export interface McpSurroundings {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly now: () => Date;
  /** Asked for one document, which the protocol is not. */
  readonly isJson: boolean;
  readonly log: {
    info(fields: object, message: string): void;
    warn(fields: object, message: string): void;
  };
}

/** Serves until stdin ends; for `--json` only says what there is to ask. @throws UsageError */
export async function mcpCommand(
  flags: McpFlags,
  surveyor: Surveyor,
  { stdin, stdout, now, log, isJson }: McpSurroundings,
): Promise<CommandOutput> {
  const evidence = await openEvidence(flags, surveyor, now);
  const names = evidence.connections.map(({ connection }) => connection);
  const json = { schema: MCP_SCHEMA, connections: names, tools: describeTools() };
  if (isJson) return { exitCode: EXIT.done, json, text: '' };
  const transport = new LineTransport({ input: stdin, write: writerTo(stdout) });
  const server = serveEvidence(evidence, transport, {
    version: TOOL_VERSION,
    onError: ({ message }) => log.warn({ error: message }, 'the protocol failed'),
  });
  log.info({ connections: names }, 'answering agents on stdin and stdout');
  await transport.done;
  await server.close();
  // Where nobody takes answers, nobody is waited for either.
  stdin.destroy();
  return { exitCode: EXIT.done, json, text: '' };
}

const writerTo =
  (stdout: Writable) =>
  (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      stdout.write(text, (error) => (error ? reject(error) : resolve()));
    });

/** Returns what the tools are handed. @throws UsageError; UnverifiedError NO_EVIDENCE where nothing is there; StoreError READ_FAILED */
export async function openEvidence(
  { connection: names = [], ...flags }: McpFlags,
  surveyor: Surveyor,
  now: () => Date,
): Promise<Evidence> {
  const places = await evidencePlaces('mcp', flags, names, surveyor);
  await assertEvidence(places);
  return {
    connections: await Promise.all(places.map((place) => openConnection(place, now))),
    toPast: (name, text, edge) => readPast('mcp', name, text, { edge, now: now() }),
  };
}

/** An agent that asks an empty store has been sent to the wrong one. */
async function assertEvidence(places: readonly EvidencePlace[]): Promise<void> {
  for (const { connection, store } of places)
    for await (const _ of store.list(chainPrefix(connection))) return;
  const names = places.map(({ connection }) => connection).join(', ');
  throw nothing(`mcp: read evidence: ${names}: expected a record, got none`);
}

async function openConnection(place: EvidencePlace, now: () => Date): Promise<ConnectionEvidence> {
  const { connection } = place;
  const store = withoutWriting(place.store);
  const publicKeys = await place.keys();
  const keys = publicKeys.map((publicKey) => ({ publicKey, connection }));
  const here = { connection, store, keys: async () => publicKeys };
  const history = historyReader(store, connection, keys, now);
  return {
    connection,
    history,
    reviewStatus: async (review) =>
      statusOfReview(await history(), store, review, { now: now(), pinned: [] }),
    calendar: async (from, to) => {
      const { json } = await calendar({ places: [here], from, to, now: now() });
      const [read] = json['connections'] as readonly ConnectionCalendar[];
      if (read === undefined) throw new Error(`read calendar: ${connection}: expected one, got none`);
      const { exitCode, slots, uncovered, problems } = read;
      return {
        isCovered: exitCode === EXIT.done,
        slots,
        uncovered,
        ...(problems === undefined ? {} : { problems }),
      };
    },
    verify: (isQuick) =>
      verifyStore({ store, connection, expected: [connection], keys, now: now(), isQuick }),
  };
}

/** The chain is walked again only where it has grown: records are verified whenever they are read. */
function historyReader(
  store: Store,
  connection: string,
  keys: readonly TrustedKey[],
  now: () => Date,
): ConnectionEvidence['history'] {
  let known: { readonly chain: string; readonly history: History } | undefined;
  return async () => {
    const names: string[] = [];
    for await (const { key } of store.list(chainPrefix(connection))) names.push(key);
    const chain = names.sort().join('\n');
    if (known?.chain !== chain)
      known = { chain, history: await readHistory(store, { connection, keys, now: now() }) };
    return known.history;
  };
}

/** The same store for who only reads. */
function withoutWriting(store: Store): Store {
  const { location } = store;
  return {
    location,
    get: (key) => store.get(key),
    list: (prefix, isClosed) => store.list(prefix, isClosed),
    ...(store.obstacle === undefined
      ? {}
      : { obstacle: (path: string) => store.obstacle?.(path) ?? nowhere }),
    ...(store.versions === undefined ? {} : { versions: store.versions.bind(store) }),
    put: async (key) => {
      throw new Error(`put ${key}: expected nothing to be written, got something: a bug`);
    },
  };
}

const nowhere = Promise.resolve(undefined);
