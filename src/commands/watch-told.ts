/**
 * What was told of a connection's chain and snapshots and has not ended: it is looked at each time until it is whole
 * again, whoever told it, however many records have come since, and though the process was started anew.
 */
import type { AlertDocument } from '../../schemas/alert.ts';
import type { Channel } from '../alerts/channel.ts';
import type { TroubleLine } from '../alerts/trouble.ts';
import { type Archive, readRecord } from '../commit/archive.ts';
import { sha256 } from '../evidence/canonical.ts';
import { readEpisodes } from '../run/episodes.ts';

export const SNAPSHOTS: TroubleLine = { condition: 'verification-failed', key: 'snapshots' };

export interface Place {
  readonly number: number;
  readonly seq: number;
}

/** How alerts name a record; they are read back by it. */
export const recordAt = ({ number, seq }: Place) => `record ${seq} of chain ${number}`;
const RECORD_AT = /\brecord (\d+) of chain (\d+)\b/;

export interface ToldOpen {
  /** Paths of snapshots. */
  readonly snapshots: readonly string[];
  readonly records: readonly Place[];
}

/** Returns what any of the channels was told, and not yet told the end of. @throws StoreError READ_FAILED */
export async function readToldOpen(archive: Archive, channels: readonly Channel[]): Promise<ToldOpen> {
  const told: AlertDocument[] = [];
  for (const { name } of channels)
    told.push(...(await readEpisodes(archive, SNAPSHOTS, name)).open.map(({ opened }) => opened));
  const paths = told.map(({ snapshotPath }) => snapshotPath).filter((path) => path !== undefined);
  const records = told
    .filter(({ snapshotPath }) => snapshotPath === undefined)
    .flatMap(({ summary }) => placesIn(summary));
  return { snapshots: [...new Set(paths)], records };
}

/** Returns the record that an alert names, if it does. */
export function placesIn(summary: string): readonly Place[] {
  const [, seq, number] = RECORD_AT.exec(summary) ?? [];
  return number === undefined ? [] : [{ number: Number(number), seq: Number(seq) }];
}

/** Returns which of these records is still not there, or not the one that the next one names. @throws StoreError READ_FAILED */
export async function stillMissing(archive: Archive, places: readonly Place[]): Promise<string | undefined> {
  for (const place of places) {
    const record = await readRecord(archive, place.number, place.seq);
    const next = await readRecord(archive, place.number, place.seq + 1);
    const prev = next?.statement.predicate.chain.prev ?? undefined;
    const isNamed = record !== undefined && (prev === undefined || prev.sha256 === sha256(record.payload));
    if (!isNamed) return `${recordAt(place)} is still missing, or not the one that the next one names`;
  }
  return undefined;
}
