/** What pages may do: run our scripts, reach us and LiveKit, use the microphone, and nothing else. */
export function pageHeaders(connectTo: readonly string[] = []): Record<string, string> {
  const policy = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "media-src": "'self' blob:",
    "worker-src": "'self' blob:",
    "manifest-src": "'self'",
    "connect-src": ["'self'", ...connectTo].join(" "),
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
  };
  return {
    "content-security-policy": Object.entries(policy)
      .map((part) => part.join(" "))
      .join("; "),
    "permissions-policy": "camera=(), geolocation=(), microphone=(self), speaker-selection=(self)",
    "cross-origin-opener-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
  };
}

/** LiveKit's addresses for a page's `connect-src`: its WebSocket, and the HTTP that livekit-client asks why a connection failed. */
export function liveKitSources(wsUrl: string): string[] {
  const { protocol, host } = new URL(wsUrl);
  const secure = protocol === "wss:" || protocol === "https:";
  // LiveKit Cloud sends a client on to a host of its region.
  const hosts = host.endsWith(".livekit.cloud") ? [host, "*.livekit.cloud"] : [host];
  return hosts.flatMap((each) => (secure ? [`wss://${each}`, `https://${each}`] : [`ws://${each}`, `http://${each}`]));
}
