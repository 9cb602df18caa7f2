import { hueOf, initials } from "../format/name.js";
import styles from "./avatar.module.css";
import { classNames } from "./class-names.js";

interface AvatarProps {
  readonly person: { readonly ref: string; readonly name: string };
  readonly size?: "small" | "medium" | "large";
  readonly online?: boolean;
}

/** Initials in a colour of their own. Decorative: the name stands beside it or is given in another way. */
export function Avatar({ person, size = "medium", online = false }: AvatarProps) {
  return (
    <span
      className={classNames(styles.avatar, styles[size], styles[`hue${hueOf(person.ref)}`])}
      aria-hidden="true"
    >
      {initials(person.name)}
      {online && <span className={styles.online} />}
    </span>
  );
}
