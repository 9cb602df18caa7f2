/**
 * Loaded into a node before the command: it dies the moment it is about to tell Redis of a message whose text has
 * `FAULTS_LAST_WORDS` in it. The message is stored by then, and no other node has heard of it: exactly between commit and publish.
 */
import { Socket } from "node:net";

const words = process.env.FAULTS_LAST_WORDS;
const PUBLISH = /\r\ns?publish\r\n/i;

const { write } = Socket.prototype;

function dyingWrite(this: Socket, ...args: Parameters<typeof write>): boolean {
  const text = String(args[0]);
  if (words !== undefined && text.includes(words) && PUBLISH.test(text)) process.kill(process.pid, "SIGKILL");
  return write.apply(this, args);
}

Socket.prototype.write = dyingWrite as typeof write;
