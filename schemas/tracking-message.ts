/**
 * A message to Segment's Tracking API, as this program sends it by a write key: the six types and what each
 * cannot do without. Refuses what Segment would take and then lose, such as a message of nobody.
 */
import * as z from 'zod';

/** Longest id of a message, by which Segment knows that it has come before. */
export const MOST_MESSAGE_ID_CHARACTERS = 99;

const text = z.string().regex(/\S/, { error: 'expected text that is not blank' });
const free = z.record(z.string(), z.unknown());

/** Whom it is about. One of the two is needed. */
const subject = { userId: text.optional(), anonymousId: text.optional() };

const common = {
  /** By destination or `All`: whether it goes there, or with which options. */
  integrations: z.record(z.string(), z.union([z.boolean(), free])).optional(),
  context: free.optional(),
  /** When it happened; otherwise now. */
  timestamp: z.iso
    .datetime({ offset: true, error: 'expected an instant such as 2026-11-22T03:00:00Z' })
    .optional(),
  /** Otherwise a new one. */
  messageId: text
    .max(MOST_MESSAGE_ID_CHARACTERS, {
      error: `expected at most ${MOST_MESSAGE_ID_CHARACTERS} characters, got more`,
    })
    .optional(),
};

const ofType = <Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) =>
  z.strictObject({ type: z.literal(type), ...common, ...shape });

/** The types of message, each a method of every library of Segment's. */
export const TRACKING_TYPES = ['track', 'identify', 'group', 'page', 'screen', 'alias'] as const;

export const TrackingMessage = z
  .discriminatedUnion('type', [
    ofType('track', { ...subject, event: text, properties: free.optional() }),
    ofType('identify', { ...subject, traits: free.optional() }),
    ofType('group', { ...subject, groupId: text, traits: free.optional() }),
    ofType('page', {
      ...subject,
      name: text.optional(),
      category: text.optional(),
      properties: free.optional(),
    }),
    ofType('screen', {
      ...subject,
      name: text.optional(),
      category: text.optional(),
      properties: free.optional(),
    }),
    ofType('alias', { userId: text, previousId: text }),
  ])
  .check(
    z.superRefine((message, context) => {
      if (message.userId !== undefined || ('anonymousId' in message && message.anonymousId !== undefined))
        return;
      context.addIssue({
        code: 'custom',
        path: ['userId'],
        message: 'expected userId or anonymousId, got neither',
      });
    }),
  );
export type TrackingMessage = z.infer<typeof TrackingMessage>;
