import type { AttachmentView } from "@ticketwire/client";
import { MAX_VOICE_LEVELS } from "@ticketwire/client";
import { useState } from "react";
import { useLink } from "../attachments/use-link.js";
import { useTalk } from "../conversation/talk.js";
import { decodeLevels } from "./decode-levels.js";
import { fetchRecording } from "./fetch-recording.js";
import { VoicePlayer } from "./voice-player.js";

/** A recording, and the message it came with. */
export interface PlayedMessageProps {
  readonly attachment: AttachmentView;
  readonly messageId: string;
}

/** What plays a recording among the messages. It is fetched when it is first played; then its sound is drawn if nobody has said how it looks. */
export function PlayedMessage({ attachment, messageId }: PlayedMessageProps) {
  const { ticket } = useTalk();
  const link = useLink(attachment, messageId);
  const [found, setFound] = useState<readonly number[]>();
  const load = async () => {
    const recording = await fetchRecording(link);
    if (attachment.levels === null && typeof recording !== "string")
      decodeLevels(recording, MAX_VOICE_LEVELS).then(setFound, () => {});
    return recording;
  };
  return (
    <VoicePlayer
      id={attachment.id}
      durationMs={attachment.durationMs}
      levels={attachment.levels ?? found ?? null}
      owner={ticket}
      load={load}
    />
  );
}
