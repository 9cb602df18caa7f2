import styles from "./keys.module.css";

const IS_MAC = /mac|iphone|ipad/i.test(navigator.platform);

/** Keys as they stand on the keyboard: `Mod` is Ctrl, or Cmd on a Mac. Several are pressed together. */
export function Keys({ keys }: { readonly keys: string }) {
  return (
    <span className={styles.keys} dir="ltr">
      {keys.split(" ").map((key) => (
        <kbd key={key} className={styles.key}>
          {key === "Mod" ? (IS_MAC ? "⌘" : "Ctrl") : key}
        </kbd>
      ))}
    </span>
  );
}
