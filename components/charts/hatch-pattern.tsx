/** The hatch of failed areas; once on a page. */
export function HatchPattern() {
  return (
    <svg width="0" height="0" aria-hidden="true" className="absolute">
      <defs>
        <pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <path d="M0 0v5" className="stroke-surface" strokeWidth="2" />
        </pattern>
      </defs>
    </svg>
  )
}
