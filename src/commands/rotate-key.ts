/**
 * `rotate-key`: an ordinary run by hand, signed by the key in force, whose record names the key that comes next. The old
 * key signs nothing after it, so this prints what to configure before the next run.
 */
import { readRecords } from '../commit/history.ts';
import type { EffectiveConnection } from '../config/effective.ts';
import { openSigner, openStore, previousKeysOf } from '../deps.ts';
import { EvidenceError, EXIT, type ExitCode } from '../errors.ts';
import type { Signer } from '../seal/signer.ts';
import { chooseConnections } from './choose.ts';
import { type CollectOptions, collectOne, toJson } from './collect.ts';
import type { CommandOutput } from './command.ts';
import { worstExit } from './exit.ts';
import { assertNew, type NextKey, openNextKey, type Rotated } from './next-key.ts';
import { type Change, changesToMake, describeChanges } from './rotate-key-text.ts';
import { type ConnectionRun, describeRuns } from './run-text.ts';
import { sideBySide } from './side-by-side.ts';

export interface RotateKeyOptions
  extends Pick<CollectOptions, 'config' | 'connections' | 'surroundings' | 'limits' | 'extrasFor'> {
  /** Reference to the key that comes next. */
  readonly next: string;
  readonly cwd: string;
}

type Ended = { readonly rotated?: Rotated } & (
  | { readonly run: ConnectionRun }
  | { readonly named: { readonly chain: number; readonly seq: number } }
);

/** Returns what became of each connection and what to configure. @throws UsageError; SealError for the new key */
export async function rotateKey(options: RotateKeyOptions): Promise<CommandOutput> {
  const { config, surroundings } = options;
  const chosen = chooseConnections(config, options.connections);
  const next = await openNextKey(options.next, options.cwd, surroundings.env);
  const signers = await Promise.all(chosen.map((connection) => inForce(connection, options)));
  for (const [index, connection] of chosen.entries()) {
    const signer = signers[index];
    if (signer !== undefined) assertNew(connection, signer.keyId, next);
  }
  const pairs = chosen.map((connection, index) => ({ connection, signer: signers[index] }));
  const ended = await sideBySide(pairs, ({ connection, signer }) =>
    rotateOne(connection, signer, next, options),
  );
  const rotated = ended.flatMap((each) => each.rotated ?? []);
  return outputOf(chosen, ended, await changesToMake(config, rotated, next), next);
}

/** `undefined` where it cannot be had: the run then says so, and tells the channels. */
async function inForce(
  { signingKeyRef }: EffectiveConnection,
  { surroundings }: RotateKeyOptions,
): Promise<Signer | undefined> {
  try {
    return await openSigner(signingKeyRef, surroundings.env);
  } catch (error) {
    if (error instanceof EvidenceError) return undefined;
    throw error;
  }
}

async function rotateOne(
  connection: EffectiveConnection,
  old: Signer | undefined,
  next: NextKey,
  options: RotateKeyOptions,
): Promise<Ended> {
  const named = old === undefined ? undefined : await namedBefore(connection, old, next, options);
  if (old !== undefined && named !== undefined) return { named, rotated: { connection, old } };
  const nextKey = next.signer.keyId;
  const run = await collectOne(connection, { trigger: 'manual', force: true }, { ...options, nextKey });
  const isCommitted = 'result' in run && run.result.kind === 'committed';
  return { run, ...(old !== undefined && isCommitted ? { rotated: { connection, old } } : {}) };
}

/** Where the newest record names this very key already: the command ran before, and its lines were lost. */
async function namedBefore(
  connection: EffectiveConnection,
  signer: Signer,
  next: NextKey,
  { surroundings }: RotateKeyOptions,
): Promise<{ readonly chain: number; readonly seq: number } | undefined> {
  const store = openStore(connection, surroundings.env);
  const previousKeys = previousKeysOf(connection);
  try {
    const { last } = await readRecords({ store, connection: connection.name, signer, previousKeys });
    if (last?.statement.predicate.chain.nextKey !== next.signer.keyId) return undefined;
    const { number, seq } = last.statement.predicate.chain;
    return { chain: number, seq };
  } catch (error) {
    // The run meets it too, and tells of it.
    if (error instanceof EvidenceError) return undefined;
    throw error;
  }
}

function outputOf(
  chosen: readonly EffectiveConnection[],
  ended: readonly Ended[],
  changes: readonly Change[],
  next: NextKey,
): CommandOutput {
  const exitOf = (each: Ended): ExitCode => ('run' in each ? each.run.exitCode : EXIT.done);
  const names = chosen.map(({ name }) => name);
  const runs = ended.flatMap((each) => ('run' in each ? [each.run] : []));
  const already = ended.flatMap((each, index) =>
    'named' in each
      ? [
          `${names[index]}: record ${each.named.seq} of chain ${each.named.chain} names this key already; nothing was committed`,
        ]
      : [],
  );
  const { text, verboseText = text } = runs.length === 0 ? { text: '' } : describeRuns(runs);
  const rest = [...already, ...describeChanges(changes, next)].join('\n');
  const join = (above: string) => [above, rest].filter((part) => part !== '').join('\n\n');
  return {
    exitCode: worstExit(ended.map(exitOf)),
    json: {
      schema: 'segment-evidence/rotate-key/v1',
      newKey: { keyId: next.signer.keyId, reference: next.reference },
      connections: ended.map((each, index) => ({
        connection: names[index],
        exitCode: exitOf(each),
        isNamed: each.rotated !== undefined,
        ...('run' in each ? { run: toJson(each.run) } : { namedBy: each.named }),
      })),
      configure: changes,
    },
    text: join(text),
    verboseText: join(verboseText),
  };
}
