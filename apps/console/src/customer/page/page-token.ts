const PLACE = "ticketwire.customer-token";

/**
 * The token that came with the link, once: it is taken out of the address at once, so that neither history nor a
 * copied address has it, and lives as long as the window. Undefined where the server's session cookie says who one is.
 */
export function takePageToken(): string | undefined {
  const given = new URLSearchParams(location.hash.slice(1)).get("token");
  if (given !== null) history.replaceState(null, "", location.pathname + location.search);
  try {
    if (given !== null) sessionStorage.setItem(PLACE, given);
    return given ?? sessionStorage.getItem(PLACE) ?? undefined;
  } catch {
    return given ?? undefined;
  }
}
