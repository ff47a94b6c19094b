/** This machine's clock against Segment's: one question without a token, of which only the date is read. */
import type { EffectiveConnection } from '../config/effective.ts';
import { proxyFor } from '../config/proxy.ts';
import type { Surroundings } from '../deps.ts';
import { createTransport } from '../segment/transport.ts';
import { type Probe, probeClock } from '../store/probe.ts';

export type ClockProbe = Probe & { readonly host: string };

/** Returns a verdict for each host that the connections read from. */
export async function probeSegmentClocks(
  connections: readonly EffectiveConnection[],
  { env, now }: Surroundings,
): Promise<readonly ClockProbe[]> {
  const origins = new Map(connections.map((connection) => [new URL(connection.apiUrl).origin, connection]));
  const probes: ClockProbe[] = [];
  for (const [origin, { apiUrl }] of origins) {
    const { host } = new URL(origin);
    const serverDate = await dateOf(origin, proxyFor(apiUrl, env)?.url);
    probes.push({ host, ...probeClock(serverDate, now(), host) });
  }
  return probes;
}

async function dateOf(origin: string, proxyUrl: string | undefined): Promise<string | undefined> {
  const transport = createTransport({ origin, connections: 1, proxyUrl });
  try {
    const { headers, body } = await transport.request({ origin, path: '/', method: 'GET' });
    // Of the body nothing is read, and what is left of it when we hang up is no one's error.
    body.on('error', () => undefined);
    const { date } = headers;
    return typeof date === 'string' ? date : undefined;
  } catch {
    // Not reached: then nothing is known of its clock, which is what the verdict says.
    return undefined;
  } finally {
    await transport.destroy();
  }
}
