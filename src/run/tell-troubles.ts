/**
 * Tells the channels of trouble that no record knows: once when it is seen, again after each reminder interval, and
 * once when whoever looked last no longer saw it. Who tells twice at once tells it under one id.
 */
import type { AlertDocument } from '../../schemas/alert.ts';
import { LARGEST_SKEW_MS } from '../../schemas/manifest.ts';
import type { Channel } from '../alerts/channel.ts';
import { isWanted } from '../alerts/rules.ts';
import {
  endedAlert,
  type Trouble,
  type TroubleLine,
  troubleAlert,
  troubleId,
  type Watched,
} from '../alerts/trouble.ts';
import { type Delivery, type TellDeps, tellChannel } from './announce.ts';
import { type Episode, isTold, readEpisodes, type Told } from './episodes.ts';

export type TroubleDeps = Told & TellDeps;

/** What was seen of a line. */
export interface Sight {
  readonly line: TroubleLine;
  /** What is wrong now. */
  readonly troubles: readonly Trouble[];
  /** Whether it was looked at what an alert is about, so that its absence now means its end. */
  readonly wasObserved: (opened: AlertDocument) => boolean;
}

/** Who looked, when, and what the newest record says. */
export type Looker = Omit<Watched, 'channel' | 'connection'>;

/** Tells one channel what was seen; returns what became of it. @throws StoreError READ_FAILED */
export async function tellTroubles(
  deps: TroubleDeps,
  channel: Channel,
  sights: readonly Sight[],
  looker: Looker,
): Promise<readonly Delivery[]> {
  const deliveries: Delivery[] = [];
  const watched = { ...looker, connection: deps.connection, channel: channel.name };
  for (const sight of sights) {
    const { line } = sight;
    const { goingOn, added, next } = await dueOf(deps, channel, sight, watched);
    deliveries.push(...(await tellChannel(deps, channel, goingOn)));
    // One by one: what was not delivered leaves its number to the next one, so that there are no holes.
    let episode = next;
    for (const trouble of added) {
      const alert = troubleAlert(line, trouble, watched, { state: 'opened', episode });
      const told = await tellChannel(deps, channel, [{ alert, bornAt: trouble.since }]);
      deliveries.push(...told);
      if (told.some(({ result }) => result === 'delivered')) episode += 1;
    }
  }
  return deliveries;
}

interface Due {
  readonly alert: AlertDocument;
  readonly bornAt: string;
}

/** What a channel is to be told of a line. */
interface DueOfLine {
  /** Of what it was told before. */
  readonly goingOn: readonly Due[];
  /** What it was not told yet. */
  readonly added: readonly Trouble[];
  readonly next: number;
}

const HOUR_MS = 60 * 60 * 1000;

async function dueOf(
  deps: TroubleDeps,
  { name, rules }: Channel,
  { line, troubles, wasObserved }: Sight,
  watched: Watched,
): Promise<DueOfLine> {
  const { open, next } = await readEpisodes(deps, line, name);
  const due: Due[] = [];
  for (const episode of open) {
    const trouble = troubles.find((each) => isAbout(each, episode));
    const { number, opened, toldAt } = episode;
    if (trouble === undefined) {
      const alert = endedAlert(line, opened, watched, number);
      if (wasObserved(opened)) due.push({ alert, bornAt: watched.at });
      continue;
    }
    const intervalMs = rules.reminderHours * HOUR_MS;
    const fromMs = toldFromMs(toldAt, watched.at);
    const reminder = Math.floor((Date.parse(watched.at) - fromMs) / intervalMs);
    const telling = { state: 'ongoing', episode: number, reminder } as const;
    if (reminder < 1 || (await isTold(deps, troubleId(line, watched, telling)))) continue;
    const bornAt = new Date(fromMs + reminder * intervalMs).toISOString();
    due.push({ alert: troubleAlert(line, { ...trouble, since: opened.since }, watched, telling), bornAt });
  }
  const added = troubles.filter((trouble) => !open.some((episode) => isAbout(trouble, episode)));
  return { goingOn: due, added: added.filter((each) => isWanted(each, rules)), next };
}

/** A delivery that is dated after now silences nobody: reminders are then counted from the epoch. */
const toldFromMs = (toldAt: string, now: string) =>
  Date.parse(toldAt) > Date.parse(now) + LARGEST_SKEW_MS ? 0 : Date.parse(toldAt);

const isAbout = ({ snapshotPath }: Trouble, { opened }: Episode) => snapshotPath === opened.snapshotPath;
