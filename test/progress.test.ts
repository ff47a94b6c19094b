import { Writable } from 'node:stream';
import { beforeEach, describe, expect, it } from 'vitest';
import { createLogger } from '../src/log.ts';
import { showProgress, type Terminal } from '../src/progress.ts';

let output: string;
let instant: number;
const now = () => new Date(instant);

beforeEach(() => {
  output = '';
  instant = Date.parse('2026-11-22T03:00:00Z');
});

function terminalOf(columns?: number): Terminal {
  const terminal = new Writable({
    write: (chunk, _encoding, done) => {
      output += chunk;
      done();
    },
  });
  return Object.assign(terminal, columns === undefined ? {} : { columns });
}

/** What stands on the terminal in the end: what is erased is gone, and writing goes on at the line's start. */
function onScreen(): readonly string[] {
  const erase = `${String.fromCharCode(27)}[1G${String.fromCharCode(27)}[2K`;
  return output
    .split('\n')
    .map((line) => line.slice(line.lastIndexOf(erase) + 1).replace(erase.slice(1), ''));
}

describe('progress on a terminal', () => {
  it('keeps a line of each resource that was read, and one that tells what is under way', () => {
    const progress = showProgress(terminalOf(), now);

    progress.onResource('users', { kind: 'started' });
    progress.onResource('sources', { kind: 'started' });
    progress.onResource('roles', { kind: 'started' });
    progress.onResource('users', { kind: 'records', records: 40 });
    progress.onResource('users', { kind: 'ended', hasGap: false });
    instant += 200;
    progress.onResource('sources', { kind: 'records', records: 1200 });

    expect(onScreen()).toEqual(['✔ users 40', '2 to read · sources 1200']);
  });

  it('does not tick what was cut short or refused', () => {
    const progress = showProgress(terminalOf(), now);

    progress.onResource('labels', { kind: 'started' });
    progress.onResource('labels', { kind: 'ended', hasGap: true });

    expect(onScreen()[0]).toBe('- labels');
  });

  it('is not redrawn for each of many records, and never wider than the terminal', () => {
    const progress = showProgress(terminalOf(20), now);

    progress.onResource('sources', { kind: 'started' });
    for (let records = 1; records <= 1000; records += 1) {
      instant += 1;
      progress.onResource('sources', { kind: 'records', records });
    }

    expect(output.length).toBeLessThan(600);
    expect(onScreen()).toEqual(['1 to read · sources']);
  });

  it('makes room for the log, and is gone when it is stopped', async () => {
    const terminal = terminalOf();
    const progress = showProgress(terminal, now);
    const log = createLogger({
      level: 'warn',
      stream: terminal,
      isTerminal: true,
      beforeLine: progress.clear,
      secrets: () => [],
      now,
    });

    progress.onResource('sources', { kind: 'started' });
    log.warn({}, 'waiting for Segment');
    instant += 200;
    progress.onResource('sources', { kind: 'records', records: 3 });
    await progress.stop();

    expect(onScreen()).toEqual(['03:00:00 warn  waiting for Segment', '']);
  });
});
