import type { AttachmentView } from "@ticketwire/client";
import { useLoaded } from "../parts/use-loaded.js";

const loadRecorder = () => import("./recorder.js");

interface VoiceTrayProps {
  readonly isOpen: boolean;
  readonly onRecorded: (attachment: AttachmentView) => void;
  readonly onClose: () => void;
}

/** Where a voice message is recorded. What records is loaded when somebody first wants to. */
export function VoiceTray({ isOpen, onRecorded, onClose }: VoiceTrayProps) {
  const recorder = useLoaded(loadRecorder, isOpen);
  return recorder ? <recorder.Recorder onRecorded={onRecorded} onClose={onClose} /> : null;
}
