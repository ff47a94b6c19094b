/** What the command prints, to be read, copied and kept. */
import type { Judged } from './verify-given.ts';

export function Output({ output }: Pick<Judged, 'output'>) {
  const json = `${JSON.stringify(output.json, null, 2)}\n`;
  return (
    <details class="more" id="output">
      <summary>The report as the command prints it</summary>
      <p class="actions">
        <button type="button" onClick={() => save('verify.json', 'application/json', json)}>
          Save as JSON
        </button>
        <button type="button" onClick={() => void navigator.clipboard.writeText(json)}>
          Copy the JSON
        </button>
        <button type="button" onClick={() => save('verify.txt', 'text/plain', `${output.text}\n`)}>
          Save as text
        </button>
      </p>
      <pre id="text">{output.verboseText ?? output.text}</pre>
      <label>
        JSON <textarea id="json" rows={8} readOnly value={json} />
      </label>
    </details>
  );
}

function save(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  URL.revokeObjectURL(url);
}
