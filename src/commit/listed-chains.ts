/** What is under the numbers of a connection's chains, before any of it is read. */
import { LARGEST_RECORD_BYTES } from '../../schemas/chain.ts';
import { chainPrefix, isRecordNamed, placeTakenBy } from '../store/layout.ts';
import type { StoredKey } from '../store/store.ts';
import type { Archive } from './archive.ts';

export interface ListedChain {
  readonly number: number;
  /** Numbers under which something lies that may be a record, greatest first. */
  readonly readable: readonly number[];
  /** Numbers under whose names anything lies, whatever it is. */
  readonly taken: ReadonlySet<number>;
  /** Whether the name of its folder is taken by something else. */
  readonly isNoFolder: boolean;
}

interface Building {
  readonly readable: Set<number>;
  readonly taken: Set<number>;
  isNoFolder: boolean;
}

/** Returns the chains under whose numbers anything lies, newest first. @throws StoreError READ_FAILED */
export async function listChains({ store, connection }: Archive): Promise<readonly ListedChain[]> {
  const chains = new Map<number, Building>();
  for await (const stored of store.list(chainPrefix(connection), isRecordNamed)) {
    const place = placeTakenBy(connection, stored.key);
    if (place === undefined || place.chain === 0) continue;
    const chain = chains.get(place.chain) ?? { readable: new Set(), taken: new Set(), isNoFolder: false };
    chains.set(place.chain, chain);
    if (place.seq === undefined) chain.isNoFolder = true;
    else {
      chain.taken.add(place.seq);
      if (!place.isBelow && mayBeRecord(stored)) chain.readable.add(place.seq);
    }
  }
  return [...chains]
    .map(([number, { readable, taken, isNoFolder }]) => {
      return { number, readable: [...readable].sort((a, b) => b - a), taken, isNoFolder };
    })
    .sort((a, b) => b.number - a.number);
}

/** What is empty or larger than any record needs no reading. */
function mayBeRecord({ bytes, isRegular }: StoredKey): boolean {
  return isRegular && bytes > 0 && bytes <= LARGEST_RECORD_BYTES;
}
