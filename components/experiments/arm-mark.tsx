/** Control is a ring, treatment a square: told apart without colour. */
export function ArmMark({ arm }: { arm: 'control' | 'treatment' }) {
  return (
    <svg width="10" height="10" aria-hidden="true" className="inline-block flex-none">
      {arm === 'control' ? (
        <circle cx="5" cy="5" r="4" fill="none" stroke="var(--s2)" strokeWidth="2" />
      ) : (
        <rect x="1" y="1" width="8" height="8" fill="var(--s1)" />
      )}
    </svg>
  )
}
