const iso = (ms: number) => new Date(ms).toISOString().replace(/\.\d{3}Z$/, '+00:00')

/** The folder `outputs/` with its manifest: number, title and whether the file is there. */
export function outputFiles(
  listed: readonly { number: string; title: string; text?: string }[],
  generatedMs: number,
): Record<string, string> {
  const name = (index: number) => `scenario_${String(index + 1).padStart(3, '0')}.md`
  const scenarios = listed.map(({ number, title }, index) => ({ index, number, title, output_file: name(index) }))
  const manifest = { source: 'input/ScenarioList.md', generated_at: iso(generatedMs), output_dir: 'outputs', scenarios }
  const files: Record<string, string> = {
    'scenario_manifest.json': `${JSON.stringify(manifest, null, 2)}\n`,
    'todo_scenarios.txt': listed.map(({ number, title }) => `${number}) ${title}\n`).join(''),
  }
  listed.forEach(({ text }, index) => {
    if (text !== undefined) files[name(index)] = text
  })
  return files
}
