import styles from "./logo.module.css";

/** The product's mark: a ticket with a pulse on the wire. */
export function Logo({ size = 24 }: { readonly size?: number }) {
  return (
    <svg className={styles.logo} width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <path
        className={styles.ticket}
        d="M7 5h18a4 4 0 0 1 4 4v3.6a3.4 3.4 0 0 0 0 6.8V23a4 4 0 0 1-4 4H7a4 4 0 0 1-4-4v-3.6a3.4 3.4 0 0 0 0-6.8V9a4 4 0 0 1 4-4Z"
      />
      <path className={styles.wire} d="M9.5 16h3l2.2-4.6 3 9.2 2.1-4.6h2.7" />
    </svg>
  );
}
