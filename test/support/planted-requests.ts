/** Violations about requests of people, code, and the evidence itself. */
import type { Regulation } from '../../src/simulator/world/policy-records.ts';
import { first, named, onDay } from './clean-basics.ts';
import { listEdit } from './fault-row.ts';
import { fault } from './planted-receivers.ts';
import type { Violation } from './planted-violations.ts';

const request = (more: Partial<Regulation>): Regulation => ({
  id: 'reg_planted',
  subjectType: 'USER_ID',
  subjects: ['customer-200002'],
  status: 'RUNNING',
  createdAt: onDay(-40),
  regulationType: 'SUPPRESS_ONLY',
  ...more,
});

const PRIVACY: readonly Violation[] = [
  {
    check: 'PRV-01',
    is: 'a request that is open for forty days',
    before: ({ world }) => {
      world.regulations.push(request({}));
    },
  },
  {
    check: 'PRV-02',
    is: 'a failed request that nobody finished',
    before: ({ world }) => {
      const ended = { createdAt: onDay(-18), finishedAt: onDay(-12) };
      world.regulations.push(request({ id: 'reg_failed', status: 'FAILED', ...ended }));
    },
  },
  {
    check: 'PRV-03',
    is: 'a destination that did not erase',
    before: (simulator) =>
      fault(simulator, 'getRegulation', {
        kind: 'transform-text',
        transform: (text) => text.replace(/("destinationStatus":\[\{[^}]*"status":)"FINISHED"/, '$1"FAILED"'),
      }),
  },
  {
    check: 'PRV-04',
    is: 'a person who is tracked again, and nobody asked for it',
    after: ({ world }) => {
      world.suppressions.splice(0, 1);
    },
  },
  {
    check: 'PRV-05',
    is: 'days without a run',
    run: { days: 5 },
    runs: 1,
  },
  {
    check: 'PRV-06',
    is: 'a vendor that erases nobody',
    before: (_, { vendors }) => {
      vendors.set('Amplitude', { slugs: 'amplitude', contract: 'DPA of 2025', erasure: 'none' });
    },
  },
  {
    check: 'PRV-07',
    is: 'hashes that are undone in minutes',
    before: ({ world }) => {
      const hashed = first(world.transformations).hashPropertiesConfiguration;
      if (hashed !== undefined) hashed.algorithm = 'MD5';
    },
  },
];

const CODE: readonly Violation[] = [
  {
    check: 'FN-01',
    is: 'code that was changed, of which no event tells',
    after: ({ world }) => {
      first(world.functions).code += '// changed\n';
    },
    runs: 2,
    also: { 'AUD-04': 'It is a change of the configuration without an event.' },
  },
  {
    check: 'FN-02',
    is: 'code that was saved and never deployed',
    level: 'warn',
    before: ({ world }) => {
      first(world.functions).isLatestVersion = false;
    },
    runs: 2,
  },
  {
    check: 'FN-03',
    is: 'a password in code',
    before: ({ world }) => {
      first(world.functions).code += "const password = 'correct-horse-for-tests';\n";
    },
  },
  {
    check: 'FN-04',
    is: 'code that sends to a host that nobody knows',
    before: ({ world }) => {
      first(world.functions).code += "await fetch('https://elsewhere.example/v1');\n";
    },
  },
  {
    check: 'FN-05',
    is: 'code of somebody who has left',
    level: 'warn',
    before: ({ world }) => {
      const { id } = first(world.functions);
      first(world.functions).createdBy = 'somebody-else';
      for (const version of world.functionVersions[id] ?? []) version.author = 'somebody-else';
    },
  },
];

const EVIDENCE: readonly Violation[] = [
  {
    check: 'EVD-01',
    is: 'labels that were not read for two days',
    after: (simulator) => fault(simulator, 'listLabels', { kind: 'status', status: 403 }),
    runs: 2,
  },
  {
    check: 'EVD-02',
    is: 'a group with more members than are listed',
    atEnd: ({ world }) => {
      named(world.groups, 'Analytics').memberCount += 2;
    },
  },
  {
    check: 'EVD-03',
    is: 'a token of Segment in a name',
    before: ({ world }) => {
      first(world.reverseEtlModels).name = `sgp_${'a1B2'.repeat(12)}`;
    },
  },
  {
    check: 'RES-01',
    is: 'a workspace in another region',
    run: { config: { region: 'eu' } },
  },
  {
    check: 'USE-01',
    is: 'a month that is over its quota',
    level: 'warn',
    before: (simulator) =>
      fault(
        simulator,
        'getDailyWorkspaceAPICallsUsage',
        listEdit('dailyWorkspaceAPICallsUsage', (days) =>
          days.map((day) => ({ ...day, apiCalls: '999999999' })),
        ),
      ),
  },
];

export const ABOUT_REQUESTS: readonly Violation[] = [...PRIVACY, ...CODE, ...EVIDENCE];
