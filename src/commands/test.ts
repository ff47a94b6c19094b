/** `test`: whether a connection would work, by looking and changing nothing. */
import type { Channel } from '../alerts/channel.ts';
import { channelsOf } from '../channels.ts';
import { readHistory } from '../commit/history.ts';
import type { EffectiveConnection, LoadedConfig } from '../config/effective.ts';
import { type Limits, openRun, type RunExtras, type Surroundings, TOOL_VERSION } from '../deps.ts';
import { EXIT } from '../errors.ts';
import { createScrubber } from '../log-scrub.ts';
import type { RunDeps } from '../run/deps.ts';
import { isSameWorkspace, recordedWorkspace } from '../run/earlier-records.ts';
import { identify } from '../segment/access.ts';
import type { AccessEntry } from '../segment/access-map.ts';
import { chooseConnections } from './choose.ts';
import type { CommandOutput } from './command.ts';
import { worstExit } from './exit.ts';
import { printable } from './run-text.ts';
import { testAccess } from './test-access.ts';
import { failed, type Step } from './test-step.ts';
import { testStore } from './test-store.ts';

export interface TestOptions {
  readonly connections: readonly string[];
  readonly config: LoadedConfig;
  readonly surroundings: Surroundings;
  readonly limits: Limits;
  readonly extrasFor: (connection: string) => RunExtras;
}

interface ConnectionTest {
  readonly connection: string;
  readonly steps: readonly Step[];
  readonly accessMap: readonly AccessEntry[];
}

/** Returns what works of each connection and what does not, with what to do about it. */
export async function testConnections(options: TestOptions): Promise<CommandOutput> {
  const tests: ConnectionTest[] = [];
  for (const connection of chooseConnections(options.config.connections, options.connections)) {
    tests.push(await testOne(connection, options));
  }
  const codes = tests.flatMap(({ steps }) => steps.map(({ exitCode }) => exitCode));
  return {
    exitCode: worstExit(codes),
    json: { schema: 'segment-evidence/test/v1', connections: tests },
    text: tests.map(describe).join('\n\n'),
  };
}

async function testOne(connection: EffectiveConnection, options: TestOptions): Promise<ConnectionTest> {
  const base = { connection: connection.name, accessMap: [] };
  let deps: RunDeps;
  try {
    deps = await openRun(
      connection,
      options.surroundings,
      options.limits,
      options.extrasFor(connection.name),
    );
  } catch (error) {
    const extras = options.extrasFor(connection.name);
    const channels = channelsOf(connection, {
      ...options.surroundings,
      ...extras,
      toolVersion: TOOL_VERSION,
    });
    return { ...base, steps: [failed('keys', error), ...(await testChannels(channels))] };
  }
  const keys: Step = {
    step: 'keys',
    ok: true,
    detail: `signing key ${deps.signer.keyId}`,
    exitCode: EXIT.done,
  };
  const store = await testStore(connection, deps, options.surroundings.env);
  const { steps, accessMap } = await testToken(connection, deps);
  const alerts = await testChannels(deps.channels);
  return { connection: connection.name, steps: [keys, store, ...steps, ...alerts], accessMap };
}

async function testToken(
  connection: EffectiveConnection,
  deps: RunDeps,
): Promise<Pick<ConnectionTest, 'steps' | 'accessMap'>> {
  try {
    const token = await deps.fetchToken();
    const fetched: Step = {
      step: 'token',
      ok: true,
      detail: `fetched from ${connection.tokenRef}`,
      exitCode: EXIT.done,
    };
    const opened = deps.openClient(token.secret, () => undefined);
    try {
      const { steps, accessMap } = await testIdentity(deps, opened);
      // A workspace's name and a request's id are the server's words: they may repeat the token.
      const scrub = createScrubber(() => [token.secret.reveal()]);
      const scrubbed = steps.map((step) => ({ ...step, detail: scrub(step.detail) }));
      return { steps: [fetched, ...scrubbed], accessMap };
    } finally {
      await opened.close();
    }
  } catch (error) {
    return { steps: [failed('token', error)], accessMap: [] };
  }
}

async function testIdentity(
  deps: RunDeps,
  opened: ReturnType<RunDeps['openClient']>,
): Promise<Pick<ConnectionTest, 'steps' | 'accessMap'>> {
  const options = { ...opened, nowMs: () => deps.now().getTime(), sleep: deps.sleep };
  const identity = await identify(options);
  if (identity.kind !== 'identified') return { steps: [notIdentified(deps, identity)], accessMap: [] };
  const { workspace } = identity;
  const known =
    deps.config.workspacePin ?? (await recordedWorkspace(deps, await readHistory(deps, deps.newLogId)));
  if (known !== undefined && !isSameWorkspace(known, workspace.id, deps)) {
    const detail = `the token belongs to workspace ${printable(workspace.id)}, expected ${printable(known)}`;
    const hint = 'Store the token of the workspace that this connection is for, or name another connection.';
    return {
      steps: [{ step: 'identity', ok: false, detail, hint, exitCode: EXIT.tokenRefused }],
      accessMap: [],
    };
  }
  const found: Step = {
    step: 'identity',
    ok: true,
    detail: `workspace ${printable(workspace.slug)} (${printable(workspace.id)})`,
    exitCode: EXIT.done,
  };
  const { step, accessMap } = await testAccess(deps, opened, options, identity);
  return { steps: [found, step], accessMap };
}

/** Each channel as far as can be seen without telling it anything. */
function testChannels(channels: readonly Channel[]): Promise<readonly Step[]> {
  return Promise.all(
    channels.map(async (channel): Promise<Step> => {
      try {
        const detail = `${channel.name}: ${await channel.probe()}; nothing was sent`;
        return { step: 'alerts', ok: true, detail, exitCode: EXIT.done };
      } catch (error) {
        return failed('alerts', error);
      }
    }),
  );
}

/** Says why the workspace is not known, and what to do about it. */
function notIdentified(
  { config }: RunDeps,
  identity: Exclude<Awaited<ReturnType<typeof identify>>, { kind: 'identified' }>,
): Step {
  const step = { step: 'identity', ok: false } as const;
  if (identity.kind === 'unreachable') {
    const hint = `Check the network and \`baseUrl\`: ${config.apiUrl} gave no usable answer.`;
    return { ...step, detail: identity.error.message, hint, exitCode: EXIT.incomplete };
  }
  const detail = identity.isOtherRegion
    ? 'the token works only in the other region'
    : 'Segment refuses the token';
  const hint = identity.isOtherRegion
    ? 'Set `region` to the other region.'
    : 'Make a new token as Workspace Owner and store it where `token` points.';
  return { ...step, detail, hint, exitCode: EXIT.tokenRefused };
}

function describe({ connection, steps, accessMap }: ConnectionTest): string {
  const width = Math.max(0, ...accessMap.map(({ resource }) => resource.length));
  return [
    `${connection}: ${steps.every(({ ok }) => ok) ? 'everything usable' : 'something is not usable'}`,
    ...steps.flatMap(({ step, ok, detail, hint }) => [
      `  ${ok ? 'ok    ' : 'FAILED'}  ${step.padEnd(8)}  ${detail}`,
      ...(hint === undefined ? [] : [`                    ${hint}`]),
    ]),
    ...accessMap.map(({ resource, access: kind, reason, role }) => {
      const need = kind === 'readable' || kind === 'untried' ? '' : `  needs: ${role}`;
      return `  ${resource.padEnd(width)}  ${kind}${reason === undefined ? '' : ` (${reason})`}${need}`;
    }),
  ].join('\n');
}
