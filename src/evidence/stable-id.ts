/** Ids that anybody makes again from what they are of: UUID version 5 (RFC 9562, 5.5), the same every time. Pure. */
import { createHash } from 'node:crypto';

/** Returns the UUID of a name, as UTF-8, in a namespace, which is a UUID itself. */
export function stableId(namespace: string, name: string): string {
  const space = Buffer.from(namespace.replaceAll('-', ''), 'hex');
  const digest = createHash('sha1').update(space).update(name, 'utf8').digest();
  digest.writeUInt8((digest.readUInt8(6) & 0x0f) | VERSION, 6);
  digest.writeUInt8((digest.readUInt8(8) & 0x3f) | VARIANT, 8);
  const hex = digest.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}

const VERSION = 0x50;
const VARIANT = 0x80;
