/**
 * `export --pseudonymise`: the same file without people. It is made anew and signed by a key of its own, so it is no original
 * evidence, and says so wherever it is verified; what it is made from is named by digests that whoever has that can check.
 */
import { resources } from '../../schemas/resources/index.ts';
import { type Derived, derive } from '../derived/derive.ts';
import { emptyStore, heldParts } from '../derived/held-store.ts';
import { MadeFiles } from '../derived/made-files.ts';
import { CONSUMER_DOMAINS } from '../evidence/mail-domain.ts';
import { insidesOf } from '../export/insides.ts';
import type { ExportPart } from '../export/part.ts';
import type { ExportScope } from '../export/scope.ts';
import { exportView } from '../export/view.ts';
import { assertNobody } from '../pseudonym/guard.ts';
import type { DomainPolicy } from '../pseudonym/pseudonyms.ts';
import type { Telling } from '../pseudonym/telling.ts';
import type { Store } from '../store/store.ts';
import type { CommandOutput } from './command.ts';
import { openCrosswalk } from './crosswalk.ts';
import { newExportKeys } from './export-keys.ts';
import { type Packing, packExport } from './export-pack.ts';
import { assertSigned, factsPart, type Packable } from './export-parts.ts';
import { ordinaryWords } from './ordinary-words.ts';
import { writePublicKey } from './write-public-key.ts';

export interface PseudonymFlags {
  /** Without people. */
  readonly pseudonymise?: boolean | undefined;
  /** A file for who stands behind each pseudonym; absent: nobody can tell any more. */
  readonly crosswalk?: string | undefined;
}

const LEFT_OUT = [
  'receipts and time stamps: they are of the records that this was made from',
  'approvals: they are of the records that this was made from, by people who are named',
  'access reviews: the files that reviewers handed in hold names, and cannot be changed',
  'evidence that was handed in: what is in its files cannot be changed',
];

/** Returns what was written. @throws UsageError; UnverifiedError NOT_VERIFIED, PERSON_LEFT; StoreError */
export async function pseudonymised(
  source: Packable,
  { store: evidence, scope }: { readonly store: Store; readonly scope: ExportScope },
  packing: Packing & { readonly crosswalk: string | undefined },
): Promise<CommandOutput> {
  const { place, facts } = source;
  const { cwd, now } = packing.surveyor;
  const crosswalk = await openCrosswalk(packing.crosswalk, { out: packing.out, cwd });
  const { pseudonyms: key, signer } = await newExportKeys(packing.surveyor);
  const files = new MadeFiles();
  try {
    const derived = await derive({
      store: evidence,
      connection: place.connection,
      scope,
      definitions: resources,
      key,
      signer,
      domains: await domainsOf(scope),
      ordinaryWords: ordinaryWords(),
      signers: source.signers,
      files,
    });
    const made = heldParts(derived.held);
    const chains = facts.chains.map((chain) => ({ ...chain, logId: derived.pseudonyms.logId(chain.logId) }));
    const own = { ...facts, chains, leftOut: [...LEFT_OUT], derived: derived.facts };
    const store = exportView(emptyStore(place.store.location), [factsPart(own), ...made]);
    const copy = { connection: place.connection, store, keys: async () => [signer.publicKey] };
    await assertSigned(copy, packing.period, now);
    return await packExport(
      { place: copy, evidence: made, facts: own, signers: [signer.keyId] },
      {
        ...packing,
        look: (part) => lookAt(derived.telling, part),
        traced: { pseudonymised: { keyId: signer.keyId, crosswalk: crosswalk !== undefined } },
        said: saidOf(derived, packing.crosswalk),
        onWritten: async (file, out) => [
          ...describe(derived),
          await writePublicKey(signer.publicKey, out, cwd),
          (await crosswalk?.write({ facts: own, file, people: derived.pseudonyms.made })) ?? NO_CROSSWALK,
        ],
      },
    );
  } finally {
    await files.remove();
    await crosswalk?.close();
  }
}

const NO_CROSSWALK =
  'Nobody can tell any more who stands behind a pseudonym: --crosswalk FILE was not asked for, and the key is gone.';

/** As the newest run of the period was configured. */
async function domainsOf({ runs }: ExportScope): Promise<DomainPolicy> {
  for (const run of [...runs].reverse()) {
    const policy = (await run.configuration())?.policy;
    const [approved, consumer] = ['approvedDomains', 'consumerDomains'].map((name) =>
      textsOf(policy?.[name]),
    );
    if (policy !== undefined)
      return { approved: approved ?? [], consumer: consumer?.length ? consumer : CONSUMER_DOMAINS };
  }
  return { approved: [], consumer: CONSUMER_DOMAINS };
}

const textsOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];

function describe({ facts, telling, unread }: Derived): readonly string[] {
  const { addresses, ids, names } = facts.people;
  return [
    `pseudonymised: ${addresses} addresses, ${ids} ids and ${names} names; signed by a key of its own, ${facts.keyId}`,
    ...(telling.ordinary.length === 0
      ? []
      : [
          `${new Set(telling.ordinary).size} names or parts of them are words of the format too: they are replaced where a person is meant, and stand where a text has such a word`,
        ]),
    ...(unread === 0
      ? []
      : [`${unread} earlier snapshots could not be read: who stands in them alone was not looked for`]),
    ...(facts.domains === 'unknown'
      ? [
          'no domains of the company were named (policy.approvedDomains): addresses do not say whether they were of it',
        ]
      : []),
  ];
}

const saidOf = ({ facts }: Derived, crosswalk: string | undefined) => ({
  pseudonymised: { ...facts, crosswalk: crosswalk ?? null },
});

/** Files of snapshots were looked at when they were made. */
async function lookAt(telling: Telling, part: ExportPart): Promise<void> {
  const { path } = part;
  if (path.includes('/snapshots/') && path.includes('/data/')) return;
  for await (const bytes of insidesOf(part)) assertNobody(telling, path, bytes);
}
