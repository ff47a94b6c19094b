/** Commands that only read evidence: which connections of which store are meant, and whose signatures count there. */
import type { KeyObject, X509Certificate } from 'node:crypto';
import { EXIT, UnverifiedError, UsageError } from '../errors.ts';
import { ROOT } from '../store/layout.ts';
import type { Store } from '../store/store.ts';
import { keysFor, type TrustedKey } from '../verify/keys.ts';
import { readTrustedKeys } from './trusted-keys.ts';
import { namesOf } from './unmatched-keys.ts';

/** Where a connection's evidence lies, and whose signatures count there. */
export interface EvidencePlace {
  readonly connection: string;
  readonly store: Store;
  readonly keys: () => Promise<readonly KeyObject[]>;
  /** Certificates of the authority that stamps it; absent where nobody does, or no configuration says so. */
  readonly authorities?: () => readonly X509Certificate[];
}

export interface PlaceFlags {
  /** Folder or s3:// address; absent: the configured stores. */
  readonly store?: string;
  /** Files with public keys, as FILE or NAME=FILE. */
  readonly key?: readonly string[];
}

/** What the process gives. */
export interface Surveyor {
  readonly cwd: string;
  readonly now: Date;
  /** The operating system's name of who asks. */
  readonly user?: string;
  readonly openAt: (address: string) => Store | Promise<Store>;
  /** @throws ConfigError */
  readonly configured: () => readonly EvidencePlace[] | Promise<readonly EvidencePlace[]>;
}

/** Returns where the evidence of the named connections is, or of all. @throws UsageError; UnverifiedError NO_EVIDENCE */
export async function evidencePlaces(
  command: string,
  { store, key = [] }: PlaceFlags,
  names: readonly string[],
  surveyor: Surveyor,
): Promise<readonly EvidencePlace[]> {
  const given = await readTrustedKeys(command, key, surveyor.cwd);
  const named = namesOf(given);
  const all =
    store === undefined ? await surveyor.configured() : await placesIn(command, store, named, surveyor);
  assertKnown(command, named, all);
  return choose(command, all, names).map((place) => trusting(place, given));
}

/** Returns the one place that is meant. @throws UsageError where there are several, or none of that name */
export async function evidencePlace(
  command: string,
  flags: PlaceFlags,
  name: string | undefined,
  surveyor: Surveyor,
): Promise<EvidencePlace> {
  const places = await evidencePlaces(command, flags, name === undefined ? [] : [name], surveyor);
  const [place, ...others] = places;
  if (place !== undefined && others.length === 0) return place;
  const known = places.map(({ connection }) => connection).join(', ');
  throw new UsageError({
    message: `${command}: choose connection: expected the name of one, of ${known}, got none`,
    hint: 'Name the connection: --connection NAME.',
  });
}

/** Keys that are given count in place of the configured one, which may need a private key to be had. */
function trusting(place: EvidencePlace, given: readonly TrustedKey[]): EvidencePlace {
  const own = [...keysFor(place.connection, given).values()];
  return own.length === 0 ? place : { ...place, keys: async () => own };
}

/** A key of a connection that is not configured is a slip of the pen, and not to be passed over. */
function assertKnown(command: string, names: readonly string[], places: readonly EvidencePlace[]): void {
  const known = places.map(({ connection }) => connection);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new UsageError({
    message: `${command}: --key ${unknown}=FILE: expected one of ${known.join(', ') || 'none'}, got ${unknown}`,
    hint: 'Name a connection of the configuration; what stands before the first `=` is its name.',
  });
}

/**
 * Returns the connections that a store shows, and those that somebody has a key of: their evidence may be gone.
 * @throws UnverifiedError NO_EVIDENCE where there is none of either
 */
async function placesIn(
  command: string,
  address: string,
  named: readonly string[],
  { openAt }: Surveyor,
): Promise<readonly EvidencePlace[]> {
  const store = await openAt(address);
  const names = new Set<string>(named);
  // What is in each of them is for each to find out: trouble with one hides no other.
  for await (const { key } of store.list(`${ROOT}/`, () => true)) {
    const [name, ...rest] = key.slice(ROOT.length + 1).split('/');
    if (name !== undefined && rest.length > 0) names.add(name);
  }
  if (names.size === 0) {
    throw new UnverifiedError({
      code: 'NO_EVIDENCE',
      message: `${command}: --store ${address}: expected a store, with ${ROOT}/ and a connection in it, got none`,
      hint: 'Check the location: name the store itself, not a part of it.',
      exitCode: EXIT.cannotJudge,
    });
  }
  return [...names].sort().map((connection) => ({ connection, store, keys: async () => [] }));
}

function choose(
  command: string,
  all: readonly EvidencePlace[],
  names: readonly string[],
): readonly EvidencePlace[] {
  const known = all.map(({ connection }) => connection).join(', ') || 'none';
  const chosen =
    names.length === 0 ? all : names.flatMap((name) => all.filter((each) => each.connection === name));
  if (chosen.length > 0 && chosen.length >= names.length) return chosen;
  throw new UsageError({
    message: `${command}: choose connection: expected one of ${known}, got ${names.join(', ') || 'none'}`,
    hint: 'Name a connection that the store holds evidence of.',
  });
}
