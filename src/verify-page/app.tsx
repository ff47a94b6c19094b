/** The page in which an auditor verifies: a folder or a ZIP file and keys in, a verdict out. Nothing leaves it. */
import { useRef, useState } from 'preact/hooks';
import type { PageMark } from '../../schemas/page-mark.ts';
import { EvidenceError } from '../errors.ts';
import { type Chosen, EvidenceStep } from './evidence-step.tsx';
import type { Held } from './held.ts';
import { HeldStep } from './held-step.tsx';
import { IsInPage, Part } from './part.tsx';
import { CancelledError, type Progress, watching } from './progress.ts';
import { Result } from './result.tsx';
import { type Judged, verifyGiven } from './verify-given.ts';

type Run =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly progress: Progress | undefined }
  | { readonly kind: 'done'; readonly judged: Judged; readonly isStampJudged: boolean }
  | { readonly kind: 'stopped'; readonly why: string };

export function App({ mark }: { readonly mark: PageMark | undefined }) {
  const [chosen, setChosen] = useState<Chosen>();
  const [held, setHeld] = useState<readonly Held[]>([]);
  const [connectionOf, setConnectionOf] = useState<ReadonlyMap<string, string>>(new Map());
  const [run, setRun] = useState<Run>({ kind: 'idle' });
  const ending = useRef<AbortController>(null);
  const isRunning = run.kind === 'running';

  const start = async () => {
    if (chosen === undefined) return;
    const end = new AbortController();
    ending.current = end;
    setRun({ kind: 'running', progress: undefined });
    const watch = watching(
      (progress) => setRun({ kind: 'running', progress }),
      end.signal,
      () => performance.now(),
    );
    try {
      const given = { evidence: chosen.evidence, held, connectionOf, mark };
      const judged = await verifyGiven(given, new Date(), watch);
      setRun({ kind: 'done', judged, isStampJudged: held.some(({ kind }) => kind === 'authority') });
    } catch (error) {
      setRun({ kind: 'stopped', why: reasonOf(error) });
    }
  };

  return (
    <IsInPage.Provider value={mark !== undefined}>
      <EvidenceStep chosen={chosen} isLocked={isRunning} onChosen={setChosen} />
      <HeldStep
        held={held}
        connectionOf={connectionOf}
        isLocked={isRunning}
        onHeld={(more) => setHeld((before) => [...before, ...more])}
        onRemoved={(gone) => setHeld((before) => before.filter((each) => each !== gone))}
        onConnection={(keyId, name) => setConnectionOf((before) => new Map([...before, [keyId, name]]))}
      />
      <CheckStep
        run={run}
        isReady={chosen !== undefined}
        onStart={() => void start()}
        onCancel={() => ending.current?.abort()}
      />
      {run.kind === 'done' && <Result judged={run.judged} held={held} isStampJudged={run.isStampJudged} />}
    </IsInPage.Provider>
  );
}

interface CheckStepProps {
  readonly run: Run;
  /** Something to judge was chosen. */
  readonly isReady: boolean;
  readonly onStart: () => void;
  readonly onCancel: () => void;
}

function CheckStep({ run, isReady, onStart, onCancel }: CheckStepProps) {
  const isRunning = run.kind === 'running';
  return (
    <Part heading="check" title="3. Check" id="check-step">
      <p class="actions">
        <button type="button" class="big" disabled={!isReady || isRunning} onClick={onStart}>
          Check the evidence
        </button>
        {isRunning && (
          <button type="button" class="big quiet-button" onClick={onCancel}>
            Cancel
          </button>
        )}
      </p>
      {!isReady && <p class="note-line">Choose the folder or the ZIP file first.</p>}
      {run.kind === 'running' && <Reading progress={run.progress} />}
      {run.kind === 'stopped' && (
        <div class="banner unknown" role="alert">
          <Sign sign="?" word="Cannot judge" />
          <div>
            <p>{run.why}</p>
          </div>
        </div>
      )}
    </Part>
  );
}

const Sign = ({ sign, word }: { readonly sign: string; readonly word: string }) => (
  <span class="badge">
    <span class="sign" aria-hidden="true">
      {sign}
    </span>{' '}
    {word}
  </span>
);

function Reading({ progress }: { readonly progress: Progress | undefined }) {
  const { files = 0, bytes = 0, key = '' } = progress ?? {};
  return (
    <div class="reading">
      <progress aria-label="Reading the evidence" />
      <p role="status">
        {files.toLocaleString('en')} files, {(bytes / 1e6).toLocaleString('en', { maximumFractionDigits: 0 })}{' '}
        MB read
      </p>
      <p class="note-line">
        <code>{key}</code>
      </p>
    </div>
  );
}

function reasonOf(error: unknown): string {
  if (error instanceof CancelledError) return error.message;
  if (error instanceof EvidenceError) return [error.message, error.hint].filter(Boolean).join('. ');
  const message = error instanceof Error ? error.message : String(error);
  return `This page could not finish: ${message}. Nothing can be said of the evidence; use the command.`;
}
