/**
 * Whether Segment hands out the secrets of destinations in readable form. Values are sealed as fingerprints, with whether Segment had
 * masked them: how random a value looks cannot be asked again.
 */
import * as z from 'zod';
import { toCheck } from '../check.ts';
import { anyPattern, toPattern } from '../facts/patterns.ts';
import { secretNames } from '../facts/secret-names.ts';
import { withheldIn } from '../facts/withheld.ts';
import { subjectOf } from '../subject.ts';

const RESOURCES = [
  'destinations',
  'warehouses',
  'sources',
  'credentials',
  'insert-function-instances',
] as const;
/** `credential_id`, `accessKeyId`: says which secret, and not what it is. */
const NAMES_AN_ID = /(_id|Id|ID)$/;

export const check = toCheck({
  id: 'DST-07',
  version: 1,
  title: 'No secret in settings is readable',
  area: 'destinations',
  severity: 'high',
  confidence: 'inferred',
  lifecycle: 'stable',
  pack: 'core',
  question:
    'Does Segment mask every secret in the settings of destinations, warehouses, sources and functions?',
  motivation:
    'What the API shows can be read by everybody with a token, and by every tool that reads configuration.',
  failsWhen:
    'An option whose name says that it is a secret has a value that Segment did not mask. It warns where such a name may also be that of a public key.',
  indeterminateWhen:
    'How random a value looks is not kept as evidence, so it cannot be asked again (not re-performable). A value is judged by its name, and by whether Segment had masked it.',
  remediation:
    'Replace the secret, and connect by OAuth or with a stored credential where the vendor offers it.',
  falsePositives: 'An option with such a name whose value is public, such as a key that is used in browsers.',
  reads: RESOURCES,
  params: z.strictObject({
    secretNamePattern: secretNames(),
    keyNamePattern: anyPattern(
      '((api|write|dev|insert|license|account|access|rest|s2s)_?key|repeat_?keys|token|credentials?)$',
      'What is in the name of an option that may hold a secret or a public key.',
    ),
  }),
  controls: {
    soc2: ['CC6.1', 'C1.1'],
    iso27001: ['A.5.17', 'A.8.24'],
    iso27701: [],
    gdpr: ['Art.32'],
    hipaa: ['164.312(a)(2)(iv)'],
    nist80053: ['IA-5', 'IA-5(7)', 'SC-28'],
    nistcsf: ['PR.DS-01', 'PR.AA-01'],
    pci: ['8.6.2'],
    ccpa: ['1798.150'],
  },
  ask: async (run, tally, { secretNamePattern, keyNamePattern }) => {
    const [isSecret, mayBeSecret] = [toPattern(secretNamePattern), toPattern(keyNamePattern)];
    for (const resource of RESOURCES) {
      for await (const { id, data } of run.records(resource)) {
        tally.saw();
        const names = { fail: new Set<string>(), warn: new Set<string>() };
        for (const { name, facts } of withheldIn(data['settings'])) {
          if (facts['$masked'] === true || NAMES_AN_ID.test(name)) continue;
          if (isSecret.test(name)) names.fail.add(name);
          else if (mayBeSecret.test(name)) names.warn.add(name);
        }
        const subject = subjectOf(resource, id);
        for (const name of names.fail)
          tally.fail(subject, `Segment shows the value of ${name} to whoever asks.`);
        for (const name of names.warn)
          tally.warn(subject, `Segment shows the value of ${name}, which may be a secret, to whoever asks.`);
      }
    }
    return undefined;
  },
});
