/** Success of both arms, pair by pair. */
export interface PairTable {
  both: number
  onlyTreatment: number
  onlyControl: number
  neither: number
}

export const tableSize = ({ both, onlyTreatment, onlyControl, neither }: PairTable): number =>
  both + onlyTreatment + onlyControl + neither
