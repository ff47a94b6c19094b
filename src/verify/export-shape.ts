/**
 * What an export has in place of a chain's earlier records: of each only its hash, from which the root is computed again that
 * the first record in it signs; and the record before its period, without its snapshot. Only of a store that was opened from
 * an export: anywhere else these files are other files, and what is missing is missing.
 */
import type { Predicate } from '../../schemas/chain.ts';
import { type ExportedChain, type ExportFacts, exportFacts } from '../../schemas/export-facts.ts';
import { exportFactsKey, leafHashesKey } from '../store/export-layout.ts';
import type { ChainSummary } from './chain.ts';
import { readSmall, type VerifyContext } from './context.ts';
import type { Findings } from './failure.ts';
import { type TreeOfHashes, treeOf } from './tree-of-hashes.ts';

/** What an export has of one connection's chains. */
export interface ExportShape {
  readonly facts: ExportFacts;
  /** Of the records that are not in it, by the number of the chain. */
  readonly trees: ReadonlyMap<number, TreeOfHashes>;
}

const LEAVES = /^(?:[0-9a-f]{64}\n)*$/;
const LEAF_CHARACTERS = 65;

/** Returns what an export says of itself, held against what it has; undefined where it is none, or says nothing that holds. */
export async function readExportShape(
  context: VerifyContext,
  connection: string,
): Promise<ExportShape | undefined> {
  if (context.store.export === undefined) return undefined;
  const facts = await readFacts(context, connection);
  if (facts === undefined) return undefined;
  const trees = new Map<number, TreeOfHashes>();
  for (const chain of facts.chains) {
    const own = await readLeaves(context, connection, chain);
    if (own !== undefined) trees.set(chain.number, await treeOf(own));
  }
  noteShape(context, connection, facts);
  return { facts, trees };
}

async function readFacts(context: VerifyContext, connection: string): Promise<ExportFacts | undefined> {
  const { findings } = context;
  const key = exportFactsKey(connection);
  const read = await readSmall(context, key);
  if (read.kind === 'unreadable') return undefined;
  const problem = { what: 'read what the export is of', expected: 'a file that says it' };
  if (read.kind !== 'bytes') {
    findings.fail('MANIFEST_MISSING', key, { ...problem, found: read.kind });
    return undefined;
  }
  const parsed = exportFacts.safeParse(parseJson(read.bytes));
  if (parsed.success && parsed.data.connection === connection) return parsed.data;
  const found = parsed.success ? `that of ${parsed.data.connection}` : 'something else';
  findings.fail('CONTENT_INVALID', key, { ...problem, found });
  return undefined;
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

/** How many records of a chain come before the first that is in the export. */
const earlierOf = ({ first, size }: ExportedChain): number =>
  first === null ? size : Math.max(first - 1, 0);

async function readLeaves(
  context: VerifyContext,
  connection: string,
  chain: ExportedChain,
): Promise<readonly string[] | undefined> {
  const key = leafHashesKey(connection, chain.number);
  const due = earlierOf(chain);
  const read = await readSmall(context, key);
  if (read.kind === 'unreadable') return undefined;
  const text = read.kind === 'bytes' ? read.bytes.toString('latin1') : '';
  const isList = read.kind === 'bytes' && LEAVES.test(text);
  if (!isList || text.length !== due * LEAF_CHARACTERS) {
    context.findings.fail('CHAIN_BROKEN', key, {
      what: 'read hashes of earlier records',
      expected: `${due}, one a line`,
      found: isList
        ? String(text.length / LEAF_CHARACTERS)
        : read.kind === 'bytes'
          ? 'something else'
          : read.kind,
    });
    return undefined;
  }
  return text.split('\n').slice(0, -1);
}

function noteShape({ findings }: VerifyContext, connection: string, facts: ExportFacts): void {
  const parts = facts.chains.flatMap((chain) => {
    const earlier = earlierOf(chain);
    const bare =
      chain.first === null || chain.first === 0
        ? []
        : [`record ${chain.first - 1} of chain ${chain.number} without its snapshot`];
    return [
      ...(earlier === 0 ? [] : [`hashes alone of the first ${earlier} records of chain ${chain.number}`]),
      ...bare,
    ];
  });
  const has = parts.length === 0 ? '' : `; of what was before it has ${parts.join(', ')}`;
  findings.note(
    'export',
    exportFactsKey(connection),
    `an export of ${facts.from} to ${facts.to}, and nothing after it${has}`,
  );
}

/**
 * Whether a record is there without its snapshot, as the one before an export's period is. One of the period never is:
 * that is reported, and it is looked for as any other.
 */
export function isBare(
  shape: ExportShape | undefined,
  { chain, run }: Predicate,
  key: string,
  findings: Findings,
): boolean {
  const own = shape?.facts.chains.find(({ number }) => number === chain.number);
  if (shape === undefined || own === undefined || own.first === null || chain.seq !== own.first - 1)
    return false;
  const at = Date.parse(run.slot ?? run.startedAt);
  const { from, to } = shape.facts;
  if (at < Date.parse(from) || at > Date.parse(to)) return true;
  const problem = { what: 'check record before the period', expected: `one outside of ${from} to ${to}` };
  findings.fail('CONTENT_INVALID', key, { ...problem, found: `one of ${run.slot ?? run.startedAt}` });
  return false;
}

/** Checks that each chain has as many records as the export says. */
export function checkSizes(
  shape: ExportShape | undefined,
  connection: string,
  chains: readonly ChainSummary[],
  findings: Findings,
): void {
  for (const { number, size, logId } of shape?.facts.chains ?? []) {
    const own = chains.find((chain) => chain.number === number);
    const where = exportFactsKey(connection);
    const what = `count records of chain ${number}`;
    const found = own?.size ?? 0;
    if (found < size)
      findings.fail('TRUNCATED', where, {
        what,
        expected: String(size),
        found: String(found),
        count: size - found,
      });
    if (found > size)
      findings.fail('CONTENT_INVALID', where, { what, expected: String(size), found: String(found) });
    if (own?.logId !== undefined && own.logId !== logId)
      findings.fail('CONTENT_INVALID', where, {
        what: `check log id of chain ${number}`,
        expected: own.logId,
        found: logId,
      });
  }
  for (const { number } of chains)
    if (shape !== undefined && !shape.facts.chains.some((chain) => chain.number === number))
      findings.fail('CONTENT_INVALID', exportFactsKey(connection), {
        what: 'check chains',
        expected: `chain ${number} too`,
        found: 'only others',
      });
}
