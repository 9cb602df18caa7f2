// What a page does before the widget has come waits until then.
window.Ticketwire ??= { queue: [] };
window.Ticketwire.queue.push([
  "boot",
  {
    // An application asks its own backend here. The demo signs anybody in.
    token: async () => {
      const answer = await fetch("/demo/sign-in", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ as: "customer" }),
      });
      return answer.ok ? (await answer.json()).token : null;
    },
    unread: true,
  },
]);
