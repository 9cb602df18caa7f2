import { ConnectionLine } from "../app/connection-line.js";
import { useCustomer } from "../app/customer.js";
import styles from "./loading-screen.module.css";
import { TopBar } from "./top-bar.js";

/** Stands there until something is known, and says why that takes long when there is no connection. */
export function LoadingScreen() {
  const { texts } = useCustomer();
  return (
    <>
      <TopBar title={texts.chat} />
      <p className={styles.wait}>{texts.loading}</p>
      <ConnectionLine />
    </>
  );
}
