/**
 * A connection collected day by day by a still clock, with a gap: nothing was collected on the 4th of November, and
 * what came on the 6th is a record of a dead token.
 */
import { resources } from '../../schemas/resources/index.ts';
import { startSimulator } from '../../src/simulator/simulator.ts';
import { createInProcessCli, createStillClock, type InProcessCli } from '../support/in-process-cli.ts';

const exclude = resources.map(({ name }) => name).filter((name) => !['workspace', 'users'].includes(name));

export interface CollectedDays {
  readonly cli: InProcessCli;
  goTo(instant: string): void;
  close(): Promise<void>;
}

/** Returns it as it was left on the 6th, in the fifth second after three. */
export async function collectDays(): Promise<CollectedDays> {
  const clock = createStillClock('2026-11-02T03:00:05.000Z');
  const goTo = (instant: string) => clock.advance(Date.parse(instant) - clock.now().getTime());
  const simulator = await startSimulator({ now: clock.now });
  const cli = await createInProcessCli({ url: simulator.url, token: simulator.tokens.owner, clock });
  cli.writeConfig({}, { collect: { exclude }, schedule: '0 3 * * *' });
  const collect = async (day: string) => {
    goTo(`2026-11-${day}T03:00:05.000Z`);
    await cli.run(['collect', '--slot', `2026-11-${day}T03:00:00Z`]);
  };
  for (const day of ['02', '03', '05']) await collect(day);
  simulator.revoke();
  await collect('06');
  const close = async () => {
    cli.remove();
    await simulator.close();
  };
  return { cli, goTo, close };
}
