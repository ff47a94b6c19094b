/** What is used of the SDK's client for topics, and loaded late: by name, so that a bundle leaves out the rest. */
export { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
