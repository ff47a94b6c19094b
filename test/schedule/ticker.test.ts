/** The real node-cron for a few seconds: that it ticks, never overlaps, and lets the process end. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createCronTicker } from '../../src/service/ticker.ts';

const said: string[] = [];
const ticker = createCronTicker((message) => said.push(message));
afterEach(() => ticker.stop());

describe('the ticker', () => {
  it('ticks each second, never twice at once, and waits for a tick under way when it is stopped', async () => {
    const log = vi.spyOn(console, 'log');
    let running = 0;
    let most = 0;
    let ended = 0;
    let release = () => {};
    ticker.start('slow', '* * * * * *', 'Europe/Berlin', async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise<void>((done) => {
        release = done;
      });
      running -= 1;
      ended += 1;
    });
    // It says so when a second tick was held back by the first.
    await vi.waitFor(() => expect(said.join()).toContain('overlap'), { timeout: 10_000 });
    const stopped = ticker.stop();
    release();
    await stopped;

    expect([most, ended, running]).toEqual([1, 1, 0]);
    expect(log).not.toHaveBeenCalled();
  });

  it('leaves out an expression that only the configuration understands', () => {
    expect(() => ticker.start('last', '0 3 LW * *', 'Etc/UTC', async () => undefined)).not.toThrow();
  });
});
