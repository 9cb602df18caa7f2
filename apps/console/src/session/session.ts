const KEY = "ticketwire.token";

/**
 * The token this window is signed in with. It lives in the window's own storage, so that each window
 * can be another person and a reload stays signed in.
 */
export interface Session {
  getSnapshot(): string | null;
  subscribe(listener: () => void): () => void;
  signIn(token: string): void;
  signOut(): void;
  /** Signs out because the token is not accepted any more: the sign-in page says so. */
  expire(): void;
  /** Gives the token to another page; this one forgets it, and goes on as it is until it is left. */
  handOver(): string | null;
  /** Whether it was that way that one was signed out last. */
  readonly hasExpired: boolean;
}

/** The session of this window. */
export function createSession(storage: Storage): Session {
  const listeners = new Set<() => void>();
  let hasExpired = false;
  const tell = () => {
    for (const listener of listeners) listener();
  };
  return {
    getSnapshot: () => storage.getItem(KEY),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    get hasExpired() {
      return hasExpired;
    },
    signIn(token) {
      hasExpired = false;
      storage.setItem(KEY, token);
      tell();
    },
    handOver() {
      const token = storage.getItem(KEY);
      storage.removeItem(KEY);
      return token;
    },
    signOut() {
      hasExpired = false;
      storage.removeItem(KEY);
      tell();
    },
    expire() {
      hasExpired = true;
      storage.removeItem(KEY);
      tell();
    },
  };
}
