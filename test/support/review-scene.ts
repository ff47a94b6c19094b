/** A workspace that is collected and reviewed: its simulator, its command line, and a clock that stands still. */
import { startSimulator, type World } from '../../src/simulator/simulator.ts';
import { createInProcessCli, createStillClock, type InProcessCli } from './in-process-cli.ts';

export interface ReviewScene {
  readonly cli: InProcessCli;
  readonly world: World;
  /** Lets so many hours pass, then collects. */
  collectAfter(hours: number): Promise<void>;
  pass(hours: number): void;
  addFault: Awaited<ReturnType<typeof startSimulator>>['addFault'];
  clearFaults(): void;
  close(): Promise<void>;
}

/** Returns it, collected once. */
export async function createReviewScene(): Promise<ReviewScene> {
  const clock = createStillClock('2026-11-02T03:00:05.000Z');
  const simulator = await startSimulator({ now: clock.now });
  const { url, tokens, world } = simulator;
  const cli = await createInProcessCli({ url, token: tokens.owner, clock, reads: ['roles'] });
  const pass = (hours: number) => clock.advance(hours * 3_600_000);
  const collectAfter = async (hours: number) => {
    pass(hours);
    await cli.run(['collect']);
  };
  await collectAfter(0);
  const close = async () => {
    cli.remove();
    await simulator.close();
  };
  return {
    cli,
    world,
    collectAfter,
    pass,
    addFault: simulator.addFault,
    clearFaults: simulator.clearFaults,
    close,
  };
}
