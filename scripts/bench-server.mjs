/** The simulator in a process of its own, so that what is measured is the client's alone. */
import { SCALES, startSimulator } from '../dist/src/simulator/simulator.js';

const UNLIMITED = 1e9;

/** @type {{ share: number, latencyMs?: number, perMinute?: number }} `share`: of the largest workspace we expect. */
const { share, latencyMs = 0, perMinute = UNLIMITED } = JSON.parse(process.argv[2] ?? '{"share":1}');

const scale = Object.fromEntries(
  Object.entries(SCALES.large).map(([name, count]) => [
    name,
    // Rules of a plan stay as many: a tenth of the plans is a tenth of the rules.
    name === 'rulesPerPlan' ? count : Math.max(1, Math.round(count * share)),
  ]),
);
const startedAt = new Date();
const simulator = await startSimulator({
  size: scale,
  // Where no limit counts, the clock stands still: what ages out while it is read would be another measurement.
  now: perMinute === UNLIMITED ? () => startedAt : () => new Date(),
  rateLimit: { perMinute },
  permissionsInUserList: true,
});
if (latencyMs > 0) simulator.addFault({ match: {}, effect: { kind: 'slow-headers', delayMs: latencyMs } });
process.on('message', (message) => {
  if (message !== 'what-was-asked') return;
  const byOperation = {};
  let refused = 0;
  for (const { operationId, status } of simulator.requests) {
    if (status === 429) refused += 1;
    byOperation[operationId] = (byOperation[operationId] ?? 0) + 1;
  }
  process.send({ requests: simulator.requests.length, refused, byOperation });
});
process.send({ url: simulator.url, token: simulator.tokens.owner });
process.once('disconnect', () => process.exit(0));
