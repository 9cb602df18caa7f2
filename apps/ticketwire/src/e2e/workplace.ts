import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { signToken } from "@ticketwire/server";
import { onTestFinished } from "vitest";
import { RunningCommand, type StartOptions } from "./running-command.js";
import { type ConnectOptions, WireClient } from "./wire-client.js";

/** A data folder of a test's own, and the commands and clients that work with it. All of it is gone after the test. */
export class Workplace {
  readonly secret = "a secret for these tests alone, long enough for HS256";

  private constructor(readonly dir: string) {}

  static async open(): Promise<Workplace> {
    const dir = await mkdtemp(join(tmpdir(), "ticketwire-command-"));
    onTestFinished(() => rm(dir, { recursive: true, force: true }));
    return new Workplace(dir);
  }

  get dataDir(): string {
    return join(this.dir, "data");
  }

  /** Starts a command. It is killed at the end of the test if it still runs. */
  start(args: readonly string[], { env, ...rest }: StartOptions = {}): RunningCommand {
    const command = new RunningCommand(args, {
      ...rest,
      env: { DATA_DIR: this.dataDir, JWT_SECRET: this.secret, RATE_LIMITS: "off", ...env },
    });
    onTestFinished(() => command.kill());
    return command;
  }

  /** Runs a command to its end. */
  async run(
    args: readonly string[],
    options: StartOptions = {},
  ): Promise<{ readonly code: number | NodeJS.Signals; readonly stdout: string; readonly stderr: string }> {
    const command = this.start(args, options);
    const code = await command.ended();
    return { code, stdout: command.stdout, stderr: command.stderr };
  }

  token(ref: string, role: string): Promise<string> {
    return signToken({ sub: ref, name: `Name of ${ref}`, role }, this.secret, "1h");
  }

  /** A connected client of the native protocol. */
  async connect(url: string, ref: string, role: string, options?: ConnectOptions): Promise<WireClient> {
    const client = await WireClient.connect(url, await this.token(ref, role), options);
    onTestFinished(() => client.close());
    return client;
  }

  /** Puts a ticket as the host application would. */
  async putTicket(url: string, ref: string, ticket: Readonly<Record<string, unknown>> = {}): Promise<void> {
    await this.putTicketAs(url, await this.token("host", "service"), ref, ticket);
  }

  /** Puts a ticket with a token of its own. */
  async putTicketAs(
    url: string,
    token: string,
    ref: string,
    ticket: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const answer = await fetch(`${url}/v1/tickets/${ref}`, {
      method: "PUT",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify(ticket),
    });
    if (!answer.ok) throw new Error(`PUT ${ref}: ${answer.status} ${await answer.text()}`);
  }

  /** Uploads a text file to a ticket. */
  async upload(url: string, ref: string, by: string, content: string): Promise<Response> {
    const form = new FormData();
    form.append("files", new Blob([content]), "notes.txt");
    return fetch(`${url}/v1/tickets/${ref}/attachments`, {
      method: "POST",
      headers: { authorization: `Bearer ${await this.token(by, "customer")}` },
      body: form,
    });
  }

  /** The texts on a ticket, oldest first; at most 200. */
  async texts(url: string, ref: string): Promise<readonly string[]> {
    const answer = await fetch(`${url}/v1/tickets/${ref}/messages?limit=200`, {
      headers: { authorization: `Bearer ${await this.token("u-reader", "admin")}` },
    });
    const { messages } = (await answer.json()) as { readonly messages: readonly { readonly text: string }[] };
    return messages.map(({ text }) => text);
  }
}
