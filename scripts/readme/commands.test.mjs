import { expect, test } from "vitest";
import { commandsIn, startsServer } from "./commands.mjs";

const README = `# Title

\`\`\`sh
git clone https://example.com/ticketwire.git
cd ticketwire
npm start   # opens a page
\`\`\`

\`\`\`json
{ "not": "a command" }
\`\`\`

\`\`\`sh
# a comment
cd packages
curl -X PUT \\
  http://localhost:3000/v1
\`\`\`
`;

test("commands are the lines of sh blocks, without the cloning", () => {
  expect(commandsIn(README)).toEqual(["npm start", "cd packages", "curl -X PUT http://localhost:3000/v1"]);
});

test.each(["npm start", "npm run start -- --x", "JWT_SECRET=a npx ticketwire serve"])(
  "%s serves",
  (command) => {
    expect(startsServer(command)).toBe(true);
  },
);

test.each(["npm test", "npx ticketwire token --id a", "npm start-up"])("%s ends by itself", (command) => {
  expect(startsServer(command)).toBe(false);
});
