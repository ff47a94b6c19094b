/** Sealed stores whose signing key changed: by the two records that hand over, or by a second chain after it was lost. */
import type { ChainMembers, Statement } from '../../schemas/chain.ts';
import { canonical, sha256 } from '../../src/evidence/canonical.ts';
import { growFrontier, leafHash, rootOf } from '../../src/seal/merkle.ts';
import { createLocalSigner, type Signer } from '../../src/seal/signer.ts';
import { receiptText } from '../../src/verify/receipts.ts';
import { ecKeys, pkcs8, spki } from '../seal/keys.ts';
import { goldenSigner } from './golden-run.ts';
import { createSealedStore, receiptPath, recordPath, type SealedStore, sealPayload } from './sealed-store.ts';

const made = () => createLocalSigner(pkcs8(ecKeys().privateKey), 'test key');

/** Keys in the order in which they come, and one that has no business anywhere. */
export const K1 = goldenSigner;
export const K2 = made();
export const K3 = made();
export const STRANGER = made();

export const storedKey = ({ keyId }: Signer) => `keys/${keyId}.pem`;
export const pemOf = ({ publicKey }: Signer) => spki(publicKey);

/** What one record is made of besides what it was. */
export interface SignedBy {
  readonly signer: Signer;
  /** Default: what the keys before and after make of it. */
  readonly members?: Pick<ChainMembers, 'nextKey' | 'rotatedFrom'>;
}

/** What records say whose key changes where the signers do. */
export function handingOver(...signers: readonly Signer[]): readonly SignedBy[] {
  return signers.map((signer, seq) => {
    const [before, after] = [signers[seq - 1], signers[seq + 1]];
    const members = {
      ...(before === undefined || before === signer ? {} : { rotatedFrom: before.keyId }),
      ...(after === undefined || after === signer ? {} : { nextKey: after.keyId }),
    };
    return { signer, members };
  });
}

const STATEMENTS = readStatements();

function readStatements(): readonly Statement[] {
  const untouched = createSealedStore();
  try {
    return [0, 1, 2, 3].map((seq) => untouched.statement(seq));
  } finally {
    untouched.dispose();
  }
}

const LOG_IDS = ['1'.repeat(32), '2'.repeat(32), '3'.repeat(32)] as const;

/**
 * Writes the store's records anew, as these keys would have, in one chain or in several; each key leaves its public half,
 * each record its receipt.
 */
export async function signAs(store: SealedStore, ...chains: readonly (readonly SignedBy[])[]): Promise<void> {
  const statements = [...STATEMENTS];
  for (const path of ['chain', 'receipts', 'keys']) store.remove(path);
  let continues: ChainMembers['continues'] = null;
  for (const [index, records] of chains.entries()) {
    const logId = LOG_IDS[index] ?? '';
    const before = { number: index + 1, logId, continues };
    const own = statements.splice(0, records.length);
    const root = await writeChain(store, before, own, records);
    continues = { number: index + 1, logId, size: records.length, root };
  }
}

async function writeChain(
  store: SealedStore,
  first: Pick<ChainMembers, 'number' | 'logId' | 'continues'>,
  statements: readonly Statement[],
  records: readonly SignedBy[],
): Promise<string> {
  const { number, logId } = first;
  let frontier: readonly string[] = [];
  let prev: ChainMembers['prev'] = null;
  let lastComplete: Statement['predicate']['lastComplete'] = null;
  for (const [seq, { signer, members }] of records.entries()) {
    const { predicate, ...rest } = statements[seq] as Statement;
    const { recordedAt } = predicate.chain;
    const chain: ChainMembers = {
      number,
      logId,
      seq,
      prev,
      recordedAt,
      ...members,
      continues: seq === 0 ? first.continues : null,
    };
    if (predicate.status === 'complete') lastComplete = { seq, at: predicate.run.startedAt };
    const checkpoint = { size: seq, root: await rootOf(frontier), frontier: [...frontier] };
    const payload: Buffer = Buffer.from(
      canonical({ ...rest, predicate: { ...predicate, chain, checkpoint, lastComplete } }),
    );
    store.write(recordPath(seq, number), await sealPayload(payload, { signers: [signer] }));
    store.write(storedKey(signer), pemOf(signer));
    prev = { seq, sha256: sha256(payload) };
    frontier = await growFrontier(frontier, seq, await leafHash(payload));
    const receipt = { logId, size: seq + 1, root: await rootOf(frontier), keyId: signer.keyId };
    store.write(receiptPath(seq, number), receiptText(receipt));
  }
  return rootOf(frontier);
}
