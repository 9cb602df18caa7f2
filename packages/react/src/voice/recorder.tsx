import type { AttachmentView } from "@ticketwire/client";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { Button } from "../parts/button.js";
import { IconButton } from "../parts/icon-button.js";
import { useTexts } from "../provider/surroundings.js";
import { LiveMeter } from "./live-meter.js";
import styles from "./recorder.module.css";
import { Review } from "./review.js";
import { useRecorder } from "./use-recorder.js";

interface RecorderProps {
  /** Called with what has been uploaded, to be sent. */
  readonly onRecorded: (attachment: AttachmentView) => void;
  readonly onClose: () => void;
}

/** Records a voice message, lets it be heard, and uploads it. */
export function Recorder({ onRecorded, onClose }: RecorderProps) {
  const { voice: texts } = useTexts();
  const [attempt, setAttempt] = useState(0);
  const { state, recorder } = useRecorder(attempt);
  const panel = useRef<HTMLElement>(null);
  const { status } = state;

  // Whatever had the focus may be gone with the step before.
  useEffect(() => {
    if (status !== "asking") panel.current?.querySelector<HTMLElement>("[data-first] button")?.focus();
  }, [status]);
  const onKeyDown = (event: KeyboardEvent) => {
    // Escape would close the chat around it, and the recording would be lost.
    if (event.key !== "Escape") return;
    event.stopPropagation();
    recorder?.pause();
  };

  return (
    <section
      ref={panel}
      className={styles.recorder}
      aria-label={texts.recorder}
      data-status={status}
      onKeyDown={onKeyDown}
    >
      <IconButton icon="trash" label={texts.discard} onClick={onClose} />
      <p className={styles.words} role={status === "refused" ? "alert" : "status"} data-status={status}>
        {status === "refused" ? texts[state.why] : texts[status]}
      </p>
      {state.status === "refused" && (
        <span data-first>
          <Button look="plain" onClick={() => setAttempt((count) => count + 1)}>
            {texts.tryAgain}
          </Button>
        </span>
      )}
      {(state.status === "recording" || state.status === "paused") && (
        <>
          <LiveMeter elapsedMs={state.elapsedMs} levels={state.levels} />
          <IconButton
            icon={status === "paused" ? "microphone" : "pause"}
            label={status === "paused" ? texts.resume : texts.pause}
            onClick={() => (status === "paused" ? recorder?.resume() : recorder?.pause())}
          />
          <span data-first>
            <IconButton icon="check" label={texts.finish} onClick={() => recorder?.finish()} />
          </span>
        </>
      )}
      {state.status === "recorded" && <Review recording={state.recording} onRecorded={onRecorded} />}
    </section>
  );
}
