import { expect, it } from "vitest";
import { z } from "zod";
import { dialects } from "./index.js";

/** Languages whose clients write null where they have nothing to say. */
const older = dialects.filter(({ name }) => name !== "native");

/** The schema of an object and of whatever may be wrapped around it. */
function objectIn(schema: z.ZodType): z.ZodObject | undefined {
  if (schema instanceof z.ZodObject) return schema;
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable)
    return objectIn(schema.unwrap() as z.ZodType);
  if (schema instanceof z.ZodPipe) return objectIn(schema.in as z.ZodType);
  return undefined;
}

/** The fields of an object that may be left out. */
function optionalIn(schema: z.ZodType): readonly (readonly [name: string, field: z.ZodType])[] {
  const fields = Object.entries(objectIn(schema)?.shape ?? {}) as [string, z.ZodType][];
  return fields.filter(([, field]) => field.safeParse(undefined).success);
}

it.each(older.map((dialect) => [dialect.name, dialect] as const))(
  "in %s null counts as left out, in every event and every body",
  (_name, { live, routes }) => {
    const schemas = [
      ...Object.entries(live.operations).map(([event, { payload }]) => [event, payload] as const),
      ...routes.map(({ method, path, body }) => [`${method} ${path}`, body] as const),
    ];
    const optional = schemas.flatMap(([where, schema]) =>
      optionalIn(schema).map(([name, field]) => [`${where}: ${name}`, field] as const),
    );
    expect(optional.length).toBeGreaterThan(5);
    const strict = optional.filter(([, field]) => !field.safeParse(null).success);
    expect(strict.map(([where]) => where)).toEqual([]);
  },
);
