/** The verified runs of the one connection that a command is about. */
import { type History, readHistory } from '../verify/read-history.ts';
import { type EvidencePlace, evidencePlace, type PlaceFlags, type Surveyor } from './evidence-places.ts';

/** @throws UsageError; UnverifiedError NOT_VERIFIED, NO_EVIDENCE; StoreError READ_FAILED */
export async function historyOf(
  command: string,
  flags: PlaceFlags & { readonly connection?: string | undefined },
  surveyor: Surveyor,
): Promise<History> {
  return historyAt(await evidencePlace(command, flags, flags.connection, surveyor), surveyor);
}

/** @throws UnverifiedError NOT_VERIFIED, NO_EVIDENCE; StoreError READ_FAILED */
export async function historyAt(
  { connection, store, keys }: EvidencePlace,
  { now }: Pick<Surveyor, 'now'>,
): Promise<History> {
  const trusted = (await keys()).map((publicKey) => ({ publicKey, connection }));
  return readHistory(store, { connection, keys: trusted, now });
}
