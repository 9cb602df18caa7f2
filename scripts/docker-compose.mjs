import { requireProgram } from "./programs.mjs";

/** Where Docker keeps Compose as a plugin, which can be run by itself as well. */
const PLUGIN_FOLDERS = [
  "/usr/libexec/docker/cli-plugins",
  "/usr/lib/docker/cli-plugins",
  "/usr/local/lib/docker/cli-plugins",
  "/opt/homebrew/bin",
];

/** The path of Docker Compose. On Debian as root it is installed if it is missing; elsewhere this says what to do. */
export function requireDockerCompose() {
  return requireProgram({
    name: "Docker Compose",
    variable: "DOCKER_COMPOSE_PATH",
    names: ["docker-compose"],
    elsewhere: () => PLUGIN_FOLDERS.map((folder) => `${folder}/docker-compose`),
    debianPackages: ["docker-compose"],
    whatToInstall: [
      "The tests let Docker Compose read the file in deploy/compose, and it was not found. Install it:",
      "  Debian, Ubuntu   sudo apt-get install docker-compose",
      "  Fedora           sudo dnf install docker-compose",
      "  Arch             sudo pacman -S docker-compose",
      "  macOS            brew install docker-compose",
      "or set DOCKER_COMPOSE_PATH to the executable of docker-compose. No Docker need run.",
    ],
  });
}
