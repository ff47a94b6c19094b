/** How a second chain can follow the first: rightly after a lost key, and wrongly. */
import { canonical } from '../../../src/evidence/canonical.ts';
import { EMPTY_ROOT } from '../../../src/seal/merkle.ts';
import { goldenSigner } from '../../support/golden-run.ts';
import {
  LAST_SEQ,
  receiptPath,
  recordPath,
  relink,
  type SealedStore,
  sealPayload,
} from '../../support/sealed-store.ts';
import { BROKEN, OTHER_LOG, predicate } from './chains.ts';
import { strangersSigner, type TamperRow } from './row.ts';

/** Moves the last record to the start of a second chain, which continues the first as `continues` says. */
export const continued =
  (change: (continues: Record<string, unknown>, store: SealedStore) => unknown, signer = goldenSigner) =>
  async (store: SealedStore) => {
    const [, , root = ''] = /size (3)\nroot sha256:([0-9a-f]{64})/.exec(store.text(receiptPath(2))) ?? [];
    const { predicate, ...rest } = store.statement(LAST_SEQ);
    const honest = { number: 1, logId: predicate.chain.logId, size: LAST_SEQ, root };
    const chain = {
      ...predicate.chain,
      number: 2,
      logId: OTHER_LOG,
      seq: 0,
      prev: null,
      continues: change(honest, store),
    };
    const checkpoint = { size: 0, root: EMPTY_ROOT, frontier: [] };
    const statement = { ...rest, predicate: { ...predicate, chain, checkpoint, lastComplete: null } };
    for (const path of [recordPath(LAST_SEQ), receiptPath(LAST_SEQ)]) store.remove(path);
    store.write(
      recordPath(0, 2),
      await sealPayload(Buffer.from(canonical(statement)), { signers: [signer] }),
    );
    await relink(store, 1, 2);
  };

const BOTH = () => ({ keys: [goldenSigner, strangersSigner] });

export const continuationRows: readonly TamperRow[] = [
  {
    name: 'a second chain that continues nothing',
    change: continued(() => null),
    ...BROKEN,
    says: /check continues: .*expected chain 1/,
  },
  {
    name: 'a second chain that continues another log',
    change: continued((said) => ({ ...said, logId: '1'.repeat(32) })),
    codes: ['REWRITTEN'],
    exit: 6,
    says: /check continues/,
  },
  {
    name: 'a second chain that continues more records than there are',
    change: continued((said) => ({ ...said, size: 9 })),
    codes: ['TRUNCATED'],
    exit: 6,
    says: /9 records or more in chain 1/,
  },
  {
    name: 'a second chain that continues another root',
    change: continued((said) => ({ ...said, root: '0'.repeat(64) })),
    codes: ['REWRITTEN'],
    exit: 6,
    says: /of the first 3 records of chain 1/,
  },
  {
    name: 'a second chain that continues itself',
    change: continued((said) => ({ ...said, number: 2 })),
    ...BROKEN,
    says: /expected chain 1, got chain 2/,
  },
  {
    name: 'a second chain after the first was removed',
    change: async (store) => {
      await continued((said) => said)(store);
      store.remove('chain/001');
    },
    codes: ['CHAIN_BROKEN', 'REWRITTEN'],
    exit: 6,
    says: /find chain 1/,
  },
  {
    name: 'a second chain under a key that nobody pinned',
    change: continued((said) => said, strangersSigner),
    codes: ['KEY_UNTRUSTED'],
    exit: 6,
    says: /expected a pinned key/,
  },
  {
    name: 'a first chain that continues one',
    change: predicate('chain.continues', { number: 1, logId: OTHER_LOG, size: 1, root: '0'.repeat(64) }, 0),
    ...BROKEN,
    says: /none in the first chain/,
  },
  {
    name: 'a later record that continues a chain',
    change: predicate('chain.continues', { number: 1, logId: OTHER_LOG, size: 1, root: '0'.repeat(64) }),
    ...BROKEN,
    says: /it in the first record only/,
  },
];

/** What is no tampering: the signing key was lost, and a new one continues in a second chain. */
export const continueHonestly = { change: continued((said) => said, strangersSigner), given: BOTH };
