/** What is to be judged is handed to the page: a folder, or a ZIP file. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { droppedOf, isField, treeOfDropped } from './dropped.ts';
import type { GivenEvidence } from './located.ts';
import { Part } from './part.tsx';
import { treeOfFiles } from './tree.ts';
import { isArchive } from './zip-blob.ts';

export interface Chosen {
  readonly evidence: GivenEvidence;
  readonly kind: 'Folder' | 'ZIP file';
  readonly about: string;
}

/** Known to all browsers, and to no standard. */
const WHOLE_FOLDER = { webkitdirectory: true };

const ONE = 'Drop one folder or one ZIP file: an export, the store, or a connection in it.';
const ON_ITS_FIELD =
  'This browser does not show a dropped folder to this page: drop it on the field for folders itself, or choose it there.';

interface EvidenceStepProps {
  readonly chosen: Chosen | undefined;
  readonly isLocked: boolean;
  readonly onChosen: (chosen: Chosen) => void;
}

export function EvidenceStep({ chosen, isLocked, onChosen }: EvidenceStepProps) {
  const [problem, setProblem] = useState('');
  const take = (found: Chosen | string) => {
    setProblem(typeof found === 'string' ? found : '');
    if (typeof found !== 'string') onChosen(found);
  };
  const drop = async (event: DragEvent) => {
    const isTaken = isField(event.target) && !isOnWrongField(event);
    if (isTaken) return;
    event.preventDefault();
    if (!isLocked) take(await chosenOfDrop(event));
  };
  const chooseFolder = (files: readonly File[]) => {
    if (files.length > 0) take(chosenOfFolder(files));
  };
  const chooseFile = async ([file]: readonly File[]) => {
    if (file !== undefined) take(await chosenOfFile(file));
  };
  return (
    <Part heading="evidence" title="1. The evidence" id="drop-evidence" onDrop={(event) => void drop(event)}>
      <Fields chosen={chosen} isLocked={isLocked} onFolder={chooseFolder} onFile={chooseFile} />
      {problem !== '' && (
        <p role="alert" class="problem">
          {problem}
        </p>
      )}
      {chosen !== undefined && (
        <p role="status">
          {chosen.kind}:{' '}
          <bdi>
            <strong>{chosen.about}</strong>
          </bdi>
        </p>
      )}
    </Part>
  );
}

interface FieldsProps {
  readonly chosen: Chosen | undefined;
  readonly isLocked: boolean;
  readonly onFolder: (files: readonly File[]) => void;
  readonly onFile: (files: readonly File[]) => Promise<void>;
}

const Fields = ({ chosen, isLocked, onFolder, onFile }: FieldsProps) => (
  <div class="either">
    <Field
      id="folder"
      {...WHOLE_FOLDER}
      isLocked={isLocked}
      isChosen={chosen?.kind === 'Folder'}
      onFiles={onFolder}
    >
      <strong>A folder.</strong> Drop it on this field, or choose it: an export that was unpacked, the store
      with <code>segment-evidence</code> in it, or one connection’s folder with <code>chain</code> in it.
    </Field>
    <Field
      id="archive"
      accept=".zip,application/zip"
      isLocked={isLocked}
      isChosen={chosen?.kind === 'ZIP file'}
      onFiles={(files) => void onFile(files)}
    >
      <strong>Or a ZIP file</strong> as it was exported: nothing has to be unpacked.
    </Field>
  </div>
);

/** A file on the field for folders, or a folder on that for files: the browser would take it for what it is not. */
function isOnWrongField({ target, dataTransfer }: DragEvent): boolean {
  const entry = dataTransfer?.items[0]?.webkitGetAsEntry() ?? null;
  return entry !== null && entry.isDirectory !== (target instanceof HTMLElement && target.id === 'folder');
}

async function chosenOfDrop(event: DragEvent): Promise<Chosen | string> {
  const [first, second] = await droppedOf(event);
  if (first === undefined || second !== undefined) return ONE;
  if (first.file !== undefined) return chosenOfFile(await first.file(), first.name);
  try {
    await first.children?.();
  } catch {
    return ON_ITS_FIELD;
  }
  return { evidence: treeOfDropped(first), kind: 'Folder', about: first.name };
}

async function chosenOfFile(
  file: Blob,
  name = file instanceof File ? file.name : '',
): Promise<Chosen | string> {
  const evidence = { name, file };
  if (!(await isArchive(evidence))) return `Expected a folder or a ZIP file, got another file: ${name}`;
  return { evidence, kind: 'ZIP file', about: `${name}, ${megabytes(file.size)} MB` };
}

function chosenOfFolder(files: readonly File[]): Chosen {
  const evidence = treeOfFiles(files.map((file) => ({ path: file.webkitRelativePath, file })));
  return { evidence, kind: 'Folder', about: `${evidence.name}, ${files.length.toLocaleString('en')} files` };
}

const megabytes = (bytes: number) => (bytes / 1e6).toLocaleString('en', { maximumFractionDigits: 1 });

interface FieldProps {
  readonly id: string;
  readonly accept?: string;
  readonly webkitdirectory?: boolean;
  readonly isLocked: boolean;
  /** What is judged came by this field. */
  readonly isChosen: boolean;
  readonly onFiles: (files: readonly File[]) => void;
  readonly children: ComponentChildren;
}

function Field({ isLocked, isChosen, onFiles, children, ...input }: FieldProps) {
  const field = useRef<HTMLInputElement>(null);
  // Of two names that stand there, one would be judged and the other be read.
  useEffect(() => {
    if (!isChosen && field.current !== null) field.current.value = '';
  }, [isChosen]);
  return (
    <label class="field">
      <span>{children}</span>
      <input
        ref={field}
        type="file"
        {...input}
        disabled={isLocked}
        onChange={(event) => onFiles([...(event.currentTarget.files ?? [])])}
      />
    </label>
  );
}
