/** `test`: checks that a connection works, and changes nothing. Continues after a problem. */
import { heartbeatsOf } from '../channels.ts';
import { readRecords } from '../commit/history.ts';
import type { EffectiveConnection, LoadedConfig } from '../config/effective.ts';
import { composeRun, type Limits, type RunExtras, type Surroundings } from '../deps.ts';
import { EXIT, StoreError } from '../errors.ts';
import { printable } from '../evidence/printable.ts';
import { createScrubber } from '../log-scrub.ts';
import type { RunDeps } from '../run/deps.ts';
import { isSameWorkspace, recordedWorkspace } from '../run/earlier-records.ts';
import { identify } from '../segment/access.ts';
import { TOOL_VERSION } from '../tool-version.ts';
import { chooseOfBothTypes } from './choose.ts';
import type { CommandOutput } from './command.ts';
import { worstExit } from './exit.ts';
import { testAccess } from './test-access.ts';
import { testChannels, testHeartbeats } from './test-alerts.ts';
import { exposure, testKeys } from './test-keys.ts';
import { testStamp } from './test-stamp.ts';
import { failed, notTried, type Step } from './test-step.ts';
import { testStore } from './test-store.ts';
import { type ConnectionTest, describeTests } from './test-text.ts';
import { testWriteKey } from './test-write-key.ts';

export interface TestOptions {
  readonly connections: readonly string[];
  readonly config: LoadedConfig;
  readonly surroundings: Surroundings;
  readonly limits: Limits;
  readonly extrasFor: (connection: string) => RunExtras;
  /** Whether each channel is told an alert that says it is a test. */
  readonly sendAlert?: boolean;
}

/** Returns what works of each connection and what does not, with what to do about it. */
export async function testConnections(options: TestOptions): Promise<CommandOutput> {
  const tests: ConnectionTest[] = [];
  for (const connection of chooseOfBothTypes(options.config, options.connections)) {
    const isSender = connection.type === 'write-key';
    tests.push(await (isSender ? testWriteKey(connection, options) : testOne(connection, options)));
  }
  const codes = tests.flatMap(({ steps }) => steps.map(({ exitCode }) => exitCode));
  return {
    exitCode: worstExit(codes),
    json: { schema: 'segment-evidence/test/v1', connections: tests },
    ...describeTests(tests),
  };
}

async function testOne(connection: EffectiveConnection, options: TestOptions): Promise<ConnectionTest> {
  const { surroundings, limits } = options;
  const { steps: keySteps, keys, isSignerOurs } = await testKeys(connection, surroundings.env);
  const extras = options.extrasFor(connection.name);
  const deps = composeRun(connection, keys, { surroundings, limits, extras });
  const store = await testStore(connection, deps, surroundings.env, isSignerOurs);
  const { steps, accessMap } = await testToken(connection, deps);
  const alerts = await testChannels(deps, options.sendAlert === true);
  const watchers = heartbeatsOf(connection, { ...surroundings, ...extras, toolVersion: TOOL_VERSION });
  const heartbeats = await testHeartbeats(watchers);
  const stamp = await testStamp(deps);
  const all = [...keySteps, store, ...steps, ...alerts, ...heartbeats, ...stamp];
  return { connection: connection.name, steps: all, accessMap };
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
      hint: await exposure(connection.tokenRef),
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
    const step = failed('token', error);
    const missing = (['identity', 'access'] as const).map((each) =>
      notTried(each, 'it needs the token', step.exitCode),
    );
    return { steps: [step, ...missing], accessMap: [] };
  }
}

async function testIdentity(
  deps: RunDeps,
  opened: ReturnType<RunDeps['openClient']>,
): Promise<Pick<ConnectionTest, 'steps' | 'accessMap'>> {
  const options = { ...opened, nowMs: () => deps.now().getTime(), sleep: deps.sleep };
  const identity = await identify(options);
  if (identity.kind !== 'identified') return withoutAccess(notIdentified(deps, identity));
  const { workspace } = identity;
  const { known, doubt } = await expectedWorkspace(deps);
  if (known !== undefined && !isSameWorkspace(known, workspace.id, deps)) {
    const detail = `the token belongs to workspace ${printable(workspace.id)}, expected ${printable(known)}`;
    const hint = 'Store the token of the workspace that this connection is for, or name another connection.';
    return withoutAccess({ step: 'identity', ok: false, detail, hint, exitCode: EXIT.tokenRefused });
  }
  const found: Step = {
    step: 'identity',
    ok: true,
    detail: `workspace ${printable(workspace.slug)} (${printable(workspace.id)})${doubt}`,
    exitCode: EXIT.done,
  };
  const { step, accessMap } = await testAccess(deps, opened, options, identity);
  return { steps: [found, step], accessMap };
}

function withoutAccess(step: Step): Pick<ConnectionTest, 'steps' | 'accessMap'> {
  const access = notTried('access', 'it needs the right workspace', step.exitCode);
  return { steps: [step, access], accessMap: [] };
}

/** The workspace that the evidence is of so far; a store that cannot be read is reported by its own step. */
async function expectedWorkspace(
  deps: RunDeps,
): Promise<{ readonly known: string | undefined; readonly doubt: string }> {
  const pin = deps.config.workspacePin;
  if (pin !== undefined) return { known: pin, doubt: '' };
  try {
    const history = await readRecords(deps);
    return { known: await recordedWorkspace(deps, history), doubt: '' };
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return {
      known: undefined,
      doubt: '; the records that would say whether it is the right one cannot be read',
    };
  }
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
