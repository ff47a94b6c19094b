/**
 * The built-in Segment workspace: the read side of Segment's Public API on 127.0.0.1, for the demo,
 * for tests and for anyone who wants to try this program without an account.
 * Serves a fictional company (world/), misbehaves on request (faults.ts), remembers who asked for what.
 * Changes nothing, keeps no token in its log, listens on loopback only.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { createTokenDesk, type TokenDesk, type TokenRole, type Tokens } from './access.ts';
import { type Answer, answerRequest, type IncomingRequest, type ServerState } from './answer.ts';
import { deliver, type Sleep } from './deliver.ts';
import { applyEffect } from './effects.ts';
import { createFaultBook, type FaultBook } from './fault-book.ts';
import type { Fault } from './faults.ts';
import { type FeatureName, type FeatureSetting, featureRefusals } from './features.ts';
import { createRateLimit } from './limits.ts';
import { jsonBytes, type Outgoing } from './outgoing.ts';
import {
  type Cursors,
  createMixedCursors,
  createOpaqueCursors,
  offsetCursors,
  readQuery,
  type ServerOrder,
} from './paging.ts';
import { buildWorld } from './world/build.ts';
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
  /** Requests per minute and token. Default 100,000. */
  readonly rateLimit?: { readonly perMinute: number };
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
  readonly workspace: { readonly id: string; readonly slug: string; readonly name: string };
  /** The data served. May be edited at any time; the next request sees it. */
  readonly world: World;
  /** Requests so far, in the order they came. */
  readonly requests: readonly RequestLogEntry[];
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
    now: options.now,
    requestIdPrefix: `sim-${seed}`,
    sleep: options.sleep ?? realSleep,
    closing: new AbortController(),
  };
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
    workspace: world.workspace,
    world,
    requests: running.log,
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
    desk,
    limit: createRateLimit(options.rateLimit?.perMinute ?? 100_000),
    paging: {
      seed,
      order: options.order ?? 'natural',
      totalEntries: options.totalEntries ?? true,
      cursors: cursorsOf(options.cursors ?? 'mixed', seed),
    },
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
  message.resume();
  response.sendDate = false;
  response.on('error', () => response.destroy());
  const url = new URL(message.url ?? '/', 'http://127.0.0.1');
  const request: IncomingRequest = {
    method: message.method ?? 'GET',
    path: url.pathname,
    query: readQuery(url.searchParams),
    authorization: message.headers.authorization,
    accept: message.headers.accept,
    now: running.now(),
  };
  const answer = answerRequest(request, running.state);
  const outgoing = withFaults(running, request, answer);
  const isAnswered = !['drop-before-headers', 'never-answer'].includes(outgoing.delivery.kind);
  running.log.push({
    at: request.now.toISOString(),
    method: request.method,
    path: request.path,
    query: Object.fromEntries(url.searchParams),
    operationId: answer.operationId,
    status: isAnswered ? outgoing.status : null,
    tokenRole: answer.role,
  });
  await deliver(response, outgoing, running.sleep, running.closing.signal);
}

function withFaults(
  { faults, log, requestIdPrefix }: Running,
  request: IncomingRequest,
  answer: Answer,
): Outgoing {
  let outgoing: Outgoing = {
    status: answer.status,
    headers: {
      server: 'segment-evidence-simulator',
      date: request.now.toUTCString(),
      'x-request-id': `${requestIdPrefix}-${String(log.length + 1).padStart(6, '0')}`,
      ...answer.headers,
    },
    body: answer.text === undefined ? jsonBytes(answer.body) : Buffer.from(answer.text, 'utf8'),
    delivery: { kind: 'whole' },
  };
  const context = { now: request.now, lists: answer.lists };
  for (const effect of faults.effectsFor({ operationId: answer.operationId, path: request.path })) {
    outgoing = applyEffect(effect, outgoing, context);
  }
  return outgoing;
}
