import styles from "./file-name.module.css";

/** So much of the end is always shown: two words, or a number, and what kind of file it is. */
const END_CHARACTERS = 10;

/** The name of a file. Where there is no room, its middle is left out: both ends tell files apart. */
export function FileName({ name }: { readonly name: string }) {
  const characters = [...name];
  const cut = Math.max(0, characters.length - END_CHARACTERS);
  return (
    <span className={styles.name} dir="auto" title={name}>
      <span className={styles.start}>{characters.slice(0, cut).join("")}</span>
      <span className={styles.end}>{characters.slice(cut).join("")}</span>
    </span>
  );
}
