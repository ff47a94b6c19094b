/** What is used of the SDK's client for secrets, and loaded late: by name, so that a bundle leaves out the rest. */
export {
  GetSecretValueCommand,
  ListSecretsCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
