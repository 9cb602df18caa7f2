import { requireProgram } from "./programs.mjs";

/** What a Swift consists of: who answers, and who stores what. */
const SERVERS = ["proxy", "account", "container", "object"];

/**
 * The paths of the servers of OpenStack Swift, by the variables that name them. On Debian as root they are installed if
 * they are missing; elsewhere this says what to do.
 */
export function requireSwift() {
  return Object.fromEntries(
    SERVERS.map((kind) => {
      const variable = `SWIFT_${kind.toUpperCase()}_SERVER_PATH`;
      const name = `swift-${kind}-server`;
      const path = requireProgram({
        name: "OpenStack Swift",
        variable,
        names: [name],
        elsewhere: () => [],
        debianPackages: SERVERS.map((each) => `swift-${each}`),
        whatToInstall: [
          `The tests keep files in a real store that speaks S3, OpenStack Swift, and no ${name} was found:`,
          "  Debian, Ubuntu   sudo apt-get install swift-proxy swift-account swift-container swift-object",
          "  elsewhere        pip install swift",
          `or set ${variable} to the executable. It need not run as a service.`,
        ],
      });
      return [variable, path];
    }),
  );
}
