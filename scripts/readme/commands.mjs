/** The commands in the ```sh blocks of a Markdown text: one for each line, a trailing backslash continues one. */
export function commandsIn(markdown) {
  const blocks = [...markdown.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block]) => block);
  return blocks.flatMap(commandsOf).filter((command, at, all) => !isCloning(command, all[at - 1]));
}

/** Whether a command serves until it is told to stop. */
export function startsServer(command) {
  return /(^|\s)(npm (run )?start|ticketwire serve)(\s|$)/.test(command);
}

function commandsOf(block) {
  return block
    .replace(/\\\n\s*/g, "")
    .split("\n")
    .map((line) => line.replace(/(^|\s)#\s.*$/, "").trim())
    .filter((line) => line !== "");
}

/** `git clone` and the `cd` after it: the commands run in a fresh clone already. */
function isCloning(command, before = "") {
  return command.startsWith("git clone ") || (command.startsWith("cd ") && before.startsWith("git clone "));
}
