/** The simulator in a process of its own, so that the memory measured is the collector's alone. */
import { SCALES, startSimulator } from '../dist/src/simulator/simulator.js';

const share = Number(process.argv[2] ?? '1');
const scale = Object.fromEntries(
  Object.entries(SCALES.large).map(([name, count]) => [
    name,
    // Rules of a plan stay as many: a tenth of the plans is a tenth of the rules.
    name === 'rulesPerPlan' ? count : Math.max(1, Math.round(count * share)),
  ]),
);
// The clock stands still: what ages out while it is read would be another measurement.
const startedAt = new Date();
const simulator = await startSimulator({
  size: scale,
  now: () => startedAt,
  rateLimit: { perMinute: 1e9 },
  permissionsInUserList: true,
});
process.send({ url: simulator.url, token: simulator.tokens.owner });
process.once('disconnect', () => process.exit(0));
