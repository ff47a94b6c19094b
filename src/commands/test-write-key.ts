/**
 * What can be seen of a write-key connection without sending anything: its key, its host, its source where a
 * connection that reads workspaces can look, and its channels. Whether the key works, only `canary` tries.
 */
import { channelsOf } from '../channels.ts';
import type { LoadedConfig, SendingConnection } from '../config/effective.ts';
import { proxyFor } from '../config/proxy.ts';
import type { Limits, RunExtras, Surroundings } from '../deps.ts';
import { EXIT } from '../errors.ts';
import { createScrubber } from '../log-scrub.ts';
import { connectOnce, createConnector } from '../net/connect.ts';
import { networkProblem } from '../net/failure.ts';
import { TOOL_VERSION } from '../tool-version.ts';
import { readWriteKey } from './canary-key.ts';
import { testChannels } from './test-alerts.ts';
import { exposure } from './test-keys.ts';
import { notTried, type Step } from './test-step.ts';
import type { ConnectionTest } from './test-text.ts';
import { testSource } from './test-write-key-source.ts';

const CONNECT_MS = 10_000;

export interface WriteKeyTestOptions {
  readonly config: LoadedConfig;
  readonly surroundings: Surroundings;
  readonly limits: Limits;
  readonly extrasFor: (connection: string) => RunExtras;
  /** Whether each channel is told an alert that says it is a test. */
  readonly sendAlert?: boolean;
}

/** Returns what was seen. By the key nothing is sent. */
export async function testWriteKey(
  connection: SendingConnection,
  options: WriteKeyTestOptions,
): Promise<ConnectionTest> {
  const { surroundings, sendAlert = false } = options;
  const extras = options.extrasFor(connection.name);
  const secrets = new Set<string>();
  const onSecret = (secret: string) => {
    secrets.add(secret);
    extras.onSecret(secret);
  };
  try {
    const { step, writeKey } = await testKey(connection, { surroundings, onSecret });
    const host = await testHost(connection, surroundings);
    const source =
      writeKey === undefined
        ? notTried('source', 'it needs the write key', step.exitCode)
        : await testSource(connection, writeKey, { ...options, onSecret });
    const channels = channelsOf(connection, { ...surroundings, ...extras, toolVersion: TOOL_VERSION });
    const alerts = await testChannels({ ...surroundings, connection: connection.name, channels }, sendAlert);
    // Names of sources and destinations are others' words: they may repeat a key.
    const scrub = createScrubber(() => secrets);
    const scrubbed = [step, host, source].map(({ detail, hint, ...rest }) => ({
      ...rest,
      detail: scrub(detail),
      ...(hint === undefined ? {} : { hint: scrub(hint) }),
    }));
    return {
      connection: connection.name,
      type: 'write-key',
      steps: [...scrubbed, ...alerts],
      accessMap: [],
    };
  } finally {
    await extras.close?.();
  }
}

async function testKey(
  connection: SendingConnection,
  extras: Parameters<typeof readWriteKey>[1],
): Promise<{ readonly step: Step; readonly writeKey?: string | undefined }> {
  const { name, writeKeyRef } = connection;
  const { key, writeKey } = await readWriteKey(connection, extras);
  if (key.kind !== 'ready') {
    const { problem, hint } = key;
    return { step: { step: 'write-key', ok: false, detail: problem, hint, exitCode: EXIT.incomplete } };
  }
  const detail = `fetched from ${writeKeyRef}, and it may be one; only \`segment-evidence canary ${name}\` tries it`;
  const hint = await exposure(writeKeyRef);
  return { step: { step: 'write-key', ok: true, detail, hint, exitCode: EXIT.done }, writeKey };
}

/** Connects, checks the certificate, and hangs up. */
async function testHost(
  { trackingUrl, region, trackingUrlIsOverride }: SendingConnection,
  { env, signal }: Pick<Surroundings, 'env' | 'signal'>,
): Promise<Step> {
  const address = new URL(trackingUrl);
  const proxy = proxyFor(trackingUrl, env);
  const of = trackingUrlIsOverride ? `in place of the host of region ${region}` : `of region ${region}`;
  const way = proxy === undefined ? '' : ` through the proxy ${proxy.host}`;
  const place = `${address.host}, ${of}${way}`;
  try {
    (await connectOnce(createConnector({ connectMs: CONNECT_MS, proxyUrl: proxy?.url }), address)).destroy();
    const how = address.protocol === 'https:' ? 'reached, certificate trusted' : 'reached';
    return { step: 'host', ok: true, detail: `${place}: ${how}; nothing was sent`, exitCode: EXIT.done };
  } catch (error) {
    signal.throwIfAborted();
    const { kind, expected, found } = networkProblem(error);
    const hint =
      kind === 'certificate'
        ? 'Name the authority of the certificate in NODE_EXTRA_CA_CERTS, or repair the certificate.'
        : 'Check the network, the proxy and `baseUrl`.';
    const detail = `connect: ${place}: expected ${expected}, got ${found}`;
    return { step: 'host', ok: false, detail, hint, exitCode: EXIT.incomplete };
  }
}
