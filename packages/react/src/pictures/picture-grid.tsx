import type { AttachmentView } from "@ticketwire/client";
import { useTalk } from "../conversation/talk.js";
import { Picture } from "./picture.js";
import styles from "./picture-grid.module.css";
import { sizeOf } from "./picture-size.js";

interface PictureGridProps {
  readonly pictures: readonly AttachmentView[];
  readonly messageId: string;
}

/** The pictures of a message: one as large as it may be, several in squares. Each opens all of the conversation's. */
export function PictureGrid({ pictures, messageId }: PictureGridProps) {
  const { showPicture } = useTalk();
  const [only] = pictures;
  return (
    <div className={styles.grid} data-count={pictures.length}>
      {pictures.map((picture) => (
        <Picture
          key={picture.id}
          picture={picture}
          messageId={messageId}
          size={only && pictures.length === 1 ? sizeOf(only) : undefined}
          onOpen={() => showPicture(picture.id)}
        />
      ))}
    </div>
  );
}
