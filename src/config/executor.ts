/** On what this process runs, as far as its environment says: never which host, pod, account or person. */
import type { Executor } from '../../schemas/manifest.ts';
import type { Environment } from './environment.ts';

/** Services by the variable that each sets in its jobs; any other sets at least `CI`. */
const CI_SERVICES = {
  GITHUB_ACTIONS: 'github-actions',
  GITLAB_CI: 'gitlab-ci',
  TF_BUILD: 'azure-pipelines',
  CODEBUILD_BUILD_ID: 'aws-codebuild',
  BITBUCKET_BUILD_NUMBER: 'bitbucket-pipelines',
  BUILDKITE: 'buildkite',
  CIRCLECI: 'circleci',
  JENKINS_URL: 'jenkins',
} as const;

/** Names and request ids look like this; an ARN, which holds an account, does not. */
const PLAIN = /^[A-Za-z0-9_-]{1,128}$/;

/**
 * Returns on what this process runs, as its environment says. `requestId`: that of a Lambda invocation.
 * A job of a CI service may run in Kubernetes: then it is the job that people know.
 */
export function executorOf(env: Environment, requestId?: string): Executor {
  const lambda = env['AWS_LAMBDA_FUNCTION_NAME'];
  if (isSet(lambda)) {
    const id = [lambda, requestId].filter((part) => part !== undefined && PLAIN.test(part)).join('/');
    return { kind: 'lambda', ...(id === '' ? {} : { id }) };
  }
  const [, service] = Object.entries(CI_SERVICES).find(([name]) => isSet(env[name])) ?? [];
  if (service !== undefined) return { kind: 'ci', id: service };
  if (isSet(env['CI'])) return { kind: 'ci' };
  return { kind: isSet(env['KUBERNETES_SERVICE_HOST']) ? 'kubernetes' : 'host' };
}

function isSet(value: string | undefined): value is string {
  return value !== undefined && !['', '0', 'false'].includes(value.toLowerCase());
}
