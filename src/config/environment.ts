/**
 * The environment of the process: the only place that touches it. Everything else gets it passed in,
 * so that a test, or a second run in one process, cannot see what it was not given.
 */
import { homedir, userInfo } from 'node:os';

/** Names and values of environment variables. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Returns a copy of the process environment; later changes of it are not seen. */
export function readEnvironment(): Environment {
  return { ...process.env };
}

/** Returns the user's folder, or nothing: a user that no one has made, as in a container, has none. */
export function readHome(): string {
  try {
    return homedir();
  } catch {
    return '';
  }
}

/** Returns what the system calls whoever runs this; undefined where it does not know. */
export function readUserName(): string | undefined {
  try {
    return userInfo().username;
  } catch {
    return undefined;
  }
}

/**
 * Keeps the AWS SDK from telling our users which version of Node its next releases will need: ours is pinned
 * and runs on every version that we support, so there is nothing for them to do. It reads only this variable.
 */
export function silenceSdkNotices(): void {
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
}

/** Returns the operating system's name of who runs this; of a user that it has no name for, the number. */
export function systemUser(): string {
  try {
    return userInfo().username;
  } catch {
    return `user ${process.getuid?.() ?? 'unknown'}`;
  }
}
