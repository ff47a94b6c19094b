/** Whether a receiver can be reached and shows a certificate that is trusted, without sending it anything. */
import { connectOnce } from '../../net/connect.ts';
import { channelError } from '../channel.ts';
import { connectorFor, type HttpSettings, networkFailure } from './http.ts';

/** Connects and hangs up. @throws AlertError */
export async function shakeHands(channel: string, address: URL, http: HttpSettings): Promise<void> {
  try {
    (await connectOnce(connectorFor(address, http), address)).destroy();
  } catch (error) {
    throw channelError(channel, { ...networkFailure(error), cause: error });
  }
}
