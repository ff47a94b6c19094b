/** A workspace that is collected and reviewed: its simulator, its command line, and a clock that stands still. */
import { resources } from '../../schemas/resources/index.ts';
import { SCALES, startSimulator, type World } from '../../src/simulator/simulator.ts';
import { FEW } from './few.ts';
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

/** Who may do what, and nothing else. */
const READ = ['workspace', 'users', 'groups', 'group-members', 'roles'];
const exclude = resources.map(({ name }) => name).filter((name) => !READ.includes(name));
const { users, groups } = SCALES.small;

/** Returns it, collected once. */
export async function createReviewScene(): Promise<ReviewScene> {
  const clock = createStillClock('2026-11-02T03:00:05.000Z');
  const simulator = await startSimulator({ now: clock.now, size: { ...FEW, users, groups } });
  const { url, tokens, world } = simulator;
  const cli = await createInProcessCli({ url, token: tokens.owner, clock });
  cli.writeConfig({}, { collect: { exclude } });
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
