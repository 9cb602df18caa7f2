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
}

/** The session of this window. */
export function createSession(storage: Storage): Session {
  const listeners = new Set<() => void>();
  const tell = () => {
    for (const listener of listeners) listener();
  };
  return {
    getSnapshot: () => storage.getItem(KEY),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    signIn(token) {
      storage.setItem(KEY, token);
      tell();
    },
    signOut() {
      storage.removeItem(KEY);
      tell();
    },
  };
}
