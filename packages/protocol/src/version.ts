/** The version of the native protocol. Within one version, events and fields are only ever added. */
export const PROTOCOL_VERSION = 1;

/** The Socket.IO namespace the native protocol is spoken in. */
export const NAMESPACE = "/v1";
