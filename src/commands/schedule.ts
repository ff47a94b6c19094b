/**
 * `schedule`: the long-running process. Wakes by node-cron, collects what is due, answers probes, and stops
 * cleanly. Whatever it has to remember is in the chain: it may be killed and started at any time.
 */
import { descriptorsForRuns, descriptorsOf } from '../descriptors.ts';
import { EXIT } from '../errors.ts';
import { ToldFailures } from '../run/told-failures.ts';
import { tellOwed } from '../run-connection.ts';
import { nextSlotAfter } from '../schedule/slots.ts';
import { Keeper } from '../service/keeper.ts';
import { Retelling } from '../service/retelling.ts';
import type { ConnectionState } from '../service/state.ts';
import type { Ticker } from '../service/ticker.ts';
import { Turns } from '../service/turns.ts';
import { type ChainState, chainState, NOTHING_KNOWN } from './chain-state.ts';
import type { CommandOutput } from './command.ts';
import { attendSlot, describeSlotRun, type RunOptions, type SlotRun } from './due-slots.ts';
import { HourlyWatch } from './hourly-watch.ts';
import { untilStopped } from './serve-port.ts';
import { startStatusPages } from './status-pages.ts';
import { lookAtKeys } from './usable-keys.ts';
import { type Chain, chooseScheduled, type ScheduledConnection } from './what-is-due.ts';

export interface ScheduleOptions extends RunOptions {
  readonly connections: readonly string[];
  /** Of `/healthz` and `/metrics`; 0: none. */
  readonly port: number;
  readonly ticker: Ticker;
  readonly log: {
    info(fields: object, message: string): void;
    error(fields: object, message: string): void;
  };
}

/**
 * Runs until the surroundings' signal is aborted, then returns what was done.
 * @throws UsageError, SealError before anything starts; InterruptedError when a run had to be given up
 */
export async function schedule(options: ScheduleOptions): Promise<CommandOutput> {
  const connections = chooseScheduled(options.config, options.connections);
  await lookAtKeys(connections, options.surroundings.env, options.log);
  const service = new Service(connections, options);
  const server = await startStatusPages({
    port: options.port,
    now: options.surroundings.now,
    log: options.log,
    isAlive: () => service.isAlive,
    states: () => service.states,
  });
  try {
    await service.run();
  } finally {
    await server?.close();
  }
  return {
    exitCode: EXIT.done,
    json: { schema: 'segment-evidence/schedule/v1', runs: service.runs },
    text: ['stopped', ...service.runs.map(describeSlotRun)].join('\n'),
  };
}

class Service {
  readonly #connections: readonly ScheduledConnection[];
  readonly #options: ScheduleOptions;
  readonly #keeper: Keeper;
  readonly #retelling: Retelling;
  readonly #facts = new Map<string, ChainState>();
  readonly #last = new Map<string, SlotRun>();
  /** A hundred connections due at once would else want more files than a process may open. */
  readonly #turns = new Turns(descriptorsForRuns());
  readonly #undelivered = new Map<string, number>();
  readonly #watch: HourlyWatch;

  constructor(connections: readonly ScheduledConnection[], options: ScheduleOptions) {
    const { now, signal } = options.surroundings;
    this.#connections = connections;
    this.#options = { toldFailures: new ToldFailures(), ...options };
    const isRunning = (name: string) => this.#keeper.isRunning(name);
    this.#watch = new HourlyWatch({
      ...options,
      connections: connections.map(({ name }) => name),
      isRunning,
    });
    this.#retelling = new Retelling({
      now,
      tell: (name) => this.#tellOwed(name),
      onFailure: (connection, error) => {
        if (signal.aborted) return;
        const reason = error instanceof Error ? error.message : String(error);
        options.log.error({ connection, reason }, 'alerts not told again; they will be tried again');
      },
    });
    this.#keeper = new Keeper({
      now,
      signal,
      attend: (name, slot, trigger) => this.#inTurn(name, () => this.#attend(name, slot, trigger)),
      betweenSlots: (name) => this.#retelling.act(name),
      onFailure: (name, slot, error, retryAt) => {
        const reason = error instanceof Error ? error.message : String(error);
        options.log.error({ connection: name, slot, reason, retryAt }, 'run failed; it will be tried again');
      },
    });
  }

  /** The last run of each connection. */
  get runs(): readonly SlotRun[] {
    return [...this.#last.values()];
  }

  get isAlive(): boolean {
    return !this.#options.surroundings.signal.aborted;
  }

  /** What there is to say about each connection. */
  get states(): readonly ConnectionState[] {
    const now = this.#options.surroundings.now();
    return this.#connections.map(({ name, schedule: cron, timezone }) => ({
      connection: name,
      isRunning: this.#keeper.isRunning(name),
      ...(this.#facts.get(name) ?? NOTHING_KNOWN),
      nextSlot: nextSlotAfter(cron, timezone, now)?.toISOString() ?? null,
      lastExitCode: this.#last.get(name)?.exitCode ?? null,
      undeliveredAlerts: this.#undelivered.get(name) ?? null,
      ...this.#watch.of(name),
    }));
  }

  async run(): Promise<void> {
    const { ticker, surroundings, log } = this.#options;
    for (const kept of this.#connections) {
      ticker.start(kept.name, kept.schedule, kept.timezone, () => this.#keeper.wake(kept));
      log.info({ connection: kept.name, schedule: kept.schedule, timezone: kept.timezone }, 'scheduled');
    }
    for (const kept of this.#connections) {
      this.#retelling.expect(kept.name);
      void this.#keeper.wake(kept, true);
    }
    // For what a ticker misses: a time that the clocks skip, a machine that slept, a run to be tried again.
    ticker.start('watch', '* * * * *', 'Etc/UTC', async () => {
      for (const kept of this.#connections) void this.#keeper.wake(kept);
    });
    this.#watch.start(ticker);
    await untilStopped(surroundings.signal);
    log.info({}, 'stopping');
    await ticker.stop();
    await this.#keeper.settled();
  }

  #inTurn<T>(name: string, act: () => Promise<T>): Promise<T> {
    return this.#turns.take(descriptorsOf(this.#named(name)), () => {
      this.#options.surroundings.signal.throwIfAborted();
      return act();
    });
  }

  async #attend(name: string, slot: Date, asked: 'schedule' | 'catch-up'): Promise<Date | 'never'> {
    const connection = this.#named(name);
    const onChain = (chain: Chain) => this.#facts.set(name, chainState(chain, connection));
    const run = await attendSlot(connection, slot, asked, { ...this.#options, onChain });
    const { trigger, exitCode, status, error, tryAgainAt, hint } = run;
    if (run.result !== 'already-collected') {
      this.#last.set(name, run);
      if (run.undelivered !== undefined) this.#undelivered.set(name, run.undelivered);
      this.#retelling.expect(name);
    }
    if (error !== undefined) {
      this.#options.log.error({ connection: name, slot: run.slot, ...error }, 'nothing was committed');
      throw new Error('nothing was committed');
    }
    const again = { ...(tryAgainAt ? { tryAgainAt } : {}), ...(hint ? { hint } : {}) };
    const fields = { connection: name, slot: run.slot, trigger, status, exitCode, ...again };
    if (run.result !== 'already-collected') this.#options.log.info(fields, 'slot filled');
    return tryAgainAt === undefined ? 'never' : new Date(tryAgainAt);
  }

  /** Resolves to whether something is left. */
  async #tellOwed(name: string): Promise<boolean> {
    const { surroundings, limits, extrasFor } = this.#options;
    const told = await tellOwed(this.#named(name), { surroundings, limits, extras: extrasFor(name) });
    this.#undelivered.set(name, told.filter(({ result }) => result === 'undelivered').length);
    return told.some(({ result }) => result !== 'delivered');
  }

  #named(name: string): ScheduledConnection {
    const found = this.#connections.find((connection) => connection.name === name);
    if (found === undefined) throw new Error(`no connection ${name} is scheduled`);
    return found;
  }
}
