/** What is used of the SDK's client for KMS, and loaded late: by name, so that a bundle leaves out the rest. */
export { GetPublicKeyCommand, KMSClient, SignCommand } from '@aws-sdk/client-kms';
