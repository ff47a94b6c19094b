/** Records without a name of their own are called by what they belong to, as the schema alone says. */
import { describe, expect, it } from 'vitest';
import { compilePolicy } from '../../schemas/policy.ts';
import { resources } from '../../schemas/resources/index.ts';
import { changes } from '../../src/answers/changes/changes.ts';
import { namedParts } from '../../src/answers/changes/relation-names.ts';
import { hasChanges } from '../../src/evidence/changes/comparable.ts';
import { historyOf } from '../support/answers.ts';
import { FEW } from '../support/few.ts';
import { createWorkbench } from '../support/run.ts';

describe('relation names', () => {
  it('are known of whatever is compared and has no name', () => {
    const NAMES = ['name', 'displayName', 'title', 'slug', 'email'];
    const found = resources.filter(hasChanges).flatMap((definition) => {
      const parts = namedParts(definition, resources).map(({ field, names }) => names ?? field);
      const policy = compilePolicy(definition.record);
      const kindOf = (name: string) => (policy.kind === 'object' ? policy.fields.get(name)?.kind : undefined);
      const hasName = NAMES.some((name) => ![undefined, 'elsewhere'].includes(kindOf(name)));
      return hasName ? [] : [`${definition.name}: ${parts.join(' / ')}`];
    });
    expect(found).toEqual([
      'warehouses: ',
      'labels: ',
      'tracking-plan-rules: tracking-plans / type / key / version',
      'tracking-plan-sources: tracking-plans / sources',
      'source-settings: sources',
      'group-members: groups / users',
      'warehouse-sources: warehouses / sources',
      'credential-consumers: credentials / kind / id',
      'function-versions: functions / id',
      'live-plugins: sources',
      'warehouse-sync-schedules: warehouses',
      'selective-syncs: warehouses / sources / collection',
      'audience-schedules: audiences / id',
      'profiles-warehouses: spaces / id',
      'profiles-selective-syncs: spaces / warehouseId / collection',
    ]);
  });

  it('are those of the group and of the address, also of whoever is gone from both lists', async () => {
    const bench = await createWorkbench({ size: FEW });
    try {
      const { world } = bench.simulator;
      const [groupId = '', memberIds = []] =
        Object.entries(world.groupMembers).find(([, ids]) => ids.length > 0) ?? [];
      const group = world.groups.find(({ id }) => id === groupId);
      const member = world.users.find(({ id }) => id === memberIds[0]);
      const READ = ['workspace', 'users', 'groups', 'group-members', 'audit-events'];
      const definitions = resources.filter(({ name }) => READ.includes(name));
      const first = await bench.run({ definitions });
      world.users.splice(
        world.users.findIndex(({ id }) => id === member?.id),
        1,
      );
      memberIds.splice(0, 1);
      if (group !== undefined) group.memberCount -= 1;
      bench.clock.advance(24 * 60 * 60 * 1000);
      const second = await bench.run({ definitions });
      const [fromMs = 0, toMs = 0] = [first, second].map(({ record }) => Date.parse(record.run.startedAt));
      const scope = { kind: 'runs' as const, fromMs, toMs };
      const { table } = await changes(await historyOf(bench), { scope, definitions: resources });
      const names: unknown[] = [];
      for await (const row of table.rows()) if (row.resource === 'group-members') names.push(row.name);
      expect(names).toContain(`${group?.name} / ${member?.email}`);
    } finally {
      await bench.close();
    }
  });
});
