import { deskTables } from "../../sql/desk-tables.js";

/** What lists of tickets are found by, what pictures and recordings are like, and canned replies. */
export const DESK = deskTables("bigint", "");
