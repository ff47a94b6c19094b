/** Asked again, anywhere, the checks give the same bytes: no zone, no clock, no locale, no order of reading. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { checks } from '../../src/checks/index.ts';
import { judge } from '../../src/checks/judge.ts';
import { canonical } from '../../src/evidence/canonical.ts';
import { POLICY } from '../support/check-policy.ts';
import { madeRun } from '../support/checked.ts';
import { goldenRecords } from '../support/golden-records.ts';

const ZONE = process.env['TZ'];
afterEach(() => {
  if (ZONE === undefined) delete process.env['TZ'];
  else process.env['TZ'] = ZONE;
});

const answers = async (ordered = checks) =>
  canonical(
    await judge(ordered, {
      run: madeRun({ records: goldenRecords() }),
      policy: POLICY,
      previous: null,
      seenBefore: new Map(),
    }),
  );

describe('all answers', () => {
  it.each(['Pacific/Kiritimati', 'America/St_Johns', 'Etc/UTC'])('are the same in %s', async (zone) => {
    const here = await answers();
    process.env['TZ'] = zone;
    expect(await answers()).toBe(here);
  });

  it('do not depend on the order in which checks are asked', async () => {
    expect(await answers([...checks].reverse())).toBe(await answers());
  });

  it('come from code that knows no clock, no dice and no locale', () => {
    const folder = resolve(import.meta.dirname, '../../src/checks');
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.ts'),
    );
    const told = files.filter((file) =>
      /localeCompare|toLocale|\bIntl\b|Date\.now|new Date\(\)|Math\.random|getTimezoneOffset|\.get(Hours|Day|Date|Month|FullYear)\(/.test(
        readFileSync(join(folder, file), 'utf8'),
      ),
    );
    expect(files.length).toBeGreaterThan(10);
    expect(told).toEqual([]);
  });
});
