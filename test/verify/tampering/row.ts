/** One way to tamper with a good store, and what verifying it must say. */
import { generateKeyPairSync } from 'node:crypto';
import { cpSync, rmSync, symlinkSync } from 'node:fs';
import type { ExitCode } from '../../../src/errors.ts';
import { createLocalSigner, type Signer } from '../../../src/seal/signer.ts';
import { openFolderStore } from '../../../src/store/folder.ts';
import type { FailureCode } from '../../../src/verify/failure.ts';
import type { VerifyReport } from '../../../src/verify/report.ts';
import { type VerifyInput, verifyStore } from '../../../src/verify/verify.ts';
import { goldenSigner } from '../../support/golden-run.ts';
import type { SealedStore } from '../../support/sealed-store.ts';

export interface TamperRow {
  readonly name: string;
  readonly change: (store: SealedStore) => void | Promise<void>;
  /** Every code that occurs, each once, in the order of the alphabet. */
  readonly codes: readonly FailureCode[];
  readonly exit: ExitCode;
  /** What one of the messages says, so that the failure is the expected one and not a neighbour's. */
  readonly says: RegExp;
  /** What is given beside the store; default: the right key alone. */
  readonly given?: (store: SealedStore) => Partial<VerifyInput>;
}

/** A key of somebody else: as good as ours, but nobody pinned it. */
export const strangersSigner: Signer = createLocalSigner(
  String(
    generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }),
  ),
  'test',
);

/** Verifies a store as somebody does who has the public key from elsewhere. */
export function verifySealed(store: SealedStore, given: Partial<VerifyInput> = {}): Promise<VerifyReport> {
  return verifyStore({
    store: openFolderStore(store.root, () => 'never'),
    keys: [goldenSigner],
    now: new Date('2026-12-01T00:00:00Z'),
    ...given,
  });
}

/** Returns the same bytes with the lowest bit of one of them changed. */
export function flipped(bytes: Uint8Array, at: number, bit = 1): Buffer {
  const changed = Buffer.from(bytes);
  changed[at] = (changed[at] ?? 0) ^ bit;
  return changed;
}

/** Puts a link where a file or folder was; what it leads to is still the same. */
export const linkAway = (pathOf: (store: SealedStore) => string) => (store: SealedStore) => {
  const path = store.path(pathOf(store));
  const elsewhere = `${store.root}/elsewhere`;
  cpSync(path, elsewhere, { recursive: true });
  rmSync(path, { recursive: true });
  symlinkSync(elsewhere, path);
};
