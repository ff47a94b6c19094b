/** Reads some definitions from the simulator as a run does, in time that is made up. */
import type { ResourceDefinition } from '../../schemas/resource.ts';
import { createFingerprinter } from '../../src/evidence/fingerprint.ts';
import { SecretSet } from '../../src/evidence/secret-set.ts';
import { identify, RefusalJudge } from '../../src/segment/access.ts';
import { type CollectedResource, collectResources, type LineSpool } from '../../src/segment/collect.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { type ClientSettings, createTestClient, VirtualClock } from './client.ts';

/** What reading brought. */
export interface Read {
  /** Lines of a resource, in order. */
  linesOf(
    name: string,
  ): readonly { readonly id: string; readonly parent?: unknown; readonly data: unknown }[];
  of(name: string): CollectedResource;
}

function memorySpool(): LineSpool & { readonly lines: { readonly key: string; readonly line: string }[] } {
  const lines: { readonly key: string; readonly line: string }[] = [];
  return {
    lines,
    add: async (line) => void lines.push(line),
    async *sorted() {
      yield lines.toSorted((one, other) => (one.key < other.key ? -1 : 1));
    },
    close: async () => undefined,
  };
}

interface ReadSettings extends Partial<Omit<ClientSettings, 'clock'>> {
  readonly pageSize?: number;
  readonly featuresOff?: readonly string[];
  readonly clock?: Pick<VirtualClock, 'now' | 'nowMs' | 'sleep'>;
}

/** Returns what the definitions bring, parents before children among them. */
export async function readDefinitions(
  simulator: Simulator,
  definitions: readonly ResourceDefinition[],
  { pageSize = 200, featuresOff = [], clock = new VirtualClock(), ...client }: ReadSettings = {},
): Promise<Read> {
  return readWith(
    definitions,
    { pageSize, featuresOff, clock },
    createTestClient({ origin: simulator.url, token: simulator.tokens.owner, clock, ...client }),
  );
}

async function readWith(
  definitions: readonly ResourceDefinition[],
  { pageSize, featuresOff, clock }: Required<Pick<ReadSettings, 'pageSize' | 'featuresOff' | 'clock'>>,
  client: ReturnType<typeof createTestClient>,
): Promise<Read> {
  const access = { client, nowMs: clock.nowMs, sleep: clock.sleep };
  const identified = await identify(access);
  if (identified.kind !== 'identified') throw new Error('the token of this test must work');
  const spools: ReturnType<typeof memorySpool>[] = [];
  const collected = await collectResources({
    definitions,
    client,
    judge: new RefusalJudge(access),
    identified,
    pageSize,
    windows: new Map(),
    askedAt: clock.now().toISOString(),
    featuresOff: new Set(featuresOff),
    fingerprints: createFingerprinter(Buffer.from('a fingerprint key of tests, long enough')),
    secrets: new SecretSet(),
    newSpool: () => {
      const spool = memorySpool();
      spools.push(spool);
      return spool;
    },
    now: clock.now,
  });
  await client.close();
  const of = (name: string) => {
    const found = collected.find(({ definition }) => definition.name === name);
    if (found === undefined) throw new Error(`${name} was not read`);
    return found;
  };
  const linesOf = (name: string) =>
    (spools.find((spool) => spool === of(name).spool)?.lines ?? []).map(({ line }) => JSON.parse(line));
  return { of, linesOf };
}
