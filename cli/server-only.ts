// Outside Next the `server-only` marker has nothing to guard: this process is the server.
export {}
