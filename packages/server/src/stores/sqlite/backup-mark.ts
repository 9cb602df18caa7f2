/** SQLite's `user_version` of a backup. Everything else has 0. */
export const BACKUP_MARK = 1;

/** Makes a database one that no server opens before it has been restored (SPEC: S15). */
export const MARK_BACKUP = `pragma user_version = ${BACKUP_MARK}`;

/** Makes it one that servers open; takes part in transactions. */
export const UNMARK_BACKUP = "pragma user_version = 0";
