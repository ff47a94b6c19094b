/** On what a run says it was executed. */
import { expect, it } from 'vitest';
import { executorOf } from '../../src/config/executor.ts';

const REQUEST = '8e993247-5f5f-48e3-ba81-fd6250551872';
const LAMBDA = { AWS_LAMBDA_FUNCTION_NAME: 'evidence-collect' };

it.each([
  ['a machine', {}, { kind: 'host' }],
  ['a machine that says so', { CI: 'false', GITHUB_ACTIONS: '' }, { kind: 'host' }],
  ['a pod', { KUBERNETES_SERVICE_HOST: '10.0.0.1', HOSTNAME: 'evidence-7d9f' }, { kind: 'kubernetes' }],
  ['GitHub', { CI: 'true', GITHUB_ACTIONS: 'true' }, { kind: 'ci', id: 'github-actions' }],
  [
    'GitLab in a pod',
    { GITLAB_CI: 'true', KUBERNETES_SERVICE_HOST: '10.0.0.1' },
    { kind: 'ci', id: 'gitlab-ci' },
  ],
  ['a service without a name', { CI: '1' }, { kind: 'ci' }],
  ['a function run by hand', LAMBDA, { kind: 'lambda', id: 'evidence-collect' }],
])('%s is told by its environment, and by no name of a machine', (_title, env, executor) => {
  expect(executorOf(env)).toEqual(executor);
});

it('a function is told with the request that it answers', () => {
  expect(executorOf({ ...LAMBDA, CI: 'true' }, REQUEST)).toEqual({
    kind: 'lambda',
    id: `evidence-collect/${REQUEST}`,
  });
});

it('an account never comes with the name of a function', () => {
  const env = { AWS_LAMBDA_FUNCTION_NAME: 'arn:aws:lambda:eu-west-1:123456789012:function:evidence-collect' };

  expect(executorOf(env, REQUEST)).toEqual({ kind: 'lambda', id: REQUEST });
});
