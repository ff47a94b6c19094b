/**
 * The log: one line per step on stderr; JSON for machines, short plain lines on a terminal.
 * Never lets a known secret through: every finished line is searched before it is written,
 * since pino's own redaction sees fields, not secrets inside strings.
 */

import type { Writable } from 'node:stream';
import { type DestinationStream, pino } from 'pino';
import { createScrubber } from './log-scrub.ts';

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** A static message, and its facts as fields: `log.info({ resource: 'users', records: 14 }, 'collected')`. */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  /** Returns a logger that adds these fields to every line. */
  child(fields: Record<string, unknown>): Logger;
}

export interface LoggerOptions {
  readonly level: LogLevel;
  /** Where lines go; stderr when absent, since stdout belongs to the result. */
  readonly stream?: Writable;
  /** True: plain lines, time of day in UTC. False: JSON lines. */
  readonly isTerminal: boolean;
  /** Called before each line: takes away what stands where it goes. */
  readonly beforeLine?: () => void;
  /** Values that must not appear, asked again for every line. Shorter than 8 characters: not searched for. */
  readonly secrets: () => Iterable<string>;
  readonly now: () => Date;
}

/**
 * Returns a logger whose lines never hold a known secret. A reader of stderr that has gone away
 * (`2>&1 | head`), or a full disk behind it, is no reason to lose a run: from then on lines are dropped.
 *
 *     {"level":"info","time":"2026-11-22T12:03:04.000Z","resource":"users","records":14,"msg":"collected"}
 *     12:03:04 info  collected resource=users records=14
 */
export function createLogger(options: LoggerOptions): Logger {
  const { level, stream = process.stderr, isTerminal, beforeLine, secrets, now } = options;
  const scrub = createScrubber(secrets);
  const write = safeWriter(stream);
  const destination: DestinationStream = {
    // Twice on a terminal: escaping for the eye may spell a secret as the scrubber does not know it.
    write: (line) => {
      const json = scrubJson(scrub, line);
      beforeLine?.();
      write(isTerminal ? scrub(plainLine(json)) : json);
    },
  };
  const settings = {
    level,
    base: null,
    timestamp: () => `,"time":"${now().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: pino.stdSerializers.err, error: pino.stdSerializers.err },
  };
  return pino(settings, destination);
}

/** A secret of digits alone may be a number in the line; taken out, the line would be no JSON any more. */
function scrubJson(scrub: (text: string) => string, line: string): string {
  const scrubbed = scrub(line);
  if (scrubbed === line || isJson(scrubbed)) return scrubbed;
  const { time } = JSON.parse(line) as Record<string, unknown>;
  const msg = 'line withheld: it held a secret that could not be removed';
  return `${JSON.stringify({ level: 'warn', time, msg })}\n`;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Formats a line of pino for a reader: `12:03:04 info  collected resource=users records=14`. */
function plainLine(line: string): string {
  const { level, time, msg, ...fields } = JSON.parse(line) as Record<string, unknown>;
  const parts = [String(time).slice(11, 19), String(level).padEnd(5), printable(String(msg ?? ''))];
  for (const [key, value] of Object.entries(fields)) parts.push(`${printable(key)}=${plainValue(value)}`);
  return `${parts.join(' ')}\n`;
}

function plainValue(value: unknown): string {
  if (typeof value === 'string' && /^[^\s"=]+$/.test(value)) return printable(value);
  return printable(JSON.stringify(value));
}

/** Escapes what would move the cursor or turn the text around: what is logged may come from a stranger. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}

const guarded = new WeakSet<Writable>();

/** Returns a write that never fails: once a stream takes nothing any more, lines are dropped. */
function safeWriter(stream: Writable): (text: string) => void {
  if (!guarded.has(stream)) {
    guarded.add(stream);
    stream.on('error', () => undefined);
  }
  return (text) => {
    try {
      if (stream.writable) stream.write(text);
    } catch {
      // A stream onto a file throws at once. What cannot be logged must not stop what is worth a log.
    }
  };
}
