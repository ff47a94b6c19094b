/** What the AWS SDK would tell its own users about Node is nothing that ours could act on. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type AwsServer, startAwsServer } from '../support/aws-server.ts';
import { createProcessWorkplace, type Workplace } from '../support/cli.ts';

let aws: AwsServer;
let place: Workplace;
beforeAll(async () => {
  aws = await startAwsServer();
  place = await createProcessWorkplace('http://127.0.0.1:9', 'unused');
});
afterAll(async () => {
  place.remove();
  await aws.stop();
});

it('a command that looks into a bucket prints no notice of the AWS SDK, on whatever version of Node', async () => {
  // In tests that are not about it the notice is off already.
  const { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: _, ...env } = aws.env;
  place.writeConfig({ store: 's3://evidence/acme' });
  aws.answer(() => ({ status: 403 }));

  const { code, stderr } = await place.run(['status'], { env });

  expect(aws.requests.length).toBeGreaterThan(0);
  expect(code).toBe(5);
  expect(stderr).not.toMatch(/warning|node:/i);
});
