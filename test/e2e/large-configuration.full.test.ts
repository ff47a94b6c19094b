/** Configurations of a size that nobody writes by hand: refused at once, with the first of their problems. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProcessWorkplace, type Workplace } from '../support/cli.ts';
import { runMeasured } from '../support/measured.ts';

const MANY = 50_000;
const repeat = (count: number, text: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => text(i)).join('');

const TOP = 'store: ./evidence\nsigning:\n  key: env:KEY\nfingerprintKey: env:KEY\n';
const ONE = `${TOP}connections:\n  - name: acme\n    region: us\n    token: env:TOKEN\n`;

/** Far above what it takes, far below what looking through everything for everything takes. */
const MOST_SECONDS = 10;

let place: Workplace;
beforeAll(async () => {
  place = await createProcessWorkplace('http://127.0.0.1:9', 'unused');
});
afterAll(() => place.remove());

async function validate(text: string) {
  writeFileSync(join(place.dir, 'evidence.config.yaml'), text);
  return runMeasured(place, ['config', 'validate']);
}

describe('a configuration of very many keys', () => {
  const refused: readonly [string, string, number][] = [
    ['unknown settings', ONE + repeat(MANY, (i) => `k${i}: 1\n`), MANY],
    ['parameters that no check has', `${ONE}policy:\n${repeat(MANY, (i) => `  k${i}: 1\n`)}`, MANY],
    ['unknown features', `${ONE}    features:\n${repeat(MANY, (i) => `      k${i}: true\n`)}`, MANY],
    ['settings given twice', ONE + repeat(MANY, () => 'policy: {}\n'), MANY - 1],
    [
      'resources that are none, each of them excluded too',
      `${ONE}    collect:\n      include: [${repeat(20_000, () => 'userz, ')}]\n      exclude: [${repeat(20_000, () => 'userz, ')}]\n`,
      60_000,
    ],
    [
      'connections that share with none that there is',
      `${TOP}connections:\n${repeat(9_000, (i) => `  - { name: c${i}, region: us, token: env:T, shareLimitsWith: d${i} }\n`)}`,
      9_000,
    ],
  ];

  it.each(refused)(
    'of %s is refused in seconds, with the first hundred problems and how many there are',
    async (_title, text, count) => {
      const { code, stdout, cpuSeconds } = await validate(text);

      expect(code).toBe(2);
      const [first, ...lines] = stdout.trimEnd().split('\n');
      expect(first).toBe(
        `read configuration: evidence.config.yaml: expected no problem, got ${count} problems; the first 100 are listed`,
      );
      expect(lines).toHaveLength(101);
      expect(cpuSeconds).toBeLessThan(MOST_SECONDS);
    },
  );

  const taken: readonly [string, string][] = [
    [
      'entries in a list',
      `${ONE}policy:\n  approvedDomains:\n${repeat(MANY, (i) => `    - k${i}.example\n`)}`,
    ],
    [
      'anchors, each used once',
      `${ONE}policy:\n  approvedDomains:\n${repeat(20_000, (i) => `    - &a${i} x\n    - *a${i}\n`)}`,
    ],
  ];

  it.each(taken)('of %s is taken in seconds', async (_title, text) => {
    const { code, cpuSeconds } = await validate(text);

    expect(code).toBe(0);
    expect(cpuSeconds).toBeLessThan(MOST_SECONDS);
  });

  const unfolding: readonly [string, string][] = [
    ['one anchor used very often', `policy:\n  a: &a x\n${repeat(MANY, (i) => `  k${i}: *a\n`)}`],
    ['a long list used a few times', `policy:\n  a: &a [${'1,'.repeat(60_000)}]\n  b: *a\n  c: *a\n`],
    [
      'anchors in anchors',
      `policy:\n  a0: &a0 x\n${repeat(20_000, (i) => `  a${i + 1}: &a${i + 1} [*a${i}]\n`)}`,
    ],
  ];

  it.each(unfolding)('that aliases would make of %s is refused in seconds', async (_title, text) => {
    const { code, stdout, cpuSeconds } = await validate(ONE + text);

    expect(code).toBe(2);
    expect(stdout).toContain('expected few aliases, got so many that the file would unfold without end');
    expect(cpuSeconds).toBeLessThan(MOST_SECONDS);
  });
});
