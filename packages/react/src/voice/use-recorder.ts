import { useCallback, useEffect, useState, useSyncExternalStore } from "react";
import { type RecorderState, VoiceRecorder } from "./voice-recorder.js";

const ASKING: RecorderState = { status: "asking" };

/** A recording that begins with the component, and anew with each attempt; it is given up when the component goes. */
export function useRecorder(attempt: number): {
  readonly state: RecorderState;
  readonly recorder: VoiceRecorder | undefined;
} {
  const [recorder, setRecorder] = useState<VoiceRecorder>();
  useEffect(() => {
    const begun = new VoiceRecorder();
    setRecorder(begun);
    begun.start().catch(() => {});
    return () => begun.discard();
  }, [attempt]);
  const subscribe = useCallback(
    (listener: () => void) => recorder?.subscribe(listener) ?? (() => {}),
    [recorder],
  );
  const read = () => recorder?.getSnapshot() ?? ASKING;
  return { state: useSyncExternalStore(subscribe, read, read), recorder };
}
