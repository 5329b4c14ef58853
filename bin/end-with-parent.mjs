// Preloaded into the web server and the worker. Their standard input is a pipe held by the supervisor; when that is
// gone, even by signal 9, the pipe ends and so do they.
const GRACE_MS = 8_000

process.stdin.on('error', end)
process.stdin.on('end', end)
process.stdin.resume()
process.stdin.unref()

function end() {
  process.kill(process.pid, 'SIGTERM')
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), GRACE_MS).unref()
}
