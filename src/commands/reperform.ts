/** `reperform`: asks once more what a snapshot was made from. Nothing is committed or kept. */
import { resources as definitions } from '../../schemas/resources/index.ts';
import type { Answer } from '../answers/answer.ts';
import { inOrderOfTime } from '../answers/changes/readings.ts';
import { findRun } from '../answers/changes/which-runs.ts';
import { reperform } from '../answers/reperform/reperform.ts';
import type { EffectiveConnection, LoadedConfig } from '../config/effective.ts';
import { type Limits, openRun, type RunExtras, type Surroundings } from '../deps.ts';
import { UsageError } from '../errors.ts';
import { type AskedAgain, askAgain } from '../run/ask-again.ts';
import { type History, type Run, readHistory } from '../verify/read-history.ts';
import { nothing } from '../verify/signed-records.ts';
import { answerOutput, assertOutput, type OutputFlags } from './answer-output.ts';
import { chooseConnections, chooseResources } from './choose.ts';
import type { CommandOutput, Streamed } from './command.ts';

export interface ReperformOptions extends OutputFlags {
  /** Number of a record, path of a snapshot or a day; absent: the newest. */
  readonly snapshot?: string | undefined;
  readonly connection?: string | undefined;
  /** Names of resources; absent: all that the snapshot asked for. */
  readonly resource?: readonly string[] | undefined;
  readonly config: LoadedConfig;
  readonly surroundings: Surroundings;
  readonly limits: Limits;
  readonly extrasFor: (connection: string) => RunExtras;
  readonly cwd: string;
}

/**
 * Returns what became of each resource. Exit 4: something moved and nothing explains it, or could not be asked; 3: the token
 * is refused; 7: nothing is there.
 * @throws UsageError; UnverifiedError; StoreError; SealError KEY_UNUSABLE
 */
export async function reperformCommand(options: ReperformOptions): Promise<CommandOutput> {
  const { surroundings, limits, extrasFor, cwd } = options;
  assertOutput('reperform', options);
  const connection = oneOf(options);
  const named = options.resource === undefined ? undefined : chooseResources(options.resource, NAMES);
  const extras = extrasFor(connection.name);
  try {
    const deps = await openRun(connection, surroundings, limits, extras);
    const keys = [deps.signer.publicKey, ...(deps.previousKeys ?? [])];
    const history = await readHistory(deps.store, {
      connection: connection.name,
      keys: keys.map((publicKey) => ({ publicKey, connection: connection.name })),
      now: surroundings.now(),
    });
    const run = runOf(history, options.snapshot);
    const asking = namesOf(run, named);
    const asked = await askAgain(deps, run.manifest, [...asking, TRAIL]);
    return await answered(asked, async () => {
      const compared = definitions.filter(({ name }) => asking.includes(name));
      const answer: Answer = await reperform({ run, asked, definitions: compared });
      return answerOutput('reperform', answer, options, cwd);
    });
  } finally {
    await extras.close?.();
  }
}

const TRAIL = 'audit-events';
const NAMES = definitions.map(({ name }) => name);

function oneOf({ config, connection }: ReperformOptions): EffectiveConnection {
  const [chosen, ...others] = chooseConnections(config, connection === undefined ? [] : [connection]);
  if (chosen !== undefined && others.length === 0) return chosen;
  const known = config.connections.map(({ name }) => name).join(', ');
  throw new UsageError({
    message: `reperform: choose connection: expected the name of one, of ${known}, got none`,
    hint: 'Name the connection: --connection NAME.',
  });
}

/** @throws UnverifiedError NO_EVIDENCE */
function runOf({ runs, connection }: History, snapshot: string | undefined): Run {
  const ordered = inOrderOfTime(runs);
  const run = snapshot === undefined ? ordered.at(-1) : findRun(ordered, snapshot, 'reperform');
  const what = `reperform: ${connection}`;
  if (run === undefined) throw nothing(`${what}: expected a snapshot, got none`);
  if (run.isExpired)
    throw nothing(
      `${what}: ${run.manifest.snapshotPath}: expected its files, got none: their retention has ended`,
    );
  return run;
}

/** What the snapshot asked for, or what is named. */
function namesOf({ manifest }: Run, named: readonly string[] | undefined): readonly string[] {
  if (named !== undefined) return named;
  return manifest.resources.flatMap(({ name, outcome }) => (outcome === 'not-collected' ? [] : [name]));
}

/** What was read is let go of once the last row has been written. */
async function answered({ close }: AskedAgain, answer: () => Promise<CommandOutput>): Promise<CommandOutput> {
  let isHandedOn = false;
  try {
    const output = await answer();
    if (output.streamed === undefined) return output;
    isHandedOn = true;
    return { ...output, streamed: closing(output.streamed, close) };
  } finally {
    if (!isHandedOn) await close();
  }
}

function closing(streamed: Streamed, close: () => Promise<void>): Streamed {
  async function* then<T>(chunks: AsyncIterable<T>): AsyncGenerator<T> {
    try {
      yield* chunks;
    } finally {
      await close();
    }
  }
  const { verboseText = streamed.text } = streamed;
  return {
    json: () => then(streamed.json()),
    text: () => then(streamed.text()),
    verboseText: () => then(verboseText()),
  };
}
