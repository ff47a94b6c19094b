/** The alert channels of a connection: as far as can be seen without telling them anything, or with a marked test alert. */
import type { Channel } from '../alerts/channel.ts';
import type { Heartbeat } from '../alerts/heartbeat.ts';
import { sendPatiently } from '../alerts/patience.ts';
import { testAlert } from '../alerts/test-alert.ts';
import { EXIT } from '../errors.ts';
import type { RunDeps } from '../run/deps.ts';
import { failed, type Step } from './test-step.ts';

/** Returns a step for each watcher. It is never called: a call would say that a run was made. */
export function testHeartbeats(heartbeats: readonly Heartbeat[]): Promise<readonly Step[]> {
  return Promise.all(
    heartbeats.map(async ({ name, probe }): Promise<Step> => {
      try {
        const detail = `${name}: ${await probe()}; it was not called, as only a run does that`;
        return { step: 'alerts', ok: true, detail, exitCode: EXIT.done };
      } catch (error) {
        return failed('alerts', error);
      }
    }),
  );
}

type Telling = Pick<RunDeps, 'connection' | 'channels' | 'now' | 'sleep' | 'random' | 'newRunId'>;

/** Returns a step for each channel. Only with `isSending` is anything sent. */
export function testChannels(deps: Telling, isSending: boolean): Promise<readonly Step[]> {
  return Promise.all(
    deps.channels.map(async (channel): Promise<Step> => {
      try {
        const said = isSending ? await tell(channel, deps) : `${await channel.probe()}; nothing was sent`;
        const kept = channel.tellReceipt === undefined ? '' : "; each run's receipt goes there too";
        return { step: 'alerts', ok: true, detail: `${channel.name}: ${said}${kept}`, exitCode: EXIT.done };
      } catch (error) {
        return failed('alerts', error);
      }
    }),
  );
}

async function tell(channel: Channel, deps: Telling): Promise<string> {
  const { connection, now, newRunId, sleep, random } = deps;
  const alert = testAlert({ connection, at: now().toISOString(), runId: newRunId() }, channel.name);
  const { error } = await sendPatiently(() => channel.notify(alert), { sleep, random });
  if (error !== undefined) throw error;
  return 'took a test alert; check that it has arrived';
}
