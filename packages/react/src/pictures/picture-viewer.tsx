import { useTalk } from "../conversation/talk.js";
import { useLoaded } from "../parts/use-loaded.js";

const loadLightbox = () => import("../lightbox/lightbox.js");

/** Shows a picture large, given its id. What does so is loaded when the first picture is opened. */
export function PictureViewer({ picture }: { readonly picture: string | undefined }) {
  const { showPicture } = useTalk();
  const lightbox = useLoaded(loadLightbox, picture !== undefined);
  if (!lightbox || picture === undefined) return null;
  return <lightbox.Lightbox key={picture} first={picture} onClose={() => showPicture(undefined)} />;
}
