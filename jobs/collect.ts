/**
 * AWS Lambda: an event becomes a run. From a queue come messages of the dispatcher; an event with a `time`, as
 * EventBridge sends it, asks for the slots that are due then or to be tried again; one without is a run by hand, or
 * `doctor`. But for messages, which go back to the queue, it ends in an error whenever what it did would not end in
 * 0 on the command line, so that the platform's own metrics and alarms see it: once, not at every wake until the
 * next slot.
 */
import * as z from 'zod';
import { collect } from '../src/commands/collect.ts';
import { doctor } from '../src/commands/doctor.ts';
import { fillDueSlots } from '../src/commands/due-slots.ts';
import { worstExit } from '../src/commands/exit.ts';
import { EXIT, type ExitCode } from '../src/errors.ts';
import { EARLY_MS, type Invocation, invoke, type LambdaContext, RunFailed } from './invocation.ts';
import { type BatchAnswer, consumeBatch, QUEUE_KEPT_MS, QueueEvent } from './queue-event.ts';

const LambdaEvent = z.looseObject({
  connection: z.string().optional(),
  slot: z.string().optional(),
  time: z.iso.datetime({ offset: true }).optional(),
  doctor: z.literal(true).optional(),
});

type Answer = { readonly runs: readonly RunSummary[] } | { readonly doctor: object };

interface RunSummary {
  readonly connection: string;
  readonly exitCode: ExitCode;
  readonly result: string;
  readonly slot?: string | null;
  readonly status?: string;
  readonly error?: { readonly code: string; readonly message: string };
}

const NAMES: Readonly<Partial<Record<ExitCode, string>>> = {
  [EXIT.tokenRefused]: 'TokenRefused',
  [EXIT.incomplete]: 'EvidenceIncomplete',
  [EXIT.storeFailed]: 'NothingCommitted',
};

/** Returns what was done. @throws RunFailed unless everything of it is complete; never with a secret */
export async function handler(event: unknown, context: LambdaContext): Promise<Answer | BatchAnswer> {
  const messages = QueueEvent.safeParse(event);
  if (messages.success)
    return invoke(context, (options) => consumeBatch(messages.data, options), QUEUE_KEPT_MS);
  return invoke(context, async (options) => {
    const wish = LambdaEvent.parse(event ?? {});
    if (wish.doctor === true) return { doctor: (await doctor(options)).json };
    return judge(await act(wish, options));
  });
}

async function act(
  { connection, slot, time }: z.infer<typeof LambdaEvent>,
  options: Invocation,
): Promise<readonly RunSummary[]> {
  const connections = connection === undefined ? [] : [connection];
  if (time !== undefined && slot === undefined)
    return fillDueSlots(connections, new Date(Date.parse(time) + EARLY_MS), options);
  if (connection === undefined && options.config.connections.length > 1)
    throw new RunFailed(
      'EventInvalid',
      'expected the connection to collect, got none: there is time for one',
    );
  const { json } = await collect({ ...options, connections, slot });
  return (json['runs'] as readonly RunSummary[]).map(
    ({ connection: name, exitCode, result, slot: of, status, error }) => ({
      connection: name,
      exitCode,
      result,
      ...(of === undefined ? {} : { slot: of }),
      ...(status === undefined ? {} : { status }),
      ...(error === undefined ? {} : { error }),
    }),
  );
}

function judge(runs: readonly RunSummary[]): { readonly runs: readonly RunSummary[] } {
  // A slot that had its record before was told by the run that made it.
  const made = runs.filter(({ result }) => result !== 'already-collected');
  const exitCode = worstExit(made.map((run) => run.exitCode));
  if (exitCode === EXIT.done) return { runs };
  const lines = made.map(
    ({ connection, slot, status, error, exitCode: code }) =>
      `${connection} ${slot ?? ''}: ${error?.message ?? status} (${code})`,
  );
  throw new RunFailed(NAMES[exitCode] ?? 'RunFailed', lines.join('; '));
}
