/** The simulator in a process of its own, so that what is measured is the client's alone. */
import { matchRoute } from '../dist/src/simulator/routes/index.js';
import { SCALES, startSimulator } from '../dist/src/simulator/simulator.js';

const UNLIMITED = 1e9;

/**
 * @type {{ share: number, latencyMs?: number, perMinute?: number, operations?: Record<string, number>, asksEach?: boolean }}
 * `share`: of the largest workspace we expect; `operations`: requests a minute of single ones; `asksEach`: users and groups
 * come without their permissions, as in real answers, and are asked for one by one
 */
const {
  share,
  latencyMs = 0,
  perMinute = UNLIMITED,
  operations = {},
  asksEach = false,
} = JSON.parse(process.argv[2] ?? '{"share":1}');

/** These stay as many: a tenth of the plans is a tenth of the rules. */
const PER_PARENT = ['rulesPerPlan', 'audiencesPerSpace'];
const scale = Object.fromEntries(
  Object.entries(SCALES.large).map(([name, count]) => [
    name,
    PER_PARENT.includes(name) ? count : Math.max(1, Math.round(count * share)),
  ]),
);
const startedAt = new Date();
const simulator = await startSimulator({
  size: scale,
  // Where no limit counts, the clock stands still: what ages out while it is read would be another measurement.
  now: perMinute === UNLIMITED ? () => startedAt : () => new Date(),
  rateLimit: { perMinute, operations },
  permissionsInUserList: !asksEach,
});
if (latencyMs > 0) simulator.addFault({ match: {}, effect: { kind: 'slow-headers', delayMs: latencyMs } });
process.on('message', (since) => {
  const asked = simulator.requests.slice(since).map(({ operationId, path, query, status }) => {
    const params = Object.fromEntries(matchRoute(path)?.params ?? []);
    return { operationId, params, query, status };
  });
  process.send(asked);
});
process.send({ url: simulator.url, token: simulator.tokens.owner });
process.once('disconnect', () => process.exit(0));
