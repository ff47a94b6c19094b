/** What an auditor hands to the page beside the evidence: what he got from somewhere else. */
import { useState } from 'preact/hooks';
import { droppedOf, isField } from './dropped.ts';
import { type Held, LARGEST_HELD_BYTES, readHeld } from './held.ts';
import { Part } from './part.tsx';

interface HeldStepProps {
  readonly held: readonly Held[];
  readonly connectionOf: ReadonlyMap<string, string>;
  readonly isLocked: boolean;
  readonly onHeld: (more: readonly Held[]) => void;
  readonly onRemoved: (gone: Held) => void;
  readonly onConnection: (keyId: string, name: string) => void;
}

export function HeldStep(props: HeldStepProps) {
  const { held, isLocked, onHeld } = props;
  const take = async (files: readonly { readonly name: string; readonly file: Blob }[]) => {
    const read = files.map(async ({ name, file }) =>
      file.size > LARGEST_HELD_BYTES
        ? ({ kind: 'refused', name, why: 'too large for a key or a receipt' } as const)
        : readHeld(name, Buffer.from(await file.arrayBuffer())),
    );
    onHeld(await Promise.all(read));
  };
  const choose = (files: FileList | null) =>
    take([...(files ?? [])].map((file) => ({ name: file.name, file })));
  const drop = async (event: DragEvent) => {
    if (isField(event.target)) return;
    event.preventDefault();
    if (isLocked) return;
    const dropped = await droppedOf(event);
    const files = dropped.map(async ({ name, file }) =>
      file === undefined ? [] : [{ name, file: await file() }],
    );
    await take((await Promise.all(files)).flat());
  };
  const paste = async (text: string) => onHeld([await readHeld('pasted text', Buffer.from(text))]);
  return (
    <Part
      heading="held"
      title="2. What you got from somewhere else"
      id="drop-held"
      onDrop={(event) => void drop(event)}
    >
      <p class="question">
        The public key, from the owner of the evidence. Trust in a key comes from elsewhere: never take the
        one that lies in the folder’s own <code>keys/</code>, since whoever can change the evidence can change
        that too. If you have them, also receipts, time stamps, and the certificate of the time stamping
        authority.
      </p>
      <HeldField isLocked={isLocked} onFiles={choose} onPasted={paste} />
      {held.length > 0 && (
        <ul class="held">
          {held.map((each) => (
            <li class={each.kind === 'refused' ? 'problem' : ''}>
              <HeldItem each={each} {...props} />
            </li>
          ))}
        </ul>
      )}
    </Part>
  );
}

interface HeldFieldProps {
  readonly isLocked: boolean;
  readonly onFiles: (files: FileList | null) => unknown;
  readonly onPasted: (text: string) => unknown;
}

function HeldField({ isLocked, onFiles, onPasted }: HeldFieldProps) {
  const [pasted, setPasted] = useState('');
  const take = () => {
    onPasted(pasted);
    setPasted('');
  };
  return (
    <div class="drop">
      <label>
        Drop files here, or choose them:{' '}
        <input
          type="file"
          id="files"
          multiple
          disabled={isLocked}
          onChange={(event) => onFiles(event.currentTarget.files)}
        />
      </label>
      <label for="paste">Or paste a public key or a receipt:</label>
      <textarea
        id="paste"
        rows={4}
        spellcheck={false}
        value={pasted}
        disabled={isLocked}
        onInput={(event) => setPasted(event.currentTarget.value)}
      />
      <button type="button" disabled={isLocked || pasted.trim() === ''} onClick={take}>
        Take this text
      </button>
    </div>
  );
}

function HeldItem({
  each,
  connectionOf,
  isLocked,
  onRemoved,
  onConnection,
}: HeldStepProps & { readonly each: Held }) {
  return (
    <>
      <span>
        <strong>{KINDS[each.kind]}</strong> <bdi>{each.name}</bdi> {detailOf(each)}
      </span>
      {each.kind === 'key' && (
        <label>
          Counts for the connection{' '}
          <input
            type="text"
            size={16}
            placeholder="any"
            disabled={isLocked}
            value={connectionOf.get(each.keyId) ?? ''}
            onInput={(event) => onConnection(each.keyId, event.currentTarget.value.trim())}
          />
        </label>
      )}
      <button
        type="button"
        disabled={isLocked}
        onClick={() => onRemoved(each)}
        aria-label={`Remove ${each.name}`}
      >
        Remove
      </button>
    </>
  );
}

const KINDS = {
  key: 'Public key',
  authority: 'Authority',
  receipts: 'Receipts',
  stamp: 'Time stamp',
  refused: 'Not taken:',
};

function detailOf(each: Held) {
  switch (each.kind) {
    case 'key':
      return <code class="fingerprint">{each.keyId}</code>;
    case 'authority':
      return `${each.certificates.length} certificates`;
    case 'receipts':
      return `${each.receipts.length} in it`;
    case 'stamp':
      return `${each.bytes.length} bytes`;
    case 'refused':
      return each.why;
  }
}
