import type { AttachmentView } from "@ticketwire/client";
import { useCallback, useState } from "react";
import { useLoaded } from "../parts/use-loaded.js";
import { Picture } from "./picture.js";
import styles from "./picture-grid.module.css";
import { sizeOf } from "./picture-size.js";

const loadLightbox = () => import("../lightbox/lightbox.js");

interface PictureGridProps {
  readonly pictures: readonly AttachmentView[];
  readonly messageId: string;
}

/** The pictures of a message: one as large as it may be, several in squares. Each opens all of the conversation's. */
export function PictureGrid({ pictures, messageId }: PictureGridProps) {
  const [opened, setOpened] = useState<string>();
  const lightbox = useLoaded(loadLightbox, opened !== undefined);
  const close = useCallback(() => setOpened(undefined), []);
  const [only] = pictures;
  return (
    <>
      <div className={styles.grid} data-count={pictures.length}>
        {pictures.map((picture) => (
          <Picture
            key={picture.id}
            picture={picture}
            messageId={messageId}
            size={only && pictures.length === 1 ? sizeOf(only) : undefined}
            onOpen={() => setOpened(picture.id)}
          />
        ))}
      </div>
      {lightbox && opened !== undefined && <lightbox.Lightbox first={opened} onClose={close} />}
    </>
  );
}
