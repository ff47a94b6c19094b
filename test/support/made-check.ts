/** A check made for a test: what it asks is all there is to it. */
import * as z from 'zod';
import { frameworkNames } from '../../schemas/check-results.ts';
import { type Check, toCheck } from '../../src/checks/check.ts';

export const madeCheck = (id: string, reads: readonly string[], ask: Check['ask']): Check =>
  toCheck({
    id,
    version: 1,
    title: 'A test holds',
    area: 'evidence',
    severity: 'low',
    confidence: 'read',
    lifecycle: 'stable',
    pack: 'core',
    question: 'Does a test hold?',
    motivation: 'A test.',
    failsWhen: 'Always.',
    remediation: 'None.',
    falsePositives: 'None.',
    reads,
    params: z.strictObject({}),
    controls: Object.fromEntries(frameworkNames.map((name) => [name, []])) as unknown as Check['controls'],
    ask,
  });
