/** The snapshots that the records of a connection name: which are selected, what their folders hold, which expired. */
import type { Predicate, Statement } from '../../schemas/chain.ts';
import { MANIFEST_FILE } from '../store/layout.ts';
import { checkBag, type FoundBag, findBag } from './bag.ts';
import type { WalkedRecord } from './chain-records.ts';
import type { VerifyContext } from './context.ts';
import { type ExportShape, isBare } from './export-shape.ts';
import type { ConnectionTally } from './report.ts';
import { hasRetentionEnded, retentionEnd } from './retention.ts';
import type { ConnectionSurvey } from './survey.ts';
import type { NamedBags } from './write-once.ts';

/** Which snapshots' files are read. The chains are always walked whole. */
export interface Selection {
  /** Relative to the connection's folder. */
  readonly snapshotPath?: string | undefined;
  /** Runs that started at this instant or later, or whose slot is that late. */
  readonly from?: string | undefined;
  /** Runs that started at this instant or earlier, or whose slot is that early. */
  readonly to?: string | undefined;
  /** No snapshot's files: whoever reads them checks them against the record. */
  readonly isChainOnly?: boolean | undefined;
  /** Called with each record that can be read, selected or not, oldest first. */
  readonly onRecord?: ((record: SeenRecord) => void) | undefined;
}

/** The same, of an export or of a store. */
interface Selected extends Selection {
  readonly shape: ExportShape | undefined;
}

/** A record on the way along its chain. Whether it is good is known when the walk has ended. */
export interface SeenRecord {
  /** In whose folder it lies. */
  readonly connection: string;
  readonly predicate: Predicate;
  /** Hex SHA-256 of what was signed: the payload of the record. */
  readonly recordSha256: string;
  /** Hex SHA-256 of its `evidence-manifest.json`, as it was signed. */
  readonly manifestSha256: string;
  /** Its bag is gone whole, and the time for which it had to be kept is over. */
  readonly isExpired: boolean;
  /** It is the one before the period of an export: its files are elsewhere. */
  readonly isBare: boolean;
}

/** Takes record by record, and remembers of each no more than its folder. */
export class SnapshotChecks {
  readonly #context: VerifyContext;
  readonly #survey: ConnectionSurvey;
  readonly #selection: Selected;
  readonly #tally: ConnectionTally;
  readonly committed = new Set<string>();
  readonly expired = new Map<string, Date>();
  readonly #bare = new Set<string>();
  /** How many records were selected. */
  selected = 0;

  constructor(context: VerifyContext, survey: ConnectionSurvey, selection: Selected, tally: ConnectionTally) {
    this.#context = context;
    this.#survey = survey;
    this.#selection = selection;
    this.#tally = tally;
  }

  /** What is known of the folders; `isUnread`: there are records that no one could read. */
  named(isUnread: boolean): NamedBags {
    return { committed: isUnread ? undefined : this.committed, expired: this.expired };
  }

  /** Looks for the files of a record where it is selected; may be done ahead of its turn. */
  async find(statement: Statement, key: string): Promise<FoundBag | undefined> {
    if (this.#isBare(statement.predicate, key) || !isSelected(statement.predicate, this.#selection))
      return undefined;
    return findBag(this.#context, this.#survey.connection, statement);
  }

  /** Takes the next record, and checks the files that were found where it is selected. */
  async take(
    { statement, key, payloadSha256 }: Pick<WalkedRecord, 'statement' | 'key' | 'payloadSha256'>,
    found: FoundBag | undefined,
  ): Promise<void> {
    const { predicate } = statement;
    this.committed.add(predicate.snapshotPath);
    const { connection } = this.#survey;
    const bag = found === undefined ? undefined : await checkBag(this.#context, statement, found);
    const isOfBare = this.#bare.has(predicate.snapshotPath);
    const isExpired = bag?.isExpired ?? (!isOfBare && this.#isGone(predicate));
    const end = isExpired ? retentionEnd(predicate) : undefined;
    if (end !== undefined) this.expired.set(predicate.snapshotPath, end);
    this.#selection.onRecord?.({
      connection,
      predicate,
      recordSha256: payloadSha256,
      manifestSha256: digestOf(statement, MANIFEST_FILE),
      isExpired,
      isBare: isOfBare,
    });
    if (bag === undefined) return;
    this.selected += 1;
    this.#tally.add(statement, key, bag);
  }

  /** Its snapshot is not part of the export; where it is there all the same, it is looked at as any other. */
  #isBare(predicate: Predicate, key: string): boolean {
    const { snapshotPath } = predicate;
    if (this.#survey.bags.has(snapshotPath)) return false;
    const isOne = isBare(this.#selection.shape, predicate, key, this.#context.findings);
    if (isOne) this.#bare.add(snapshotPath);
    return isOne;
  }

  /** Of a folder that is not selected, and so not looked into. */
  #isGone(predicate: Predicate): boolean {
    return !this.#survey.bags.has(predicate.snapshotPath) && hasRetentionEnded(predicate, this.#context.now);
  }
}

/** A record without this subject has failed already: it names no digest. */
function digestOf({ subject }: Statement, name: string): string {
  return subject.find((each) => each.name === name)?.digest.sha256 ?? '';
}

/** A slot that was filled late belongs to the day that it was due. */
function isSelected(
  { run, snapshotPath: path }: Pick<Predicate, 'run' | 'snapshotPath'>,
  { snapshotPath, from, to, isChainOnly = false }: Selection,
): boolean {
  if (isChainOnly) return false;
  if (snapshotPath !== undefined && path !== snapshotPath) return false;
  return [run.startedAt, run.slot ?? run.startedAt].some((instant) => {
    const at = Date.parse(instant);
    return !(from !== undefined && at < Date.parse(from)) && !(to !== undefined && at > Date.parse(to));
  });
}
