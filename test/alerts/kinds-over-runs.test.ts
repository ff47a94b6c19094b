/** What every kind of channel gets over several runs: of a service that was down nothing is lost, nothing comes twice. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { channelKinds, isTold } from '../../schemas/channel-kinds.ts';
import { openAlertChain } from '../support/alert-chain.ts';
import { conditionOf } from '../support/alerts.ts';
import { channelWith } from '../support/channels.ts';
import { withFolder } from '../support/folder.ts';
import { SERVICES } from '../support/services/index.ts';
import { everyNth } from '../support/tier.ts';

beforeEach(() => {
  const aws = { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'key', AWS_EC2_METADATA_DISABLED: 'true' };
  const files = { AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null' };
  const quiet = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true', AWS_ENDPOINT_URL_SNS: '' };
  for (const [name, value] of Object.entries({ ...aws, ...files, ...quiet })) vi.stubEnv(name, value);
});
afterEach(() => {
  vi.unstubAllEnvs();
});

const gap = conditionOf({
  condition: 'scope-gap',
  severity: 'high',
  resource: 'users',
  summary: 'No users.',
});
const at = (hours: number) => new Date(Date.UTC(2026, 10, 22) + hours * 3_600_000).toISOString();

it.each(everyNth(channelKinds.filter(isTold), 3))(
  '%s: what opened while it was down comes with the next run, and its end once',
  async (kind) => {
    const service = await (SERVICES[kind] ?? expect.unreachable(`no row for ${kind}`))();
    await withFolder(async (folder) => {
      const chain = openAlertChain(folder);
      const channels = () => [channelWith(service.settings, service.values, service.http)];
      const run = (hour: number, conditions: readonly (typeof gap)[]) =>
        chain.run({ at: at(hour), conditions, channels: channels() });
      service.always('down');
      await run(0, [gap]);
      expect(service.taken).toEqual([]);
      service.always('well');
      for (const hour of [1, 2]) await run(hour, [gap]);
      for (const hour of [3, 4]) await run(hour, []);
    }).finally(service.close);

    const told = service.taken.filter(({ lines }) => lines.some((line) => line.includes('scope-gap')));
    expect(told.map(({ is }) => is)).toEqual(['opened', 'resolved']);
    expect(service.problems).toEqual([]);
  },
);
