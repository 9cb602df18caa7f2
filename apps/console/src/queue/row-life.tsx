import { useFormats } from "@ticketwire/react";
import { VisuallyHidden } from "@ticketwire/react/parts";
import { useSyncExternalStore } from "react";
import { useWorkplace } from "../desk/workplace.js";
import { DeskIcon } from "../parts/desk-icon.js";
import { useConsoleTexts } from "../texts/texts.js";
import { useOthersOn } from "../ticket/use-others-on.js";
import styles from "./row-life.module.css";
import { TypingDots } from "./typing-dots.js";

/** Who else has an open ticket before them, and who writes on it. */
export function RowLife({ ticketRef }: { readonly ticketRef: string }) {
  const { client } = useWorkplace();
  const { list: texts } = useConsoleTexts();
  const formats = useFormats();
  const handle = client.ticket(ticketRef);
  const typing = useSyncExternalStore(handle.subscribe, () => handle.getSnapshot().typing);
  const others = useOthersOn(ticketRef);
  if (others.length === 0) return null;
  const said =
    typing.length > 0
      ? texts.typing(formats.list(typing.map(({ name }) => name)))
      : texts.viewing(formats.list(others.map(({ name }) => name)));
  return (
    <span className={styles.life} title={said}>
      {typing.length > 0 ? <TypingDots /> : <DeskIcon name="eye" size={15} />}
      <VisuallyHidden>{said}</VisuallyHidden>
    </span>
  );
}
