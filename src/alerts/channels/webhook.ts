/** A receiver of the document as it is, signed as the Standard Webhooks specification says (v1, HMAC-SHA256). */
import { Webhook } from 'standardwebhooks';
import type { AlertDocument } from '../../../schemas/alert.ts';
import type { ReceiptMessage } from '../../../schemas/receipt-message.ts';
import { canonical } from '../../evidence/canonical.ts';
import { channelError } from '../channel.ts';
import { parseAddress } from './address.ts';
import { shakeHands } from './handshake.ts';
import { post } from './http.ts';
import type { Sender, SenderOptions } from './sender.ts';

/** Returns the sender. @throws AlertError when the address or the secret cannot be used */
export function openWebhook({ name, address, secret = '', http }: SenderOptions): Sender {
  const url = parseAddress(address, name);
  const signer = new Webhook(checkedSecret(secret, name));
  const deliver = async (document: AlertDocument | ReceiptMessage) => {
    const body = canonical(document);
    const at = http.now();
    const headers = {
      'webhook-id': document.id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': signer.sign(document.id, at, body),
    };
    await post(name, url, { headers, body }, http);
  };
  return {
    send: deliver,
    sendReceipt: deliver,
    probe: async () => {
      await shakeHands(name, url, http);
      return url.protocol === 'https:' ? 'reached, certificate trusted' : 'reached on loopback';
    },
  };
}

/** 24 to 64 bytes, as the specification asks: less is too easy to guess. */
function checkedSecret(secret: string, channel: string): string {
  const text = secret.replace(/^whsec_/, '');
  const bytes = Buffer.from(text, 'base64');
  const isBase64 = bytes.toString('base64').replace(/=+$/, '') === text.replace(/=+$/, '');
  if (isBase64 && bytes.length >= 24 && bytes.length <= 64) return bytes.toString('base64');
  throw channelError(channel, {
    problem: 'expected a signing secret of 24 to 64 bytes: whsec_ and base64',
    hint: 'Make one with: openssl rand -base64 32 | sed "s/^/whsec_/"',
    isFinal: true,
  });
}
