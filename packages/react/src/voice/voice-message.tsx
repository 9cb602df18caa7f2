import { useLoaded } from "../parts/use-loaded.js";
import { useTexts } from "../provider/surroundings.js";
import type { PlayedMessageProps } from "./played-message.js";
import styles from "./voice-message.module.css";

const loadPlayed = () => import("./played-message.js");

/** A recording among the messages. Its place is kept until what plays it is loaded, so that nothing moves. */
export function VoiceMessage(props: PlayedMessageProps) {
  const { voice: texts } = useTexts();
  const played = useLoaded(loadPlayed, true);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms
    <div className={styles.message} role="group" aria-label={texts.message} title={props.attachment.name}>
      {played && <played.PlayedMessage {...props} />}
    </div>
  );
}
