/** Speaks with the frames in other windows, where the browser lets them hear of each other. */
export interface OtherWindows {
  /** Somebody has signed out. */
  tellSignedOut(): void;
}

/** Listens to the frames in other windows. */
export function otherWindows(signedOut: () => void): OtherWindows {
  try {
    const channel = new BroadcastChannel("ticketwire.widget");
    channel.onmessage = signedOut;
    return { tellSignedOut: () => channel.postMessage("signedOut") };
  } catch {
    return { tellSignedOut: () => {} };
  }
}
