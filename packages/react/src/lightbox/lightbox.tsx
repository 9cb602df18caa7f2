import { type KeyboardEvent, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useLink } from "../attachments/use-link.js";
import { useTalk } from "../conversation/talk.js";
import { useTicketState } from "../hooks/use-ticket-state.js";
import { IconButton, IconLink } from "../parts/icon-button.js";
import { useTexts } from "../provider/surroundings.js";
import styles from "./lightbox.module.css";
import { type ShownPicture, shownPictures } from "./shown-pictures.js";
import { useZoom } from "./use-zoom.js";

interface LightboxProps {
  /** The id of the picture that is shown first. */
  readonly first: string;
  readonly onClose: () => void;
}

/** Shows the pictures of the conversation one at a time, as large as the window. */
export function Lightbox({ first, onClose }: LightboxProps) {
  const { ticket } = useTalk();
  const messages = useTicketState(ticket, (state) => state.messages);
  const [id, setId] = useState(first);
  const pictures = useMemo(() => shownPictures(messages), [messages]);
  const index = pictures.findIndex(({ attachment }) => attachment.id === id);
  const current = pictures[index];
  if (!current) return null;
  const goTo = (step: number) => {
    const next = pictures[index + step];
    if (next) setId(next.attachment.id);
  };
  return <Shown current={current} index={index} count={pictures.length} onGo={goTo} onClose={onClose} />;
}

interface ShownProps {
  readonly current: ShownPicture;
  readonly index: number;
  readonly count: number;
  readonly onGo: (step: number) => void;
  readonly onClose: () => void;
}

function Shown({ current: { attachment, messageId }, index, count, onGo, onClose }: ShownProps) {
  const { pictures: texts } = useTexts();
  const { url, renew } = useLink(attachment, messageId);
  const dialog = useRef<HTMLDialogElement>(null);
  const stage = useRef<HTMLDivElement>(null);
  const isRightToLeft = () => dialog.current !== null && getComputedStyle(dialog.current).direction === "rtl";
  const zoom = useZoom(stage, attachment.id, (towardsLeft) => onGo(towardsLeft === isRightToLeft() ? -1 : 1));
  const triedAgain = useRef<string>(undefined);

  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    // Keys are for the picture, not for the first of the buttons.
    element?.focus();
    // Closing gives the focus back to who had it.
    return () => element?.close();
  }, []);

  const onKeyDown = (event: KeyboardEvent) => {
    // What is typed here is not meant for the messages behind it.
    event.stopPropagation();
    if (zoom.onKey(event.key)) return event.preventDefault();
    if (event.key === "ArrowLeft") onGo(isRightToLeft() ? 1 : -1);
    if (event.key === "ArrowRight") onGo(isRightToLeft() ? -1 : 1);
  };
  const onError = () => {
    if (triedAgain.current === attachment.id) return;
    triedAgain.current = attachment.id;
    renew().catch(() => {});
  };

  return (
    <dialog
      ref={dialog}
      className={styles.dialog}
      aria-label={texts.title}
      tabIndex={-1}
      onCancel={(event) => {
        event.preventDefault();
        event.stopPropagation();
        onClose();
      }}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => event.stopPropagation()}
    >
      <header className={styles.bar}>
        <p className={styles.name} role="status">
          <bdi>{attachment.name}</bdi>{" "}
          <span className={styles.position}>{texts.position(index + 1, count)}</span>
        </p>
        <IconButton icon="zoomOut" label={texts.zoomOut} disabled={!zoom.isZoomed} onClick={zoom.smaller} />
        <IconButton icon="zoomIn" label={texts.zoomIn} onClick={zoom.larger} />
        <IconLink icon="download" label={texts.download} href={url} />
        <IconButton icon="close" label={texts.close} onClick={onClose} />
      </header>
      <div ref={stage} className={styles.stage} data-zoomed={zoom.isZoomed} {...zoom.pointers}>
        <img
          key={attachment.id}
          className={styles.image}
          src={url}
          alt={attachment.name}
          draggable={false}
          style={{ transform: zoom.transform }}
          onError={onError}
        />
      </div>
      {count > 1 && (
        <>
          <span className={styles.previous}>
            <IconButton icon="back" label={texts.previous} disabled={index === 0} onClick={() => onGo(-1)} />
          </span>
          <span className={styles.next}>
            <IconButton
              icon="forward"
              label={texts.next}
              disabled={index === count - 1}
              onClick={() => onGo(1)}
            />
          </span>
        </>
      )}
    </dialog>
  );
}
