/** Where files are kept in S3, or in anything that speaks as S3 does. */
export interface S3Address {
  readonly bucket: string;
  /** What the keys of all files begin with: empty, or ending with a slash. */
  readonly prefix: string;
  /** Where S3 is spoken; undefined for Amazon itself. */
  readonly endpoint: string | undefined;
  readonly region: string;
  /** Whether files are fetched through this server rather than from S3. */
  readonly isProxied: boolean;
}

/** What a `FILES_URL` must look like. */
export const FILES_URL_FORM =
  "s3://bucket/prefix?region=eu-central-1, with endpoint=https://host where it is not Amazon's, and proxy=1 where clients can't reach it";

const FORM = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(\/[\w!*'()./-]*)?(?:\?([^#]*))?$/;
const REGION = /^[a-z0-9-]{1,63}$/;

/** Signatures name a region also where there are none. */
const ANY_REGION = "us-east-1";

/** Takes a `FILES_URL` apart; undefined when it is none. */
export function s3Address(url: string): S3Address | undefined {
  const [, bucket, path = "", query = ""] = FORM.exec(url) ?? [];
  const given = new URLSearchParams(query);
  const endpoint = given.get("endpoint") ?? undefined;
  const region = given.get("region") ?? (endpoint === undefined ? undefined : ANY_REGION);
  const proxy = given.get("proxy") ?? "0";
  const isKnown = [...given.keys()].every((name) => ["endpoint", "region", "proxy"].includes(name));
  if (bucket === undefined || region === undefined || !REGION.test(region)) return undefined;
  if (!isKnown || !["0", "1"].includes(proxy)) return undefined;
  if (endpoint !== undefined && !isEndpoint(endpoint)) return undefined;
  const folders = path.split("/").filter((part) => part !== "");
  if (folders.some((part) => part === "." || part === "..")) return undefined;
  const prefix = folders.map((folder) => `${folder}/`).join("");
  return { bucket, prefix, endpoint, region, isProxied: proxy === "1" };
}

/** Where links to files lead. */
export function originsOf({ bucket, endpoint, region, isProxied }: S3Address): readonly string[] {
  if (isProxied) return [];
  if (endpoint !== undefined) return [new URL(endpoint).origin];
  return [`https://${bucket}.s3.${region}.amazonaws.com`, `https://s3.${region}.amazonaws.com`];
}

/** Nothing but a scheme, a host and perhaps a port: who may use it is said elsewhere. */
function isEndpoint(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, origin } = new URL(text);
  return ["http:", "https:"].includes(protocol) && text.replace(/\/$/, "") === origin;
}
