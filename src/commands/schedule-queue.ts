/**
 * `schedule --queue`: a process of a fleet. It takes messages and collects, dispatches what is due, or both. Whatever
 * it has to remember is in the chain and on the queue: it may be killed and started at any time.
 */
import type { Surroundings } from '../deps.ts';
import { descriptorsForRuns, descriptorsOf } from '../descriptors.ts';
import { EXIT, type ExitCode, InterruptedError, QueueError } from '../errors.ts';
import { ToldFailures } from '../run/told-failures.ts';
import type { Queue, QueueFacts, ReceivedMessage } from '../schedule/queue.ts';
import { readQueueMessage } from '../schedule/queue-messages.ts';
import { nextSlotAfter } from '../schedule/slots.ts';
import { type Acted, Consumers } from '../service/consumers.ts';
import { type QueueState, toQueueMetrics } from '../service/queue-state.ts';
import type { ConnectionState } from '../service/state.ts';
import { type ChainState, chainState, NOTHING_KNOWN } from './chain-state.ts';
import type { CommandOutput } from './command.ts';
import { consumeMessage } from './consume.ts';
import { describeDispatch } from './dispatch.ts';
import { Dispatcher } from './dispatcher.ts';
import { describeSlotRun, type SlotRun } from './due-slots.ts';
import { worstExit } from './exit.ts';
import type { ScheduleOptions } from './schedule.ts';
import { startStatusPages } from './status-pages.ts';
import { lookAtKeys } from './usable-keys.ts';
import { type Chain, chooseScheduled, type ScheduledConnection } from './what-is-due.ts';

export interface ScheduleQueueOptions extends Omit<ScheduleOptions, 'log'> {
  readonly queue: Queue;
  /** Runs at once; 0: none, this process only dispatches. */
  readonly consumers: number;
  readonly isDispatching: boolean;
  /** Dispatch once, then collect until the queue has nothing more. */
  readonly isOnce: boolean;
  readonly log: ScheduleOptions['log'] & { warn(fields: object, message: string): void };
}

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;
/** Below it a queue that is away for a moment makes runs be given up. */
const SHORT_VISIBILITY_SECONDS = 60;

/**
 * Runs until the surroundings' signal is aborted, or once, then returns what was done.
 * @throws UsageError, SealError, QueueError before anything starts; InterruptedError when a run had to be given up
 */
export async function scheduleQueue(options: ScheduleQueueOptions): Promise<CommandOutput> {
  const { config, connections: names, surroundings, queue, log } = options;
  const connections = chooseScheduled(config, names);
  await lookAtKeys(connections, surroundings.env, log);
  const facts = await factsOf(options);
  if (!facts.hasDeadLetters)
    log.warn(
      { queue: queue.name },
      'this queue has no dead-letter queue: what cannot be read comes back forever',
    );
  if (facts.visibilitySeconds < SHORT_VISIBILITY_SECONDS)
    log.warn({ queue: queue.name, ...facts }, 'this queue hides messages for less than a minute');
  const member = new FleetMember(connections, facts, options);
  const server = await startStatusPages({
    port: options.isOnce ? 0 : options.port,
    now: surroundings.now,
    log,
    isAlive: () => !surroundings.signal.aborted,
    states: () => member.states,
    more: () => ({ health: { queue: member.queueState }, metrics: toQueueMetrics(member.queueState) }),
  });
  try {
    return await member.run();
  } finally {
    await server?.close();
    queue.close();
  }
}

/** A queue that is away when the process starts is waited for: the process would only be started again. */
async function factsOf({ queue, surroundings, log, isOnce }: ScheduleQueueOptions): Promise<QueueFacts> {
  for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS)) {
    try {
      return await queue.facts();
    } catch (error) {
      if (!(error instanceof QueueError) || error.code === 'QUEUE_UNUSABLE' || isOnce) throw error;
      log.error({ reason: error.message, waitMs }, 'the queue is away; it will be asked again');
      await surroundings.sleep(waitMs);
    }
  }
}

class FleetMember {
  readonly #connections: ReadonlyMap<string, ScheduledConnection>;
  readonly #options: ScheduleQueueOptions;
  readonly #consumers: Consumers;
  readonly #count: number;
  readonly #dispatcher: Dispatcher;
  readonly #toldFailures = new ToldFailures();
  readonly #running = new Set<string>();
  readonly #chains = new Map<string, ChainState>();
  readonly #last = new Map<string, SlotRun>();
  readonly #exits: ExitCode[] = [];

  constructor(
    connections: readonly ScheduledConnection[],
    { visibilitySeconds }: QueueFacts,
    options: ScheduleQueueOptions,
  ) {
    const { queue, surroundings, isOnce, log } = options;
    const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
    this.#connections = new Map(connections.map((connection) => [connection.name, connection]));
    this.#options = options;
    this.#count = atOnce(options);
    this.#dispatcher = new Dispatcher(connections, options);
    this.#consumers = new Consumers({
      queue,
      visibilitySeconds,
      now: surroundings.now,
      sleep: surroundings.sleep,
      signal: surroundings.signal,
      lost: () => new InterruptedError('SIGTERM'),
      act: (message, signal) => this.#act(message, signal),
      onAway: (error, retryAt) =>
        log.error({ reason: reasonOf(error), retryAt }, 'the queue is away; it will be asked again'),
      onBack: () => log.info({ queue: queue.name }, 'the queue answers again'),
      onLoose: (error) =>
        log.error({ reason: reasonOf(error) }, 'the queue did not take it; a message may come again'),
      isUntilEmpty: isOnce,
    });
  }

  get states(): readonly ConnectionState[] {
    const now = this.#options.surroundings.now();
    return [...this.#chains].flatMap(([name, known]) => {
      const connection = this.#connections.get(name);
      if (connection === undefined) return [];
      return {
        connection: name,
        isRunning: this.#running.has(name),
        ...known,
        nextSlot: nextSlotAfter(connection.schedule, connection.timezone, now)?.toISOString() ?? null,
        lastExitCode: this.#last.get(name)?.exitCode ?? null,
        undeliveredAlerts: this.#last.get(name)?.undelivered ?? null,
      };
    });
  }

  get queueState(): QueueState {
    const { busy, awaySince, counts } = this.#consumers;
    const name = this.#options.queue.name;
    return { name, consumers: this.#count, busy, ...counts, awaySince: awaySince?.toISOString() ?? null };
  }

  async run(): Promise<CommandOutput> {
    const { isOnce, isDispatching, surroundings, ticker, log } = this.#options;
    log.info({ queue: this.#options.queue.name, consumers: this.#count, isDispatching }, 'serving the queue');
    if (isDispatching) await this.#dispatcher.lookAtAll();
    // What comes due later is seen within a minute, and what is still due is sent again now and then.
    if (isDispatching && !isOnce)
      ticker.start('dispatch', '* * * * *', 'Etc/UTC', () => this.#dispatcher.look());
    try {
      await this.#consumers.run(this.#count);
      if (!isOnce) await aborted(surroundings.signal);
    } finally {
      log.info({}, 'stopping');
      await ticker.stop();
    }
    return this.#output();
  }

  #output(): CommandOutput {
    const { last } = this.#dispatcher;
    const runs = [...this.#last.values()];
    const { done, dropped, back } = this.#consumers.counts;
    const once = [...this.#exits, ...(last === undefined ? [] : [last.exitCode])];
    return {
      exitCode: this.#options.isOnce ? worstExit(once) : EXIT.done,
      json: {
        schema: 'segment-evidence/schedule/v1',
        runs,
        messages: { done, dropped, back },
        ...(last === undefined ? {} : { dispatched: last.due }),
      },
      text: [
        ...(last === undefined ? [] : [describeDispatch(last)]),
        ...runs.map(describeSlotRun),
        `messages: ${done} done, ${dropped} dropped, ${back} handed back`,
      ].join('\n'),
    };
  }

  async #act({ body }: ReceivedMessage, signal: AbortSignal): Promise<Acted> {
    const name = readQueueMessage(body)?.connection;
    if (name !== undefined) this.#running.add(name);
    try {
      const consumed = await consumeMessage(body, {
        ...this.#options,
        surroundings: endingWith(this.#options.surroundings, signal),
        toldFailures: this.#toldFailures,
        onChain: (connection, chain) => this.#noteChain(connection, chain),
      });
      const run = consumed.kind === 'dropped' ? undefined : consumed.run;
      if (run !== undefined) this.#last.set(run.connection, run);
      if (this.#options.isOnce) this.#exits.push(run?.exitCode ?? exitWithoutRun(consumed.kind));
      return consumed.kind;
    } finally {
      if (name !== undefined) this.#running.delete(name);
    }
  }

  #noteChain(name: string, chain: Chain): void {
    const connection = this.#connections.get(name);
    this.#chains.set(name, connection === undefined ? NOTHING_KNOWN : chainState(chain, connection));
  }
}

/** What was dropped was not collected either: no run that ends by itself may call that done. */
const exitWithoutRun = (kind: Acted): ExitCode => (kind === 'back' ? EXIT.storeFailed : EXIT.incomplete);

/** No more than this process may have files and connections open for. */
function atOnce({ consumers, config, log }: ScheduleQueueOptions): number {
  const each = Math.max(1, ...config.connections.map(descriptorsOf));
  const most = Math.max(1, Math.floor(descriptorsForRuns() / each));
  if (consumers > most)
    log.warn({ consumers, most }, 'fewer consumers: this process may not open more files');
  return Math.min(consumers, most);
}

/** The same surroundings, ending also when a message may be somebody else's. */
function endingWith(surroundings: Surroundings, signal: AbortSignal): Surroundings {
  const sleep = async (ms: number, early?: AbortSignal) => {
    await surroundings.sleep(ms, early === undefined ? signal : AbortSignal.any([signal, early]));
    signal.throwIfAborted();
  };
  return { ...surroundings, signal, sleep };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    if (signal.aborted) done();
    signal.addEventListener('abort', () => done(), { once: true });
  });
}
