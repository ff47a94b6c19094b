/** A configuration of a size that nobody writes by hand: refused at once. More of them: the full tier. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createProcessWorkplace, type Workplace } from '../support/cli.ts';
import { runMeasured } from '../support/measured.ts';

const MANY = 50_000;

let place: Workplace;
beforeAll(async () => {
  place = await createProcessWorkplace('http://127.0.0.1:9', 'unused');
});
afterAll(() => place.remove());

it('fifty thousand unknown settings are refused in seconds, and the first hundred of them listed', async () => {
  const unknown = Array.from({ length: MANY }, (_, index) => `k${index}: 1\n`).join('');
  const known = 'store: ./evidence\nsigning:\n  key: env:KEY\nfingerprintKey: env:KEY\n';
  const connection = 'connections:\n  - name: acme\n    region: us\n    token: env:TOKEN\n';
  writeFileSync(join(place.dir, 'evidence.config.yaml'), known + connection + unknown);

  const { code, stdout, cpuSeconds } = await runMeasured(place, ['config', 'validate']);

  expect(code).toBe(2);
  expect(stdout).toContain(`got ${MANY} problems; the first 100 are listed`);
  expect(cpuSeconds).toBeLessThan(10);
});
