/**
 * Whether stores still keep what is written to them, as far as that can be seen without writing: of a bucket its
 * settings, of a folder nothing.
 */
import type { Trouble, TroubleLine } from '../alerts/trouble.ts';
import type { EffectiveConnection } from '../config/effective.ts';
import type { Environment } from '../config/environment.ts';
import { bucketOptions } from '../deps.ts';
import type { Sight } from '../run/tell-troubles.ts';
import type { Probe } from '../store/probe.ts';
import { openBucket } from '../store/s3-bucket.ts';
import { probeWriteOnce } from '../store/s3-settings.ts';

const condition = 'store-not-write-once';
const SETTINGS: TroubleLine = { condition, key: 'settings' };
const UNKNOWN: TroubleLine = { condition, key: 'unknown' };

/** Connections whose evidence is in one bucket or folder, under the same retention. */
export type Sharing = readonly [EffectiveConnection, ...EffectiveConnection[]];

/** Returns the connections by where they keep evidence: what is true of the place is told once. */
export function byPlace(connections: readonly EffectiveConnection[]): readonly Sharing[] {
  const places = new Map<string, EffectiveConnection[]>();
  for (const connection of connections) {
    const { store, bucketOwner, retention } = connection;
    const where = store.kind === 's3' ? store.bucket : store.path;
    const place = JSON.stringify([store.kind, where, bucketOwner, retention]);
    places.set(place, [...(places.get(place) ?? []), connection]);
  }
  return [...places.values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [[first, ...others]],
  );
}

/** Returns what the settings of a place say; of a folder nothing. */
export async function probePlace([first]: Sharing, env: Environment): Promise<readonly Probe[]> {
  return first.store.kind === 's3' ? probeWriteOnce(openBucket(bucketOptions(first, env))) : [];
}

/** Returns what is seen of the settings of a place, for the channels. */
export function sightsOf(sharing: Sharing, probes: readonly Probe[], now: Date): readonly Sight[] {
  if (probes.length === 0) return [];
  const missing = probes.filter(({ verdict }) => verdict === 'missing');
  const unknown = probes.filter(({ verdict }) => verdict === 'could-not-look');
  const of = ofConnections(sharing);
  const isKnown = unknown.length === 0;
  return [
    {
      line: SETTINGS,
      troubles:
        missing.length === 0
          ? []
          : [settingsTrouble(missing, 'high', `is not write-once${of}`, sharing, now)],
      wasObserved: () => isKnown,
    },
    {
      line: UNKNOWN,
      troubles: isKnown
        ? []
        : [
            settingsTrouble(
              unknown,
              'medium',
              `could not be asked whether it is write-once${of}`,
              sharing,
              now,
            ),
          ],
      wasObserved: () => true,
    },
  ];
}

function settingsTrouble(
  probes: readonly Probe[],
  severity: Trouble['severity'],
  what: string,
  [{ store }]: Sharing,
  now: Date,
): Trouble {
  const where = store.kind === 's3' ? `s3://${store.bucket}` : store.path;
  const details = probes.map(({ property, detail }) => `${property}: ${detail}`).join('; ');
  return {
    severity,
    summary: `The store ${where} ${what}: ${details}.`,
    since: now.toISOString(),
    hint: [...new Set(probes.flatMap(({ hint }) => hint ?? []))].join(' '),
  };
}

/** Says how many connections it is about, where that is not one. */
export function ofConnections(sharing: Sharing): string {
  return sharing.length === 1 ? '' : ` (${sharing.length} connections)`;
}
