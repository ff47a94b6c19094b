/**
 * What the platform's Node.js runtime does, as its documentation says: takes invocations from the Runtime API,
 * calls the handler, answers with what it returned or threw. For machines without aws-lambda-ric.
 */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const { AWS_LAMBDA_RUNTIME_API, LAMBDA_TASK_ROOT } = process.env;
const api = `http://${AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime`;
const [file, name] = (process.argv[2] ?? '').split(/\.(?=[^.]*$)/);
const post = (path, body) => fetch(`${api}${path}`, { method: 'POST', body: JSON.stringify(body) });

const module = await import(pathToFileURL(resolve(LAMBDA_TASK_ROOT, `${file}.mjs`)).href);
for (;;) {
  const next = await fetch(`${api}/invocation/next`);
  const id = next.headers.get('lambda-runtime-aws-request-id');
  const deadline = Number(next.headers.get('lambda-runtime-deadline-ms'));
  const context = { awsRequestId: id, getRemainingTimeInMillis: () => deadline - Date.now() };
  try {
    const result = await module[name](await next.json(), context);
    await post(`/invocation/${id}/response`, result);
  } catch (error) {
    const body = {
      errorType: error.name,
      errorMessage: error.message,
      trace: String(error.stack).split('\n'),
    };
    await post(`/invocation/${id}/error`, body);
  }
}
