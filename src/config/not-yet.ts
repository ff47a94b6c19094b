/**
 * What the configuration may say but this version cannot do, in one list. Refused before anything runs:
 * a store or an alert that is silently not used would be worse than none. When one is built, delete its row.
 */
import { channelKinds, isSupportedChannel, joinWords } from '../../schemas/channel-kinds.ts';

interface NotYet {
  /** Name of the setting, as in `settings.ts`; the same in a connection, a variable or a flag. */
  readonly setting: string;
  readonly isAffected: (value: unknown) => boolean;
  readonly message: string;
}

export const NOT_YET: readonly NotYet[] = [
  {
    setting: 'collect.lanes',
    isAffected: (value) => Array.isArray(value) && value.length > 0 && !value.includes('standard'),
    message:
      'expected standard among them: slow resources are read beside the others, and only where collect.include names them',
  },
  ...channelKinds
    .filter((kind) => !isSupportedChannel(kind))
    .map((channel) => ({
      setting: 'alerts.channel',
      isAffected: (value: unknown) => value === channel,
      message: `expected ${joinWords(channelKinds.filter(isSupportedChannel), 'or')}: this version does not send to ${channel}; use a webhook that forwards to it`,
    })),
];

/** Not a matter of version: only S3 has Object Lock. */
export const FOLDER_HAS_NO_LOCK =
  'expected no retention: a folder has no object lock; remove it, or keep the folder on write-once storage';

/** Returns why this version cannot take the value of a setting, or undefined. */
export function notYetProblem(setting: string, value: unknown): string | undefined {
  return NOT_YET.find((row) => row.setting === setting && row.isAffected(value))?.message;
}

/** The shell unfolds ~, files do not: the evidence would go into a folder of that name. */
export function homeProblem(value: unknown): string | undefined {
  const isHome = typeof value === 'string' && /^(?:file:)?~(?:[/\\]|$)/.test(value);
  return isHome
    ? 'expected a path without ~, which only a shell understands; write the folder in full'
    : undefined;
}
