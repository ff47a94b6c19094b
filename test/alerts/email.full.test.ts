/** Mail from the program as it is installed: its own process, its bundled libraries, trust by the environment. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { resources } from '../../schemas/resources/index.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { createProcessWorkplace, type Workplace } from '../support/cli.ts';
import { LOGIN, MAIL_AUTHORITY, type Mailbox, startMailbox } from '../support/mailbox.ts';

let mailbox: Mailbox;
let simulator: Simulator;
let place: Workplace;

beforeEach(async () => {
  mailbox = await startMailbox({ isStartTls: true });
  simulator = await startSimulator({ now: () => new Date() });
  place = await createProcessWorkplace(simulator.url, 'sgp_a-token-that-nobody-was-given');
  const exclude = resources.map(({ name }) => name).filter((name) => name !== 'workspace');
  place.writeConfig(
    { alerts: [{ channel: 'email', url: 'env:MAIL', receipts: true }] },
    { collect: { exclude } },
  );
  writeFileSync(join(place.dir, 'authority.pem'), MAIL_AUTHORITY);
});
afterEach(async () => {
  place.remove();
  await simulator.close();
  await mailbox.close();
});

const run = (args: readonly string[], more = {}) =>
  place.run(args, { env: { MAIL: mailbox.addressTo(), ...more } });

it('a run tells a mailbox its alert and its receipt, which `verify` takes as it came', async () => {
  const trust = { NODE_EXTRA_CA_CERTS: join(place.dir, 'authority.pem') };

  const { code, stdout, stderr } = await run(['collect'], trust);

  expect(code).toBe(3);
  expect(mailbox.received.map(({ raw }) => /^Subject: (.*)\r$/m.exec(raw)?.[1])).toEqual([
    '[critical] token-refused opened: acme',
    'receipt of acme, chain 1, record 0',
  ]);
  expect(`${stdout}${stderr}`).toContain('email-1: 1 delivered');
  for (const secret of [LOGIN.password, encodeURIComponent(LOGIN.password), mailbox.addressTo()])
    expect(`${stdout}${stderr}`).not.toContain(secret);
  writeFileSync(join(place.dir, 'kept.eml'), mailbox.received[1]?.raw ?? '');
  expect((await run(['verify', '--key', place.publicKey, '--receipt', 'kept.eml'])).code).toBe(0);
});

it('without trust in the certificate nothing is said, and the way out is', async () => {
  const { stdout } = await run(['test']);

  expect(stdout).toMatch(/email-1: expected a trusted certificate, got UNABLE_TO_VERIFY_LEAF_SIGNATURE/);
  expect(stdout).toContain('NODE_EXTRA_CA_CERTS');
  expect(mailbox.steps).toEqual([]);
});
