import { Icon } from "../parts/icon.js";
import styles from "./file-mark.module.css";

/** The longest ending that is shown: longer ones are no kind of file. */
const LONGEST_ENDING = 4;

/** What kind of file it is, for the eye: the ending of its name. */
export function FileMark({ name }: { readonly name: string }) {
  const ending = name.slice(name.lastIndexOf(".") + 1).toLowerCase();
  const isKind = name.includes(".") && ending.length <= LONGEST_ENDING && /^[a-z0-9]+$/.test(ending);
  return (
    <span className={styles.mark} data-ending={ending} aria-hidden="true">
      {isKind ? ending : <Icon name="file" />}
    </span>
  );
}
