/**
 * Whether a run had an alert channel: each record names its channels by a keyed fingerprint of their
 * settings, so that a new channel, or one set up otherwise, is not said to have missed what was before it.
 */
import type { Predicate } from '../../schemas/chain.ts';
import type { Manifest } from '../../schemas/manifest.ts';
import type { Channel } from '../alerts/channel.ts';
import type { RunDeps } from './deps.ts';

type ChannelDeps = Pick<RunDeps, 'channels' | 'fingerprints'>;

/** Returns what a record says of the channels; nothing where there are none. */
export function channelsMember({
  channels,
  fingerprints,
}: ChannelDeps): Pick<Manifest['config'], 'channels'> {
  if (channels.length === 0) return {};
  return { channels: channels.map(({ settings }) => fingerprints.of('segment/setting', settings)) };
}

/**
 * Returns whether a record is of a run that had this very channel. Records of early versions do not say. Under
 * another fingerprint key nothing can be compared: as many channels as there are now are taken to be the same.
 */
export function namesChannel(
  { fingerprints, channels: present }: ChannelDeps,
  { config: { channels = [] }, fingerprint }: Pick<Predicate, 'config' | 'fingerprint'>,
  { settings }: Channel,
): boolean {
  if (fingerprint.keyId !== fingerprints.keyId) return channels.length === present.length;
  return channels.includes(fingerprints.of('segment/setting', settings));
}
