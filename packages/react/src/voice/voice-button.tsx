import { IconButton } from "../parts/icon-button.js";
import { useTexts } from "../provider/surroundings.js";
import { recordedFormat } from "./recording.js";

interface VoiceButtonProps {
  readonly isRecording: boolean;
  readonly onRecord: () => void;
}

/** Begins a voice message, where the browser can record one. */
export function VoiceButton({ isRecording, onRecord }: VoiceButtonProps) {
  const { voice: texts } = useTexts();
  if (recordedFormat() === undefined) return null;
  return <IconButton icon="microphone" label={texts.record} disabled={isRecording} onClick={onRecord} />;
}
