/**
 * The built-in Segment workspace: the read side of Segment's Public API on 127.0.0.1, for the demo,
 * for tests and for anyone who wants to try this program without an account.
 * Serves a fictional company (world/), misbehaves on request (faults.ts), remembers who asked for what.
 * Changes nothing, keeps no token in its log, listens on loopback only.
 */
import { setMaxListeners } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { createTokenDesk, type TokenDesk, type TokenRole, type Tokens } from './access.ts';
import { answerRequest, type IncomingRequest, type ServerState } from './answer.ts';
import { deliver, type Sleep } from './deliver.ts';
import { createFaultBook, type FaultBook } from './fault-book.ts';
import type { Fault } from './faults.ts';
import { type FeatureName, type FeatureSetting, featureRefusals } from './features.ts';
import { createRateLimits, type RateLimits } from './limits.ts';
import {
  type Cursors,
  createMixedCursors,
  createOpaqueCursors,
  type LastPage,
  offsetCursors,
  readQuery,
  type ServerOrder,
} from './paging.ts';
import { answerCall } from './tracking/answer-call.ts';
import { createLedger } from './tracking/ledger.ts';
import { isTrackingPath, type TrackingCall } from './tracking/receive.ts';
import { isAnswered, type Wire, withFaults } from './with-faults.ts';
import { buildWorld } from './world/build.ts';
import { silentSource } from './world/measurements.ts';
import type { Scale, WorldSize } from './world/scale.ts';
import type { World } from './world/world.ts';

export type { TokenRole } from './access.ts';
export type { Fault, FaultEffect } from './faults.ts';
export type { FeatureName, FeatureSetting } from './features.ts';
export { SCALES, type Scale, type WorldSize } from './world/scale.ts';
export type { World } from './world/world.ts';

export interface SimulatorOptions {
  /** Decides every id, name and secret. Default 1. */
  readonly seed?: number;
  /** How much there is; see world/scale.ts. Default `small`. */
  readonly size?: WorldSize | Scale;
  /** The server's clock: `Date` and reset headers, rate limits and audit events follow it. */
  readonly now: () => Date;
  /** Default 0: any free one. */
  readonly port?: number;
  /** Features the workspace has, or how it refuses them. Default: it has all of them. */
  readonly features?: Partial<Record<FeatureName, FeatureSetting>>;
  /** Whether lists of users and groups carry `permissions`; in real answers each has to be asked for. Default false. */
  readonly permissionsInUserList?: boolean;
  /** The order lists come in. Default `natural`. */
  readonly order?: ServerOrder;
  /** `offset` as in published samples, `opaque`, or `mixed` as in real answers. Default `mixed`. */
  readonly cursors?: 'offset' | 'opaque' | 'mixed';
  /** Whether paging tells `totalEntries`. Default true. */
  readonly totalEntries?: boolean;
  /** How a last page says so: `next` is not there, `null` or empty. Default: one of the first two, by operation. */
  readonly lastPage?: LastPage;
  /** Whether answers tell what is left of the rate. Default true. */
  readonly rateHeaders?: boolean;
  /** The status for a token without the right. Default: one of the two, by operation. */
  readonly missingRight?: 401 | 403;
  /** What answers call their JSON. Default: what was asked for. */
  readonly mediaType?: string;
  /** How operations with no stable version answer who asks for `application/json`. Default: as others do. */
  readonly plainRefused?: 406 | 415;
  /** Requests per minute and token. Default 100,000. */
  readonly rateLimit?: RateLimits;
  /** Waits for the slow faults. Default: real time. */
  readonly sleep?: Sleep;
}

/** One request as it was answered. Never holds a token. */
export interface RequestLogEntry {
  readonly at: string;
  readonly method: string;
  readonly path: string;
  /** Parameters by the name they were sent with. */
  readonly query: Readonly<Record<string, string>>;
  readonly operationId: string | null;
  /** The status sent, or null when the connection was dropped or never answered. */
  readonly status: number | null;
  readonly tokenRole: TokenRole;
}

export interface Simulator {
  /** `http://127.0.0.1:PORT`, without a final slash. */
  readonly url: string;
  readonly tokens: Tokens;
  /** Of a source that is on, sends nothing by itself, and has a destination that is on: for trials. */
  readonly writeKey: string;
  readonly workspace: { readonly id: string; readonly slug: string; readonly name: string };
  /** The data served. May be edited at any time; the next request sees it. */
  readonly world: World;
  /** Requests so far, in the order they came. */
  readonly requests: readonly RequestLogEntry[];
  /** Calls of the Tracking API so far: the same address, under `/v1/`. */
  readonly trackingCalls: readonly TrackingCall[];
  addFault(fault: Fault): void;
  clearFaults(): void;
  /** From now on the owner's token is refused. */
  revoke(): void;
  /** The owner's token works again. */
  restore(): void;
  /** Stops listening and destroys open sockets. */
  close(): Promise<void>;
}

interface Running {
  readonly state: ServerState;
  readonly faults: FaultBook;
  readonly log: RequestLogEntry[];
  readonly calls: TrackingCall[];
  readonly now: () => Date;
  readonly requestIdPrefix: string;
  readonly sleep: Sleep;
  readonly closing: AbortController;
}

/** Starts a simulator; resolves once it listens. The same seed and size give the same world. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const seed = options.seed ?? 1;
  const world = buildWorld({ seed, size: options.size ?? 'small', now: options.now() });
  const desk = createTokenDesk(seed);
  const running: Running = {
    state: serverState(options, seed, world, desk),
    faults: createFaultBook(),
    log: [],
    calls: [],
    now: options.now,
    requestIdPrefix: `sim-${seed}`,
    sleep: options.sleep ?? realSleep,
    closing: new AbortController(),
  };
  // As many listen as answers are on their way.
  setMaxListeners(0, running.closing.signal);
  const server = createServer((request, response) => {
    serve(running, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    tokens: desk.tokens,
    writeKey: silentSource(world)?.writeKeys[0] ?? '',
    workspace: world.workspace,
    world,
    requests: running.log,
    trackingCalls: running.calls,
    addFault: running.faults.add,
    clearFaults: running.faults.clear,
    revoke: desk.revoke,
    restore: desk.restore,
    close: () =>
      new Promise((resolve) => {
        running.closing.abort();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function serverState(options: SimulatorOptions, seed: number, world: World, desk: TokenDesk): ServerState {
  return {
    world,
    ledger: createLedger(world),
    desk,
    limit: createRateLimits(options.rateLimit ?? { perMinute: 100_000 }),
    paging: {
      seed,
      order: options.order ?? 'natural',
      totalEntries: options.totalEntries ?? true,
      cursors: cursorsOf(options.cursors ?? 'mixed', seed),
      lastPage: options.lastPage,
    },
    rateHeaders: options.rateHeaders ?? true,
    missingRight: options.missingRight,
    mediaType: options.mediaType,
    plainRefused: options.plainRefused,
    refusedFeatures: featureRefusals(options.features ?? {}),
    permissionsInLists: options.permissionsInUserList ?? false,
  };
}

function cursorsOf(kind: NonNullable<SimulatorOptions['cursors']>, seed: number): Cursors {
  if (kind === 'mixed') return createMixedCursors(seed);
  const codec = kind === 'opaque' ? createOpaqueCursors(seed) : offsetCursors;
  return () => codec;
}

async function realSleep(delayMs: number, signal: AbortSignal): Promise<void> {
  await wait(delayMs, undefined, { signal }).catch(() => undefined);
}

async function serve(running: Running, message: IncomingMessage, response: ServerResponse): Promise<void> {
  response.sendDate = false;
  response.on('error', () => response.destroy());
  const url = new URL(message.url ?? '/', 'http://127.0.0.1');
  if (isTrackingPath(url.pathname)) {
    const { state, calls, sleep, closing } = running;
    const wire = wireOf(running, url.pathname, running.now());
    const { outgoing, call } = await answerCall(message, wire, state.ledger);
    calls.push(call);
    return deliver(response, outgoing, sleep, closing.signal);
  }
  message.resume();
  const request: IncomingRequest = {
    method: message.method ?? 'GET',
    path: url.pathname,
    query: readQuery(url.searchParams),
    authorization: message.headers.authorization,
    accept: message.headers.accept,
    now: running.now(),
  };
  const answer = answerRequest(request, running.state);
  const outgoing = withFaults(answer, wireOf(running, request.path, request.now));
  running.log.push({
    at: request.now.toISOString(),
    method: request.method,
    path: request.path,
    query: Object.fromEntries(url.searchParams),
    operationId: answer.operationId,
    status: isAnswered(outgoing) ? outgoing.status : null,
    tokenRole: answer.role,
  });
  await deliver(response, outgoing, running.sleep, running.closing.signal);
}

function wireOf({ faults, log, calls, requestIdPrefix }: Running, path: string, now: Date): Wire {
  const count = log.length + calls.length + 1;
  return { faults, path, now, requestId: `${requestIdPrefix}-${String(count).padStart(6, '0')}` };
}
