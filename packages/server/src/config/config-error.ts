/** Everything that is wrong with the configuration, all at once. One plain sentence each, never a secret's value. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";

  constructor(readonly mistakes: readonly string[]) {
    super(mistakes.join("\n"));
  }
}
