/** The test message, by type. Holds a random mark and nothing of a person. Pure. */
import type { TrackingMessage } from '../../schemas/tracking-message.ts';

/** By this name a track message is counted, and so told from everything else. */
export const CANARY_EVENT = 'segment-evidence canary';

export interface CanaryMark {
  readonly mark: string;
  readonly at: Date;
  /** Whether it goes to no destination. */
  readonly isSourceOnly: boolean;
}

/** Returns the mark of a message: its id, and whom it is about. */
export const canaryMark = (runId: string): string => `segment-evidence-canary-${runId}`;

/** Returns the message. */
export function canaryMessage(
  type: TrackingMessage['type'],
  { mark, at, isSourceOnly }: CanaryMark,
): TrackingMessage {
  const envelope = { messageId: mark, timestamp: at.toISOString(), integrations: { All: !isSourceOnly } };
  const common = { ...envelope, anonymousId: mark };
  const told = { mark };
  switch (type) {
    case 'track':
      return { type, ...common, event: CANARY_EVENT, properties: told };
    case 'identify':
      return { type, ...common, traits: told };
    case 'group':
      return { type, ...common, groupId: mark, traits: told };
    case 'page':
    case 'screen':
      return { type, ...common, name: CANARY_EVENT, properties: told };
    case 'alias':
      return { type, ...envelope, userId: mark, previousId: `${mark}-before` };
  }
}
