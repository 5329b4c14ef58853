/** "claude-sonnet-4-5-20250929" as "sonnet-4-5": what tells models apart comes first in a narrow column. */
export function shortModel(model: string): string {
  return model.replace(/^(?:[\w.-]+\/)?claude-/, '').replace(/-\d{8}$/, '')
}
