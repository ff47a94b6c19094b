/**
 * Watching from outside: whether a run is overdue, whether what was sealed still is what was signed, and whether stores
 * still keep what is written to them. Reads; writes nothing but records of what was told, and tells everything once.
 */
import type { Channel } from '../alerts/channel.ts';
import type { EffectiveConnection, LoadedConfig } from '../config/effective.ts';
import { previousKeysOf, type RunExtras, type Surroundings } from '../deps.ts';
import { EvidenceError, EXIT, InterruptedError, StoreError } from '../errors.ts';
import type { Delivery } from '../run/announce.ts';
import { type Looker, tellTroubles } from '../run/tell-troubles.ts';
import { unknownProbe } from '../store/probe.ts';
import { chooseConnections } from './choose.ts';
import { worstExit } from './exit.ts';
import { sideBySide } from './side-by-side.ts';
import { type AwayStore, tellAway, tellBack } from './watch-away.ts';
import { lookAtConnection } from './watch-connection.ts';
import { WatchMemory } from './watch-memory.ts';
import {
  exitOfStore,
  NOTHING,
  toWatched,
  type WatchedConnection,
  type WatchedStore,
  type WatchReport,
} from './watch-report.ts';
import { byPlace, probePlace, type Sharing, sightsOf } from './watch-stores.ts';
import { type Teller, Tellers } from './watch-tellers.ts';

export interface WatchOptions {
  readonly connections: readonly string[];
  readonly config: LoadedConfig;
  readonly surroundings: Surroundings;
  readonly extrasFor: (connection: string) => RunExtras;
  /** When looking must be over; what was not looked at by then is said. */
  readonly until?: Date;
  /** Of a process that watches again and again. */
  readonly memory?: WatchMemory;
  /** Whether this process has a run of a connection under way. */
  readonly isRunning?: (connection: string) => boolean;
}

/** As many are looked at side by side. */
const MOST_AT_ONCE = 16;
const HOUR_MS = 60 * 60 * 1000;
/** A store that has failed so many connections is not asked for the others. */
const ENOUGH_REFUSALS = 3;

/** Returns what was seen and told. @throws UsageError; InterruptedError */
export async function watch(options: WatchOptions): Promise<WatchReport> {
  const chosen = chooseConnections(options.config, options.connections);
  const watcher = new Watcher(options);
  const connections = await watcher.lookAtAll(chosen);
  const stores = await watcher.lookAtStores(chosen);
  const order = chosen.map(({ name }) => name);
  const sorted = connections.toSorted((a, b) => order.indexOf(a.connection) - order.indexOf(b.connection));
  const codes = [...sorted.map(({ exitCode }) => exitCode), ...stores.map(exitOfStore)];
  return { exitCode: worstExit(codes), connections: sorted, stores, deliveries: watcher.deliveries };
}

class Watcher {
  readonly #options: WatchOptions;
  readonly #memory: WatchMemory;
  readonly #runId: string;
  readonly #tellers: Tellers;
  readonly #away = new Map<string, AwayStore>();
  readonly deliveries: Delivery[] = [];

  constructor(options: WatchOptions) {
    this.#options = options;
    this.#tellers = new Tellers(options);
    this.#memory = options.memory ?? new WatchMemory();
    this.#runId = options.surroundings.newRunId();
  }

  /** Another one is first each hour, so that no one is always left for want of time. */
  async lookAtAll(chosen: readonly EffectiveConnection[]): Promise<readonly WatchedConnection[]> {
    const start = Math.floor(this.#now().getTime() / HOUR_MS) % Math.max(1, chosen.length);
    const inTurn = [...chosen.slice(start), ...chosen.slice(0, start)];
    const { until, surroundings } = this.#options;
    const end = new AbortController();
    const leftMs = until === undefined ? undefined : Math.max(0, until.getTime() - this.#now().getTime());
    const over = leftMs === undefined ? undefined : surroundings.sleep(leftMs, end.signal);
    try {
      return await sideBySide(inTurn, (each) => this.#lookInTime(each, over), MOST_AT_ONCE);
    } finally {
      end.abort();
    }
  }

  /** Whose settings it is about is told by the first connection that keeps evidence there, whichever are named. */
  async lookAtStores(chosen: readonly EffectiveConnection[]): Promise<readonly WatchedStore[]> {
    const { config } = this.#options;
    const places = byPlace(config.connections).filter((sharing) =>
      sharing.some((each) => chosen.includes(each)),
    );
    return sideBySide(places, (sharing) => this.#lookAtPlace(sharing));
  }

  async #lookAtPlace(sharing: Sharing): Promise<WatchedStore> {
    const [first] = sharing;
    const [store, connections] = [first.store.path, sharing.length];
    const away = this.#away.get(placeOf(first));
    const told = { memory: this.#memory, runId: this.#runId };
    await this.#tellOnce(sharing, (channel, { deps }) =>
      away === undefined
        ? tellBack({ ...deps, ...told }, channel, sharing)
        : tellAway({ ...deps, ...told }, channel, { ...away, sharing }),
    );
    if (away !== undefined) return { store, connections, properties: [] };
    const properties = await probePlace(sharing, this.#options.surroundings.env);
    try {
      const sights = sightsOf(sharing, properties, this.#now());
      await this.#tellOnce(sharing, (channel, { deps }) =>
        tellTroubles(deps, channel, sights, this.#looker()),
      );
      return { store, connections, properties };
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      const gone = unknownProbe('usable', error.message, error.hint ?? 'Check the store.');
      return { store, connections, properties: [gone, ...properties] };
    }
  }

  #now(): Date {
    return this.#options.surroundings.now();
  }

  async #lookInTime(
    connection: EffectiveConnection,
    over: Promise<void> | undefined,
  ): Promise<WatchedConnection> {
    const late = {
      ...NOTHING,
      connection: connection.name,
      state: 'not-looked-at',
      exitCode: EXIT.incomplete,
    } as const;
    const { until } = this.#options;
    const { signal } = this.#options.surroundings;
    if (signal.aborted || (until !== undefined && this.#now() >= until)) return late;
    const away = this.#away.get(placeOf(connection));
    if (away !== undefined && away.times >= ENOUGH_REFUSALS) {
      const problems = [`${away.problem}.`];
      return { ...late, state: 'unknown', exitCode: EXIT.storeFailed, problems };
    }
    const look = this.#look(connection);
    return over === undefined ? look : Promise.race([look, over.then(() => late)]);
  }

  async #look(connection: EffectiveConnection): Promise<WatchedConnection> {
    try {
      return await this.#lookAndTell(connection);
    } catch (error) {
      if (!(error instanceof EvidenceError) || error instanceof InterruptedError) throw error;
      const { message, hint, exitCode } = error;
      const isNewer = error instanceof StoreError && error.isNewer;
      if (error instanceof StoreError && !isNewer) this.#noteAway(connection, message, hint);
      const problems = [hint === undefined ? `${message}.` : `${message}. ${hint}`];
      const code = isNewer ? EXIT.cannotJudge : exitCode;
      return { ...NOTHING, connection: connection.name, state: 'unknown', exitCode: code, problems };
    }
  }

  #noteAway(connection: EffectiveConnection, problem: string, hint: string | undefined): void {
    const place = placeOf(connection);
    const times = (this.#away.get(place)?.times ?? 0) + 1;
    this.#away.set(place, { sharing: [connection], problem, hint, times });
  }

  async #lookAndTell(connection: EffectiveConnection): Promise<WatchedConnection> {
    const { surroundings, isRunning } = this.#options;
    const { name, signingKeyRef } = connection;
    const teller = this.#tellers.of(connection);
    const signer = await this.#tellers.signerOf(signingKeyRef);
    const look = await lookAtConnection({
      connection,
      archive: {
        store: teller.deps.store,
        connection: name,
        signer,
        previousKeys: previousKeysOf(connection),
      },
      channels: teller.channels,
      now: surroundings.now(),
      isRunning: isRunning?.(name) === true,
      memory: this.#memory,
    });
    const looker = this.#looker(look.newest?.statement.predicate);
    for (const channel of teller.channels)
      this.deliveries.push(...(await tellTroubles(teller.deps, channel, look.sights, looker)));
    return toWatched(name, look);
  }

  #looker(last?: Looker['last']): Looker {
    return { at: this.#now().toISOString(), runId: this.#runId, last };
  }

  /** Once for each channel, by its settings, of all connections that share a place. */
  async #tellOnce(
    sharing: Sharing,
    tell: (channel: Channel, teller: Teller) => Promise<readonly Delivery[]>,
  ): Promise<void> {
    const told = new Set<string>();
    for (const connection of sharing) {
      const teller = this.#tellers.of(connection);
      for (const channel of teller.channels) {
        if (told.has(channel.settings)) continue;
        told.add(channel.settings);
        this.deliveries.push(...(await tell(channel, teller)));
      }
    }
  }
}

const placeOf = ({ store }: EffectiveConnection) =>
  store.kind === 's3' ? `s3://${store.bucket}` : store.path;
