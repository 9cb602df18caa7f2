/** Where the server is: everything before the path of this page. */
export function serverAddress(): string {
  return location.origin + location.pathname.replace(/\/(widget\/frame|t(\/.*)?)$/, "");
}
