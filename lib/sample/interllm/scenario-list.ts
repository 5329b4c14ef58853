/** The list that the runs of InterLLM work through: number and title of each scenario. */
export const SCENARIOS = [
  ['1.1', 'Parcel is reported lost'],
  ['1.2', 'Label cannot be printed'],
  ['1.3', 'Address is outside the area'],
  ['1.4', 'Two parcels, one label'],
  ['2.1', 'Courier does not show up'],
  ['2.2', 'Refund for a late delivery'],
  ['2.3', 'Customs form is missing'],
  ['3.1', 'Depot is closed on a holiday'],
  ['3.2', 'Weight differs from the label'],
  ['3.3', 'Pickup code does not work'],
] as const

/** The list as the program writes it down, one scenario a line. */
export const TODO_TEXT = SCENARIOS.map(([number, title]) => `${number}) ${title}\n`).join('')

/** Where the scenario at this place of the list goes. */
export const outputOf = (index: number) => `outputs/scenario_${String(index + 1).padStart(3, '0')}.md`

/** What the program says when the coordinator begins a scenario. */
export function scenarioAt(index: number) {
  const [number, title] = SCENARIOS[index % SCENARIOS.length] ?? SCENARIOS[0]
  return { kind: 'scenario_run' as const, number, title, outputPath: outputOf(index) }
}

/** The file of a scenario. */
export const noteOf = (index: number) => {
  const { number, title } = scenarioAt(index)
  return `# ${number} ${title}\n\n1. Say what happened.\n2. Offer what can be done today.\n3. Name the next message.\n`
}
