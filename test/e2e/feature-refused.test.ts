/** One thing refused to a token that works: a plan without it, or a token without the right? */
import { describe, expect, it } from 'vitest';
import { resources } from '../../schemas/resources/index.ts';
import { collectOnce, type FaultRow, type Scene, tryRows, withScene } from '../support/fault-row.ts';
import { everyNth } from '../support/tier.ts';

const refuse = ({ fault }: Pick<Scene, 'fault'>, operationId: string, status = 403) =>
  fault(operationId, { kind: 'status', status });

const ROLE_AND_PLAN = [
  'if the plan includes it, the token needs: Workspace Owner.',
  'If the plan does not include it, declare `features.auditTrail: false` for this connection.',
];

const rows: readonly FaultRow[] = [
  {
    name: 'an audit trail that is refused to an owner is not in the plan; the message names both ways out',
    arrange: (scene) => refuse(scene, 'listAuditEvents'),
    gaps: { 'audit-events': 'unavailable feature 403' },
    status: 'partial',
    exit: 4,
    conditions: ['feature-unavailable audit-events'],
    also: ({ conditions }) => {
      const [opened] = conditions;
      expect(opened?.severity).toBe('medium');
      for (const way of ROLE_AND_PLAN) expect(opened?.summary).toContain(way);
    },
  },
  {
    name: 'what a complete record has is no missing feature, but a right that was lost',
    hasBaseline: true,
    arrange: (scene) => refuse(scene, 'listTrackingPlans', 401),
    gaps: {
      'tracking-plans': 'denied scope 401',
      'tracking-plan-rules': 'denied scope -',
      'tracking-plan-sources': 'denied scope -',
    },
    status: 'partial',
    exit: 4,
    conditions: ['tracking-plan-rules', 'tracking-plan-sources', 'tracking-plans'].map(
      (name) => `scope-gap ${name}`,
    ),
  },
  {
    name: 'a token that is refused the users too lacks the right to both',
    arrange: (scene) => {
      refuse(scene, 'listUsers');
      refuse(scene, 'listAuditEvents');
    },
    gaps: { users: 'denied scope 403', 'audit-events': 'denied scope 403' },
    status: 'partial',
    exit: 4,
    conditions: ['scope-gap audit-events', 'scope-gap users'],
    also: ({ conditions }) => {
      const opened = conditions.find(({ resource }) => resource === 'audit-events');
      expect(opened?.severity).toBe('high');
      expect(opened?.summary).toContain('Workspace Owner');
      expect(opened?.summary).toContain('`features.auditTrail: false`');
    },
  },
  {
    name: 'a token that reads only some users proves nothing',
    simulator: { permissionsInUserList: false },
    arrange: (scene) => {
      scene.fault('getUser', { kind: 'status', status: 404 }, 1);
      refuse(scene, 'listAuditEvents');
    },
    gaps: { users: 'partial field-hidden 404', 'audit-events': 'denied scope 403' },
    status: 'partial',
    exit: 4,
    conditions: ['field-hidden users', 'scope-gap audit-events'],
  },
  {
    name: 'what needs no feature is a lack of rights, whatever else is read',
    arrange: (scene) => refuse(scene, 'listWarehouses'),
    gaps: { warehouses: 'denied scope 403' },
    status: 'partial',
    exit: 4,
    conditions: ['scope-gap warehouses'],
  },
];

describe('when one thing is refused', () => tryRows(rows));

const ofProtocols = resources.filter(({ feature }) => feature === 'protocols').map(({ name }) => name);

it('a feature of several resources that is refused is none of them, and its children neither', () =>
  withScene({ simulator: { features: { protocols: false } }, reads: ofProtocols }, async (scene) => {
    const { run } = await collectOnce(scene);

    const missing = run.resources.filter(({ reason }) => reason === 'feature').map(({ name }) => name);
    expect(missing).toEqual(ofProtocols);
    expect(run.conditions.map(({ condition }) => condition)).toEqual(
      ofProtocols.map(() => 'feature-unavailable'),
    );
  }));

const withFeature = resources.filter(({ feature, parent }) => feature !== undefined && parent === undefined);

describe.each([
  { status: 401, first: 0 },
  { status: 403, first: 1 },
])('for every resource with a feature, $status', ({ status, first }) => {
  it.each(everyNth(withFeature, 4, first))(
    'on $name is a missing feature before it was ever read, and a lost right after; test says the same',
    ({ name, operationId, role, feature }) =>
      withScene({ reads: [name] }, async (scene) => {
        const accessOf = async () => {
          const { stdout } = await scene.cli.run(['test']);
          const [, access] = new RegExp(`^ {2}${name} +(.+)$`, 'm').exec(stdout) ?? [];
          return [access, stdout.includes(`\`features.${feature}: false\``)];
        };
        const entryOf = async () => {
          const { run } = await collectOnce(scene);
          const { outcome, reason } = run.resources.find((entry) => entry.name === name) ?? {};
          return [
            `${outcome} (${reason})`,
            run.conditions.filter(({ resource }) => resource === name).map(({ condition }) => condition),
          ];
        };
        refuse(scene, operationId, status);
        expect(await accessOf()).toEqual([`unavailable (feature)  needs: ${role}`, true]);
        expect(await entryOf()).toEqual(['unavailable (feature)', ['feature-unavailable']]);

        scene.simulator.clearFaults();
        expect((await collectOnce(scene)).run.conditions).toEqual([]);

        refuse(scene, operationId, status);
        expect(await accessOf()).toEqual([`denied (scope)  needs: ${role}`, true]);
        expect(await entryOf()).toEqual(['denied (scope)', ['scope-gap']]);
      }),
  );
});

it('which of the two it is follows the last run that could tell, and never both are open', () =>
  withScene({}, async (scene) => {
    refuse(scene, 'listAuditEvents');
    refuse(scene, 'listUsers');
    const of = async () =>
      (await collectOnce(scene)).run.conditions
        .filter(({ resource }) => resource === 'audit-events')
        .map(({ condition }) => condition);

    expect(await of()).toEqual(['scope-gap']);
    scene.simulator.clearFaults();
    refuse(scene, 'listAuditEvents');
    expect(await of()).toEqual(['feature-unavailable']);
    refuse(scene, 'listUsers');
    expect(await of()).toEqual(['scope-gap']);
  }));

it('a feature that is declared off is no gap, neither to collect nor to test', () =>
  withScene({ connection: { features: { auditTrail: false } } }, async (scene) => {
    refuse(scene, 'listAuditEvents');

    const tested = await scene.cli.run(['test']);
    const { code, run } = await collectOnce(scene);

    expect([tested.code, code, run.status, run.conditions]).toEqual([0, 0, 'complete', []]);
  }));

it('what was read before it was declared off is a lost right when it is asked for again and refused', () =>
  withScene({}, async (scene) => {
    await collectOnce(scene);
    scene.cli.writeConfig({}, { features: { auditTrail: false } });
    refuse(scene, 'listAuditEvents');
    expect((await collectOnce(scene)).run.status).toBe('complete');
    scene.cli.writeConfig();

    const { run } = await collectOnce(scene);

    const entry = run.resources.find(({ name }) => name === 'audit-events');
    expect([entry?.outcome, entry?.reason]).toEqual(['denied', 'scope']);
  }));
