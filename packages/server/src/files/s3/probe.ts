import { randomUUID } from "node:crypto";
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import type { S3Address } from "./address.js";
import { s3Client } from "./client.js";

/** Resolves when all that files need can be done in the bucket: to put an object there, get it back, and delete it. */
export async function probeS3(address: S3Address): Promise<void> {
  const client = s3Client(address);
  const place = { Bucket: address.bucket, Key: `${address.prefix}probe-${randomUUID()}` };
  try {
    await client.send(new PutObjectCommand({ ...place, Body: "ticketwire" }));
    const { Body } = await client.send(new GetObjectCommand(place));
    await Body?.transformToString();
    await client.send(new DeleteObjectCommand(place));
  } finally {
    client.destroy();
  }
}
