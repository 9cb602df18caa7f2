export { signToken } from "./sign-token.js";
export { type TokenPlaces, tokenFrom } from "./token-from.js";
export { createVerifier, type Verify } from "./verifier.js";
