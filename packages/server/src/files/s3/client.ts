import { S3Client } from "@aws-sdk/client-s3";
import type { S3Address } from "./address.js";

/** How long S3 may take to let us in, and to take or give a file, in ms. */
const CONNECT_MS = 3000;
const REQUEST_MS = 30_000;

/** What goes wrong is thrown, and logged where it is caught. */
const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** A client of S3. Who may use the bucket is said as everywhere with Amazon's SDK: in the environment, a profile or a role. */
export function s3Client({ region, endpoint }: S3Address): S3Client {
  // Of this Node the newest versions think little; the one that is used here runs on it.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  return new S3Client({
    region,
    logger: SILENT,
    // Others than Amazon seldom have a host name for each bucket.
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
    // Checksums beyond what S3 always had are not understood everywhere.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    requestHandler: {
      connectionTimeout: CONNECT_MS,
      requestTimeout: REQUEST_MS,
      throwOnRequestTimeout: true,
    },
  });
}
