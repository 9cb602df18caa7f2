interface Link {
  readonly url: string;
  readonly renew: () => Promise<string>;
}

/**
 * The bytes of a recording: the server gives files only whole, and a player goes back and forth. Where a page may not read
 * them, as those that lie in another place, it is the address.
 */
export async function fetchRecording({ url, renew }: Link): Promise<Blob | string> {
  let address = url;
  try {
    let answer = await fetch(address);
    if (!answer.ok) {
      address = await renew();
      answer = await fetch(address);
    }
    return answer.ok ? await answer.blob() : address;
  } catch {
    return address;
  }
}
