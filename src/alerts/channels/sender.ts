/** What a kind of channel can do once its address is known. */
import type { AlertDocument } from '../../../schemas/alert.ts';
import type { ReceiptMessage } from '../../../schemas/receipt-message.ts';
import type { HttpSettings } from './http.ts';

export interface Sender {
  /** @throws AlertError */
  send(alert: AlertDocument): Promise<void>;
  /** @throws AlertError */
  sendReceipt(message: ReceiptMessage): Promise<void>;
  /** Returns what can be said without sending anything. @throws AlertError */
  probe(): Promise<string>;
}

export interface SenderOptions {
  /** Of the channel, for errors. */
  readonly name: string;
  /** Empty where the configuration names none, which only some kinds allow. */
  readonly address: string;
  /** Signing secret of a webhook, integration key of PagerDuty. */
  readonly secret?: string | undefined;
  readonly http: HttpSettings;
  /** Called with a secret that is a part of the address, so that no log line may hold it. */
  readonly onSecret?: ((secret: string) => void) | undefined;
  /** Called when what was delivered has not reached everybody, and never will. Names nobody. */
  readonly onShortfall?: ((found: string) => void) | undefined;
}
