import type { AttachmentView } from "@ticketwire/client";
import { useEffect, useId, useRef, useState } from "react";
import { useTalk } from "../conversation/talk.js";
import { IconButton } from "../parts/icon-button.js";
import { useTexts } from "../provider/surroundings.js";
import { player } from "./player.js";
import styles from "./recorder.module.css";
import type { Recording } from "./recording.js";
import { VoicePlayer } from "./voice-player.js";

interface ReviewProps {
  readonly recording: Recording;
  readonly onRecorded: (attachment: AttachmentView) => void;
}

type Upload =
  | { readonly status: "waiting" }
  | { readonly status: "uploading"; readonly percent: number }
  | { readonly status: "failed"; readonly reason: string };

/** A recording before it is sent: to be heard, and then uploaded. */
export function Review({ recording, onRecorded }: ReviewProps) {
  const { voice: texts, unknownReason } = useTexts();
  const { ticket } = useTalk();
  const id = useId();
  const [owner] = useState(() => ({}));
  const [upload, setUpload] = useState<Upload>({ status: "waiting" });
  const running = useRef(new AbortController());
  useEffect(() => {
    running.current = new AbortController();
    return () => {
      running.current.abort();
      player.leave(owner);
    };
  }, [owner]);

  const send = async () => {
    const { signal } = running.current;
    const { file, durationMs, levels } = recording;
    player.leave(owner);
    setUpload({ status: "uploading", percent: 0 });
    try {
      const attachment = await ticket.upload(file, file.name, {
        recording: { durationMs, levels },
        signal,
        onProgress: ({ sentBytes, totalBytes }) =>
          setUpload({
            status: "uploading",
            percent: Math.floor((100 * sentBytes) / Math.max(totalBytes, 1)),
          }),
      });
      if (!signal.aborted) onRecorded(attachment);
    } catch (failure) {
      if (signal.aborted) return;
      setUpload({ status: "failed", reason: failure instanceof Error ? failure.message : unknownReason });
    }
  };

  return (
    <>
      <span className={styles.player}>
        <VoicePlayer
          id={id}
          durationMs={recording.durationMs}
          levels={recording.levels}
          owner={owner}
          load={async () => recording.file}
        />
      </span>
      <span data-first>
        <IconButton
          icon="send"
          label={texts.send}
          disabled={upload.status === "uploading"}
          onClick={() => {
            send().catch(() => {});
          }}
        />
      </span>
      {upload.status === "uploading" && <p className={styles.upload}>{texts.sending(upload.percent)}</p>}
      {upload.status === "failed" && (
        <p className={styles.failed} role="alert">
          {texts.notSent(upload.reason)}
        </p>
      )}
    </>
  );
}
