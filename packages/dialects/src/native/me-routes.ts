import type { Command } from "@ticketwire/core";
import { welcomeFrame } from "@ticketwire/protocol";
import { z } from "zod";
import { type AnyRoute, route } from "../dialect.js";
import { welcomeView } from "./encode.js";

/** Where a client without a connection hears what a connection hears first. */
export const meRoutes: readonly AnyRoute[] = [
  route({
    method: "GET",
    path: "/v1/me",
    summary: "Who you are signed in as, and until when",
    params: z.object({}),
    query: z.object({}),
    body: z.unknown(),
    response: welcomeFrame,
    command: (): Command<"caller.check"> => ({ name: "caller.check" }),
    reply: (_outcome, _input, { me }) => ({ status: 200, body: welcomeView(me) }),
  }),
];
