/**
 * Where properties begin to draw. A commit has one verdict: the same draws each time, in CI and at a desk. To look
 * further than that, say another number, or `any` for a new one each time; a failing property prints what it drew.
 *
 *     TEST_SEED=any TEST_RUNS=2000 npm run test:full -- test/checks/altered.test.ts
 */
import fc from 'fast-check';

const FIRST = 20_261_130;

function seed(said: string | undefined): number | undefined {
  if (said === undefined || said === '') return FIRST;
  if (said === 'any') return undefined;
  if (/^\d{1,9}$/u.test(said)) return Number(said);
  throw new Error(`TEST_SEED: expected a whole number of up to nine digits or any, got ${said}`);
}

const given = seed(process.env['TEST_SEED']);
if (given !== undefined) fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: given });
