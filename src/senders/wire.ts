/** A message as it goes over the wire: what Segment's library makes of it, known before it is handed over. */
import { TrackingMessage } from '../../schemas/tracking-message.ts';

type Json = Readonly<Record<string, unknown>>;

/** A message with everything that the library would else ask its own clock and dice for. */
export type ReadyMessage = TrackingMessage & { readonly messageId: string; readonly timestamp: string };

/** What the library adds to each message. */
export interface LibraryFacts {
  readonly version: string;
  readonly nodeVersion: string;
}

interface Given {
  readonly now: () => Date;
  readonly newMessageId: () => string;
}

/**
 * Returns a copy of a message that can be sent, or what is wrong with it. What JSON cannot hold is as JSON has it:
 * a date as text, a function not at all.
 */
export function readyMessage(
  message: TrackingMessage,
  { now, newMessageId }: Given,
): ReadyMessage | { readonly problem: string } {
  const read = TrackingMessage.safeParse(jsonCopy(message));
  if (!read.success) {
    const [first] = read.error.issues;
    const path = first?.path.map(String).join('.') || 'the message';
    return { problem: `expected a message that Segment keeps, got a problem at ${path}: ${first?.message}` };
  }
  const { context = {}, timestamp, messageId = newMessageId() } = read.data;
  const library = isRecord(context['library']) ? context['library'] : {};
  const at = timestamp === undefined ? now() : new Date(timestamp);
  return { ...read.data, context: { ...context, library }, messageId, timestamp: at.toISOString() };
}

/** Returns undefined for what is no JSON, such as a circle. */
function jsonCopy(value: unknown): unknown {
  try {
    return JSON.parse(JSON.stringify(value));
  } catch {
    return undefined;
  }
}

/** Returns the size of a message in a batch, in bytes: of what the library makes of it, to the byte. */
export function wireBytes(message: ReadyMessage, facts: LibraryFacts): number {
  return Buffer.byteLength(JSON.stringify(wireForm(message, facts)));
}

/** Returns the size of a batch around its messages and the commas between them. */
export function envelopeBytes(writeKey: string): number {
  return Buffer.byteLength(JSON.stringify({ batch: [], writeKey, sentAt: new Date(0) }));
}

function wireForm(message: ReadyMessage, { version, nodeVersion }: LibraryFacts): Json {
  const { context = {}, integrations = {} } = message;
  const library = { ...(context['library'] as Json), name: '@segment/analytics-node', version };
  return {
    ...message,
    ...defaults(message),
    integrations,
    context: { ...context, library },
    _metadata: { nodeVersion, jsRuntime: 'node' },
  };
}

/** What the library fills in where it is not given; of a page it repeats the category. */
function defaults(message: ReadyMessage): Json {
  switch (message.type) {
    case 'identify':
    case 'group':
      return { traits: message.traits ?? {} };
    case 'page': {
      const { category, properties = {} } = message;
      return { properties: category === undefined ? properties : { ...properties, category } };
    }
    case 'track':
    case 'screen':
      return { properties: message.properties ?? {} };
    case 'alias':
      return {};
  }
}

function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
