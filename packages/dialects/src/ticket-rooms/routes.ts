import type { AnyRoute } from "../dialect.js";

/** None of its own: its older REST form, `POST /api/tickets/:id/chat`, is the one of `ticket-gateway`. */
export const routes: readonly AnyRoute[] = [];
